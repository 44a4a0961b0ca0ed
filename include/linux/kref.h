/* SPDX-License-Identifier: MIT */
/*
 * linux/kref.h - counts of references.
 */
#ifndef DOOR_LINUX_KREF_H
#define DOOR_LINUX_KREF_H

#include <linux/refcount.h>
#include <octavo/kref.h>

#endif
