/* SPDX-License-Identifier: MIT */
/*
 * tty.c - open terminals: read, write, poll.
 *
 * How long a read waits depends on the mode (POSIX.1-2017, 11.1.6, 11.1.7):
 *
 *	canonical	until a line is finished
 *	MIN n, TIME 0	until n bytes are there
 *	MIN n, TIME t	the same, but no longer than t after the last byte
 *	MIN 0, TIME t	until one byte is there, but no longer than t
 *
 * A terminal is hung up by counting: each open file remembers the count that
 * the terminal had, and is dead once it differs.
 *
 * Invariants and locking: see internal.h.
 */
#include "internal.h"

#define READ_CHUNK	512u
#define TENTH_NS	100000000ull

static const struct termios2 fresh_termios = {
	.c_iflag = ICRNL | IXON,
	.c_oflag = OPOST | ONLCR,
	.c_cflag = B38400 | CS8 | CREAD,
	.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE |
		   IEXTEN,
	.c_cc = {
		[VINTR] = 003, [VQUIT] = 034, [VERASE] = 0177, [VKILL] = 025,
		[VEOF] = 004, [VMIN] = 1, [VSTART] = 021, [VSTOP] = 023,
		[VSUSP] = 032, [VREPRINT] = 022, [VWERASE] = 027,
		[VLNEXT] = 026, [13] = 017,
	},
	.c_ispeed = 38400, .c_ospeed = 38400,
};

void tty_init(struct tty *tty, const struct tty_driver *driver, dev_t dev)
{
	memset(tty, 0, sizeof(*tty));
	tty->driver = driver;
	tty->dev = dev;
	tty->termios = fresh_termios;
	init_waitqueue_head(&tty->read_wait);
	init_waitqueue_head(&tty->write_wait);
}

static struct tty *file_tty(const struct file *file)
{
	return ((const struct tty_file *)file->private_data)->tty;
}

bool tty_is_dead(const struct file *file)
{
	const struct tty_file *tf = file->private_data;

	return tf->hangups != READ_ONCE(tf->tty->hangups);
}

/* ---- open and close -------------------------------------------------------------- */

int tty_attach(struct tty *tty, struct file *file)
{
	struct tty_file *tf;

	if (tty->exclusive && current_task()->euid)
		return -EBUSY;
	tf = kmalloc(sizeof(*tf), GFP_KERNEL);
	if (!tf)
		return -ENOMEM;
	*tf = (struct tty_file){ tty, tty->hangups };
	file->private_data = tf;
	file->f_op = &tty_fops;
	if (!tty->opens++ && tty->driver->first_open)
		tty->driver->first_open(tty);
	if (!(file->f_flags & O_NOCTTY) && !tty->session)
		tty_set_controlling(tty, false, file->f_mode & FMODE_READ);
	return 0;
}

static int tty_release(struct inode *inode, struct file *file)
{
	struct tty *tty = file_tty(file);

	kfree(file->private_data);
	if (--tty->opens)
		return 0;
	tty->exclusive = false;
	if (tty->driver->last_close)
		tty->driver->last_close(tty);
	return 0;
}

/* ---- read ------------------------------------------------------------------------- */

/* What ends a read. */
struct read_rule {
	size_t minimum;
	u64 deadline;			/* monotonic, ~0: none */
	u64 gap;			/* between bytes; 0: no limit */
};

static struct read_rule rule_of(const struct tty *tty)
{
	const u8 min = tty->termios.c_cc[VMIN];
	const u64 time = tty->termios.c_cc[VTIME] * TENTH_NS;
	struct read_rule rule = { .minimum = 1, .deadline = ~0ull };

	if (tty_mode(tty, ICANON))
		return rule;
	if (min) {
		rule.minimum = min;
		rule.gap = time;
	} else {
		rule.deadline = time ? arch_clock_ns(false) + time : 0;
	}
	return rule;
}

/* Sleep until something is typed. 0; 1: the time is over; -errno. */
static int wait_for_input(struct file *file, struct tty *tty, u64 deadline)
{
	DEFINE_WAIT(wait);
	int err = 0;

	if (tty->gone)
		return -EIO;
	if (tty_is_dead(file) ||
	    (deadline != ~0ull && arch_clock_ns(false) >= deadline))
		return 1;
	if (file->f_flags & O_NONBLOCK)
		return -EAGAIN;
	if (signal_pending(current_task()))
		return -ERESTARTSYS;
	prepare_to_wait(&tty->read_wait, &wait, TASK_INTERRUPTIBLE);
	task_sleep_until(deadline);
	finish_wait(&tty->read_wait, &wait);
	return err;
}

/* Until the read is over: bytes, 0 or -errno. */
static ssize_t read_bytes(struct file *file, struct tty *tty, char __user *buf,
			  size_t len)
{
	struct read_rule rule = rule_of(tty);
	u8 chunk[READ_CHUNK];
	size_t done = 0;
	bool over = false;
	int err = 0;

	while (done < len && !over && !err) {
		size_t n = n_tty_fetch(tty, chunk,
				       min(len - done, sizeof(chunk)), &over);

		if (copy_to_user(buf + done, chunk, n)) {
			err = -EFAULT;
			break;
		}
		done += n;
		if (n || over) {
			if (done >= rule.minimum && !tty_mode(tty, ICANON) &&
			    !n_tty_readable(tty))
				break;
			if (rule.gap)
				rule.deadline = arch_clock_ns(false) + rule.gap;
		} else {
			err = wait_for_input(file, tty, rule.deadline);
		}
	}
	return done || err > 0 ? (ssize_t)done : err;
}

static ssize_t tty_read(struct file *file, char __user *buf, size_t len,
			loff_t *pos)
{
	struct tty *tty = file_tty(file);
	int err;

	if (tty_is_dead(file) || !len)
		return 0;
	err = tty_check_background(tty, SIGTTIN);
	return err ? err : read_bytes(file, tty, buf, len);
}

/* ---- write ------------------------------------------------------------------------ */

static bool may_write(const struct file *file, struct tty *tty)
{
	return tty_is_dead(file) || tty->gone ||
	       (!tty->stopped && tty->driver->room(tty) >= 8);
}

/* All of @chunk, however long it takes; bytes and perhaps why not all. */
static size_t write_chunk(struct file *file, const u8 *chunk, size_t len,
			  int *err)
{
	struct tty *tty = file_tty(file);
	size_t done = 0;

	while (done < len && !*err) {
		size_t n;

		if (tty_is_dead(file) || tty->gone) {
			*err = -EIO;
			break;
		}
		n = n_tty_output(tty, chunk + done, len - done);
		done += n;
		if (n)
			continue;
		if (file->f_flags & O_NONBLOCK)
			*err = -EAGAIN;
		else
			*err = wait_event_interruptible(tty->write_wait,
							may_write(file, tty));
	}
	return done;
}

static ssize_t tty_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	struct tty *tty = file_tty(file);
	u8 chunk[READ_CHUNK];
	size_t done = 0;
	int err = 0;

	if (tty_is_dead(file))
		return -EIO;
	if (tty_mode(tty, TOSTOP))
		err = tty_check_background(tty, SIGTTOU);
	while (done < len && !err) {
		size_t want = min(len - done, sizeof(chunk)), n;

		n = want - copy_from_user(chunk, buf + done, want);
		if (!n)
			err = -EFAULT;
		else
			done += write_chunk(file, chunk, n, &err);
	}
	return done ? (ssize_t)done : err;
}

/* ---- poll ------------------------------------------------------------------------- */

static size_t poll_minimum(const struct tty *tty)
{
	const u8 *cc = tty->termios.c_cc;

	return tty_mode(tty, ICANON) || cc[VTIME] || !cc[VMIN] ? 1 : cc[VMIN];
}

static unsigned int tty_poll(struct file *file, struct poll_table_struct *pt)
{
	struct tty *tty = file_tty(file);
	unsigned int mask = 0;

	poll_wait(file, &tty->read_wait, pt);
	poll_wait(file, &tty->write_wait, pt);
	if (tty_is_dead(file))
		return POLLIN | POLLOUT | POLLERR | POLLHUP | POLLRDNORM |
		       POLLWRNORM;
	if (n_tty_readable(tty) >= poll_minimum(tty))
		mask |= POLLIN | POLLRDNORM;
	if (tty->gone)
		mask |= POLLHUP;
	if (!tty->stopped && tty->driver->room(tty) >= 8)
		mask |= POLLOUT | POLLWRNORM;
	return mask;
}

const struct file_operations tty_fops = {
	.llseek		= no_llseek,
	.read		= tty_read,
	.write		= tty_write,
	.poll		= tty_poll,
	.unlocked_ioctl	= tty_ioctl,
	.release	= tty_release,
};
