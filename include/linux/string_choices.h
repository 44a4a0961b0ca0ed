/* SPDX-License-Identifier: MIT */
/*
 * string_choices.h - words for yes and no.
 */
#ifndef DOOR_LINUX_STRING_CHOICES_H
#define DOOR_LINUX_STRING_CHOICES_H

#include <linux/types.h>
#include <octavo/text.h>

#endif
