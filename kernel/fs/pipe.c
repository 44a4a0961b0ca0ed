/* SPDX-License-Identifier: MIT */
/*
 * pipe.c - pipes: a ring of bytes between two open files.
 *
 *	read end <-- [ page 0 | page 1 | ... | page 15 ] <-- write end
 *			  tail ......... head
 *
 * Positions only grow; their difference is what is in the ring. A page, mostly
 * of high memory, comes with the first byte written to it and goes with the
 * last one read.
 *
 * Who finds it empty, or without room, sleeps until the other side has done
 * something about it. Up to PIPE_BUF bytes are written in one piece.
 *
 * Locking: pipe->lock.
 */
#include "../internal.h"
#include <octavo/highmem.h>

#define PIPE_PAGES	16u
#define PIPE_SIZE	(PIPE_PAGES * (unsigned int)PAGE_SIZE)
#define PIPE_BUF	4096u

struct pipe {
	struct mutex lock;
	struct page *pages[PIPE_PAGES];	/* NULL: nothing in it */
	unsigned int head, tail;	/* written, read; free-running */
	unsigned int readers, writers;
	unsigned int refs;		/* open files */
	wait_queue_head_t wait;
};

static void pipe_free(struct pipe *pipe)
{
	for (unsigned int i = 0; i < PIPE_PAGES; i++)
		if (pipe->pages[i])
			__free_page(pipe->pages[i]);
	kfree(pipe);
}

/* The place of the page that position @at is in. */
static struct page **page_of(struct pipe *pipe, unsigned int at)
{
	return &pipe->pages[at / PAGE_SIZE % PIPE_PAGES];
}

/* Move up to @len bytes of one page between it and user memory; bytes moved. */
static size_t copy_piece(struct page *page, unsigned int off,
			 char __user *buf, size_t len, bool out)
{
	char *kaddr = kmap_local_page(page);
	size_t left = out ? copy_to_user(buf, kaddr + off, len) :
			    copy_from_user(kaddr + off, buf, len);

	kunmap_local(kaddr);
	return len - left;
}

/* Take out @len bytes, which are there. Bytes copied, or -EFAULT. */
static ssize_t ring_get(struct pipe *pipe, char __user *buf, size_t len)
{
	size_t done = 0;

	while (done < len) {
		struct page **page = page_of(pipe, pipe->tail);
		unsigned int off = pipe->tail % PAGE_SIZE;
		size_t want = min(len - done, PAGE_SIZE - off);
		size_t n = copy_piece(*page, off, buf + done, want, true);

		done += n;
		pipe->tail += n;
		/* In a full pipe the last bytes may be at the page's start. */
		if (off + n == PAGE_SIZE &&
		    pipe->head - pipe->tail <= PIPE_SIZE - PAGE_SIZE) {
			__free_page(*page);
			*page = NULL;
		}
		if (n < want)
			break;
	}
	return done ? (ssize_t)done : -EFAULT;
}

/* Put in @len bytes, which have room. Bytes copied, -EFAULT or -ENOMEM. */
static ssize_t ring_put(struct pipe *pipe, const char __user *buf, size_t len)
{
	size_t done = 0;

	while (done < len) {
		struct page **page = page_of(pipe, pipe->head);
		unsigned int off = pipe->head % PAGE_SIZE;
		size_t want = min(len - done, PAGE_SIZE - off), n;

		if (!*page)
			*page = alloc_page(GFP_HIGHUSER);
		if (!*page)
			return done ? (ssize_t)done : -ENOMEM;
		n = copy_piece(*page, off, (char __user *)buf + done, want,
			       false);
		done += n;
		pipe->head += n;
		if (n < want)
			break;
	}
	return done ? (ssize_t)done : -EFAULT;
}

/* May a read do something: data, or the end? */
static bool pipe_readable(const struct pipe *pipe)
{
	return READ_ONCE(pipe->head) != READ_ONCE(pipe->tail) ||
	       !READ_ONCE(pipe->writers);
}

static unsigned int pipe_room(const struct pipe *pipe)
{
	return PIPE_SIZE - (READ_ONCE(pipe->head) - READ_ONCE(pipe->tail));
}

/* Bytes, 0 at the end, -EAGAIN if there are none yet. */
static ssize_t try_read(struct pipe *pipe, char __user *buf, size_t len)
{
	ssize_t n = -EAGAIN;

	mutex_lock(&pipe->lock);
	len = min_t(size_t, len, pipe->head - pipe->tail);
	if (len)
		n = ring_get(pipe, buf, len);
	else if (!pipe->writers)
		n = 0;
	mutex_unlock(&pipe->lock);
	if (n > 0)
		wake_up_all(&pipe->wait);
	return n;
}

static ssize_t pipe_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	struct pipe *pipe = file->private_data;
	ssize_t n;
	int err = 0;

	if (!len)
		return 0;
	do {
		n = try_read(pipe, buf, len);
		if (n != -EAGAIN || file->f_flags & O_NONBLOCK)
			return n;
		err = wait_event_interruptible(pipe->wait, pipe_readable(pipe));
	} while (!err);
	return err;
}

/* Bytes, or -EAGAIN if less than @atomic would fit, -EPIPE, -EFAULT. */
static ssize_t try_write(struct pipe *pipe, const char __user *buf, size_t len,
			 size_t atomic)
{
	ssize_t n = -EAGAIN;
	size_t room;

	mutex_lock(&pipe->lock);
	room = pipe_room(pipe);
	if (!pipe->readers)
		n = -EPIPE;
	else if (room >= atomic)
		n = ring_put(pipe, buf, min(len, room));
	mutex_unlock(&pipe->lock);
	if (n > 0)
		wake_up_all(&pipe->wait);
	return n;
}

static ssize_t pipe_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	struct pipe *pipe = file->private_data;
	const size_t atomic = len <= PIPE_BUF ? len : 1;
	size_t done = 0;
	ssize_t n = 0;

	while (done < len) {
		n = try_write(pipe, buf + done, len - done, atomic);
		if (n > 0)
			done += n;
		else if (n != -EAGAIN || file->f_flags & O_NONBLOCK)
			break;
		else
			n = wait_event_interruptible(pipe->wait,
				pipe_room(pipe) >= atomic ||
				!READ_ONCE(pipe->readers));
		if (n < 0)
			break;
	}
	if (n == -EPIPE)
		send_signal(current_task(), SIGPIPE);
	return done ? (ssize_t)done : n;
}

static unsigned int pipe_poll(struct file *file, struct poll_table_struct *pt)
{
	struct pipe *pipe = file->private_data;
	unsigned int mask = 0;

	poll_wait(file, &pipe->wait, pt);
	if (file->f_mode & FMODE_READ) {
		if (pipe->head != pipe->tail)
			mask |= POLLIN | POLLRDNORM;
		if (!pipe->writers)
			mask |= POLLHUP;
	} else {
		if (pipe->head - pipe->tail < PIPE_SIZE)
			mask |= POLLOUT | POLLWRNORM;
		if (!pipe->readers)
			mask |= POLLERR;
	}
	return mask;
}

static long pipe_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct pipe *pipe = file->private_data;

	if (cmd != FIONREAD)
		return -ENOTTY;
	return put_user((int)(pipe->head - pipe->tail), (int __user *)arg);
}

static int pipe_release(struct inode *inode, struct file *file)
{
	struct pipe *pipe = file->private_data;

	mutex_lock(&pipe->lock);
	if (file->f_mode & FMODE_READ)
		pipe->readers--;
	else
		pipe->writers--;
	mutex_unlock(&pipe->lock);
	wake_up_all(&pipe->wait);
	if (--pipe->refs == 0)
		pipe_free(pipe);
	return 0;
}

static const struct file_operations pipe_fops = {
	.llseek		= no_llseek,
	.read		= pipe_read,
	.write		= pipe_write,
	.poll		= pipe_poll,
	.unlocked_ioctl	= pipe_ioctl,
	.release	= pipe_release,
};

static struct pipe *pipe_alloc(void)
{
	struct pipe *pipe = kzalloc(sizeof(*pipe), GFP_KERNEL);

	if (!pipe)
		return NULL;
	mutex_init(&pipe->lock);
	init_waitqueue_head(&pipe->wait);
	return pipe;
}

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
	dentry->d_inode = inode;
	return dentry;
}

static struct file *pipe_file(struct pipe *pipe, struct dentry *dentry,
			      unsigned int flags)
{
	struct file *file = file_alloc(dentry, flags);

	if (!file)
		return NULL;
	file->f_op = &pipe_fops;
	file->private_data = pipe;
	pipe->refs++;
	if (file->f_mode & FMODE_READ)
		pipe->readers++;
	else
		pipe->writers++;
	return file;
}

/* files[0] reads, files[1] writes. 0 or -ENOMEM. */
int create_pipe_files(struct file **files, int flags)
{
	struct dentry *dentry = pipe_dentry();
	struct pipe *pipe;
	int err = -ENOMEM;

	if (!dentry)
		return err;
	pipe = pipe_alloc();
	if (!pipe)
		goto put_dentry;
	files[0] = pipe_file(pipe, dentry, O_RDONLY | (flags & O_NONBLOCK));
	if (!files[0]) {
		pipe_free(pipe);
		goto put_dentry;
	}
	files[1] = pipe_file(pipe, dentry, O_WRONLY | (flags & O_NONBLOCK));
	if (files[1])
		err = 0;
	else
		fput(files[0]);
put_dentry:
	dput(dentry);
	return err;
}
