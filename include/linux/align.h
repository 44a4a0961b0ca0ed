/* SPDX-License-Identifier: MIT */
/*
 * align.h - rounding to powers of two.
 */
#ifndef DOOR_LINUX_ALIGN_H
#define DOOR_LINUX_ALIGN_H

#include <octavo/types.h>

#endif
