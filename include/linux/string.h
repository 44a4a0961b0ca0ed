/* SPDX-License-Identifier: MIT */
/*
 * string.h - strings and bytes.
 */
#ifndef DOOR_LINUX_STRING_H
#define DOOR_LINUX_STRING_H

#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/errno.h>
#include <linux/err.h>
#include <linux/overflow.h>
#include <stdarg.h>
#include <octavo/memdup_user.h>
#include <octavo/text.h>
#include <octavo/strdup.h>

#endif
