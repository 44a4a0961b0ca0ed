/* SPDX-License-Identifier: MIT */
/*
 * units.h - how many of one unit another has.
 */
#ifndef DOOR_LINUX_UNITS_H
#define DOOR_LINUX_UNITS_H

#include <linux/bits.h>
#include <linux/math.h>
#include <octavo/units.h>

#endif
