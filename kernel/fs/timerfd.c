/* SPDX-License-Identifier: MIT */
/*
 * timerfd.c - a timer as a file: reading it tells how often it was due.
 *
 * Locking: interrupts off while a timer and its count are changed together.
 */
#include "internal.h"
#include <uapi/fcntl.h>
#include <uapi/time.h>

#define TFD_TIMER_CANCEL_ON_SET	2

struct timerfd {
	struct ktimer timer;
	u64 interval, times;
	int clock;
	wait_queue_head_t wait;
};

static void timerfd_fired(struct ktimer *timer)
{
	struct timerfd *t = container_of(timer, struct timerfd, timer);

	t->times += ktimer_forward(timer, t->interval, arch_clock_ns(false));
	wake_up_key(&t->wait, 0, POLLIN);
}

static u64 take_times(struct timerfd *t)
{
	unsigned long flags = arch_irq_save();
	u64 times = t->times;

	t->times = 0;
	arch_irq_restore(flags);
	return times;
}

static ssize_t timerfd_read(struct file *file, char __user *buf, size_t len,
			    loff_t *pos)
{
	struct timerfd *t = file->private_data;
	u64 times;
	int err;

	if (len < sizeof(times))
		return -EINVAL;
	if (!READ_ONCE(t->times) && file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	err = wait_event_interruptible(t->wait, (times = take_times(t)) != 0);
	if (err)
		return err;
	return copy_to_user(buf, &times, sizeof(times)) ? -EFAULT :
		(ssize_t)sizeof(times);
}

static unsigned int timerfd_poll(struct file *file,
				 struct poll_table_struct *pt)
{
	struct timerfd *t = file->private_data;

	poll_wait(file, &t->wait, pt);
	return READ_ONCE(t->times) ? POLLIN : 0;
}

static int timerfd_release(struct inode *inode, struct file *file)
{
	struct timerfd *t = file->private_data;

	timer_stop(&t->timer);
	kfree(t);
	return 0;
}

static const struct file_operations timerfd_fops = {
	.llseek		= noop_llseek,
	.read		= timerfd_read,
	.poll		= timerfd_poll,
	.release	= timerfd_release,
};

SYSCALL_DEFINE2(timerfd_create, int, clock, int, flags)
{
	struct timerfd *t;
	long fd;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK) ||
	    !clock_has_timers(clock) || clock == CLOCK_TAI)
		return -EINVAL;
	t = kzalloc(sizeof(*t), GFP_KERNEL);
	if (!t)
		return -ENOMEM;
	t->clock = clock;
	t->timer.fn = timerfd_fired;
	init_waitqueue_head(&t->wait);
	fd = anon_fd("[timerfd]", &timerfd_fops, t, O_RDWR | flags);
	if (fd < 0)
		kfree(t);
	return fd;
}

/* What @fd is, or -EBADF, or -EINVAL for another kind of file. */
static long timerfd_get(unsigned int fd, struct fd *f)
{
	*f = fdget(fd);
	if (!f->file)
		return -EBADF;
	if (f->file->f_op == &timerfd_fops)
		return 0;
	fdput(*f);
	return -EINVAL;
}

static struct timer_spec spec_of(const struct timerfd *t)
{
	return (struct timer_spec){ t->interval, ktimer_left(&t->timer) };
}

long do_timerfd_settime(unsigned int fd, int flags,
			const struct timer_spec *new, struct timer_spec *old)
{
	unsigned long irq;
	struct timerfd *t;
	struct fd f;
	long err;

	if (flags & ~(TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET))
		return -EINVAL;
	err = timerfd_get(fd, &f);
	if (err)
		return err;
	t = f.file->private_data;
	irq = arch_irq_save();
	*old = spec_of(t);
	t->interval = new->interval;
	t->times = 0;
	timer_stop(&t->timer);
	if (new->value)
		timer_start(&t->timer,
			    clock_to_expiry(t->clock, flags, new->value));
	arch_irq_restore(irq);
	fdput(f);
	return 0;
}

long do_timerfd_gettime(unsigned int fd, struct timer_spec *spec)
{
	struct fd f;
	long err = timerfd_get(fd, &f);

	if (err)
		return err;
	*spec = spec_of(f.file->private_data);
	fdput(f);
	return 0;
}

SYSCALL_DEFINE4(timerfd_settime, unsigned int, fd, int, flags,
		const void __user *, unew, void __user *, uold)
{
	struct timer_spec new, old;
	long err = get_timer_spec(&new, unew);

	if (!err)
		err = do_timerfd_settime(fd, flags, &new, &old);
	return err || !uold ? err : put_timer_spec(&old, uold);
}

SYSCALL_DEFINE2(timerfd_gettime, unsigned int, fd, void __user *, uspec)
{
	struct timer_spec spec;
	long err = do_timerfd_gettime(fd, &spec);

	return err ? err : put_timer_spec(&spec, uspec);
}
