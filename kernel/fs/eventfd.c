/* SPDX-License-Identifier: MIT */
/*
 * eventfd.c - a number to add to and to take from, as a file.
 *
 *	write(n): number += n; waits while that would reach the largest
 *	read():   gives the number and sets it to 0, or (EFD_SEMAPHORE) gives 1
 *		  and takes 1 away; waits while it is 0
 *
 * Locking: none is needed: nothing sleeps between look and change, and only
 * tasks get here.
 */
#include "internal.h"

#define EVENT_MAX	(~0ull)		/* never reached by writing */

struct eventfd {
	u64 count;
	bool semaphore;
	wait_queue_head_t wait;
};

static ssize_t eventfd_read(struct file *file, char __user *buf, size_t len,
			    loff_t *pos)
{
	struct eventfd *e = file->private_data;
	u64 val;
	int err;

	if (len < sizeof(val))
		return -EINVAL;
	if (!e->count && file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	err = wait_event_interruptible(e->wait, READ_ONCE(e->count));
	if (err)
		return err;
	val = e->semaphore ? 1 : e->count;
	e->count -= val;
	wake_up_key(&e->wait, 1, POLLOUT);
	return copy_to_user(buf, &val, sizeof(val)) ? -EFAULT :
						      (ssize_t)sizeof(val);
}

static ssize_t eventfd_write(struct file *file, const char __user *buf,
			     size_t len, loff_t *pos)
{
	struct eventfd *e = file->private_data;
	u64 val;
	int err;

	if (len < sizeof(val))
		return -EINVAL;
	if (copy_from_user(&val, buf, sizeof(val)))
		return -EFAULT;
	if (val == EVENT_MAX)
		return -EINVAL;
	if (EVENT_MAX - e->count <= val && file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	err = wait_event_interruptible(e->wait,
				       EVENT_MAX - READ_ONCE(e->count) > val);
	if (err)
		return err;
	e->count += val;
	wake_up_key(&e->wait, 1, POLLIN);
	return sizeof(val);
}

static unsigned int eventfd_poll(struct file *file,
				 struct poll_table_struct *pt)
{
	struct eventfd *e = file->private_data;
	unsigned int mask = 0;

	poll_wait(file, &e->wait, pt);
	if (e->count)
		mask |= POLLIN;
	if (e->count < EVENT_MAX - 1)
		mask |= POLLOUT;
	return mask;
}

static int eventfd_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static const struct file_operations eventfd_fops = {
	.llseek		= noop_llseek,
	.read		= eventfd_read,
	.write		= eventfd_write,
	.poll		= eventfd_poll,
	.release	= eventfd_release,
};

static long do_eventfd(unsigned int count, int flags)
{
	struct eventfd *e;
	long fd;

	if (flags & ~(EFD_SEMAPHORE | EFD_CLOEXEC | EFD_NONBLOCK))
		return -EINVAL;
	e = kzalloc(sizeof(*e), GFP_KERNEL);
	if (!e)
		return -ENOMEM;
	e->count = count;
	e->semaphore = flags & EFD_SEMAPHORE;
	init_waitqueue_head(&e->wait);
	fd = anon_fd("[eventfd]", &eventfd_fops, e,
		     O_RDWR | (flags & (EFD_CLOEXEC | EFD_NONBLOCK)));
	if (fd < 0)
		kfree(e);
	return fd;
}

SYSCALL_DEFINE1(eventfd, unsigned int, count)
{
	return do_eventfd(count, 0);
}

SYSCALL_DEFINE2(eventfd2, unsigned int, count, int, flags)
{
	return do_eventfd(count, flags);
}
