/* SPDX-License-Identifier: MIT */
/*
 * linux/kthread.h - tasks of the kernel's own.
 */
#ifndef DOOR_LINUX_KTHREAD_H
#define DOOR_LINUX_KTHREAD_H

#include <linux/err.h>
#include <linux/sched.h>
#include <octavo/kthread.h>

#endif
