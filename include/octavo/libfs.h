/* SPDX-License-Identifier: MIT */
/*
 * libfs.h - what operations of drivers' files often are, or are made of.
 */
#ifndef OCTAVO_LIBFS_H
#define OCTAVO_LIBFS_H

#include <octavo/fs.h>

/**
 * nonseekable_open() - an ->open of a file without positions
 * @inode: of the file
 * @file: being opened
 *
 * lseek(2), pread(2) and pwrite(2) answer -ESPIPE.
 *
 * Context: Any context.
 * Return: 0.
 */
int nonseekable_open(struct inode *inode, struct file *file);

/**
 * stream_open() - an ->open of a file that has no position at all
 * @inode: of the file
 * @file: being opened
 *
 * Besides, reads and writes by several tasks do not wait for one another.
 *
 * Context: Any context.
 * Return: 0.
 */
int stream_open(struct inode *inode, struct file *file);

/**
 * simple_open() - an ->open that keeps inode->i_private
 * @inode: of the file
 * @file: being opened: its private_data
 *
 * Context: Any context.
 * Return: 0.
 */
int simple_open(struct inode *inode, struct file *file);

/**
 * generic_file_open() - an ->open that looks at the size
 * @inode: of the file
 * @file: being opened
 *
 * Context: Any context.
 * Return: 0; -EOVERFLOW for a size that needs O_LARGEFILE.
 */
int generic_file_open(struct inode *inode, struct file *file);

/**
 * generic_file_llseek() - the ->llseek of a file with a size
 * @file: open
 * @off: bytes
 * @whence: SEEK_*
 *
 * Context: May sleep.
 * Return: the position, -EINVAL, -ENXIO, -EOVERFLOW.
 */
loff_t generic_file_llseek(struct file *file, loff_t off, int whence);

/**
 * generic_file_llseek_size() - the ->llseek of a file of @eof bytes
 * @file: open
 * @off: bytes
 * @whence: SEEK_*; to its end the file is all data
 * @max: the largest position it may have
 * @eof: bytes
 *
 * Context: Any context.
 * Return: the position, -EINVAL, -ENXIO, -EOVERFLOW.
 */
loff_t generic_file_llseek_size(struct file *file, loff_t off, int whence,
				loff_t max, loff_t eof);

/**
 * default_llseek() - the same as generic_file_llseek(), of drivers that never thought about it
 * @file: open
 * @off: bytes
 * @whence: SEEK_*
 *
 * Context: May sleep.
 * Return: the position, -EINVAL, -ENXIO.
 */
loff_t default_llseek(struct file *file, loff_t off, int whence);

/**
 * fixed_size_llseek() - the ->llseek of a file of @size bytes
 * @file: open
 * @off: bytes
 * @whence: SEEK_*
 * @size: of it
 *
 * Context: Any context.
 * Return: the position, -EINVAL, -EOVERFLOW.
 */
loff_t fixed_size_llseek(struct file *file, loff_t off, int whence,
			 loff_t size);

/**
 * no_seek_end_llseek() - the ->llseek of a file without an end
 * @file: open
 * @off: bytes
 * @whence: SEEK_SET or SEEK_CUR
 *
 * Context: Any context.
 * Return: the position, -EINVAL.
 */
loff_t no_seek_end_llseek(struct file *file, loff_t off, int whence);

/**
 * no_seek_end_llseek_size() - the same, up to a size
 * @file: open
 * @off: bytes
 * @whence: SEEK_SET or SEEK_CUR
 * @size: largest position
 *
 * Context: Any context.
 * Return: the position, -EINVAL.
 */
loff_t no_seek_end_llseek_size(struct file *file, loff_t off, int whence,
			       loff_t size);

/**
 * vfs_setpos() - take a position, if it is one
 * @file: open
 * @pos: the position
 * @max: largest position
 *
 * Context: Any context.
 * Return: @pos, -EINVAL.
 */
loff_t vfs_setpos(struct file *file, loff_t pos, loff_t max);

/**
 * vfs_llseek() - as lseek(2)
 * @file: open
 * @off: bytes
 * @whence: SEEK_*
 *
 * Context: May sleep.
 * Return: the position, -ESPIPE, or what ->llseek says.
 */
loff_t vfs_llseek(struct file *file, loff_t off, int whence);

/**
 * simple_read_from_buffer() - a ->read out of kernel memory
 * @to: user memory
 * @count: bytes wanted
 * @ppos: position, moved on
 * @from: what the file is made of
 * @available: bytes of it
 *
 * Context: User context only.
 * Return: bytes; 0 at the end; -EINVAL for a negative position, -EFAULT.
 */
ssize_t simple_read_from_buffer(void __user *to, size_t count, loff_t *ppos,
				const void *from, size_t available);

/**
 * simple_write_to_buffer() - a ->write into kernel memory
 * @to: what the file is made of
 * @available: bytes of it
 * @ppos: position, moved on
 * @from: user memory
 * @count: bytes offered
 *
 * Context: User context only.
 * Return: bytes; 0 behind the end; -EINVAL, -EFAULT.
 */
ssize_t simple_write_to_buffer(void *to, size_t available, loff_t *ppos,
			       const void __user *from, size_t count);

/**
 * memory_read_from_buffer() - the same as a read, within the kernel
 * @to: kernel memory
 * @count: bytes wanted
 * @ppos: position, moved on
 * @from: what is read
 * @available: bytes of it
 *
 * Context: Any context.
 * Return: bytes, -EINVAL.
 */
ssize_t memory_read_from_buffer(void *to, size_t count, loff_t *ppos,
				const void *from, size_t available);

/**
 * noop_fsync() - an ->fsync with nothing to do
 * @file: open
 * @start: bytes
 * @end: bytes
 * @datasync: not 0: the data only
 *
 * Context: Any context.
 * Return: 0.
 */
int noop_fsync(struct file *file, loff_t start, loff_t end, int datasync);

/**
 * vfs_fsync() - as fsync(2)
 * @file: open
 * @datasync: not 0: as fdatasync(2)
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, or what ->fsync says.
 */
int vfs_fsync(struct file *file, int datasync);

/**
 * compat_ptr_ioctl() - a ->compat_ioctl for arguments that are pointers
 * @file: open
 * @cmd: of ioctl(2)
 * @arg: an address
 *
 * Context: User context only.
 * Return: as ->unlocked_ioctl; -ENOIOCTLCMD if there is none.
 */
long compat_ptr_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

/**
 * filp_close() - close an open file, as close(2) does
 * @file: open; the caller's reference goes
 * @id: whose descriptor it was: a table of descriptors, or NULL
 *
 * Context: May sleep.
 * Return: what ->flush says, or 0.
 */
int filp_close(struct file *file, fl_owner_t id);

/**
 * vfs_iter_read() - read into an iterator
 * @file: open for reading
 * @iter: where to
 * @ppos: position, moved on
 * @flags: RWF_*
 *
 * Context: May sleep.
 * Return: bytes, -EBADF, -EINVAL without ->read_iter.
 */
ssize_t vfs_iter_read(struct file *file, struct iov_iter *iter, loff_t *ppos,
		      int flags);

/**
 * vfs_iter_write() - write out of an iterator
 * @file: open for writing
 * @iter: where from
 * @ppos: position, moved on
 * @flags: RWF_*
 *
 * Context: May sleep.
 * Return: bytes, -EBADF, -EINVAL without ->write_iter.
 */
ssize_t vfs_iter_write(struct file *file, struct iov_iter *iter, loff_t *ppos,
		       int flags);

/**
 * file_path() - the path of an open file
 * @file: open
 * @buf: for it
 * @len: bytes of @buf
 *
 * Context: Any context.
 * Return: the path, somewhere in @buf; ERR_PTR(-ENAMETOOLONG).
 */
char *file_path(struct file *file, char *buf, int len);

static inline struct dentry *file_dentry(const struct file *file)
{
	return file->f_path.dentry;
}

static inline struct inode *d_inode(const struct dentry *dentry)
{
	return dentry->d_inode;
}

static inline bool call_is_nowait(const struct kiocb *iocb)
{
	return iocb->ki_flags & IOCB_NOWAIT ||
	       iocb->ki_filp->f_flags & O_NONBLOCK;
}

static inline void inode_lock(struct inode *inode)
{
	down_write(&inode->i_rwsem);
}

static inline void inode_unlock(struct inode *inode)
{
	up_write(&inode->i_rwsem);
}

static inline void inode_lock_shared(struct inode *inode)
{
	down_read(&inode->i_rwsem);
}

static inline void inode_unlock_shared(struct inode *inode)
{
	up_read(&inode->i_rwsem);
}

/* ---- texts that are one number ----------------------------------------------- */

/**
 * simple_attr_open() - an ->open of a file that is a number
 * @inode: of the file; i_private is given to @get and @set
 * @file: being opened
 * @get: the number, NULL: it cannot be read
 * @set: takes one, NULL: it cannot be written
 * @fmt: of the text, for a u64
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: simple_attr_release().
 */
int simple_attr_open(struct inode *inode, struct file *file,
		     int (*get)(void *data, u64 *val),
		     int (*set)(void *data, u64 val), const char *fmt);
/**
 * simple_attr_release() - the ->release of such a file
 * @inode: of the file
 * @file: the open file
 *
 * Context: May sleep.
 * Return: 0.
 */
int simple_attr_release(struct inode *inode, struct file *file);
/**
 * simple_attr_read() - the ->read of such a file
 * @file: the open file
 * @buf: the text
 * @len: bytes
 * @ppos: position, moved on
 *
 * Context: User context only.
 * Return: bytes; -EACCES without ->get, -EFAULT, or what ->get says.
 */
ssize_t simple_attr_read(struct file *file, char __user *buf, size_t len,
			 loff_t *ppos);
/**
 * simple_attr_write() - the ->write of such a file
 * @file: the open file
 * @buf: the text
 * @len: bytes
 * @ppos: position, moved on
 *
 * Context: User context only.
 * Return: @len; -EACCES without ->set, -EFAULT, -EINVAL, or what ->set says.
 */
ssize_t simple_attr_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *ppos);
/**
 * simple_attr_write_signed() - the same for numbers with a sign
 * @file: the open file
 * @buf: the text
 * @len: bytes
 * @ppos: position, moved on
 *
 * Context: User context only.
 * Return: as simple_attr_write().
 */
ssize_t simple_attr_write_signed(struct file *file, const char __user *buf,
				 size_t len, loff_t *ppos);

#define DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(fops_name, get, set, text, writer) \
	static int fops_name##_open(struct inode *inode, struct file *file) \
	{								\
		return simple_attr_open(inode, file, get, set, text);	\
	}								\
	static const struct file_operations fops_name = {		\
		.owner = THIS_MODULE, .open = fops_name##_open,		\
		.release = simple_attr_release,				\
		.read = simple_attr_read, .write = writer,		\
		.llseek = generic_file_llseek,				\
	}
#define DEFINE_SIMPLE_ATTRIBUTE(fops_name, get, set, text)		\
	DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(fops_name, get, set, text,	\
					simple_attr_write)
#define DEFINE_SIMPLE_ATTRIBUTE_SIGNED(fops_name, get, set, text)	\
	DEFINE_SIMPLE_ATTRIBUTE_XSIGNED(fops_name, get, set, text,	\
					simple_attr_write_signed)

#endif
