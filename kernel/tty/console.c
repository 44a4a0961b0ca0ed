/* SPDX-License-Identifier: MIT */
/*
 * console.c - the machine's console: a terminal, or two plain streams.
 *
 * The machine says which. If somebody sits at it (arch_console_is_terminal())
 * it is a struct tty; else standard input, output and errors pass through as
 * they are.
 *
 *	interrupt -> kernel_console_input(): a flag
 *	idle task, way to user code -> console_input(): read, hand on
 *
 * What the line discipline has no room for stays with the machine until
 * something is read.
 *
 * Locking: see internal.h. The flag is set by interrupts.
 */
#include "internal.h"

#define CHUNK		256u
#define CONSOLE_DEV	MKDEV(4, 1)		/* /dev/tty1 */
#define TTY_DEV		MKDEV(5, 0)
#define SYSTEM_CONSOLE_DEV MKDEV(5, 1)		/* /dev/console */
#define PTMX_DEV	MKDEV(5, 2)

static struct {
	struct tty tty;
	bool is_terminal;
	bool ended;			/* the terminal's other side is gone */
	bool taking;			/* in take_typed() */
	unsigned int rows, columns;	/* as the machine last said */
	wait_queue_head_t wait;		/* of streams: for input */
} console;

/* ---- the terminal ------------------------------------------------------------------- */

static size_t console_room(struct tty *tty)
{
	return PAGE_SIZE;
}

static void console_put(struct tty *tty, const u8 *buf, size_t len)
{
	while (len) {
		ssize_t n = arch_console_write(1, buf, len);

		if (n <= 0)
			return;
		buf += n;
		len -= (size_t)n;
	}
}

/* The news of a size may come with the input, and counts once that is read.
 * What a program has set stays until there are any. */
static void look_at_size(void)
{
	struct winsize size = console.tty.size;
	unsigned int rows, columns;

	if (!arch_console_size(&rows, &columns) ||
	    (rows == console.rows && columns == console.columns))
		return;
	console.rows = rows;
	console.columns = columns;
	size.ws_row = (u16)rows;
	size.ws_col = (u16)columns;
	tty_set_size(&console.tty, &size);
}

/* Echo may make room, which is no reason to begin anew. */
static void take_typed(struct tty *tty)
{
	u8 buf[CHUNK];
	size_t room;
	ssize_t n = -EAGAIN;

	if (console.taking || console.ended)
		return;
	console.taking = true;
	while ((room = n_tty_room(tty)) != 0) {
		n = arch_console_read(buf, min(room, sizeof(buf)));
		if (n <= 0)
			break;
		n_tty_receive(tty, buf, (size_t)n);
	}
	console.taking = false;
	look_at_size();
	if (n == -EAGAIN || n > 0)
		return;
	console.ended = true;
	tty_hangup(tty);
}

static const struct tty_driver console_driver = {
	.room = console_room, .put = console_put, .drained = take_typed,
};

/* ---- input ---------------------------------------------------------------------------- */

void kernel_console_input(void)
{
	raise_pending(PENDING_INPUT);
}

/* Take in what kernel_console_input() was about. */
void console_input(void)
{
	if (console.is_terminal)
		take_typed(&console.tty);
	else
		wake_up_all(&console.wait);
}

/* ---- streams -------------------------------------------------------------------------- */

/* Bytes, 0 at the end, -errno; waits if that is wanted. */
static ssize_t stream_get(struct file *file, u8 *buf, size_t len)
{
	ssize_t n;
	int err = 0;

	do {
		n = arch_console_read(buf, len);
		if (n != -EAGAIN || file->f_flags & O_NONBLOCK)
			return n;
		err = wait_event_interruptible(console.wait,
					       arch_console_has_input());
	} while (!err);
	return err;
}

static ssize_t stream_read(struct file *file, char __user *buf, size_t len,
			   loff_t *pos)
{
	ssize_t n = -EFAULT;
	u8 *tmp;

	if (!len)
		return 0;
	tmp = kmalloc(PAGE_SIZE, GFP_KERNEL);
	if (!tmp)
		return -ENOMEM;
	/* What was read and cannot be delivered would be lost. */
	len = min(len, PAGE_SIZE);
	if (fault_in_writeable(buf, len) != len) {
		n = stream_get(file, tmp, len);
		if (n > 0 && copy_to_user(buf, tmp, (size_t)n))
			n = -EFAULT;
	}
	kfree(tmp);
	return n;
}

/* Write one chunk in full; bytes or -errno. */
static ssize_t stream_put(int fd, const u8 *data, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = arch_console_write(fd, data + done, len - done);

		if (n <= 0)
			return done ? (ssize_t)done : n ? n : -EIO;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static ssize_t stream_write(struct file *file, const char __user *buf,
			    size_t len, loff_t *pos)
{
	int fd = file->private_data == (void *)2 ? 2 : 1;
	size_t done = 0, left = 0;
	u8 *tmp = kmalloc(PAGE_SIZE, GFP_KERNEL);
	ssize_t n = 0;

	if (!tmp)
		return -ENOMEM;
	while (done < len && !left) {
		size_t want = min(len - done, PAGE_SIZE);

		left = copy_from_user(tmp, buf + done, want);
		n = left == want ? -EFAULT : stream_put(fd, tmp, want - left);
		if (n < 0)
			break;
		done += (size_t)n;
	}
	kfree(tmp);
	return done ? (ssize_t)done : n;
}

static unsigned int stream_poll(struct file *file, struct poll_table_struct *pt)
{
	unsigned int mask = 0;

	poll_wait(file, &console.wait, pt);
	if (file->f_mode & FMODE_READ && arch_console_has_input())
		mask |= POLLIN | POLLRDNORM;
	if (file->f_mode & FMODE_WRITE)
		mask |= POLLOUT | POLLWRNORM;
	return mask;
}

/* What waits at the host's end is not known. */
static long stream_ioctl(struct file *file, unsigned int cmd,
			 unsigned long arg)
{
	return cmd == FIONREAD ? put_user(0, (int __user *)arg) : -ENOTTY;
}

static const struct file_operations stream_fops = {
	.llseek = no_llseek, .read = stream_read, .write = stream_write,
	.poll = stream_poll, .unlocked_ioctl = stream_ioctl,
};

/* ---- files ---------------------------------------------------------------------------- */

static int console_file_open(struct inode *inode, struct file *file)
{
	if (!console.is_terminal) {
		file->f_op = &stream_fops;
		return 0;
	}
	/* A session leader does not get it by opening /dev/console. */
	if (inode->i_rdev != CONSOLE_DEV)
		file->f_flags |= O_NOCTTY;
	return tty_attach(&console.tty, file);
}

/* /dev/tty: the terminal of whoever opens it. */
static int current_tty_open(struct inode *inode, struct file *file)
{
	struct tty *tty = current_task()->signal->tty;

	return tty ? tty_attach(tty, file) : -ENXIO;
}

static const struct file_operations console_fops = {
	.open = console_file_open,
};
static const struct file_operations current_tty_fops = {
	.open = current_tty_open,
};

const struct file_operations *tty_chrdev_find(dev_t dev)
{
	if (MAJOR(dev) == PTS_MAJOR)
		return &pts_fops;
	switch (dev) {
	case TTY_DEV:
		return &current_tty_fops;
	case PTMX_DEV:
		return &ptmx_fops;
	case SYSTEM_CONSOLE_DEV:
	case CONSOLE_DEV:
		return &console_fops;
	default:
		return NULL;
	}
}

struct file *console_open(int fd, unsigned int flags)
{
	struct file *file = filp_open("/dev/console", (int)flags, 0);

	if (IS_ERR(file) || arch_console_is_terminal(fd))
		return file;
	if (console.is_terminal)
		file->f_op->release(file->f_inode, file);
	file->f_op = &stream_fops;
	file->private_data = (void *)(long)fd;
	return file;
}

/* Make the console the terminal of the first session, if it is one. */
void console_control(struct signal_struct *sig)
{
	if (!console.is_terminal)
		return;
	console.tty.session = sig->sid;
	console.tty.pgrp = sig->pgid;
	sig->tty = &console.tty;
}

void tty_console_init(void)
{
	memset(&console, 0, sizeof(console));
	init_waitqueue_head(&console.wait);
	tty_init(&console.tty, &console_driver, CONSOLE_DEV);
	console.is_terminal = arch_console_is_terminal(0);
	if (!console.is_terminal)
		return;
	look_at_size();
	kernel.pending |= PENDING_INPUT;	/* for what was typed ahead */
}
