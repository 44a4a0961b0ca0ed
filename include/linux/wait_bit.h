/* SPDX-License-Identifier: MIT */
/*
 * linux/wait_bit.h - sleeping until a bit is clear.
 */
#ifndef DOOR_LINUX_WAIT_BIT_H
#define DOOR_LINUX_WAIT_BIT_H

#include <linux/wait.h>

#endif
