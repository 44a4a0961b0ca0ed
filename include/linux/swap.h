/* SPDX-License-Identifier: MIT */
/*
 * linux/swap.h - reclaim of pages.
 */
#ifndef DOOR_LINUX_SWAP_H
#define DOOR_LINUX_SWAP_H

#include <linux/mmzone.h>
#include <linux/pagemap.h>
#include <octavo/vmstat.h>

#endif
