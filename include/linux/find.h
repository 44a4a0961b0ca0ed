/* SPDX-License-Identifier: MIT */
/*
 * find.h - the next set or clear bit.
 */
#ifndef DOOR_LINUX_FIND_H
#define DOOR_LINUX_FIND_H

#include <octavo/bitmap.h>

#endif
