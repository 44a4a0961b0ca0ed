/* SPDX-License-Identifier: MIT */
/*
 * kstrtox.h - numbers from text.
 */
#ifndef DOOR_LINUX_KSTRTOX_H
#define DOOR_LINUX_KSTRTOX_H

#include <octavo/memdup_user.h>
#include <linux/compiler.h>
#include <linux/types.h>

#endif
