/* SPDX-License-Identifier: MIT */
/*
 * linux/workqueue.h - functions that tasks of the kernel call.
 */
#ifndef DOOR_LINUX_WORKQUEUE_H
#define DOOR_LINUX_WORKQUEUE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/cpumask.h>
#include <linux/linkage.h>
#include <linux/lockdep.h>
#include <linux/rcupdate.h>
#include <linux/timer.h>
#include <octavo/workqueue.h>

#endif
