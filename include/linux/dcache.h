/* SPDX-License-Identifier: MIT */
/*
 * linux/dcache.h - names.
 */
#ifndef DOOR_LINUX_DCACHE_H
#define DOOR_LINUX_DCACHE_H

#include <linux/list.h>
#include <octavo/fs.h>
#include <octavo/libfs.h>

#endif
