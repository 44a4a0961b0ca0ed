/* SPDX-License-Identifier: MIT */
/*
 * internal.h - terminals inside of the kernel.
 *
 *	program <--read, write--> struct tty <--driver--> the other side
 *				  |
 *				  struct n_tty: what was typed and not yet read
 *
 * The other side is the machine's console (console.c), or a program that holds
 * the master of a pair (pty.c). What it sends goes through n_tty_receive(),
 * which edits lines, echoes and makes signals; what programs write goes through
 * n_tty_output() to the driver.
 *
 * Invariants:
 *  1. tty->session is 0, or the number of a session whose leader has the
 *     terminal as its signal->tty; nobody else's signal->tty is it.
 *  2. A file whose count of hangups is not the terminal's is dead.
 *
 * Locking: none of its own. Tasks and the idle task share one CPU and are not
 * preempted in the kernel; no function here sleeps between looking at a
 * terminal and changing it. Interrupts only say that there is input.
 */
#ifndef KERNEL_TTY_INTERNAL_H
#define KERNEL_TTY_INTERNAL_H

#include "../internal.h"
#include <octavo/errno.h>
#include <uapi/termios.h>

#define N_TTY_SIZE	4096u

/* ---- n_tty.c: the line discipline ------------------------------------------ */

/*
 * Typed bytes in a ring. Positions only grow:
 *
 *	tail <= lines <= head		lines: end of the last finished line
 *
 * A byte that ends a line has its bit in @ends; if it is an end of file, which
 * nobody reads, in @eofs too.
 */
struct n_tty {
	u8 ring[N_TTY_SIZE];
	unsigned long ends[N_TTY_SIZE / BITS_PER_LONG];
	unsigned long eofs[N_TTY_SIZE / BITS_PER_LONG];
	u32 head, lines, tail;
	unsigned int column;		/* of the cursor */
	unsigned int line_column;	/* where the line being typed began */
	bool literal;			/* the next byte is no command */
	bool erasing;			/* ECHOPRT: after the backslash */
};

struct tty;

struct tty_driver {
	/* Bytes that may be put now. */
	size_t (*room)(struct tty *tty);
	/* Hand @len bytes, for which there is room, to the other side. */
	void (*put)(struct tty *tty, const u8 *buf, size_t len);
	/* Something was read: more may come. */
	void (*drained)(struct tty *tty);
	/* Throw away what the other side has not taken. May be NULL. */
	void (*flush)(struct tty *tty);
	/* TIOCPKT_* happened. May be NULL. */
	void (*event)(struct tty *tty, unsigned int what);
	/* The first file was opened, the last one closed. May be NULL. */
	void (*first_open)(struct tty *tty);
	void (*last_close)(struct tty *tty);
};

struct tty {
	const struct tty_driver *driver;
	dev_t dev;
	struct termios2 termios;
	struct winsize size;
	unsigned int opens;		/* files that are not dead */
	unsigned int hangups;
	pid_t session, pgrp;		/* 0: none */
	bool stopped;			/* output, by ctrl-S */
	bool exclusive;			/* TIOCEXCL */
	bool gone;			/* there is no other side any more */
	wait_queue_head_t read_wait, write_wait;
	struct n_tty ld;
};

static inline bool tty_mode(const struct tty *tty, u32 lflag)
{
	return tty->termios.c_lflag & lflag;
}

/* Bytes that n_tty_receive() takes now. */
size_t n_tty_room(const struct tty *tty);
/* The other side sent @len bytes; how many were taken. */
size_t n_tty_receive(struct tty *tty, const u8 *buf, size_t len);
/* Bytes a read could have now; a canonical one counts an end of file. */
size_t n_tty_readable(const struct tty *tty);
/* The same without ends of file. */
size_t n_tty_count(const struct tty *tty);
/* Take out up to @len bytes. @over: a line, or the input, ended with them. */
size_t n_tty_fetch(struct tty *tty, u8 *buf, size_t len, bool *over);
/* Write @len bytes as c_oflag says; how many of them were taken. */
size_t n_tty_output(struct tty *tty, const u8 *buf, size_t len);
void n_tty_flush(struct tty *tty);
/* After a change of modes: c_lflag was @old. */
void n_tty_modes_changed(struct tty *tty, u32 old);
/* Stop or restart output. */
void tty_stop(struct tty *tty);
void tty_start(struct tty *tty);

/* ---- tty.c ------------------------------------------------------------------ */

/* What file->private_data of an open terminal is. */
struct tty_file {
	struct tty *tty;
	unsigned int hangups;
};

void tty_init(struct tty *tty, const struct tty_driver *driver, dev_t dev);
/* Make @file, just opened, one of @tty. 0 or -errno. */
int tty_attach(struct tty *tty, struct file *file);
bool tty_is_dead(const struct file *file);
extern const struct file_operations tty_fops;

/* ---- jobctl.c ----------------------------------------------------------------- */

/* Send @sig to a group; from any context in which tasks may run. */
void tty_signal_pgrp(pid_t pgid, int sig);
/* May the running task change @tty, or read from it? 0, -EIO, or -ERESTARTSYS
 * after its group was sent @sig. */
int tty_check_background(const struct tty *tty, int sig);
/* Make @tty the running session leader's; 0 or -EPERM. */
int tty_set_controlling(struct tty *tty, bool steal, bool readable);
/* TIOCNOTTY. */
void tty_give_up(void);
/* The other side is gone, or will be for who has it open now. */
void tty_hangup(struct tty *tty);
long tty_get_pgrp(const struct tty *tty, bool own, int __user *arg);
long tty_set_pgrp(struct tty *tty, int __user *arg);
long tty_get_sid(const struct tty *tty, bool own, int __user *arg);

/* ---- ioctl.c ------------------------------------------------------------------- */

/* What a terminal and the master of one have in common; @own: not a master.
 * -ENOIOCTLCMD: not among them. */
long tty_ioctl_common(struct tty *tty, bool own, unsigned int cmd,
		      unsigned long arg);
long tty_ioctl(struct file *file, unsigned int cmd, unsigned long arg);
void tty_set_size(struct tty *tty, const struct winsize *size);

/* ---- pty.c ------------------------------------------------------------ */

extern const struct file_operations ptmx_fops, pts_fops;
#define PTS_MAJOR	136		/* of /dev/pts/N */

#endif
