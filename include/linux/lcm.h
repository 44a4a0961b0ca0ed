/* SPDX-License-Identifier: MIT */
/*
 * lcm.h - the least common multiple.
 */
#ifndef DOOR_LINUX_LCM_H
#define DOOR_LINUX_LCM_H

#include <linux/compiler.h>
#include <octavo/math.h>

#endif
