/* SPDX-License-Identifier: MIT */
/*
 * linux/atomic.h - integers that several change at once.
 */
#ifndef DOOR_LINUX_ATOMIC_H
#define DOOR_LINUX_ATOMIC_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <asm/barrier.h>
#include <octavo/atomic.h>

#endif
