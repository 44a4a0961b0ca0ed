/* SPDX-License-Identifier: MIT */
/*
 * seq_file.c - text files made on reading, see octavo/seq_file.h.
 *
 *	text:	|  part  |  part  |  part	|
 *		^ start  ^ start + count: the next one, made when it is read
 *
 * The buffer starts at one page and doubles until a part fits, so ->show may
 * be called several times for one and must not have side effects. Reading
 * backwards begins anew.
 */
#include "internal.h"
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

/* Have ->show print once more, into a buffer of @size bytes; 0: it fits. */
static int seq_try(struct seq_file *m, size_t size)
{
	const unsigned long cursor = m->cursor;
	int ret;

	kfree(m->buf);
	m->count = 0;
	m->size = size;
	m->buf = kmalloc(size, GFP_KERNEL);
	if (!m->buf)
		return -ENOMEM;
	ret = m->show(m, NULL);
	if (ret < 0)
		return ret;
	m->more = ret > 0;
	if (m->count < size)
		return 0;
	m->cursor = cursor;
	return 1;
}

/* Make the next part. */
static int seq_fill(struct seq_file *m)
{
	size_t size = max_t(size_t, m->size, PAGE_SIZE);
	int ret = 1;

	for (; ret > 0 && size <= SEQ_MAX; size *= 2)
		ret = seq_try(m, size);
	if (ret) {
		kfree(m->buf);
		m->buf = NULL;
		m->count = 0;
	}
	return ret > 0 ? -ENOMEM : ret;
}

static void seq_restart(struct seq_file *m)
{
	kfree(m->buf);
	m->buf = NULL;
	m->count = 0;
	m->start = 0;
	m->cursor = 0;
}

/* Make the part that @pos is in, unless it is there. */
static int seq_part(struct seq_file *m, loff_t pos)
{
	int err = 0;

	if (pos == 0 || pos < m->start)
		seq_restart(m);
	if (!m->buf)
		err = seq_fill(m);
	while (!err && m->more && pos >= m->start + (loff_t)m->count) {
		m->start += m->count;
		err = seq_fill(m);
	}
	return err;
}

ssize_t seq_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct seq_file *m = file->private_data;
	size_t left, off;
	int err = seq_part(m, *pos);

	if (err)
		return err;
	if (*pos - m->start >= (loff_t)m->count)
		return 0;
	off = *pos - m->start;
	len = min(len, m->count - off);
	left = copy_to_user(buf, m->buf + off, len);
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

bool seq_part_full(const struct seq_file *m)
{
	return m->count >= SEQ_PART;
}

/* All parts in one buffer. */
char *seq_text(int (*show)(struct seq_file *m, void *v), void *data,
	       size_t *len)
{
	struct seq_file m = { .show = show, .private = data };
	char *text = NULL, *longer;
	int err;

	*len = 0;
	do {
		err = seq_fill(&m);
		longer = err ? NULL : krealloc(text, *len + m.count + 1,
					       GFP_KERNEL);
		if (!longer) {
			kfree(text);
			kfree(m.buf);
			return ERR_PTR(err ? err : -ENOMEM);
		}
		text = longer;
		memcpy(text + *len, m.buf, m.count);
		*len += m.count;
	} while (m.more);
	kfree(m.buf);
	return text;
}
