/* SPDX-License-Identifier: MIT */
/*
 * sprintf.h - text into buffers.
 */
#ifndef DOOR_LINUX_SPRINTF_H
#define DOOR_LINUX_SPRINTF_H

#include <linux/types.h>
#include <octavo/printk.h>
#include <octavo/sscanf.h>

#endif
