/* SPDX-License-Identifier: MIT */
/*
 * linux/irqflags.h - keeping interrupts out.
 */
#ifndef DOOR_LINUX_IRQFLAGS_H
#define DOOR_LINUX_IRQFLAGS_H

#include <octavo/spinlock.h>
#include <octavo/lockcheck.h>

#endif
