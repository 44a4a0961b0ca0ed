/* SPDX-License-Identifier: MIT */
/*
 * linux/lockdep.h - what is known of locks that are held.
 */
#ifndef DOOR_LINUX_LOCKDEP_H
#define DOOR_LINUX_LOCKDEP_H

#include <linux/types.h>
#include <octavo/lockcheck.h>

#endif
