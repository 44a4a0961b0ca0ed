/* SPDX-License-Identifier: MIT */
/*
 * frame.h - what programs and the driver frame say to each other.
 */
#ifndef FRAME_H
#define FRAME_H

#include <linux/ioctl.h>
#include <linux/types.h>

struct frame_info {
	__u32 pages;			/* most that can be mapped */
	__u32 present;			/* of them that are there by now */
};

#define FRAME_INFO	_IOR('f', 1, struct frame_info)

#endif
