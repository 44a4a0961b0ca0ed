/* SPDX-License-Identifier: MIT */
/*
 * linux/mm_types.h - struct page, mm_struct and vm_area_struct.
 */
#ifndef DOOR_LINUX_MM_TYPES_H
#define DOOR_LINUX_MM_TYPES_H

#include <octavo/folio.h>
#include <octavo/mm.h>
#include <octavo/rbtree.h>
#include <octavo/rwsem.h>
#include <octavo/spinlock.h>
#include <asm/page.h>

#endif
