/* SPDX-License-Identifier: MIT */
/*
 * linux/gfp.h - pages by the block.
 */
#ifndef DOOR_LINUX_GFP_H
#define DOOR_LINUX_GFP_H

#include <linux/gfp_types.h>
#include <linux/mmzone.h>
#include <octavo/gfp.h>

#endif
