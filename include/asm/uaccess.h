/* SPDX-License-Identifier: MIT */
/*
 * asm/uaccess.h - copies between the kernel and user memory, in front of the machine's own.
 */
#ifndef DOOR_ASM_UACCESS_H
#define DOOR_ASM_UACCESS_H
#include <octavo/uaccess.h>
#endif
#include_next <asm/uaccess.h>
