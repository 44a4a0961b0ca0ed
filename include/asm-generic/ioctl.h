/* SPDX-License-Identifier: MIT */
/*
 * asm-generic/ioctl.h - the same.
 */
#ifndef DOOR_ASM_GENERIC_IOCTL_H
#define DOOR_ASM_GENERIC_IOCTL_H

#include <uapi/ioctl.h>

#endif
