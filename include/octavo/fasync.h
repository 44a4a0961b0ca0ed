/* SPDX-License-Identifier: MIT */
/*
 * fasync.h - who asked, with O_ASYNC, to hear of a device by a signal.
 *
 *	->fasync()	return fasync_helper(fd, file, on, &dev->queue);
 *	news		kill_fasync(&dev->queue, SIGIO, POLL_IN);
 *
 * Files leave the queue by themselves when they are closed.
 */
#ifndef OCTAVO_FASYNC_H
#define OCTAVO_FASYNC_H

#include <octavo/fs.h>

/* What happened: si_code of the signal, after F_SETSIG. */
#define POLL_IN		1
#define POLL_OUT	2
#define POLL_MSG	3
#define POLL_ERR	4
#define POLL_PRI	5
#define POLL_HUP	6

/* An entry; a driver has a pointer to the first. */
struct fasync_struct {
	int fa_fd;
	struct file *fa_file;
	struct fasync_struct *fa_next;
};

/**
 * fasync_helper() - what ->fasync usually is
 * @fd: of the file
 * @file: that O_ASYNC is set or cleared of
 * @on: set or cleared
 * @queue: the device's
 *
 * Context: May sleep.
 * Return: 1: the queue has changed; 0: it has not; -ENOMEM.
 */
int fasync_helper(int fd, struct file *file, int on,
		  struct fasync_struct **queue);

/**
 * kill_fasync() - tell those who asked
 * @queue: the device's
 * @sig: SIGIO, or SIGURG: only by that name
 * @band: POLL_IN, ...
 *
 * Context: Any context.
 */
void kill_fasync(struct fasync_struct **queue, int sig, int band);

/**
 * f_setown() - as F_SETOWN, of the kernel's own accord
 * @file: open
 * @who: a process, or a group as a negative number; 0: nobody
 * @force: also if somebody is named already
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -ESRCH.
 */
int f_setown(struct file *file, int who, int force);

#endif
