/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu.h - memory that each CPU has its own of.
 */
#ifndef DOOR_LINUX_PERCPU_H
#define DOOR_LINUX_PERCPU_H

#include <linux/percpu-defs.h>
#include <octavo/percpu.h>
#include <octavo/spinlock.h>

#endif
