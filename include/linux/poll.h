/* SPDX-License-Identifier: MIT */
/*
 * linux/poll.h - what ->poll says.
 */
#ifndef DOOR_LINUX_POLL_H
#define DOOR_LINUX_POLL_H

#include <linux/eventpoll.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <octavo/poll.h>
#include <octavo/wait.h>

#define DEFAULT_POLLMASK	(EPOLLIN | EPOLLOUT | EPOLLRDNORM | EPOLLWRNORM)

#endif
