/* SPDX-License-Identifier: MIT */
/*
 * linux/gfp_types.h - flags of an allocation.
 */
#ifndef DOOR_LINUX_GFP_TYPES_H
#define DOOR_LINUX_GFP_TYPES_H

#include <octavo/gfp.h>

#endif
