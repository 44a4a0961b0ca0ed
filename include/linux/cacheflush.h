/* SPDX-License-Identifier: MIT */
/*
 * linux/cacheflush.h - caches of the CPU and user mappings.
 */
#ifndef DOOR_LINUX_CACHEFLUSH_H
#define DOOR_LINUX_CACHEFLUSH_H

#include <asm/cacheflush.h>

#endif
