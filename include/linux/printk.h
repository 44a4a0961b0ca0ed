/* SPDX-License-Identifier: MIT */
/*
 * printk.h - messages.
 */
#ifndef DOOR_LINUX_PRINTK_H
#define DOOR_LINUX_PRINTK_H

#include <stdarg.h>
#include <linux/types.h>
#include <octavo/hexdump.h>
#include <octavo/printk.h>

#endif
