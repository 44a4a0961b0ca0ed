/* SPDX-License-Identifier: MIT */
/*
 * asm/ioctl.h - the same.
 */
#ifndef DOOR_ASM_IOCTL_H
#define DOOR_ASM_IOCTL_H

#include <uapi/ioctl.h>

#endif
