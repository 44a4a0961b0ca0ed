/* SPDX-License-Identifier: MIT */
/*
 * sys_file.c - system calls on open files.
 *
 * The pattern: find the file, do it, let go of the file. Calls at the file's
 * own position hold f_pos_lock; it moves only if bytes did.
 */
#include "internal.h"
#include <octavo/highmem.h>

typedef ssize_t (*rw_fn)(struct file *file, char __user *buf, size_t len,
			 loff_t *pos);

static ssize_t rw_write(struct file *file, char __user *buf, size_t len,
			loff_t *pos)
{
	return file_write(file, buf, len, pos);
}

/* Somebody else may use the file's position: another descriptor's user, or
 * another task. */
static inline bool shares_pos(struct fd f)
{
	return f.file->f_mode & FMODE_ATOMIC_POS &&
	       (f.counted || refcount_read(&f.file->f_count) != 1);
}

/* At the file's position. */
static __always_inline long rw_here(unsigned int fd, unsigned long buf,
				    size_t len, rw_fn fn)
{
	struct fd f = fdget(fd);
	bool shared;
	long n;

	if (unlikely(!f.file))
		return -EBADF;
	shared = shares_pos(f);
	if (unlikely(shared))
		mutex_lock(&f.file->f_pos_lock);
	n = fn(f.file, (char __user *)buf, len, &f.file->f_pos);
	if (unlikely(shared))
		mutex_unlock(&f.file->f_pos_lock);
	fdput(f);
	return n;
}

SYSCALL_DEFINE3(read, unsigned int, fd, unsigned long, buf, size_t, len)
{
	return rw_here(fd, buf, len, file_read);
}

SYSCALL_DEFINE3(write, unsigned int, fd, unsigned long, buf, size_t, len)
{
	return rw_here(fd, buf, len, rw_write);
}

bool has_positions(const struct file *file)
{
	return file->f_mode & FMODE_PREAD;
}

/* At @pos; the file's own stays. */
static long rw_at(unsigned int fd, struct iovec iov, loff_t pos, rw_fn fn)
{
	struct fd f = fdget(fd);
	long n;

	if (!f.file)
		return -EBADF;
	if (pos < 0)
		n = -EINVAL;
	else if (!has_positions(f.file))
		n = -ESPIPE;
	else
		n = fn(f.file, (char __user *)iov.iov_base, iov.iov_len, &pos);
	fdput(f);
	return n;
}

long ksys_pread64(unsigned int fd, unsigned long buf, size_t len, loff_t pos)
{
	return rw_at(fd, (struct iovec){ (void *)buf, len }, pos, file_read);
}

long ksys_pwrite64(unsigned int fd, unsigned long buf, size_t len, loff_t pos)
{
	return rw_at(fd, (struct iovec){ (void *)buf, len }, pos, rw_write);
}

/* ---- vectors ----------------------------------------------------------- */

/* What reads or writes: memory in one piece, or (if the file can) in several. */
struct rw_way {
	rw_fn fn;
	bool write;
};

static const struct rw_way reading = { file_read, false };
static const struct rw_way writing = { rw_write, true };

/* A vector in user memory and how it is to be read or written. */
struct rw_vec {
	const struct iovec __user *uvec;
	unsigned long nr;
	int flags;			/* RWF_* */
};

/* All at once, of a file that can do that. */
static long rw_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct file *file = iocb->ki_filp;
	const bool write = iov_iter_rw(iter) == WRITE;

	if (!(file->f_mode & (write ? FMODE_WRITE : FMODE_READ)))
		return -EBADF;
	if (!iter->count)
		return 0;
	return write ? file->f_op->write_iter(iocb, iter) :
		       file->f_op->read_iter(iocb, iter);
}

/* Piece by piece. */
static long rw_pieces(struct kiocb *iocb, struct iov_iter *iter, rw_fn fn)
{
	long done = 0, n;

	do {
		const size_t len = iter->nr_segs ? iter_iov_len(iter) : 0;
		void __user *buf = len ? iter_iov_addr(iter) : NULL;

		n = fn(iocb->ki_filp, buf, len, &iocb->ki_pos);
		if (n < 0)
			break;
		done += n;
		iov_iter_advance(iter, n);
		if ((size_t)n < len)
			break;
	} while (iter->count);
	return done ? done : n;
}

/* At *@at, or at the file's position. */
static long rw_vector_at(struct kiocb *iocb, struct iov_iter *iter,
			 loff_t *at, const struct rw_way *way)
{
	struct file *file = iocb->ki_filp;
	const bool turns = !at && file->f_mode & FMODE_ATOMIC_POS;
	loff_t *pos = at ? at : &file->f_pos;
	long n;

	if (at && !has_positions(file))
		return -ESPIPE;
	if (iocb->ki_flags & ~RWF_SUPPORTED)
		return -EOPNOTSUPP;
	if (turns)
		mutex_lock(&file->f_pos_lock);
	iocb->ki_pos = way->write && iocb->ki_flags & RWF_APPEND ?
		i_size_read(file->f_inode) : *pos;
	n = (way->write ? file->f_op->write_iter : file->f_op->read_iter) ?
		rw_iter(iocb, iter) : rw_pieces(iocb, iter, way->fn);
	*pos = iocb->ki_pos;
	if (turns)
		mutex_unlock(&file->f_pos_lock);
	return n;
}

static long do_rwv(unsigned int fd, const struct rw_vec *v, const loff_t *at,
		   const struct rw_way *way)
{
	struct iovec fast[UIO_FASTIOV], *vec = fast;
	struct kiocb iocb = { .ki_filp = fget(fd), .ki_flags = v->flags };
	loff_t pos = at ? *at : 0;
	struct iov_iter iter;
	long n = -EINVAL;

	if (!iocb.ki_filp)
		return -EBADF;
	if (pos >= 0) {
		n = import_iovec(way->write ? ITER_SOURCE : ITER_DEST, v->uvec,
				 v->nr, ARRAY_SIZE(fast), &vec, &iter);
		if (n >= 0)
			n = rw_vector_at(&iocb, &iter, at ? &pos : NULL, way);
		kfree(vec);
	}
	fput(iocb.ki_filp);
	return n;
}

#define RW_VEC(vec, nr, flags)	(&(struct rw_vec){ vec, nr, flags })

SYSCALL_DEFINE3(readv, unsigned int, fd, const struct iovec __user *, vec,
		unsigned long, nr)
{
	return do_rwv(fd, RW_VEC(vec, nr, 0), NULL, &reading);
}

SYSCALL_DEFINE3(writev, unsigned int, fd, const struct iovec __user *, vec,
		unsigned long, nr)
{
	return do_rwv(fd, RW_VEC(vec, nr, 0), NULL, &writing);
}

/* A position in two words; the lower one holds all of it if it can. */
static loff_t pos_from_words(unsigned long low, unsigned long high)
{
	const int half = BITS_PER_LONG / 2;

	return (loff_t)((u64)high << half << half | low);
}

SYSCALL_DEFINE5(preadv, unsigned int, fd, const struct iovec __user *, vec,
		unsigned long, nr, unsigned long, low, unsigned long, high)
{
	loff_t pos = pos_from_words(low, high);

	return do_rwv(fd, RW_VEC(vec, nr, 0), &pos, &reading);
}

SYSCALL_DEFINE5(pwritev, unsigned int, fd, const struct iovec __user *, vec,
		unsigned long, nr, unsigned long, low, unsigned long, high)
{
	loff_t pos = pos_from_words(low, high);

	return do_rwv(fd, RW_VEC(vec, nr, 0), &pos, &writing);
}

/* With flags; position -1 means the file's own. */
SYSCALL_DEFINE6(preadv2, unsigned int, fd, const struct iovec __user *, vec,
		unsigned long, nr, unsigned long, low, unsigned long, high,
		int, flags)
{
	loff_t pos = pos_from_words(low, high);

	return do_rwv(fd, RW_VEC(vec, nr, flags), pos == -1 ? NULL : &pos,
		      &reading);
}

SYSCALL_DEFINE6(pwritev2, unsigned int, fd, const struct iovec __user *, vec,
		unsigned long, nr, unsigned long, low, unsigned long, high,
		int, flags)
{
	loff_t pos = pos_from_words(low, high);

	return do_rwv(fd, RW_VEC(vec, nr, flags), pos == -1 ? NULL : &pos,
		      &writing);
}

/* ---- position and size ------------------------------------------------- */

loff_t ksys_lseek(unsigned int fd, loff_t off, int whence)
{
	struct file *file = fget(fd);
	loff_t pos = -ESPIPE;

	if (!file)
		return -EBADF;
	if (file->f_mode & FMODE_LSEEK) {
		mutex_lock(&file->f_pos_lock);
		pos = file->f_op->llseek(file, off, whence);
		mutex_unlock(&file->f_pos_lock);
	}
	fput(file);
	return pos;
}

SYSCALL_DEFINE3(lseek, unsigned int, fd, long, off, int, whence)
{
	loff_t pos = ksys_lseek(fd, off, whence);

	return pos == (long)pos ? (long)pos : -EOVERFLOW;
}

long ksys_ftruncate(unsigned int fd, loff_t size)
{
	struct file *file = fget(fd);
	long err = -EINVAL;

	if (!file)
		return -EBADF;
	if (size >= 0 && file->f_mode & FMODE_WRITE)
		err = do_truncate(file->f_dentry, size);
	fput(file);
	return err;
}

SYSCALL_DEFINE2(ftruncate, unsigned int, fd, long, size)
{
	return ksys_ftruncate(fd, size);
}

long ksys_fallocate(unsigned int fd, int mode, loff_t off, loff_t len)
{
	const int hole = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	struct file *file = fget(fd);
	long err = 0;

	if (!file)
		return -EBADF;
	if (off < 0 || len <= 0)
		err = -EINVAL;
	else if (mode & ~FALLOC_FL_KEEP_SIZE && mode != hole)
		err = -EOPNOTSUPP;
	else if (!(file->f_mode & FMODE_WRITE))
		err = -EBADF;
	else if (!S_ISREG(file->f_inode->i_mode))
		err = S_ISFIFO(file->f_inode->i_mode) ? -ESPIPE : -ENODEV;
	else if (off > MAX_LFS_FILESIZE - len)
		err = -EFBIG;
	else if (mode == hole)
		err = do_punch_hole(file, off, len);
	else if (!mode && off + len > i_size_read(file->f_inode))
		err = do_truncate(file->f_dentry, off + len);
	fput(file);
	return err;
}

static long do_fsync(unsigned int fd, int datasync)
{
	struct file *file = fget(fd);
	long err = 0;

	if (!file)
		return -EBADF;
	if (file->f_op->fsync)
		err = file->f_op->fsync(file, 0, MAX_LFS_FILESIZE, datasync);
	else if (!S_ISREG(file->f_inode->i_mode) &&
		 !S_ISDIR(file->f_inode->i_mode))
		err = -EINVAL;
	fput(file);
	return err;
}

SYSCALL_DEFINE1(fsync, unsigned int, fd)
{
	return do_fsync(fd, 0);
}

SYSCALL_DEFINE1(fdatasync, unsigned int, fd)
{
	return do_fsync(fd, 1);
}

SYSCALL_DEFINE0(sync)
{
	return 0;
}

SYSCALL_DEFINE1(syncfs, unsigned int, fd)
{
	struct file *file = fget(fd);

	fput(file);
	return file ? 0 : -EBADF;
}

long ksys_fadvise64_64(unsigned int fd, loff_t off, loff_t len, int advice)
{
	struct file *file = fget(fd);
	long err = 0;

	if (!file)
		return -EBADF;
	if (S_ISFIFO(file->f_inode->i_mode))
		err = -ESPIPE;
	else if (len < 0 || advice < 0 || advice > 5)
		err = -EINVAL;
	else if (file->f_op->fadvise)
		err = file->f_op->fadvise(file, off, len, advice);
	fput(file);
	return err;
}

/* Pages are read when they are missed; there is nothing to wait for. */
long ksys_readahead(unsigned int fd, loff_t off, size_t len)
{
	struct file *file = fget(fd);
	long err = 0;

	if (!file || !(file->f_mode & FMODE_READ))
		err = -EBADF;
	else if (!S_ISREG(file->f_inode->i_mode))
		err = -EINVAL;
	fput(file);
	return err;
}

#define SYNC_FILE_RANGE_FLAGS	7u

long ksys_sync_file_range(unsigned int fd, loff_t off, loff_t len,
			  unsigned int flags)
{
	struct file *file = fget(fd);
	umode_t mode = file ? file->f_inode->i_mode : 0;
	long err = 0;

	if (!file)
		return -EBADF;
	if (flags & ~SYNC_FILE_RANGE_FLAGS || off < 0 ||
	    len < 0 || off > LLONG_MAX - len)
		err = -EINVAL;
	else if (!S_ISREG(mode) && !S_ISBLK(mode) && !S_ISDIR(mode) &&
		 !S_ISLNK(mode))
		err = -ESPIPE;
	fput(file);
	return err;
}
