/* SPDX-License-Identifier: MIT */
/*
 * linux/mmzone.h - zones and nodes of memory.
 */
#ifndef DOOR_LINUX_MMZONE_H
#define DOOR_LINUX_MMZONE_H

#include <linux/page-flags.h>
#include <octavo/list.h>
#include <octavo/mmzone.h>
#include <octavo/spinlock.h>
#include <asm/page.h>

/* What MAX_ORDER is called since 6.8, where it changed its meaning before. */
#define NR_PAGE_ORDERS		MAX_ORDER
#define MAX_PAGE_ORDER		(MAX_ORDER - 1)

#endif
