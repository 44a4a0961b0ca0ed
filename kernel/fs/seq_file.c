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
	m->file = file;
	mutex_init(&m->lock);
	file->private_data = m;
	return 0;
}

int single_open_size(struct file *file,
		     int (*show)(struct seq_file *m, void *v), void *data,
		     size_t size)
{
	int err = single_open(file, show, data);

	if (!err)
		((struct seq_file *)file->private_data)->size = size;
	return err;
}

int single_release(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->buf);
	kfree(m);
	return 0;
}

int seq_open(struct file *file, const struct seq_operations *op)
{
	int err = single_open(file, op->show, NULL);

	if (!err)
		((struct seq_file *)file->private_data)->op = op;
	return err;
}

int seq_release(struct inode *inode, struct file *file)
{
	return single_release(inode, file);
}

void *__seq_open_private(struct file *file, const struct seq_operations *op,
			 int psize)
{
	void *priv = kzalloc((size_t)psize, GFP_KERNEL);

	if (!priv)
		return NULL;
	if (seq_open(file, op)) {
		kfree(priv);
		return NULL;
	}
	((struct seq_file *)file->private_data)->private = priv;
	return priv;
}

int seq_open_private(struct file *file, const struct seq_operations *op,
		     int psize)
{
	return __seq_open_private(file, op, psize) ? 0 : -ENOMEM;
}

int seq_release_private(struct inode *inode, struct file *file)
{
	struct seq_file *m = file->private_data;

	kfree(m->private);
	m->private = NULL;
	return single_release(inode, file);
}

/* ---- parts ------------------------------------------------------------------- */

/* One record, which is left out again if ->show says so. 0, 1: it does not
 * fit, or -errno. */
static int show_record(struct seq_file *m, void *v)
{
	const size_t before = m->count;
	int err = m->op->show(m, v);

	if (err < 0)
		return err;
	if (err > 0)
		m->count = before;
	if (!seq_has_overflowed(m))
		return 0;
	m->count = before;
	return 1;
}

/* Records from m->index on, until there is a part of them. As seq_try(). */
static int show_records(struct seq_file *m)
{
	loff_t pos = m->index;
	void *v = m->op->start(m, &pos);
	int ret = 0;

	while (!IS_ERR_OR_NULL(v) && !ret && !seq_part_full(m)) {
		ret = show_record(m, v);
		if (ret)
			break;
		m->index = pos;
		v = m->op->next(m, v, &pos);
		if (pos == m->index) {
			pr_err("seq_file: a next function did not move the position on\n");
			pos++;
		}
		m->index = pos;
	}
	m->op->stop(m, v);
	if (IS_ERR(v))
		return (int)PTR_ERR(v);
	/* What does not fit begins the next part. */
	return ret > 0 && m->count ? 0 : ret;
}

/* Have ->show print once more, into a buffer of @size bytes; 0: it fits. */
static int seq_try(struct seq_file *m, size_t size)
{
	const unsigned long cursor = m->cursor;
	int ret;

	kfree(m->buf);
	m->count = 0;
	m->pad_until = 0;
	m->size = size;
	m->buf = kmalloc(size, GFP_KERNEL);
	if (!m->buf)
		return -ENOMEM;
	if (m->op) {
		m->more = true;
		return show_records(m);
	}
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
	m->index = 0;
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
		if (!m->count)
			break;		/* the end, as of now */
	}
	return err;
}

ssize_t seq_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct iov_iter iter;
	struct kiocb iocb = { .ki_filp = file, .ki_pos = *pos };
	ssize_t n;

	iov_iter_ubuf(&iter, ITER_DEST, buf, len);
	n = seq_read_iter(&iocb, &iter);
	*pos = iocb.ki_pos;
	return n;
}

static ssize_t read_locked(struct seq_file *m, loff_t *pos, struct iov_iter *to)
{
	int err = to->count ? seq_part(m, *pos) : 0;
	size_t len, done;

	if (err)
		return err;
	if (!to->count || *pos - m->start >= (loff_t)m->count)
		return 0;
	len = m->count - (size_t)(*pos - m->start);
	len = min(len, to->count);
	done = copy_to_iter(m->buf + (*pos - m->start), len, to);
	if (!done)
		return -EFAULT;
	*pos += (loff_t)done;
	return (ssize_t)done;
}

ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct seq_file *m = iocb->ki_filp->private_data;
	ssize_t n;

	mutex_lock(&m->lock);
	n = read_locked(m, &iocb->ki_pos, to);
	m->read_pos = iocb->ki_pos;
	mutex_unlock(&m->lock);
	return n;
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

void seq_vprintf(struct seq_file *m, const char *fmt, __builtin_va_list args)
{
	int n;

	if (m->count >= m->size)
		return;
	n = vsnprintf(m->buf + m->count, m->size - m->count, fmt, args);
	m->count = min_t(size_t, m->count + n, m->size);
}

void seq_printf(struct seq_file *m, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	seq_vprintf(m, fmt, args);
	va_end(args);
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
