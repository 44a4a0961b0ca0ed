/* SPDX-License-Identifier: MIT */
/*
 * asm/cacheflush.h - caches of the CPU and user mappings.
 */
#ifndef DOOR_ASM_CACHEFLUSH_H
#define DOOR_ASM_CACHEFLUSH_H

#include <linux/mm.h>

#endif
