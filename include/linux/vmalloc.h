/* SPDX-License-Identifier: MIT */
/*
 * linux/vmalloc.h - memory whose pages need not be in a row.
 */
#ifndef DOOR_LINUX_VMALLOC_H
#define DOOR_LINUX_VMALLOC_H

#include <asm/page.h>
#include <octavo/vmalloc.h>

#endif
