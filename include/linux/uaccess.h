/* SPDX-License-Identifier: MIT */
/*
 * linux/uaccess.h - copies between the kernel and user memory.
 */
#ifndef DOOR_LINUX_UACCESS_H
#define DOOR_LINUX_UACCESS_H

#include <asm/uaccess.h>

#endif
