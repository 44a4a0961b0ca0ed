/* SPDX-License-Identifier: MIT */
/*
 * uuid.h - universally unique identifiers.
 */
#ifndef DOOR_LINUX_UUID_H
#define DOOR_LINUX_UUID_H

#include <linux/string.h>
#include <octavo/uuid.h>

#endif
