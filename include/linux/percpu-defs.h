/* SPDX-License-Identifier: MIT */
/*
 * linux/percpu-defs.h - naming memory that each CPU has its own of.
 */
#ifndef DOOR_LINUX_PERCPU_DEFS_H
#define DOOR_LINUX_PERCPU_DEFS_H

#include <octavo/percpu.h>

#endif
