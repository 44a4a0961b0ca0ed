/* SPDX-License-Identifier: MIT */
/*
 * linux/shrinker.h - caches that give memory back.
 */
#ifndef DOOR_LINUX_SHRINKER_H
#define DOOR_LINUX_SHRINKER_H

#include <octavo/shrinker.h>

#endif
