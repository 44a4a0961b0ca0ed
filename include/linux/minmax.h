/* SPDX-License-Identifier: MIT */
/*
 * minmax.h - the smaller, the larger.
 */
#ifndef DOOR_LINUX_MINMAX_H
#define DOOR_LINUX_MINMAX_H

#include <octavo/types.h>
#include <octavo/minmax.h>

#endif
