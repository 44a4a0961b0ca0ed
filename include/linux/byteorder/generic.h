/* SPDX-License-Identifier: MIT */
/*
 * generic.h - numbers as the network has them.
 */
#ifndef DOOR_LINUX_BYTEORDER_GENERIC_H
#define DOOR_LINUX_BYTEORDER_GENERIC_H

#include <octavo/byteorder.h>

#endif
