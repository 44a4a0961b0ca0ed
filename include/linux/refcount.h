/* SPDX-License-Identifier: MIT */
/*
 * linux/refcount.h - counts that do not wrap.
 */
#ifndef DOOR_LINUX_REFCOUNT_H
#define DOOR_LINUX_REFCOUNT_H

#include <linux/types.h>
#include <octavo/atomic.h>
#include <octavo/refcount.h>

#endif
