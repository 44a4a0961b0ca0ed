/* SPDX-License-Identifier: MIT */
/*
 * linux/rcupdate.h - readers that take no lock.
 */
#ifndef DOOR_LINUX_RCUPDATE_H
#define DOOR_LINUX_RCUPDATE_H

#include <linux/bottom_half.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/lockdep.h>
#include <linux/preempt.h>
#include <linux/types.h>
#include <octavo/rcupdate.h>

#endif
