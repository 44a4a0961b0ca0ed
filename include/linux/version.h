/* SPDX-License-Identifier: MIT */
/*
 * version.h - whose interfaces a driver is compiled for; see
 * octavo run --linux.
 */
#ifndef DOOR_LINUX_VERSION_H
#define DOOR_LINUX_VERSION_H

#define KERNEL_VERSION(a, b, c)	\
	(((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))

#ifndef LINUX_VERSION_CODE
#define LINUX_VERSION_CODE	KERNEL_VERSION(6, 1, 0)
#endif

#define LINUX_VERSION_MAJOR		(LINUX_VERSION_CODE >> 16)
#define LINUX_VERSION_PATCHLEVEL	((LINUX_VERSION_CODE >> 8) & 0xff)
#define LINUX_VERSION_SUBLEVEL		(LINUX_VERSION_CODE & 0xff)

#endif
