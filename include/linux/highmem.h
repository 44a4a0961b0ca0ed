/* SPDX-License-Identifier: MIT */
/*
 * linux/highmem.h - pages without an address of their own.
 */
#ifndef DOOR_LINUX_HIGHMEM_H
#define DOOR_LINUX_HIGHMEM_H

#include <linux/cacheflush.h>
#include <linux/highmem-internal.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <octavo/cpu.h>
#include <octavo/string.h>

#endif
