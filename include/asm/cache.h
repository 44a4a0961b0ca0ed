/* SPDX-License-Identifier: MIT */
/*
 * cache.h - lines of the cache.
 */
#ifndef DOOR_ASM_CACHE_H
#define DOOR_ASM_CACHE_H

#include <octavo/cache.h>

#endif
