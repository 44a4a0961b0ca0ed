/* SPDX-License-Identifier: MIT */
/*
 * seq_file.h - files whose text is made when they are read.
 *
 * The first read calls ->show, which prints into a buffer that grows as needed
 * (to SEQ_MAX bytes); this and later reads hand out pieces of it. The text is a
 * snapshot: seeking to 0 and reading again makes a new one.
 *
 * A long text comes in parts: ->show prints from m->cursor on (0 at first),
 * and when seq_part_full() says so leaves in m->cursor where to go on and
 * returns 1. It is called again when a reader has come that far.
 */
#ifndef OCTAVO_SEQ_FILE_H
#define OCTAVO_SEQ_FILE_H

#include <octavo/types.h>
#include <octavo/fs.h>

#define SEQ_MAX		(1u << 22)	/* bytes of one part */
#define SEQ_PART	4096u		/* of a part that could end here */

struct seq_file {
	char *buf;
	size_t size;			/* bytes of @buf */
	size_t count;			/* bytes printed; size: overflowed */
	loff_t start;			/* where in the text @buf begins */
	unsigned long cursor;		/* ->show's own: what comes next */
	bool more;			/* it is not the last part */
	int (*show)(struct seq_file *m, void *v);
	void *private;
};

/**
 * single_open() - make an open file answer with the text of a function
 * @file: being opened; its private_data is used
 * @show: prints with the seq_ calls; 0, 1 if there is more to come, or -errno,
 *	which the read returns
 * @data: m->private of @show
 *
 * The file's operations must be seq_read, seq_lseek and single_release.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: single_release().
 */
int single_open(struct file *file, int (*show)(struct seq_file *m, void *v),
		void *data);

/**
 * single_release() - free what single_open() made
 * @inode: unused
 * @file: being closed
 *
 * Context: May sleep.
 * Return: 0.
 */
int single_release(struct inode *inode, struct file *file);

/**
 * seq_read() - the ->read of such a file
 * @file: opened with single_open()
 * @buf: user memory
 * @len: bytes wanted
 * @pos: in and out
 *
 * Context: User context only.
 * Return: bytes, 0 at the end, -EFAULT, -ENOMEM (also for text over SEQ_MAX),
 *	or what ->show returned.
 */
ssize_t seq_read(struct file *file, char __user *buf, size_t len, loff_t *pos);

/**
 * seq_lseek() - the ->llseek of such a file
 * @file: opened with single_open()
 * @off: bytes
 * @whence: SEEK_SET or SEEK_CUR
 *
 * Context: Any context.
 * Return: the new position, -EINVAL.
 */
loff_t seq_lseek(struct file *file, loff_t off, int whence);

/**
 * seq_printf() - print into the text
 * @m: given to ->show
 * @fmt: as printk()
 *
 * What does not fit is dropped; the caller of ->show then tries again with a
 * larger buffer.
 *
 * Context: Any context.
 */
__printf(2, 3) void seq_printf(struct seq_file *m, const char *fmt, ...);

/**
 * seq_puts() - append a string
 * @m: given to ->show
 * @s: NUL-terminated
 *
 * Context: Any context.
 */
void seq_puts(struct seq_file *m, const char *s);

/**
 * seq_putc() - append a byte
 * @m: given to ->show
 * @c: the byte
 *
 * Context: Any context.
 */
void seq_putc(struct seq_file *m, char c);

/**
 * seq_write() - append bytes
 * @m: given to ->show
 * @data: kernel memory
 * @len: bytes
 *
 * Context: Any context.
 * Return: 0, -1 if they did not fit.
 */
int seq_write(struct seq_file *m, const void *data, size_t len);

/**
 * seq_pad() - fill with spaces up to a column of the current line, then @c
 * @m: given to ->show
 * @width: column
 * @c: what follows, 0: nothing
 *
 * Context: Any context.
 */
void seq_pad(struct seq_file *m, unsigned int width, char c);

/**
 * seq_part_full() - is this a good place to end a part?
 * @m: given to ->show
 *
 * Context: Any context.
 * Return: true if there is enough text for now.
 */
bool seq_part_full(const struct seq_file *m);

/**
 * seq_text() - make the text of a show function without a file
 * @show: as for single_open()
 * @data: m->private of @show
 * @len: bytes of the text
 *
 * Context: May sleep.
 * Return: the text, kmalloc'ed, not NUL-terminated; ERR_PTR as seq_read().
 */
char *seq_text(int (*show)(struct seq_file *m, void *v), void *data,
	       size_t *len);

#endif
