/* SPDX-License-Identifier: MIT */
/*
 * idr.h - small integers given out, alone or with a pointer.
 */
#ifndef DOOR_LINUX_IDR_H
#define DOOR_LINUX_IDR_H

#include <linux/gfp.h>
#include <linux/percpu.h>
#include <linux/xarray.h>
#include <octavo/idr.h>

#endif
