/* SPDX-License-Identifier: MIT */
/*
 * linux/spinlock.h - locks for a few instructions.
 */
#ifndef DOOR_LINUX_SPINLOCK_H
#define DOOR_LINUX_SPINLOCK_H

#include <linux/bottom_half.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/spinlock_types.h>
#include <linux/stringify.h>
#include <linux/types.h>
#include <octavo/spinlock.h>
#include <octavo/lockcheck.h>

#endif
