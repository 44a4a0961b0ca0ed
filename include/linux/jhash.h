/* SPDX-License-Identifier: MIT */
/*
 * jhash.h - Jenkins' hash.
 */
#ifndef DOOR_LINUX_JHASH_H
#define DOOR_LINUX_JHASH_H

#include <linux/bitops.h>
#include <linux/unaligned.h>
#include <octavo/hash.h>

#endif
