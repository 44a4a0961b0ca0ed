/* SPDX-License-Identifier: MIT */
/*
 * linux/signal.h - numbers of signals, and sending them.
 */
#ifndef DOOR_LINUX_SIGNAL_H
#define DOOR_LINUX_SIGNAL_H

#include <linux/list.h>
#include <uapi/signal.h>
#include <octavo/sched.h>

#endif
