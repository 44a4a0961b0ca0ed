/* SPDX-License-Identifier: MIT */
/*
 * bitrev.h - the order of bits turned round.
 */
#ifndef DOOR_LINUX_BITREV_H
#define DOOR_LINUX_BITREV_H

#include <linux/types.h>
#include <octavo/bitrev.h>

#endif
