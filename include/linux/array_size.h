/* SPDX-License-Identifier: MIT */
/*
 * array_size.h - how many elements an array has.
 */
#ifndef DOOR_LINUX_ARRAY_SIZE_H
#define DOOR_LINUX_ARRAY_SIZE_H

#include <linux/compiler.h>

/* Unlike the library's own, it refuses a pointer. */
#undef ARRAY_SIZE
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]) + __must_be_array(a))

#endif
