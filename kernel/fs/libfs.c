/* SPDX-License-Identifier: MIT */
/*
 * libfs.c - see octavo/libfs.h.
 */
#include "../internal.h"
#include <octavo/kstrtox.h>
#include <octavo/libfs.h>
#include "internal.h"

/* ---- opening --------------------------------------------------------------- */

int nonseekable_open(struct inode *inode, struct file *file)
{
	file->f_mode &= ~(FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE);
	return 0;
}

int stream_open(struct inode *inode, struct file *file)
{
	nonseekable_open(inode, file);
	file->f_mode &= ~FMODE_ATOMIC_POS;
	file->f_mode |= FMODE_STREAM;
	return 0;
}

int simple_open(struct inode *inode, struct file *file)
{
	if (inode->i_private)
		file->private_data = inode->i_private;
	return 0;
}

int generic_file_open(struct inode *inode, struct file *file)
{
	return i_size_read(inode) > file_max_size(file) ? -EOVERFLOW : 0;
}

/* ---- positions --------------------------------------------------------------- */

loff_t vfs_setpos(struct file *file, loff_t pos, loff_t max)
{
	if (pos < 0 || pos > max)
		return -EINVAL;
	return file->f_pos = pos;
}

loff_t default_llseek(struct file *file, loff_t off, int whence)
{
	return generic_file_llseek(file, off, whence);
}

loff_t generic_file_llseek_size(struct file *file, loff_t off, int whence,
				loff_t max, loff_t eof)
{
	loff_t base = 0;

	switch (whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		base = file->f_pos;
		break;
	case SEEK_END:
		base = eof;
		break;
	case SEEK_DATA:			/* to its end it is all data */
	case SEEK_HOLE:
		if (off < 0 || off >= eof)
			return -ENXIO;
		if (whence == SEEK_HOLE)
			off = eof;
		break;
	default:
		return -EINVAL;
	}
	if (__builtin_add_overflow(base, off, &off))
		return -EOVERFLOW;
	return vfs_setpos(file, off, max);
}

loff_t fixed_size_llseek(struct file *file, loff_t off, int whence,
			 loff_t size)
{
	if (whence > SEEK_END)
		return -EINVAL;
	return generic_file_llseek_size(file, off, whence, size, size);
}

loff_t no_seek_end_llseek_size(struct file *file, loff_t off, int whence,
			       loff_t size)
{
	if (whence == SEEK_END)
		return -EINVAL;
	return fixed_size_llseek(file, off, whence, size);
}

loff_t no_seek_end_llseek(struct file *file, loff_t off, int whence)
{
	return no_seek_end_llseek_size(file, off, whence, LLONG_MAX);
}

loff_t vfs_llseek(struct file *file, loff_t off, int whence)
{
	if (!(file->f_mode & FMODE_LSEEK))
		return -ESPIPE;
	return file->f_op->llseek(file, off, whence);
}

/* ---- buffers ------------------------------------------------------------------ */

ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos,
				const void *from, size_t available)
{
	const loff_t pos = *ppos;
	size_t left;

	if (pos < 0)
		return -EINVAL;
	if (pos >= (loff_t)available || !count)
		return 0;
	count = min_t(u64, count, available - (u64)pos);
	left = copy_to_user(to, (const char *)from + pos, count);
	if (left == count)
		return -EFAULT;
	count -= left;
	*ppos = pos + (loff_t)count;
	return (ssize_t)count;
}

ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *ppos,
			       const void __user *from, size_t count)
{
	const loff_t pos = *ppos;
	size_t left;

	if (pos < 0)
		return -EINVAL;
	if (pos >= (loff_t)available || !count)
		return 0;
	count = min_t(u64, count, available - (u64)pos);
	left = copy_from_user((char *)to + pos, from, count);
	if (left == count)
		return -EFAULT;
	count -= left;
	*ppos = pos + (loff_t)count;
	return (ssize_t)count;
}

ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos,
				const void *from, size_t available)
{
	const loff_t pos = *ppos;

	if (pos < 0)
		return -EINVAL;
	if (pos >= (loff_t)available)
		return 0;
	count = min_t(u64, count, available - (u64)pos);
	memcpy(to, (const char *)from + pos, count);
	*ppos = pos + (loff_t)count;
	return (ssize_t)count;
}

/* ---- the rest ------------------------------------------------------------------- */

int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	return 0;
}

int vfs_fsync(struct file *file, int datasync)
{
	if (file->f_op->fsync)
		return file->f_op->fsync(file, 0, LLONG_MAX, datasync);
	return S_ISREG(file->f_inode->i_mode) ||
	       S_ISDIR(file->f_inode->i_mode) ? 0 : -EINVAL;
}

/* Programs have the words of their machine: a pointer is one. */
long compat_ptr_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	if (!file->f_op->unlocked_ioctl)
		return -ENOIOCTLCMD;
	return file->f_op->unlocked_ioctl(file, cmd, (u32)arg);
}

static ssize_t iter_rw(struct file *file, struct iov_iter *iter, loff_t *ppos,
		       int flags)
{
	struct kiocb iocb = {
		.ki_filp = file, .ki_pos = *ppos, .ki_flags = flags,
	};
	const bool write = iov_iter_rw(iter) == WRITE;
	ssize_t n;

	if (!(file->f_mode & (write ? FMODE_WRITE : FMODE_READ)))
		return -EBADF;
	if (!(write ? file->f_op->write_iter : file->f_op->read_iter))
		return -EINVAL;
	if (!iter->count)
		return 0;
	n = write ? file->f_op->write_iter(&iocb, iter) :
		    file->f_op->read_iter(&iocb, iter);
	*ppos = iocb.ki_pos;
	return n;
}

ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *ppos,
		      int flags)
{
	return iter_rw(file, iter, ppos, flags);
}

ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *ppos,
		       int flags)
{
	return iter_rw(file, iter, ppos, flags);
}

char *file_path(struct file *file, char *buf, int len)
{
	return d_path(file->f_dentry, buf, (size_t)len);
}

/* ---- texts that are one number --------------------------------------------------- */

#define ATTR_SIZE	24		/* bytes of a 64-bit number's text */

struct simple_attr {
	int (*get)(void *data, u64 *val);
	int (*set)(void *data, u64 val);
	void *data;
	const char *fmt;
	struct mutex lock;
	size_t len;			/* of @text, 0: not made yet */
	char text[ATTR_SIZE];
};

int simple_attr_open(struct inode *inode, struct file *file,
		     int (*get)(void *data, u64 *val),
		     int (*set)(void *data, u64 val), const char *fmt)
{
	struct simple_attr *attr = kzalloc(sizeof(*attr), GFP_KERNEL);

	if (!attr)
		return -ENOMEM;
	attr->get = get;
	attr->set = set;
	attr->data = inode->i_private;
	attr->fmt = fmt;
	mutex_init(&attr->lock);
	file->private_data = attr;
	return nonseekable_open(inode, file);
}

int simple_attr_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

ssize_t simple_attr_read(struct file *file, char __user *buf, size_t len,
			 loff_t *ppos)
{
	struct simple_attr *attr = file->private_data;
	ssize_t n = 0;
	u64 val;

	if (!attr->get)
		return -EACCES;
	mutex_lock(&attr->lock);
	if (!*ppos || !attr->len) {
		n = attr->get(attr->data, &val);
		if (!n)
			attr->len = (size_t)min(snprintf(attr->text, ATTR_SIZE,
				attr->fmt, (unsigned long long)val),
				ATTR_SIZE - 1);
	}
	if (!n)
		n = simple_read_from_buffer(buf, len, ppos, attr->text,
					    attr->len);
	mutex_unlock(&attr->lock);
	return n;
}

static ssize_t attr_write(struct file *file, const char __user *buf,
			  size_t len, bool is_signed)
{
	struct simple_attr *attr = file->private_data;
	char text[ATTR_SIZE] = "";
	long long sval;
	unsigned long long val = 0;
	ssize_t err;

	if (!attr->set)
		return -EACCES;
	if (copy_from_user(text, buf, min(len, sizeof(text) - 1)))
		return -EFAULT;
	text[min(len, sizeof(text) - 1)] = 0;
	if (is_signed) {
		err = kstrtoll(text, 0, &sval);
		val = (unsigned long long)sval;
	} else {
		err = kstrtoull(text, 0, &val);
	}
	if (err)
		return err;
	mutex_lock(&attr->lock);
	err = attr->set(attr->data, val);
	mutex_unlock(&attr->lock);
	return err ? err : (ssize_t)len;
}

ssize_t simple_attr_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *ppos)
{
	return attr_write(file, buf, len, false);
}

ssize_t simple_attr_write_signed(struct file *file, const char __user *buf,
				 size_t len, loff_t *ppos)
{
	return attr_write(file, buf, len, true);
}
