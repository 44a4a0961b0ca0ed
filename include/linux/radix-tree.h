/* SPDX-License-Identifier: MIT */
/*
 * radix-tree.h - the older names of arrays by any index.
 */
#ifndef DOOR_LINUX_RADIX_TREE_H
#define DOOR_LINUX_RADIX_TREE_H

#include <linux/bitops.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/types.h>
#include <linux/xarray.h>
#include <octavo/radix-tree.h>

#endif
