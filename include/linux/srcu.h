/* SPDX-License-Identifier: MIT */
/*
 * linux/srcu.h - readers that may sleep.
 */
#ifndef DOOR_LINUX_SRCU_H
#define DOOR_LINUX_SRCU_H

#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>
#include <octavo/srcu.h>

#endif
