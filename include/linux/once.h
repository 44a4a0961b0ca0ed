/* SPDX-License-Identifier: MIT */
/*
 * once.h - what is done once.
 */
#ifndef DOOR_LINUX_ONCE_H
#define DOOR_LINUX_ONCE_H

#include <linux/types.h>
#include <octavo/once.h>

#endif
