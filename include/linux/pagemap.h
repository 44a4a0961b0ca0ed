/* SPDX-License-Identifier: MIT */
/*
 * linux/pagemap.h - pages of files.
 */
#ifndef DOOR_LINUX_PAGEMAP_H
#define DOOR_LINUX_PAGEMAP_H

#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/uaccess.h>
#include <octavo/bitops.h>
#include <octavo/list.h>
#include <octavo/pagemap.h>

#endif
