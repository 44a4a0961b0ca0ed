/* SPDX-License-Identifier: MIT */
/*
 * linux/ioctl.h - how numbers of ioctl(2) are made.
 */
#ifndef DOOR_LINUX_IOCTL_H
#define DOOR_LINUX_IOCTL_H

#include <asm/ioctl.h>

#endif
