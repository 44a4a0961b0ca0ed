/* SPDX-License-Identifier: MIT */
/*
 * hashtable.h - arrays of hash chains.
 */
#ifndef DOOR_LINUX_HASHTABLE_H
#define DOOR_LINUX_HASHTABLE_H

#include <linux/list.h>
#include <linux/types.h>
#include <linux/kernel.h>
#include <linux/bitops.h>
#include <linux/hash.h>
#include <octavo/hashtable.h>

#endif
