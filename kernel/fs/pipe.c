/* SPDX-License-Identifier: MIT */
/*
 * pipe.c - pipes and FIFOs: a ring of buffers between open files.
 *
 * See internal.h for the ring. A write fills a page of the pipe's own, mostly of
 * high memory, and appends to the last one if all that would be left over for
 * it fits: so up to PIPE_BUF bytes are always in one piece. A read takes whole
 * buffers; the last page it empties is kept for the next write.
 *
 * Who finds it empty, or full, sleeps until the other side has done something
 * about it. A FIFO is the same thing with a name: it lives as long as somebody
 * has it open, and an open waits for the other side.
 *
 * Invariants:
 *  1. A page with PIPE_BUF_APPEND is written to only beyond what any buffer
 *     shows of it.
 *  2. inode->i_pipe has one file for each open end, and goes with the last.
 *
 * Locking: pipe->lock.
 */
#include <octavo/highmem.h>
#include "internal.h"

#define PIPE_MAX_SIZE	(1u << 20)	/* for all but root */

/* ---- the ring ------------------------------------------------------------ */

struct pipe *pipe_alloc(void)
{
	struct pipe *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);

	if (!pipe)
		return NULL;
	pipe->bufs = kcalloc(PIPE_DEF_BUFFERS, sizeof(*pipe->bufs), GFP_KERNEL);
	if (!pipe->bufs) {
		kfree(pipe);
		return NULL;
	}
	pipe->ring_size = PIPE_DEF_BUFFERS;
	mutex_init(&pipe->lock);
	init_waitqueue_head(&pipe->rd_wait);
	init_waitqueue_head(&pipe->wr_wait);
	return pipe;
}

void pipe_free(struct pipe *pipe)
{
	while (!pipe_empty(pipe))
		pipe_drop_first(pipe);
	if (pipe->spare)
		put_page(pipe->spare);
	kfree(pipe->bufs);
	kfree(pipe);
}

void pipe_drop_first(struct pipe *pipe)
{
	struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail++);

	if (!pipe->spare && buf->flags & (PIPE_BUF_APPEND | PIPE_BUF_PACKET) &&
	    page_count(buf->page) == 1)
		pipe->spare = buf->page;
	else
		put_page(buf->page);
}

void pipe_add(struct pipe *pipe, const struct pipe_buffer *buf)
{
	*pipe_buf(pipe, pipe->head) = *buf;
	pipe->head++;
}

/* Those who poll want to hear of every byte; of who asked for EPOLLEXCLUSIVE one. */
void pipe_wake_readers(struct pipe *pipe)
{
	smp_mb();
	if (waitqueue_active(&pipe->rd_wait))
		wake_up_key(&pipe->rd_wait, 1, POLLIN | POLLRDNORM);
}

void pipe_wake_writers(struct pipe *pipe)
{
	smp_mb();
	if (waitqueue_active(&pipe->wr_wait))
		wake_up_key(&pipe->wr_wait, 1, POLLOUT | POLLWRNORM);
}

int pipe_wait_readable(struct pipe *pipe)
{
	return wait_event_interruptible(pipe->rd_wait, !pipe_empty(pipe) ||
					!READ_ONCE(pipe->writers));
}

int pipe_wait_writable(struct pipe *pipe)
{
	return wait_event_interruptible(pipe->wr_wait, !pipe_full(pipe) ||
					!READ_ONCE(pipe->readers));
}

long pipe_broken(void)
{
	send_signal(current_task(), SIGPIPE);
	return -EPIPE;
}

/* ---- reading --------------------------------------------------------------- */

/* Whole buffers as far as @iter goes. Bytes, 0: empty, or -EFAULT. */
static ssize_t take_bytes(struct pipe *pipe, struct iov_iter *iter)
{
	ssize_t done = 0;

	while (iter->count && !pipe_empty(pipe)) {
		struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail);
		size_t n = min_t(size_t, buf->len, iter->count);

		if (copy_page_to_iter(buf->page, buf->offset, n, iter) < n)
			return done ? done : -EFAULT;
		done += n;
		buf->offset += n;
		buf->len -= n;
		if (buf->len && !(buf->flags & PIPE_BUF_PACKET))
			break;
		if (buf->flags & PIPE_BUF_PACKET)
			iter->count = 0;
		pipe_drop_first(pipe);
	}
	return done;
}

/* Not waiting for bytes or room? */
static inline bool nowait(const struct kiocb *iocb)
{
	return iocb->ki_filp->f_flags & O_NONBLOCK ||
	       iocb->ki_flags & IOCB_NOWAIT;
}

static ssize_t pipe_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct file *file = iocb->ki_filp;
	struct pipe *pipe = file->private_data;
	ssize_t n;
	int err;

	if (!iter->count)
		return 0;
	for (;;) {
		bool full, writers;

		mutex_lock(&pipe->lock);
		full = pipe_full(pipe);
		n = take_bytes(pipe, iter);
		full = full && !pipe_full(pipe);
		writers = pipe->writers;
		mutex_unlock(&pipe->lock);
		if (full)
			pipe_wake_writers(pipe);
		if (n || !writers)
			return n;
		if (nowait(iocb))
			return -EAGAIN;
		err = pipe_wait_readable(pipe);
		if (err)
			return err;
	}
}

/* Is there one buffer, whose going makes room for nobody? */
static inline bool has_one(const struct pipe *pipe)
{
	return READ_ONCE(pipe->head) - READ_ONCE(pipe->tail) == 1 &&
	       !pipe_full(pipe);
}

/* Out of the only buffer, which is what mostly is there. Bytes, 0: as in
 * take_bytes(). */
static size_t take_one(struct pipe *pipe, char __user *to, size_t len)
{
	struct pipe_buffer *buf = pipe_buf(pipe, pipe->tail);
	size_t n = min_t(size_t, buf->len, len), left;
	char *kaddr;

	if (!has_one(pipe) || buf->flags & PIPE_BUF_PACKET)
		return 0;
	kaddr = kmap_local_page(buf->page);
	left = __copy_to_user(to, kaddr + buf->offset, n);
	kunmap_local(kaddr);
	if (left)
		return 0;
	buf->offset += n;
	buf->len -= n;
	if (!buf->len)
		pipe_drop_first(pipe);
	return n;
}

static ssize_t pipe_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	struct kiocb iocb = { .ki_filp = file };
	struct pipe *pipe = file->private_data;
	struct iov_iter iter;
	size_t n = 0;

	if (len && has_one(pipe)) {
		mutex_lock(&pipe->lock);
		n = take_one(pipe, buf, len);
		mutex_unlock(&pipe->lock);
	}
	if (n)
		return n;
	iov_iter_ubuf(&iter, ITER_DEST, buf, len);
	return pipe_read_iter(&iocb, &iter);
}

/* ---- writing --------------------------------------------------------------- */

/* Put the end of the bytes behind what is there. Bytes, 0: it does not fit. */
static ssize_t append_bytes(struct pipe *pipe, struct iov_iter *iter)
{
	struct pipe_buffer *buf;
	size_t n = iter->count % PAGE_SIZE, end;

	if (!n || pipe_empty(pipe))
		return 0;
	buf = pipe_buf(pipe, pipe->head - 1);
	end = buf->offset + buf->len;
	if (!(buf->flags & PIPE_BUF_APPEND) || end + n > PAGE_SIZE)
		return 0;
	if (copy_page_from_iter(buf->page, end, n, iter) < n)
		return -EFAULT;
	buf->len += n;
	return n;
}

/* A page full of bytes, or all that are left. */
static ssize_t write_page(struct pipe *pipe, struct iov_iter *iter,
			  unsigned int flags)
{
	const size_t n = min_t(size_t, iter->count, PAGE_SIZE);
	struct pipe_buffer buf = { .len = n, .flags = flags };

	buf.page = pipe->spare ? pipe->spare : alloc_page(GFP_HIGHUSER);
	pipe->spare = NULL;
	if (!buf.page)
		return -ENOMEM;
	if (copy_page_from_iter(buf.page, 0, n, iter) < n) {
		pipe->spare = buf.page;
		return -EFAULT;
	}
	pipe_add(pipe, &buf);
	return n;
}

/* As much as there is room for. Bytes, 0: none, -EPIPE, -EFAULT, -ENOMEM. */
static ssize_t put_bytes(struct pipe *pipe, struct iov_iter *iter,
			 unsigned int flags)
{
	ssize_t done = 0, n;

	if (!pipe->readers)
		return -EPIPE;
	done = append_bytes(pipe, iter);
	if (done < 0)
		return done;
	while (iter->count && !pipe_full(pipe)) {
		n = write_page(pipe, iter, flags);
		if (n < 0)
			return done ? done : n;
		done += n;
	}
	return done;
}

static inline unsigned int write_flags(const struct file *file)
{
	return file->f_flags & O_DIRECT ? PIPE_BUF_PACKET : PIPE_BUF_APPEND;
}

static ssize_t pipe_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct file *file = iocb->ki_filp;
	struct pipe *pipe = file->private_data;
	const unsigned int flags = write_flags(file);
	ssize_t done = 0, n;

	if (!iter->count)
		return 0;
	for (;;) {
		mutex_lock(&pipe->lock);
		n = put_bytes(pipe, iter, flags);
		mutex_unlock(&pipe->lock);
		if (n > 0) {
			pipe_wake_readers(pipe);
			done += n;
		}
		if (n < 0 || !iter->count)
			break;
		n = nowait(iocb) ? -EAGAIN : pipe_wait_writable(pipe);
		if (n < 0)
			break;
	}
	if (n == -EPIPE)
		pipe_broken();
	return done ? done : n;
}

/* A page or less into an empty pipe that has kept one. Bytes, 0: as in
 * put_bytes(). */
static size_t put_one(struct pipe *pipe, const char __user *from, size_t len,
		      unsigned int flags)
{
	struct page *page = pipe->spare;
	size_t left;
	char *kaddr;

	if (!page || !pipe->readers || !pipe_empty(pipe))
		return 0;
	kaddr = kmap_local_page(page);
	left = __copy_from_user(kaddr, from, len);
	kunmap_local(kaddr);
	if (left)
		return 0;
	pipe->spare = NULL;
	*pipe_buf(pipe, pipe->head) = (struct pipe_buffer){
		.page = page, .len = len, .flags = flags,
	};
	pipe->head++;
	return len;
}

static ssize_t pipe_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	struct kiocb iocb = { .ki_filp = file };
	struct pipe *pipe = file->private_data;
	struct iov_iter iter;
	size_t n = 0;

	if (len && len <= PAGE_SIZE && pipe_empty(pipe)) {
		mutex_lock(&pipe->lock);
		n = put_one(pipe, buf, len, write_flags(file));
		mutex_unlock(&pipe->lock);
	}
	if (n) {
		pipe_wake_readers(pipe);
		return n;
	}
	iov_iter_ubuf(&iter, ITER_SOURCE, (char __user *)buf, len);
	return pipe_write_iter(&iocb, &iter);
}

/* ---- the rest ---------------------------------------------------------------- */

static unsigned int pipe_poll(struct file *file, struct poll_table_struct *pt)
{
	struct pipe *pipe = file->private_data;
	unsigned int mask = 0;

	if (file->f_mode & FMODE_READ) {
		poll_wait(file, &pipe->rd_wait, pt);
		if (!pipe_empty(pipe))
			mask |= POLLIN | POLLRDNORM;
		/* Not before a first writer came: f_pos says who was there. */
		if (!pipe->writers && file->f_pos != pipe->w_opened)
			mask |= POLLHUP;
	}
	if (file->f_mode & FMODE_WRITE) {
		poll_wait(file, &pipe->wr_wait, pt);
		if (!pipe_full(pipe))
			mask |= POLLOUT | POLLWRNORM;
		if (!pipe->readers)
			mask |= POLLERR;
	}
	return mask;
}

static long pipe_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct pipe *pipe = file->private_data;
	int bytes = 0;

	if (cmd != FIONREAD)
		return -ENOTTY;
	mutex_lock(&pipe->lock);
	for (unsigned int i = pipe->tail; i != pipe->head; i++)
		bytes += pipe_buf(pipe, i)->len;
	mutex_unlock(&pipe->lock);
	return put_user(bytes, (int __user *)arg);
}

/* A ring of @nr buffers in place of the one there is. */
static long resize(struct pipe *pipe, unsigned int nr)
{
	struct pipe_buffer *bufs = kcalloc(nr, sizeof(*bufs), GFP_KERNEL);
	unsigned int used;

	if (!bufs)
		return -ENOMEM;
	mutex_lock(&pipe->lock);
	used = pipe->head - pipe->tail;
	if (used > nr) {
		mutex_unlock(&pipe->lock);
		kfree(bufs);
		return -EBUSY;
	}
	for (unsigned int i = 0; i < used; i++)
		bufs[i] = *pipe_buf(pipe, pipe->tail + i);
	swap(bufs, pipe->bufs);
	pipe->ring_size = nr;
	pipe->tail = 0;
	pipe->head = used;
	mutex_unlock(&pipe->lock);
	pipe_wake_writers(pipe);
	kfree(bufs);
	return (long)nr * (long)PAGE_SIZE;
}

long pipe_fcntl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct pipe *pipe = file_pipe(file);
	unsigned int size = arg, nr = 1;

	if (!pipe)
		return -EBADF;
	if (cmd == F_GETPIPE_SZ)
		return (long)pipe->ring_size * (long)PAGE_SIZE;
	if (size > 1u << 31)
		return -EINVAL;
	while ((u64)nr * PAGE_SIZE < size)
		nr *= 2;
	if ((u64)nr * PAGE_SIZE > INT_MAX)
		return -EINVAL;
	if (nr > pipe->ring_size && nr * PAGE_SIZE > PIPE_MAX_SIZE &&
	    current_task()->euid)
		return -EPERM;
	return resize(pipe, nr);
}

/* An end is gone: of the pipe, and of the inode the pipe with the last. */
static void pipe_put(struct inode *inode)
{
	struct pipe *pipe = inode->i_pipe;

	if (--pipe->files)
		return;
	inode->i_pipe = NULL;
	pipe_free(pipe);
}

static int pipe_release(struct inode *inode, struct file *file)
{
	struct pipe *pipe = file->private_data;

	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	if (file->f_mode & FMODE_WRITE)
		pipe->writers--;
	if (!pipe->readers != !pipe->writers) {
		wake_up_key(&pipe->rd_wait, 0, 0);
		wake_up_key(&pipe->wr_wait, 0, 0);
	}
	pipe_put(inode);
	return 0;
}

/* ---- opening -------------------------------------------------------------------- */

static void add_end(struct pipe *pipe, const struct file *file)
{
	if (file->f_mode & FMODE_READ) {
		pipe->readers++;
		pipe->r_opened++;
	}
	if (file->f_mode & FMODE_WRITE) {
		pipe->writers++;
		pipe->w_opened++;
	}
	wake_up_key(&pipe->rd_wait, 0, 0);
	wake_up_key(&pipe->wr_wait, 0, 0);
}

/* Until *@opened moves on: somebody came, and may be gone again. */
static int wait_for_other(wait_queue_head_t *wq, const unsigned int *opened)
{
	const unsigned int before = *opened;

	return wait_event_interruptible(*wq, READ_ONCE(*opened) != before);
}

/* The other side of a FIFO must be there, or come. */
static int meet(struct pipe *pipe, struct file *file)
{
	const unsigned int mode = file->f_mode & (FMODE_READ | FMODE_WRITE);

	if (mode == FMODE_READ && !pipe->writers) {
		if (!(file->f_flags & O_NONBLOCK))
			return wait_for_other(&pipe->rd_wait, &pipe->w_opened);
		file->f_pos = pipe->w_opened;
	}
	if (mode == FMODE_WRITE && !pipe->readers)
		return wait_for_other(&pipe->wr_wait, &pipe->r_opened);
	return 0;
}

static int fifo_open(struct inode *inode, struct file *file)
{
	const unsigned int mode = file->f_mode & (FMODE_READ | FMODE_WRITE);
	const bool named = inode->i_sb != kernel.pipe;
	struct pipe *pipe = inode->i_pipe;
	int err;

	if (named && mode == FMODE_WRITE && file->f_flags & O_NONBLOCK &&
	    (!pipe || !pipe->readers))
		return -ENXIO;
	if (!pipe)
		pipe = inode->i_pipe = pipe_alloc();
	if (!pipe)
		return -ENOMEM;
	file->private_data = pipe;
	pipe->files++;
	add_end(pipe, file);
	/* Behind a descriptor nobody need be met. */
	err = named ? meet(pipe, file) : 0;
	if (err)
		pipe_release(inode, file);
	return err;
}

const struct file_operations pipe_fops = {
	.llseek		= no_llseek,
	.read		= pipe_read,
	.write		= pipe_write,
	.read_iter	= pipe_read_iter,
	.write_iter	= pipe_write_iter,
	.poll		= pipe_poll,
	.unlocked_ioctl	= pipe_ioctl,
	.open		= fifo_open,
	.release	= pipe_release,
};

static struct dentry *pipe_dentry(void)
{
	struct dentry *dentry = d_alloc(kernel.pipe->s_root, "pipe", 4);
	struct inode *inode;

	if (!dentry)
		return NULL;
	inode = new_inode(kernel.pipe, S_IFIFO | 0600);
	if (!inode) {
		dput(dentry);
		return NULL;
	}
	inode->i_uid = current_task()->fsuid;
	inode->i_gid = current_task()->fsgid;
	dentry->d_inode = inode;
	return dentry;
}

/* files[0] reads, files[1] writes. 0 or -ENOMEM. */
int create_pipe_files(struct file **files, int flags)
{
	struct dentry *dentry = pipe_dentry();
	int err = 0;

	if (!dentry)
		return -ENOMEM;
	flags &= O_NONBLOCK | O_DIRECT;
	files[0] = dentry_open(dentry, O_RDONLY | (flags & O_NONBLOCK));
	if (IS_ERR(files[0])) {
		err = PTR_ERR(files[0]);
		goto put_dentry;
	}
	files[1] = dentry_open(dentry, O_WRONLY | flags);
	if (IS_ERR(files[1])) {
		err = PTR_ERR(files[1]);
		fput(files[0]);
	}
put_dentry:
	dput(dentry);
	return err;
}
