/* SPDX-License-Identifier: MIT */
/*
 * ioctl.c - modes, sizes and the rest of what ioctl(2) does with terminals.
 *
 * A call on the master of a pair means the terminal, mostly; what differs is
 * whose rules about foreground and session apply: the master is nobody's
 * controlling terminal.
 *
 * Invariants and locking: see internal.h.
 */
#include "internal.h"

static const u32 speeds[] = {
	0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600,
	19200, 38400,
};
static const u32 high_speeds[] = {
	0, 57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000,
	1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000,
};

/* c_ospeed follows the code in c_cflag, unless that says otherwise. */
static void set_speed(struct termios2 *t)
{
	const u32 code = t->c_cflag & CBAUD;

	if (code == BOTHER)
		return;
	t->c_ospeed = code & BOTHER ? high_speeds[code & 15] : speeds[code];
	t->c_ispeed = t->c_ospeed;
}

static void set_termios(struct tty *tty, struct termios2 *t)
{
	const struct termios2 old = tty->termios;
	const u8 *cc = t->c_cc;

	t->c_line = 0;
	set_speed(t);
	tty->termios = *t;
	n_tty_modes_changed(tty, old.c_lflag);
	if (old.c_iflag & IXON && !(t->c_iflag & IXON))
		tty_start(tty);
	if (!tty->driver->event ||
	    !((old.c_iflag ^ t->c_iflag) & IXON))
		return;
	tty->driver->event(tty, t->c_iflag & IXON && cc[VSTOP] == 023 &&
				cc[VSTART] == 021 ? TIOCPKT_DOSTOP :
						    TIOCPKT_NOSTOP);
}

static long get_termio(const struct tty *tty, struct termio __user *arg)
{
	const struct termios2 *t = &tty->termios;
	struct termio old = {
		.c_iflag = (u16)t->c_iflag, .c_oflag = (u16)t->c_oflag,
		.c_cflag = (u16)t->c_cflag, .c_lflag = (u16)t->c_lflag,
		.c_line = t->c_line,
	};

	memcpy(old.c_cc, t->c_cc, NCC);
	return copy_to_user(arg, &old, sizeof(old)) ? -EFAULT : 0;
}

static int take_termio(struct termios2 *t, const struct termio __user *arg)
{
	struct termio new;

	if (copy_from_user(&new, arg, sizeof(new)))
		return -EFAULT;
	t->c_iflag = (t->c_iflag & ~0xffffu) | new.c_iflag;
	t->c_oflag = (t->c_oflag & ~0xffffu) | new.c_oflag;
	t->c_cflag = (t->c_cflag & ~0xffffu) | new.c_cflag;
	t->c_lflag = (t->c_lflag & ~0xffffu) | new.c_lflag;
	memcpy(t->c_cc, new.c_cc, NCC);
	return 0;
}

/* TCSETS and its kin: of which structure, and whether input is thrown away. */
static long change_termios(struct tty *tty, unsigned int cmd,
			   unsigned long arg)
{
	const bool old = cmd >= TCSETA && cmd <= TCSETAF;
	const bool flush = cmd == TCSETSF || cmd == TCSETSF2 || cmd == TCSETAF;
	size_t size = cmd >= TCSETS2 && cmd <= TCSETSF2 ?
		      sizeof(struct termios2) : TERMIOS_SIZE;
	struct termios2 t = tty->termios;
	int err = tty_check_background(tty, SIGTTOU);

	if (err)
		return err;
	if (old)
		err = take_termio(&t, (const struct termio __user *)arg);
	else if (copy_from_user(&t, (const void __user *)arg, size))
		err = -EFAULT;
	if (err)
		return err;
	if (flush)
		n_tty_flush(tty);
	set_termios(tty, &t);
	return 0;
}

static long get_termios(const struct tty *tty, unsigned long arg, size_t size)
{
	return copy_to_user((void __user *)arg, &tty->termios, size) ? -EFAULT :
								       0;
}

/* ---- size ------------------------------------------------------------------------- */

void tty_set_size(struct tty *tty, const struct winsize *size)
{
	if (memcmp(size, &tty->size, sizeof(*size)) == 0)
		return;
	tty->size = *size;
	tty_signal_pgrp(tty->pgrp, SIGWINCH);
}

static long change_size(struct tty *tty, const void __user *arg)
{
	struct winsize size;

	if (copy_from_user(&size, arg, sizeof(size)))
		return -EFAULT;
	tty_set_size(tty, &size);
	return 0;
}

/* ---- flow ------------------------------------------------------------------------- */

static long flush_queues(struct tty *tty, unsigned long which)
{
	int err = tty_check_background(tty, SIGTTOU);

	if (err)
		return err;
	if (which > TCIOFLUSH)
		return -EINVAL;
	if (which != TCOFLUSH)
		n_tty_flush(tty);
	if (which != TCIFLUSH && tty->driver->flush)
		tty->driver->flush(tty);
	return 0;
}

static long change_flow(struct tty *tty, unsigned long how)
{
	const u8 *cc = tty->termios.c_cc;
	int err = tty_check_background(tty, SIGTTOU);
	u8 c;

	if (err)
		return err;
	switch (how) {
	case TCOOFF:
		tty_stop(tty);
		return 0;
	case TCOON:
		tty_start(tty);
		return 0;
	case TCIOFF:
	case TCION:
		c = cc[how == TCIOFF ? VSTOP : VSTART];
		if (c != _POSIX_VDISABLE && tty->driver->room(tty))
			tty->driver->put(tty, &c, 1);
		return 0;
	default:
		return -EINVAL;
	}
}

/* ---- all of them -------------------------------------------------------------------- */

static long session_ioctl(struct tty *tty, bool own, unsigned int cmd,
			  unsigned long arg)
{
	switch (cmd) {
	case TIOCGPGRP:
		return tty_get_pgrp(tty, own, (int __user *)arg);
	case TIOCSPGRP:
		return tty_set_pgrp(tty, (int __user *)arg);
	case TIOCGSID:
		return tty_get_sid(tty, own, (int __user *)arg);
	case TIOCNOTTY:
		if (current_task()->signal->tty != tty)
			return -ENOTTY;
		tty_give_up();
		return 0;
	case TIOCVHANGUP:
		if (current_task()->euid)
			return -EPERM;
		tty_hangup(tty);
		return 0;
	default:
		return -ENOIOCTLCMD;
	}
}

/* What is said of a terminal beside its modes. */
static long state_ioctl(struct tty *tty, unsigned int cmd, unsigned long arg)
{
	int __user *to = (int __user *)arg;
	int val;

	switch (cmd) {
	case TIOCEXCL:
	case TIOCNXCL:
		tty->exclusive = cmd == TIOCEXCL;
		return 0;
	case TIOCGEXCL:
		return put_user((int)tty->exclusive, to);
	case TIOCGDEV:
		return put_user(new_encode_dev(tty->dev), (u32 __user *)arg);
	case TIOCGETD:
		return put_user(0, to);
	case TIOCSETD:
		if (get_user(val, to))
			return -EFAULT;
		return val ? -EINVAL : 0;
	case TIOCSTI:
		return -EIO;		/* nobody types for another */
	case TCSBRK:
	case TCSBRKP:
		return tty_check_background(tty, SIGTTOU);
	default:
		return -ENOIOCTLCMD;
	}
}

long tty_ioctl_common(struct tty *tty, bool own, unsigned int cmd,
		      unsigned long arg)
{
	void __user *p = (void __user *)arg;
	long ret;

	switch (cmd) {
	case TCGETS:
		return get_termios(tty, arg, TERMIOS_SIZE);
	case TCGETS2:
		return get_termios(tty, arg, sizeof(tty->termios));
	case TCGETA:
		return get_termio(tty, p);
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
	case TCSETS2:
	case TCSETSW2:
	case TCSETSF2:
	case TCSETA:
	case TCSETAW:
	case TCSETAF:
		return change_termios(tty, cmd, arg);
	case TIOCGWINSZ:
		return copy_to_user(p, &tty->size, sizeof(tty->size)) ?
			-EFAULT : 0;
	case TIOCSWINSZ:
		return change_size(tty, p);
	}
	ret = session_ioctl(tty, own, cmd, arg);
	return ret == -ENOIOCTLCMD ? state_ioctl(tty, cmd, arg) : ret;
}

long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct tty *tty = ((struct tty_file *)file->private_data)->tty;
	long ret;

	if (tty_is_dead(file))
		return cmd == TIOCSPGRP ? -ENOTTY : -EIO;
	switch (cmd) {
	case FIONREAD:
		return put_user((int)n_tty_count(tty), (int __user *)arg);
	case TIOCOUTQ:
		return put_user(0, (int __user *)arg);
	case TCFLSH:
		return flush_queues(tty, arg);
	case TCXONC:
		return change_flow(tty, arg);
	case TIOCSCTTY:
		return tty_set_controlling(tty, arg == 1,
					   file->f_mode & FMODE_READ);
	}
	ret = tty_ioctl_common(tty, true, cmd, arg);
	return ret == -ENOIOCTLCMD ? -ENOTTY : ret;
}
