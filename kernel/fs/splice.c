/* SPDX-License-Identifier: MIT */
/*
 * splice.c - moving bytes between pipes, files and programs by moving
 * references to pages.
 *
 *	file -> pipe	  the buffer refers to the page in the file's cache
 *	program -> pipe	  ... to the program's own page (get_user_pages)
 *	pipe -> pipe	  the buffer moves, or (tee) gets a second reference
 *	pipe -> file	  the bytes are copied once, from page to page
 *
 * So what a program writes to a file, or to memory it has given, is seen by
 * whoever reads the pipe later, as on Linux. sendfile(2) and
 * copy_file_range(2) are a pipe between two files that nobody else sees.
 *
 * Locking: the locks of the pipes, see internal.h; a pipe is not locked while its
 * bytes are waited for.
 */
#include <octavo/highmem.h>
#include "internal.h"

#define GUP_BATCH	16u		/* pages of a program at once */

/* ---- waiting ---------------------------------------------------------------- */

/* Until @pipe, which is locked, has bytes. 1, 0: the end, or -errno. */
static int need_bytes(struct pipe *pipe, unsigned int flags)
{
	int err;

	while (pipe_empty(pipe)) {
		if (!pipe->writers)
			return 0;
		if (flags & SPLICE_F_NONBLOCK)
			return -EAGAIN;
		mutex_unlock(&pipe->lock);
		err = pipe_wait_readable(pipe);
		mutex_lock(&pipe->lock);
		if (err)
			return err;
	}
	return 1;
}

/* Until there is room and somebody to read. 0 or -errno. */
static int need_room(struct pipe *pipe, unsigned int flags)
{
	int err;

	for (;;) {
		if (!pipe->readers)
			return pipe_broken();
		if (!pipe_full(pipe))
			return 0;
		if (flags & SPLICE_F_NONBLOCK)
			return -EAGAIN;
		mutex_unlock(&pipe->lock);
		err = pipe_wait_writable(pipe);
		mutex_lock(&pipe->lock);
		if (err)
			return err;
	}
}

/* @n bytes of the first buffer are used up. */
static void use_up(struct pipe *pipe, size_t n)
{
	struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail);

	buf->offset += n;
	buf->len -= n;
	if (!buf->len)
		pipe_drop_first(pipe);
}

/* ---- pipe to file --------------------------------------------------------------- */

/* The first buffer, or @len bytes of it. Bytes taken, or -errno. */
static ssize_t buffer_to_file(struct pipe *pipe, struct file *out, loff_t *pos,
			      size_t len)
{
	struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail);
	struct kiocb iocb = { .ki_filp = out, .ki_pos = *pos };
	struct iov_iter iter;
	struct bio_vec bv;
	ssize_t n;

	bvec_set_page(&bv, buf->page, min_t(size_t, len, buf->len), buf->offset);
	iov_iter_bvec(&iter, ITER_SOURCE, &bv, 1, bv.bv_len);
	n = out->f_op->write_iter(&iocb, &iter);
	*pos = iocb.ki_pos;
	if (n > 0)
		use_up(pipe, n);
	return n;
}

/* What there is, after waiting for some. Bytes or -errno. */
static ssize_t pipe_to_file(struct pipe *pipe, struct file *out, loff_t *pos,
			    struct splice_len l)
{
	size_t done = 0;
	ssize_t n;

	if (out->f_op->splice_write)
		return out->f_op->splice_write(pipe, out, pos, l.len, l.flags);
	if (!out->f_op->write_iter)
		return -EINVAL;
	mutex_lock(&pipe->lock);
	n = need_bytes(pipe, l.flags);
	while (n > 0 && done < l.len && !pipe_empty(pipe)) {
		n = buffer_to_file(pipe, out, pos, l.len - done);
		if (n > 0)
			done += n;
	}
	mutex_unlock(&pipe->lock);
	if (done)
		pipe_wake_writers(pipe);
	return done ? (ssize_t)done : n;
}

/* ---- file to pipe --------------------------------------------------------------- */

static ssize_t file_to_pipe(struct file *in, loff_t *pos, struct pipe *pipe,
			    struct splice_len l)
{
	ssize_t n;

	mutex_lock(&pipe->lock);
	n = need_room(pipe, l.flags);
	if (!n)
		n = in->f_op->splice_read ?
			in->f_op->splice_read(in, pos, pipe, l.len, l.flags) :
			-EINVAL;
	mutex_unlock(&pipe->lock);
	if (n > 0)
		pipe_wake_readers(pipe);
	return n;
}

ssize_t generic_splice_read(struct file *file, loff_t *pos, struct pipe *pipe,
			    size_t len, unsigned int flags)
{
	struct address_space *mapping = &file->f_inode->i_data;
	size_t done = 0;

	while (done < len && !pipe_full(pipe) && *pos < mapping->i_size) {
		struct pipe_buffer buf = { .offset = *pos % PAGE_SIZE };
		u64 n = min_t(u64, len - done, mapping->i_size - *pos);

		buf.page = page_to_share(mapping, *pos >> PAGE_SHIFT);
		if (IS_ERR(buf.page))
			return done ? (ssize_t)done : PTR_ERR(buf.page);
		buf.len = min_t(u64, n, PAGE_SIZE - buf.offset);
		pipe_add(pipe, &buf);
		*pos += buf.len;
		done += buf.len;
	}
	if (!(file->f_flags & O_NOATIME))
		inode_touch(file->f_inode, false);
	return done;
}

/* A page that ->read_iter has filled, as far as it did. Bytes or -errno. */
static ssize_t read_page(struct kiocb *iocb, size_t len,
			 struct pipe_buffer *buf)
{
	struct bio_vec vec;
	struct iov_iter iter;
	ssize_t n;

	buf->page = alloc_page(GFP_HIGHUSER);
	if (!buf->page)
		return -ENOMEM;
	len = min(len, PAGE_SIZE);
	bvec_set_page(&vec, buf->page, (unsigned int)len, 0);
	iov_iter_bvec(&iter, ITER_DEST, &vec, 1, len);
	n = iocb->ki_filp->f_op->read_iter(iocb, &iter);
	if (n <= 0)
		put_page(buf->page);
	else
		buf->len = (unsigned int)n;
	return n;
}

ssize_t copy_splice_read(struct file *file, loff_t *pos, struct pipe *pipe,
			 size_t len, unsigned int flags)
{
	struct kiocb iocb = {
		.ki_filp = file, .ki_pos = *pos,
		.ki_flags = flags & SPLICE_F_NONBLOCK ? IOCB_NOWAIT : 0,
	};
	size_t done = 0;
	ssize_t n = 0;

	while (done < len && !pipe_full(pipe)) {
		struct pipe_buffer buf = { .flags = PIPE_BUF_APPEND };

		n = read_page(&iocb, len - done, &buf);
		if (n <= 0)
			break;
		pipe_add(pipe, &buf);
		done += n;
		/* Having some is no reason to wait for more. */
		iocb.ki_flags |= IOCB_NOWAIT;
	}
	*pos = iocb.ki_pos;
	return done ? (ssize_t)done : n;
}

/* ---- pipe to pipe --------------------------------------------------------------- */

static void lock_both(struct pipe *a, struct pipe *b)
{
	mutex_lock(a < b ? &a->lock : &b->lock);
	mutex_lock(a < b ? &b->lock : &a->lock);
}

static void unlock_both(struct pipe *a, struct pipe *b)
{
	mutex_unlock(&a->lock);
	mutex_unlock(&b->lock);
}

/* Wait for bytes in @in, then for room in @out. 1, 0: the end, or -errno. */
static int prepare_both(struct pipe *in, struct pipe *out, unsigned int flags)
{
	int got, err;

	mutex_lock(&in->lock);
	got = need_bytes(in, flags);
	mutex_unlock(&in->lock);
	if (got <= 0)
		return got;
	mutex_lock(&out->lock);
	err = need_room(out, flags);
	mutex_unlock(&out->lock);
	return err ? err : 1;
}

/* A second buffer for the first @len bytes of @buf, not to be appended to. */
static struct pipe_buffer share_buffer(const struct pipe_buffer *buf,
				       size_t len)
{
	struct pipe_buffer copy = *buf;

	get_page(copy.page);
	copy.flags &= ~(PIPE_BUF_APPEND | PIPE_BUF_GIFT);
	copy.len = min_t(size_t, len, copy.len);
	return copy;
}

static size_t move_buffers(struct pipe *in, struct pipe *out, size_t len)
{
	size_t done = 0;

	while (done < len && !pipe_empty(in) && !pipe_full(out)) {
		struct pipe_buffer *buf = pipe_buf(in, in->tail), part;

		if (buf->len <= len - done) {
			done += buf->len;
			pipe_add(out, buf);
			in->tail++;
			continue;
		}
		part = share_buffer(buf, len - done);
		done += part.len;
		pipe_add(out, &part);
		use_up(in, part.len);
	}
	return done;
}

static size_t share_buffers(struct pipe *in, struct pipe *out, size_t len)
{
	size_t done = 0;

	for (unsigned int i = in->tail;
	     done < len && i != in->head && !pipe_full(out); i++) {
		struct pipe_buffer copy = share_buffer(pipe_buf(in, i),
						       len - done);

		done += copy.len;
		pipe_add(out, &copy);
	}
	return done;
}

static ssize_t pipe_to_pipe(struct pipe *in, struct pipe *out,
			    struct splice_len l, bool tee)
{
	ssize_t n;
	int ready;

	do {
		ready = prepare_both(in, out, l.flags);
		if (ready <= 0)
			return ready;
		/* Somebody else may have been here first. */
		lock_both(in, out);
		n = tee ? share_buffers(in, out, l.len) :
			  move_buffers(in, out, l.len);
		unlock_both(in, out);
	} while (!n);
	pipe_wake_readers(out);
	if (!tee)
		pipe_wake_writers(in);
	return n;
}

/* ---- splice ------------------------------------------------------------------ */

static bool nonblocking(const struct file *file)
{
	return file->f_flags & O_NONBLOCK;
}

/* Offsets are NULL where they were not given. */
static ssize_t do_splice(struct file *in, loff_t *in_pos, struct file *out,
			 loff_t *out_pos, struct splice_len l)
{
	struct pipe *from = file_pipe(in), *to = file_pipe(out);

	if (!(in->f_mode & FMODE_READ) || !(out->f_mode & FMODE_WRITE))
		return -EBADF;
	if (!from && !to)
		return -EINVAL;
	if (from && to) {
		if (from == to)
			return -EINVAL;
		if (nonblocking(in) || nonblocking(out))
			l.flags |= SPLICE_F_NONBLOCK;
		return pipe_to_pipe(from, to, l, false);
	}
	if (nonblocking(from ? in : out))
		l.flags |= SPLICE_F_NONBLOCK;
	if (from) {
		if ((out_pos && !has_positions(out)) ||
		    out->f_flags & O_APPEND || (out_pos && *out_pos < 0))
			return -EINVAL;
		return pipe_to_file(from, out, out_pos ? out_pos : &out->f_pos,
				    l);
	}
	if (in_pos && (!has_positions(in) || *in_pos < 0))
		return -EINVAL;
	return file_to_pipe(in, in_pos ? in_pos : &in->f_pos, to, l);
}

static ssize_t splice_files(struct file *in, loff_t __user *uin,
			    struct file *out, loff_t __user *uout,
			    struct splice_len l)
{
	loff_t in_pos = 0, out_pos = 0;
	ssize_t n;

	if (!in || !out)
		return -EBADF;
	if ((file_pipe(in) && uin) || (file_pipe(out) && uout))
		return -ESPIPE;
	if (uout && copy_from_user(&out_pos, uout, sizeof(out_pos)))
		return -EFAULT;
	if (uin && copy_from_user(&in_pos, uin, sizeof(in_pos)))
		return -EFAULT;
	n = do_splice(in, uin ? &in_pos : NULL, out, uout ? &out_pos : NULL, l);
	if (n < 0)
		return n;
	if ((uout && copy_to_user(uout, &out_pos, sizeof(out_pos))) ||
	    (uin && copy_to_user(uin, &in_pos, sizeof(in_pos))))
		return -EFAULT;
	return n;
}

SYSCALL_DEFINE6(splice, int, fd_in, loff_t __user *, off_in, int, fd_out,
		loff_t __user *, off_out, size_t, len, unsigned int, flags)
{
	struct splice_len l = { min(len, MAX_RW_COUNT), flags };
	struct file *in, *out;
	ssize_t n;

	if (!len)
		return 0;
	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	in = fget(fd_in);
	out = fget(fd_out);
	n = splice_files(in, off_in, out, off_out, l);
	fput(out);
	fput(in);
	return n;
}

static ssize_t do_tee(const struct file *in, const struct file *out,
		      struct splice_len l)
{
	struct pipe *from, *to;

	if (!in || !out || !(in->f_mode & FMODE_READ) ||
	    !(out->f_mode & FMODE_WRITE))
		return -EBADF;
	from = file_pipe(in);
	to = file_pipe(out);
	if (!from || !to || from == to)
		return -EINVAL;
	if (nonblocking(in) || nonblocking(out))
		l.flags |= SPLICE_F_NONBLOCK;
	return pipe_to_pipe(from, to, l, true);
}

SYSCALL_DEFINE4(tee, int, fd_in, int, fd_out, size_t, len, unsigned int, flags)
{
	struct splice_len l = { min(len, MAX_RW_COUNT), flags };
	struct file *in, *out;
	ssize_t n;

	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	if (!len)
		return 0;
	in = fget(fd_in);
	out = fget(fd_out);
	n = do_tee(in, out, l);
	fput(out);
	fput(in);
	return n;
}

/* ---- vmsplice ---------------------------------------------------------------- */

/* Some of the pages that come next become buffers. Bytes or -errno. */
static ssize_t add_user_pages(struct pipe *pipe, struct iov_iter *iter,
			      unsigned int flags)
{
	unsigned int room = pipe->ring_size - (pipe->head - pipe->tail);
	struct page *pages[GUP_BATCH];
	size_t off;
	ssize_t n = iov_iter_get_pages2(iter, pages, MAX_RW_COUNT,
					min(room, GUP_BATCH), &off);

	for (ssize_t done = 0, i = 0; done < n; i++) {
		struct pipe_buffer buf = {
			.page = pages[i], .offset = off,
			.len = min_t(size_t, n - done, PAGE_SIZE - off),
			.flags = flags,
		};

		pipe_add(pipe, &buf);
		done += buf.len;
		off = 0;
	}
	return n;
}

static ssize_t memory_to_pipe(struct iov_iter *iter, struct pipe *pipe,
			      unsigned int flags)
{
	unsigned int gift = flags & SPLICE_F_GIFT ? PIPE_BUF_GIFT : 0;
	size_t done = 0;
	ssize_t n;

	mutex_lock(&pipe->lock);
	n = need_room(pipe, flags);
	while (n >= 0 && !pipe_full(pipe) && iter->count) {
		n = add_user_pages(pipe, iter, gift);
		if (n > 0)
			done += n;
	}
	mutex_unlock(&pipe->lock);
	if (done)
		pipe_wake_readers(pipe);
	return done ? (ssize_t)done : n;
}

static ssize_t pipe_to_memory(struct pipe *pipe, struct iov_iter *iter,
			      unsigned int flags)
{
	size_t done = 0;
	ssize_t n;

	mutex_lock(&pipe->lock);
	n = need_bytes(pipe, flags);
	while (n > 0 && iter->count && !pipe_empty(pipe)) {
		struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail);

		n = copy_page_to_iter(buf->page, buf->offset, buf->len, iter);
		if (n)
			use_up(pipe, n);
		else
			n = -EFAULT;
		done += n > 0 ? n : 0;
	}
	mutex_unlock(&pipe->lock);
	if (done)
		pipe_wake_writers(pipe);
	return done ? (ssize_t)done : n;
}

static ssize_t do_vmsplice(const struct file *file,
			   const struct iovec __user *uvec, unsigned long nr,
			   unsigned int flags)
{
	struct pipe *pipe = file_pipe(file);
	const bool write = file->f_mode & FMODE_WRITE;
	struct iovec fast[UIO_FASTIOV], *vec = fast;
	struct iov_iter iter;
	ssize_t n = import_iovec(write ? ITER_SOURCE : ITER_DEST, uvec, nr,
				 UIO_FASTIOV, &vec, &iter);

	if (n > 0 && !pipe)
		n = -EBADF;
	else if (n > 0)
		n = write ?
			memory_to_pipe(&iter, pipe, flags) :
			pipe_to_memory(pipe, &iter, flags);
	kfree(vec);
	return n;
}

SYSCALL_DEFINE4(vmsplice, int, fd, const struct iovec __user *, uvec,
		unsigned long, nr, unsigned int, flags)
{
	struct file *file;
	ssize_t n = -EBADF;

	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	file = fget(fd);
	if (file && file->f_mode & (FMODE_READ | FMODE_WRITE))
		n = do_vmsplice(file, uvec, nr, flags);
	fput(file);
	return n;
}

/* ---- from file to file ----------------------------------------------------------- */

/* One pipe full. What was read and not written is read again by the next. */
static ssize_t send_some(struct file *in, loff_t *from, struct file *out,
			 loff_t *to, struct pipe *pipe, size_t len)
{
	loff_t start = *from;
	ssize_t n = in->f_op->splice_read(in, from, pipe, len, 0), got = n;

	if (got > 0) {
		n = pipe_to_file(pipe, out, to,
				 (struct splice_len){ got, SPLICE_F_NONBLOCK });
		*from = start + max_t(ssize_t, n, 0);
	}
	while (!pipe_empty(pipe))
		pipe_drop_first(pipe);
	return n;
}

static ssize_t send_file(struct file *in, loff_t *from, struct file *out,
			 loff_t *to, size_t len)
{
	struct pipe *pipe;
	size_t done = 0;
	ssize_t n = 0;

	if (!in->f_op->splice_read || !out->f_op->write_iter ||
	    S_ISSOCK(in->f_inode->i_mode))
		return -EINVAL;
	pipe = pipe_alloc();
	if (!pipe)
		return -ENOMEM;
	pipe->readers = 1;
	while (done < len && !signal_pending(current_task())) {
		n = send_some(in, from, out, to, pipe, len - done);
		if (n <= 0)
			break;
		done += n;
	}
	if (!done && !n && len && signal_pending(current_task()))
		n = -ERESTARTSYS;
	pipe_free(pipe);
	return done ? (ssize_t)done : n;
}

static ssize_t do_sendfile(struct file *out, struct file *in, loff_t *pos,
			   size_t len)
{
	struct splice_len l = { min(len, MAX_RW_COUNT), 0 };
	struct pipe *pipe;

	if (!in || !(in->f_mode & FMODE_READ))
		return -EBADF;
	if (pos && !has_positions(in))
		return -ESPIPE;
	if (pos && *pos < 0)
		return -EINVAL;
	if (!out || !(out->f_mode & FMODE_WRITE))
		return -EBADF;
	if (file_pipe(in) || out->f_flags & O_APPEND)
		return -EINVAL;
	pipe = file_pipe(out);
	if (!pos)
		pos = &in->f_pos;
	if (!pipe)
		return send_file(in, pos, out, &out->f_pos, l.len);
	if (!l.len)
		return 0;
	l.flags = nonblocking(out) ? SPLICE_F_NONBLOCK : 0;
	return file_to_pipe(in, pos, pipe, l);
}

long ksys_sendfile(unsigned int out_fd, unsigned int in_fd, loff_t *pos,
		   size_t len)
{
	struct file *in = fget(in_fd), *out = fget(out_fd);
	ssize_t n = do_sendfile(out, in, pos, len);

	fput(out);
	fput(in);
	return n;
}

/* A position is stored also where nothing was sent. */
SYSCALL_DEFINE4(sendfile64, unsigned int, out_fd, unsigned int, in_fd,
		loff_t __user *, offset, size_t, len)
{
	loff_t pos = 0;
	long n;

	if (offset && copy_from_user(&pos, offset, sizeof(pos)))
		return -EFAULT;
	n = ksys_sendfile(out_fd, in_fd, offset ? &pos : NULL, len);
	if (offset && copy_to_user(offset, &pos, sizeof(pos)))
		return -EFAULT;
	return n;
}

/* One side of a copy: a plain file that may be used so, else -errno. */
static int check_copy_file(const struct file *file, unsigned int mode)
{
	if (S_ISDIR(file->f_inode->i_mode))
		return -EISDIR;
	if (!S_ISREG(file->f_inode->i_mode))
		return -EINVAL;
	return file->f_mode & mode ? 0 : -EBADF;
}

static ssize_t copy_range(struct file *in, loff_t *from, struct file *out,
			  loff_t *to, size_t len)
{
	loff_t size = i_size_read(in->f_inode), end_in, end_out;
	int err = check_copy_file(in, FMODE_READ);

	if (!err)
		err = check_copy_file(out, FMODE_WRITE);
	if (!err && out->f_flags & O_APPEND)
		err = -EBADF;
	if (!err && in->f_inode->i_sb != out->f_inode->i_sb)
		err = -EXDEV;
	if (err)
		return err;
	if (*from < 0 || *to < 0 ||
	    __builtin_add_overflow(*from, (loff_t)len, &end_in) ||
	    __builtin_add_overflow(*to, (loff_t)len, &end_out))
		return -EOVERFLOW;
	len = *from < size ? min_t(u64, len, size - *from) : 0;
	if (in->f_inode == out->f_inode && *to < *from + (loff_t)len &&
	    *from < *to + (loff_t)len)
		return -EINVAL;
	return len ? send_file(in, from, out, to, min(len, MAX_RW_COUNT)) : 0;
}

SYSCALL_DEFINE6(copy_file_range, int, fd_in, loff_t __user *, off_in,
		int, fd_out, loff_t __user *, off_out, size_t, len,
		unsigned int, flags)
{
	struct file *in = fget(fd_in), *out = fget(fd_out);
	loff_t from = 0, to = 0;
	ssize_t n = -EFAULT;

	if (!in || !out) {
		n = -EBADF;
		goto out;
	}
	if ((off_in && copy_from_user(&from, off_in, sizeof(from))) ||
	    (off_out && copy_from_user(&to, off_out, sizeof(to))))
		goto out;
	n = flags ? -EINVAL :
		copy_range(in, off_in ? &from : &in->f_pos, out,
			   off_out ? &to : &out->f_pos, len);
	if (n > 0 && ((off_in && copy_to_user(off_in, &from, sizeof(from))) ||
		      (off_out && copy_to_user(off_out, &to, sizeof(to)))))
		n = -EFAULT;
out:
	fput(out);
	fput(in);
	return n;
}
