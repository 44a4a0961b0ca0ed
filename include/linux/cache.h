/* SPDX-License-Identifier: MIT */
/*
 * cache.h - lines of the cache.
 */
#ifndef DOOR_LINUX_CACHE_H
#define DOOR_LINUX_CACHE_H

#include <linux/kernel.h>
#include <octavo/cache.h>

#endif
