/* SPDX-License-Identifier: MIT */
/*
 * linux/uio.h - iterators over memory of any kind.
 */
#ifndef DOOR_LINUX_UIO_H
#define DOOR_LINUX_UIO_H

#include <linux/bvec.h>
#include <linux/mm_types.h>
#include <linux/uaccess.h>
#include <octavo/uio.h>

#endif
