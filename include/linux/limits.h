/* SPDX-License-Identifier: MIT */
/*
 * limits.h - the largest and smallest numbers of each type.
 */
#ifndef DOOR_LINUX_LIMITS_H
#define DOOR_LINUX_LIMITS_H

#include <octavo/limits.h>

#endif
