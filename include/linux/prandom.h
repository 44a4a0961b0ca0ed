/* SPDX-License-Identifier: MIT */
/*
 * prandom.h - random numbers, and sequences that a seed repeats.
 */
#ifndef DOOR_LINUX_PRANDOM_H
#define DOOR_LINUX_PRANDOM_H

#include <linux/types.h>
#include <octavo/random.h>

#endif
