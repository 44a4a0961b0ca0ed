/* SPDX-License-Identifier: MIT */
/*
 * string_helpers.h - words and sizes as text.
 */
#ifndef DOOR_LINUX_STRING_HELPERS_H
#define DOOR_LINUX_STRING_HELPERS_H

#include <linux/bits.h>
#include <linux/ctype.h>
#include <linux/string_choices.h>
#include <linux/string.h>
#include <linux/types.h>

#endif
