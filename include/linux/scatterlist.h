/* SPDX-License-Identifier: MIT */
/*
 * linux/scatterlist.h - lists of pieces of memory.
 */
#ifndef DOOR_LINUX_SCATTERLIST_H
#define DOOR_LINUX_SCATTERLIST_H

#include <linux/mm.h>
#include <octavo/scatterlist.h>

#endif
