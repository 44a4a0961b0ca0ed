/* SPDX-License-Identifier: MIT */
/*
 * sizes.h - powers of two as sizes.
 */
#ifndef DOOR_LINUX_SIZES_H
#define DOOR_LINUX_SIZES_H

#include <linux/const.h>
#include <octavo/units.h>

#endif
