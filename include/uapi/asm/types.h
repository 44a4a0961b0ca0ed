/* SPDX-License-Identifier: MIT */
/*
 * types.h - integer types.
 */
#ifndef DOOR_UAPI_ASM_TYPES_H
#define DOOR_UAPI_ASM_TYPES_H

#include <linux/types.h>

#endif
