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
#define SEQ_SKIP	1		/* ->show: not this one */
#define SEQ_START_TOKEN	((void *)1)	/* ->start: a line above all others */

struct path;
struct seq_file;

/*
 * A text with a record for each of many things. ->start is told the position of
 * the first that is wanted, ->next moves on by one (and *@pos with it); both
 * give the thing for ->show, NULL at the end. ->stop is called after each
 * ->start.
 */
struct seq_operations {
	void *(*start)(struct seq_file *m, loff_t *pos);
	void (*stop)(struct seq_file *m, void *v);
	void *(*next)(struct seq_file *m, void *v, loff_t *pos);
	int (*show)(struct seq_file *m, void *v);
};

struct seq_file {
	char *buf;
	size_t size;			/* bytes of @buf */
	size_t count;			/* bytes printed; size: overflowed */
	size_t pad_until;		/* seq_setwidth() */
	loff_t index;			/* of the next record */
	loff_t read_pos;
	struct mutex lock;
	const struct seq_operations *op;	/* NULL: one function, ->show */
	struct file *file;
	loff_t start;			/* where in the text @buf begins */
	unsigned long cursor;		/* ->show's own: what comes next */
	bool more;			/* it is not the last part */
	int (*show)(struct seq_file *m, void *v);
	void *private;
};

/**
 * seq_open() - make an open file answer with records
 * @file: being opened; its private_data is used
 * @op: how they are found and printed
 *
 * The file's operations must be seq_read, seq_lseek and seq_release.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: seq_release().
 */
int seq_open(struct file *file, const struct seq_operations *op);

/**
 * __seq_open_private() - seq_open() with memory for the caller
 * @file: being opened
 * @op: how records are found and printed
 * @psize: bytes of m->private, zeroed
 *
 * Context: May sleep.
 * Return: m->private, NULL without memory.
 * Pairs with: seq_release_private().
 */
void *__seq_open_private(struct file *file, const struct seq_operations *op,
			 int psize);
/**
 * seq_open_private() - __seq_open_private() for who does not want the memory at once
 * @file: the open file
 * @op: how records are found and printed
 * @psize: bytes of m->private
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int seq_open_private(struct file *file, const struct seq_operations *op,
		     int psize);
/**
 * seq_release_private() - free what __seq_open_private() made
 * @inode: of the file
 * @file: the open file
 *
 * Context: May sleep.
 * Return: 0.
 */
int seq_release_private(struct inode *inode, struct file *file);

/**
 * seq_release() - free what seq_open() made
 * @inode: unused
 * @file: being closed
 *
 * Context: May sleep.
 * Return: 0.
 */
int seq_release(struct inode *inode, struct file *file);

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
 * single_open_size() - the same for a text whose size is known
 * @file: being opened
 * @show: prints
 * @data: m->private of @show
 * @size: bytes of the first buffer
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: single_release().
 */
int single_open_size(struct file *file,
		     int (*show)(struct seq_file *m, void *v), void *data,
		     size_t size);

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
 * seq_read_iter() - the ->read_iter of such a file
 * @iocb: of a file opened with seq_open() or single_open()
 * @to: where to
 *
 * Context: May sleep.
 * Return: as seq_read().
 */
ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *to);

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
 * seq_vprintf() - seq_printf() with a list of arguments
 * @m: given to ->show
 * @fmt: as printk()
 * @args: of @fmt
 *
 * Context: Any context.
 */
void seq_vprintf(struct seq_file *m, const char *fmt, __builtin_va_list args);

/**
 * seq_put_decimal_ull() - print a number faster than seq_printf()
 * @m: given to ->show
 * @delimiter: before it
 * @num: the number
 *
 * Context: Any context.
 */
void seq_put_decimal_ull(struct seq_file *m, const char *delimiter,
			 unsigned long long num);
/**
 * seq_put_decimal_ll() - the same for numbers with a sign
 * @m: given to ->show
 * @delimiter: before it
 * @num: the number
 *
 * Context: Any context.
 */
void seq_put_decimal_ll(struct seq_file *m, const char *delimiter,
			long long num);
/**
 * seq_put_hex_ll() - the same in hexadecimal
 * @m: given to ->show
 * @delimiter: before it
 * @v: the number
 * @width: digits at least
 *
 * Context: Any context.
 */
void seq_put_hex_ll(struct seq_file *m, const char *delimiter,
		    unsigned long long v, unsigned int width);

/**
 * seq_escape() - append a string, some characters as octal numbers
 * @m: given to ->show
 * @s: NUL-terminated
 * @esc: which characters; a backslash, too
 *
 * Context: Any context.
 */
void seq_escape(struct seq_file *m, const char *s, const char *esc);

/**
 * seq_path() - append a path
 * @m: given to ->show
 * @path: of what
 * @esc: characters that become octal numbers
 *
 * Context: Any context.
 * Return: bytes; -1 if it did not fit.
 */
int seq_path(struct seq_file *m, const struct path *path, const char *esc);
/**
 * seq_file_path() - append the path of an open file
 * @m: given to ->show
 * @file: the open file
 * @esc: characters that become octal numbers
 *
 * Context: Any context.
 * Return: as seq_path().
 */
int seq_file_path(struct seq_file *m, struct file *file, const char *esc);

/**
 * seq_hex_dump() - append lines of bytes as numbers
 * @m: given to ->show
 * @prefix: of each line
 * @prefix_type: 0 none, 1 address, 2 offset
 * @rowsize: bytes in a line: 16 or 32
 * @groupsize: of bytes without a space: 1, 2, 4, 8
 * @buf: the bytes
 * @len: of them
 * @ascii: characters at the end of the line, too
 *
 * Context: Any context.
 */
void seq_hex_dump(struct seq_file *m, const char *prefix, int prefix_type,
		  int rowsize, int groupsize, const void *buf, size_t len,
		  bool ascii);

/* What is left of the buffer, and how much of it was used (-1: too little). */
/**
 * seq_get_buf() - what is left of the buffer
 * @m: given to ->show
 * @bufp: where it begins
 *
 * Context: Any context.
 * Return: bytes.
 */
size_t seq_get_buf(struct seq_file *m, char **bufp);
/**
 * seq_commit() - so much of what seq_get_buf() gave was used
 * @m: given to ->show
 * @num: bytes; -1: there were too few
 *
 * Context: Any context.
 */
void seq_commit(struct seq_file *m, int num);

static inline bool seq_has_overflowed(const struct seq_file *m)
{
	return m->count == m->size;
}

static inline void seq_setwidth(struct seq_file *m, size_t size)
{
	m->pad_until = m->count + size;
}

/* seq_pad() of Linux: to the column of seq_setwidth(), then @c, 0: nothing. */
/**
 * seq_pad_to_width() - seq_pad() of Linux: up to the column of seq_setwidth()
 * @m: given to ->show
 * @c: what follows; 0: nothing
 *
 * Context: Any context.
 */
void seq_pad_to_width(struct seq_file *m, char c);

/* ->start and ->next of lists. */
struct list_head;
struct hlist_head;
struct hlist_node;
/**
 * seq_list_start() - for ->start of a list
 * @head: of the list
 * @pos: how many are before it
 *
 * Context: Any context.
 * Return: the entry, NULL behind the end.
 */
struct list_head *seq_list_start(struct list_head *head, loff_t pos);
/**
 * seq_list_start_head() - the same with @head itself before all others
 * @head: of the list
 * @pos: how many are before it
 *
 * Context: Any context.
 * Return: the entry, NULL behind the end.
 */
struct list_head *seq_list_start_head(struct list_head *head, loff_t pos);
/**
 * seq_list_next() - for ->next of a list
 * @v: the entry
 * @head: of the list
 * @ppos: position, moved on
 *
 * Context: Any context.
 * Return: the entry behind @v, NULL at the end.
 */
struct list_head *seq_list_next(void *v, struct list_head *head, loff_t *ppos);

/* A show function, name_show, as the operations of a file. */
#define DEFINE_SHOW_ATTRIBUTE(name)					\
	static int name##_open(struct inode *inode, struct file *file)	\
	{								\
		return single_open(file, name##_show, inode->i_private); \
	}								\
	static const struct file_operations name##_fops = {		\
		.owner = THIS_MODULE, .open = name##_open,		\
		.read = seq_read, .llseek = seq_lseek,			\
		.release = single_release,				\
	}
#define DEFINE_SHOW_STORE_ATTRIBUTE(name)				\
	static int name##_open(struct inode *inode, struct file *file)	\
	{								\
		return single_open(file, name##_show, inode->i_private); \
	}								\
	static const struct file_operations name##_fops = {		\
		.owner = THIS_MODULE, .open = name##_open,		\
		.read = seq_read, .write = name##_write,		\
		.llseek = seq_lseek, .release = single_release,		\
	}
#define DEFINE_PROC_SHOW_ATTRIBUTE(name)				\
	static int name##_open(struct inode *inode, struct file *file)	\
	{								\
		return single_open(file, name##_show, pde_data(inode));	\
	}								\
	static const struct proc_ops name##_proc_ops = {		\
		.proc_open = name##_open, .proc_read = seq_read,	\
		.proc_lseek = seq_lseek, .proc_release = single_release, \
	}
/* Operations, name_sops, as those of a file. */
#define DEFINE_SEQ_ATTRIBUTE(name)					\
	static int name##_open(struct inode *inode, struct file *file)	\
	{								\
		int ret = seq_open(file, &name##_sops);			\
									\
		if (!ret && inode->i_private)				\
			((struct seq_file *)file->private_data)->private = \
				inode->i_private;			\
		return ret;						\
	}								\
	static const struct file_operations name##_fops = {		\
		.owner = THIS_MODULE, .open = name##_open,		\
		.read = seq_read, .llseek = seq_lseek,			\
		.release = seq_release,					\
	}

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
