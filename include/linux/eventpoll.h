/* SPDX-License-Identifier: MIT */
/*
 * linux/eventpoll.h - events, by their newer names.
 */
#ifndef DOOR_LINUX_EVENTPOLL_H
#define DOOR_LINUX_EVENTPOLL_H

#include <linux/types.h>
#include <uapi/poll.h>

#endif
