// SPDX-License-Identifier: MIT
/*
 * tube.c - /dev/tube: what one program writes, another reads, first in first
 * out. Who reads an empty tube or writes to a full one waits, unless the file
 * has O_NONBLOCK; poll(2) and SIGIO say when to try again.
 *
 *	write --> kfifo of `size` bytes --> read
 *	  waits on not_full                  waits on not_empty
 *
 * Locking: tube.lock, a mutex, guards the kfifo; nobody sleeps on a queue
 * with it held.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kfifo.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

static unsigned int size = 4096;
module_param(size, uint, 0444);
MODULE_PARM_DESC(size, "bytes that fit, rounded up to a power of two");

static struct {
	struct mutex lock;
	struct kfifo fifo;
	wait_queue_head_t not_empty, not_full;
	struct fasync_struct *listeners;	/* want SIGIO */
} tube;

/* Lock the tube once it is not empty (full); 0 or -errno, not locked. */
#define tube_lock_unless(file, queue, condition)			\
({									\
	int tube_err = mutex_lock_interruptible(&tube.lock);		\
									\
	while (!tube_err && (condition)) {				\
		mutex_unlock(&tube.lock);				\
		if ((file)->f_flags & O_NONBLOCK)			\
			tube_err = -EAGAIN;				\
		else							\
			tube_err = wait_event_interruptible(queue,	\
							    !(condition)); \
		if (!tube_err)						\
			tube_err = mutex_lock_interruptible(&tube.lock); \
	}								\
	tube_err == -EINTR ? -ERESTARTSYS : tube_err;			\
})

static ssize_t tube_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	unsigned int copied;
	int err;

	if (!len)
		return 0;
	err = tube_lock_unless(file, tube.not_empty, kfifo_is_empty(&tube.fifo));
	if (err)
		return err;
	err = kfifo_to_user(&tube.fifo, buf, len, &copied);
	mutex_unlock(&tube.lock);
	if (err)
		return err;
	wake_up_interruptible(&tube.not_full);
	kill_fasync(&tube.listeners, SIGIO, POLL_OUT);
	return copied;
}

static ssize_t tube_write(struct file *file, const char __user *buf, size_t len,
			  loff_t *pos)
{
	unsigned int copied;
	int err;

	if (!len)
		return 0;
	err = tube_lock_unless(file, tube.not_full, kfifo_is_full(&tube.fifo));
	if (err)
		return err;
	err = kfifo_from_user(&tube.fifo, buf, len, &copied);
	mutex_unlock(&tube.lock);
	if (err)
		return err;
	wake_up_interruptible(&tube.not_empty);
	kill_fasync(&tube.listeners, SIGIO, POLL_IN);
	return copied;
}

static __poll_t tube_poll(struct file *file, poll_table *wait)
{
	__poll_t events = 0;

	poll_wait(file, &tube.not_empty, wait);
	poll_wait(file, &tube.not_full, wait);
	mutex_lock(&tube.lock);
	if (!kfifo_is_empty(&tube.fifo))
		events |= EPOLLIN | EPOLLRDNORM;
	if (!kfifo_is_full(&tube.fifo))
		events |= EPOLLOUT | EPOLLWRNORM;
	mutex_unlock(&tube.lock);
	return events;
}

static int tube_fasync(int fd, struct file *file, int on)
{
	return fasync_helper(fd, file, on, &tube.listeners);
}

static int tube_release(struct inode *inode, struct file *file)
{
	return tube_fasync(-1, file, 0);
}

static const struct file_operations tube_fops = {
	.owner		= THIS_MODULE,
	.open		= stream_open,
	.read		= tube_read,
	.write		= tube_write,
	.poll		= tube_poll,
	.fasync		= tube_fasync,
	.release	= tube_release,
	.llseek		= no_llseek,
};

static struct miscdevice tube_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "tube",
	.fops	= &tube_fops,
};

static int __init tube_init(void)
{
	int err;

	mutex_init(&tube.lock);
	init_waitqueue_head(&tube.not_empty);
	init_waitqueue_head(&tube.not_full);
	err = kfifo_alloc(&tube.fifo, size, GFP_KERNEL);
	if (err)
		return err;
	err = misc_register(&tube_misc);
	if (err)
		kfifo_free(&tube.fifo);
	return err;
}

static void __exit tube_exit(void)
{
	misc_deregister(&tube_misc);
	kfifo_free(&tube.fifo);
}

module_init(tube_init);
module_exit(tube_exit);

MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("A pipe that has a name in /dev");
