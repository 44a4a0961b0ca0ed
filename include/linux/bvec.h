/* SPDX-License-Identifier: MIT */
/*
 * linux/bvec.h - pieces of pages.
 */
#ifndef DOOR_LINUX_BVEC_H
#define DOOR_LINUX_BVEC_H

#include <linux/mm.h>
#include <octavo/uio.h>

#endif
