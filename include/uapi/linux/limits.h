/* SPDX-License-Identifier: MIT */
/*
 * limits.h - the largest numbers.
 */
#ifndef DOOR_UAPI_LINUX_LIMITS_H
#define DOOR_UAPI_LINUX_LIMITS_H

#include <linux/limits.h>

#endif
