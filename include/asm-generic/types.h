/* SPDX-License-Identifier: MIT */
/*
 * types.h - integer types.
 */
#ifndef DOOR_ASM_GENERIC_TYPES_H
#define DOOR_ASM_GENERIC_TYPES_H

#include <linux/types.h>

#endif
