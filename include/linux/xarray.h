/* SPDX-License-Identifier: MIT */
/*
 * xarray.h - arrays of pointers by any index.
 */
#ifndef DOOR_LINUX_XARRAY_H
#define DOOR_LINUX_XARRAY_H

#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/kernel.h>
#include <linux/types.h>
#include <octavo/xa_alloc.h>

#endif
