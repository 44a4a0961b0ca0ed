/* SPDX-License-Identifier: MIT */
/*
 * pty.c - pairs: a terminal whose other side is a program.
 *
 *	/dev/pts/N  --write--> [ ring ] --read--> open /dev/ptmx
 *	(slave)     <--read--- line discipline <--write-- (master)
 *
 * Opening /dev/ptmx makes a pair and its name in /dev/pts; closing the master
 * removes the name and hangs the slave up. The pair is there as long as either
 * side is open. A master that reads gets EIO once the slave has been open and is
 * not any more.
 *
 * Invariants:
 *  1. pairs[n] is the pair N from the opening of its master to its closing.
 *
 * Locking: see internal.h.
 */
#include "internal.h"

#define NR_PAIRS	256u
#define RING_SIZE	4096u
#define PTS_GID		5
#define DEVPTS_MAGIC	0x1cd1ul

struct pty {
	struct tty tty;			/* first: of the slave */
	unsigned int nr;
	bool master_open, was_open;	/* was: the slave */
	bool locked, packet;
	unsigned int events;		/* TIOCPKT_*, not yet told */
	struct dentry *dentry;		/* in /dev/pts */
	wait_queue_head_t read_wait, write_wait;	/* of the master */
	u32 head, tail;
	u8 ring[RING_SIZE];
};

static struct pty *pairs[NR_PAIRS];

static struct pty *pty_of(struct tty *tty)
{
	return container_of(tty, struct pty, tty);
}

/* ---- the slave's driver ------------------------------------------------------------ */

static size_t pty_room(struct tty *tty)
{
	const struct pty *pty = pty_of(tty);

	return pty->master_open ? RING_SIZE - (pty->head - pty->tail) : 0;
}

static void pty_put(struct tty *tty, const u8 *buf, size_t len)
{
	struct pty *pty = pty_of(tty);

	while (len--)
		pty->ring[pty->head++ % RING_SIZE] = *buf++;
	wake_up_all(&pty->read_wait);
}

static void pty_drained(struct tty *tty)
{
	wake_up_all(&pty_of(tty)->write_wait);
}

static void pty_event(struct tty *tty, unsigned int what)
{
	struct pty *pty = pty_of(tty);

	if (!pty->packet)
		return;
	if (what & (TIOCPKT_STOP | TIOCPKT_START))
		pty->events &= ~(TIOCPKT_STOP | TIOCPKT_START);
	if (what & (TIOCPKT_DOSTOP | TIOCPKT_NOSTOP))
		pty->events &= ~(TIOCPKT_DOSTOP | TIOCPKT_NOSTOP);
	pty->events |= what;
	wake_up_all(&pty->read_wait);
}

/* What was written has arrived at the master, which may only be told. */
static void pty_flush(struct tty *tty)
{
	pty_event(tty, TIOCPKT_FLUSHWRITE);
}

static void pty_first_open(struct tty *tty)
{
	pty_of(tty)->was_open = true;
}

static void pty_last_close(struct tty *tty)
{
	struct pty *pty = pty_of(tty);

	wake_up_all(&pty->read_wait);
	if (!pty->master_open)
		kfree(pty);
}

static const struct tty_driver pty_driver = {
	.room = pty_room, .put = pty_put, .drained = pty_drained,
	.flush = pty_flush, .event = pty_event,
	.first_open = pty_first_open, .last_close = pty_last_close,
};

static int pts_open(struct inode *inode, struct file *file)
{
	struct pty *pty = pairs[MINOR(inode->i_rdev) % NR_PAIRS];

	if (!pty || pty->locked)
		return -EIO;
	return tty_attach(&pty->tty, file);
}

const struct file_operations pts_fops = { .open = pts_open };

/* ---- the master -------------------------------------------------------------------- */

static bool slave_closed(const struct pty *pty)
{
	return pty->was_open && !pty->tty.opens;
}

static bool master_readable(const struct pty *pty)
{
	return pty->head != pty->tail || (pty->packet && pty->events) ||
	       slave_closed(pty);
}

/* In packet mode a read begins with what it is. */
static ssize_t read_header(struct pty *pty, char __user *buf)
{
	char header = (char)pty->events;

	if (put_user(header, buf))
		return -EFAULT;
	pty->events = 0;
	return 1;
}

static ssize_t take_output(struct pty *pty, char __user *buf, size_t len)
{
	size_t n = min_t(size_t, len, pty->head - pty->tail), done = 0;

	while (done < n) {
		u32 off = pty->tail % RING_SIZE;
		size_t piece = min_t(size_t, n - done, RING_SIZE - off);

		if (copy_to_user(buf + done, pty->ring + off, piece))
			return done ? (ssize_t)done : -EFAULT;
		pty->tail += piece;
		done += piece;
	}
	wake_up_all(&pty->tty.write_wait);
	return (ssize_t)done;
}

static ssize_t master_read(struct file *file, char __user *buf, size_t len,
			   loff_t *pos)
{
	struct pty *pty = file->private_data;
	ssize_t header = 0, n = 0;
	int err;

	if (!len)
		return 0;
	if (!master_readable(pty)) {
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(pty->read_wait,
					       master_readable(pty));
		if (err)
			return err;
	}
	if (pty->head == pty->tail && !pty->events)
		return -EIO;
	if (pty->packet) {
		bool event = pty->events;

		header = read_header(pty, buf);
		if (header < 0 || event)
			return header;
	}
	n = take_output(pty, buf + header, len - (size_t)header);
	return n < 0 ? n : header + n;
}

static ssize_t master_write(struct file *file, const char __user *buf,
			    size_t len, loff_t *pos)
{
	struct pty *pty = file->private_data;
	size_t done = 0;
	int err = 0;
	u8 chunk[256];

	while (done < len && !err) {
		size_t want = min(len - done, sizeof(chunk)), n;

		want = min(want, n_tty_room(&pty->tty));
		n = want - copy_from_user(chunk, buf + done, want);

		done += n_tty_receive(&pty->tty, chunk, n);
		if (n < want)
			err = -EFAULT;
		else if (n)
			continue;
		else if (file->f_flags & O_NONBLOCK)
			err = -EAGAIN;
		else
			err = wait_event_interruptible(pty->write_wait,
						       n_tty_room(&pty->tty));
	}
	return done ? (ssize_t)done : err;
}

static unsigned int master_poll(struct file *file, struct poll_table_struct *pt)
{
	struct pty *pty = file->private_data;
	unsigned int mask = 0;

	poll_wait(file, &pty->read_wait, pt);
	poll_wait(file, &pty->write_wait, pt);
	if (pty->head != pty->tail)
		mask |= POLLIN | POLLRDNORM;
	if (pty->packet && pty->events)
		mask |= POLLIN | POLLRDNORM | POLLPRI;
	if (slave_closed(pty))
		mask |= POLLHUP;
	if (n_tty_room(&pty->tty))
		mask |= POLLOUT | POLLWRNORM;
	return mask;
}

/* Another way to the slave, whatever /dev/pts is to the caller. */
static long open_peer(struct pty *pty, int flags)
{
	struct file *file = dentry_open(pty->dentry, flags);
	int fd;

	if (IS_ERR(file))
		return PTR_ERR(file);
	fd = fd_install(current_task()->files, file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		fput(file);
	return fd;
}

static long signal_slave(struct pty *pty, unsigned long sig)
{
	if (sig != SIGINT && sig != SIGQUIT && sig != SIGTSTP)
		return -EINVAL;
	tty_signal_pgrp(pty->tty.pgrp, (int)sig);
	return 0;
}

static long flush_master(struct pty *pty, unsigned long which)
{
	if (which > TCIOFLUSH)
		return -EINVAL;
	if (which != TCOFLUSH) {
		pty->tail = pty->head;
		wake_up_all(&pty->tty.write_wait);
	}
	if (which != TCIFLUSH)
		n_tty_flush(&pty->tty);
	return 0;
}

/* The lock and the packet mode: flags that are set from, and read into, an int. */
static long flag_ioctl(struct pty *pty, unsigned int cmd, int __user *arg)
{
	int val;

	switch (cmd) {
	case TIOCGPTLCK:
		return put_user((int)pty->locked, arg);
	case TIOCGPKT:
		return put_user((int)pty->packet, arg);
	}
	if (get_user(val, arg))
		return -EFAULT;
	if (cmd == TIOCSPTLCK) {
		pty->locked = val != 0;
	} else {
		pty->packet = val != 0;
		pty->events = 0;
	}
	return 0;
}

static long master_ioctl(struct file *file, unsigned int cmd,
			 unsigned long arg)
{
	struct pty *pty = file->private_data;
	int __user *p = (int __user *)arg;
	long ret;

	switch (cmd) {
	case TIOCGPTN:
		return put_user(pty->nr, (unsigned int __user *)arg);
	case TIOCSPTLCK:
	case TIOCGPTLCK:
	case TIOCPKT:
	case TIOCGPKT:
		return flag_ioctl(pty, cmd, p);
	case TIOCGPTPEER:
		return open_peer(pty, (int)arg);
	case TIOCSIG:
		return signal_slave(pty, arg);
	case TCFLSH:
		return flush_master(pty, arg);
	case FIONREAD:
		return put_user((int)(pty->head - pty->tail), p);
	case TIOCOUTQ:
		return put_user(0, p);
	}
	ret = tty_ioctl_common(&pty->tty, false, cmd, arg);
	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}

static int master_release(struct inode *inode, struct file *file)
{
	struct pty *pty = file->private_data;
	struct dentry *dentry = pty->dentry;

	pairs[pty->nr] = NULL;
	pty->master_open = false;
	pty->tty.gone = true;
	tty_hangup(&pty->tty);
	dentry->d_inode->i_nlink--;
	d_delete(dentry);
	dput(dentry);
	if (!pty->tty.opens)
		kfree(pty);
	return 0;
}

/* ---- making a pair ------------------------------------------------------------------ */

static struct inode *pts_inode(unsigned int nr)
{
	struct inode *inode = new_inode(kernel.devpts, S_IFCHR | 0620);

	if (!inode)
		return NULL;
	inode->i_rdev = MKDEV(PTS_MAJOR, nr);
	inode->i_uid = current_task()->euid;
	inode->i_gid = PTS_GID;
	return inode;
}

/* The name of pair @nr in /dev/pts. NULL without memory. */
static struct dentry *pts_dentry(unsigned int nr)
{
	struct dentry *root = kernel.devpts->s_root, *dentry;
	struct inode *inode;
	char name[8];
	int len = snprintf(name, sizeof(name), "%u", nr);

	dentry = d_alloc(root, name, (size_t)len);
	if (!dentry)
		return NULL;
	inode = pts_inode(nr);
	if (!inode || create_in(root, dentry, inode)) {
		iput(inode);
		dput(dentry);
		return NULL;
	}
	return dentry;
}

static int ptmx_open(struct inode *inode, struct file *file)
{
	struct pty *pty;
	unsigned int nr = 0;

	while (nr < NR_PAIRS && pairs[nr])
		nr++;
	if (nr == NR_PAIRS)
		return -ENOSPC;
	pty = kzalloc(sizeof(*pty), GFP_KERNEL);
	if (!pty)
		return -ENOMEM;
	pty->nr = nr;
	pairs[nr] = pty;
	pty->dentry = pts_dentry(nr);
	if (!pty->dentry) {
		pairs[nr] = NULL;
		kfree(pty);
		return -ENOMEM;
	}
	tty_init(&pty->tty, &pty_driver, MKDEV(PTS_MAJOR, nr));
	init_waitqueue_head(&pty->read_wait);
	init_waitqueue_head(&pty->write_wait);
	pty->locked = pty->master_open = true;
	file->private_data = pty;
	return 0;
}

const struct file_operations ptmx_fops = {
	.llseek		= no_llseek,
	.open		= ptmx_open,
	.read		= master_read,
	.write		= master_write,
	.poll		= master_poll,
	.unlocked_ioctl	= master_ioctl,
	.release	= master_release,
};

struct super_block *devpts_sb_create(void)
{
	return sb_create("devpts", DEVPTS_MAGIC, NULL, 0755);
}
