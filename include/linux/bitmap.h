/* SPDX-License-Identifier: MIT */
/*
 * bitmap.h - arrays of bits.
 */
#ifndef DOOR_LINUX_BITMAP_H
#define DOOR_LINUX_BITMAP_H

#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/find.h>
#include <linux/limits.h>
#include <linux/string.h>
#include <linux/types.h>
#include <octavo/bitmap.h>

#endif
