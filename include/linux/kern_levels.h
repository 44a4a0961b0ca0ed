/* SPDX-License-Identifier: MIT */
/*
 * kern_levels.h - the level in front of a message.
 */
#ifndef DOOR_LINUX_KERN_LEVELS_H
#define DOOR_LINUX_KERN_LEVELS_H

#include <octavo/printk.h>

#endif
