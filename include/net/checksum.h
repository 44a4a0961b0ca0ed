/* SPDX-License-Identifier: MIT */
/*
 * net/checksum.h - the checksum of the Internet.
 */
#ifndef DOOR_NET_CHECKSUM_H
#define DOOR_NET_CHECKSUM_H

#include <linux/types.h>
#include <octavo/checksum.h>

#endif
