/* SPDX-License-Identifier: MIT */
/*
 * kernel.h - what the kernel's headers share.
 */
#ifndef DOOR_UAPI_LINUX_KERNEL_H
#define DOOR_UAPI_LINUX_KERNEL_H

#include <linux/kernel.h>

#endif
