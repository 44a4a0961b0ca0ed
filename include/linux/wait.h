/* SPDX-License-Identifier: MIT */
/*
 * linux/wait.h - sleeping until a condition holds.
 */
#ifndef DOOR_LINUX_WAIT_H
#define DOOR_LINUX_WAIT_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>
#include <octavo/ktime.h>
#include <octavo/wait.h>
#include <octavo/wait_timeout.h>

#endif
