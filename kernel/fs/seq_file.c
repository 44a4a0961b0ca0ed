/* SPDX-License-Identifier: MIT */
/*
 * seq_file.c - text files made on reading, see octavo/seq_file.h.
 *
 * The buffer starts at one page and doubles until the whole text fits, so
 * ->show may be called several times and must not have side effects.
 */
#include "../internal.h"
#include <octavo/seq_file.h>

int single_open(struct file *file, int (*show)(struct seq_file *m, void *v),
		void *data)
{
	struct seq_file *m = kzalloc(sizeof(*m), GFP_KERNEL);

	if (!m)
		return -ENOMEM;
	m->show = show;
	m->private = data;
	file->private_data = m;
	return 0;
}

int single_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->buf);
	kfree(m);
	return 0;
}

static int seq_fill(struct seq_file *m)
{
	size_t size = PAGE_SIZE;
	int err;

	for (; size <= SEQ_MAX; size *= 2) {
		m->buf = kmalloc(size, GFP_KERNEL);
		if (!m->buf)
			return -ENOMEM;
		m->size = size;
		m->count = 0;
		err = m->show(m, NULL);
		if (!err && m->count < size)
			return 0;
		kfree(m->buf);
		m->buf = NULL;
		if (err)
			return err;
	}
	return -ENOMEM;
}

ssize_t seq_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct seq_file *m = file->private_data;
	size_t left;
	int err;

	if (*pos == 0) {
		kfree(m->buf);
		m->buf = NULL;
	}
	if (!m->buf) {
		err = seq_fill(m);
		if (err)
			return err;
	}
	if (*pos >= (loff_t)m->count)
		return 0;
	len = min(len, m->count - (size_t)*pos);
	left = copy_to_user(buf, m->buf + *pos, len);
	if (left == len)
		return len ? -EFAULT : 0;
	*pos += len - left;
	return len - left;
}

loff_t seq_lseek(struct file *file, loff_t off, int whence)
{
	if (whence == SEEK_CUR)
		off += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	if (off < 0)
		return -EINVAL;
	file->f_pos = off;
	return off;
}

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list args;
	int n;

	if (m->count >= m->size)
		return;
	va_start(args, fmt);
	n = vsnprintf(m->buf + m->count, m->size - m->count, fmt, args);
	va_end(args);
	m->count = min_t(size_t, m->count + n, m->size);
}

int seq_write(struct seq_file *m, const void *data, size_t len)
{
	if (len >= m->size - m->count) {
		m->count = m->size;
		return -1;
	}
	memcpy(m->buf + m->count, data, len);
	m->count += len;
	return 0;
}

void seq_puts(struct seq_file *m, const char *s)
{
	seq_write(m, s, strlen(s));
}

void seq_putc(struct seq_file *m, char c)
{
	seq_write(m, &c, 1);
}

void seq_pad(struct seq_file *m, unsigned int width, char c)
{
	size_t line = m->count;

	while (line > 0 && m->count < m->size && m->buf[line - 1] != '\n')
		line--;
	while (m->count - line < width && m->count < m->size)
		seq_putc(m, ' ');
	if (c)
		seq_putc(m, c);
}

char *seq_text(int (*show)(struct seq_file *m, void *v), void *data,
	       size_t *len)
{
	struct seq_file m = { .show = show, .private = data };
	int err = seq_fill(&m);

	if (err)
		return ERR_PTR(err);
	*len = m.count;
	return m.buf;
}
