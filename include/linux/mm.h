/* SPDX-License-Identifier: MIT */
/*
 * linux/mm.h - address spaces, areas, user pages.
 */
#ifndef DOOR_LINUX_MM_H
#define DOOR_LINUX_MM_H

#include <linux/gfp.h>
#include <linux/mm_types.h>
#include <linux/mmap_lock.h>
#include <linux/mmzone.h>
#include <linux/page-flags.h>
#include <linux/page_ref.h>
#include <linux/pfn.h>
#include <linux/pgtable.h>
#include <linux/sched.h>
#include <linux/shrinker.h>
#include <asm/io.h>
#include <octavo/atomic.h>
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/err.h>
#include <octavo/folio.h>
#include <octavo/list.h>
#include <octavo/mm.h>
#include <octavo/pagemap.h>
#include <octavo/slab.h>
#include <octavo/vmalloc.h>
#include <octavo/vmstat.h>
#include <octavo/vm_map.h>
#include <uapi/mman.h>

/*
 * Calls whose arguments changed. Which spelling it is shows in their number:
 *
 *	get_user_pages		5: with vmas, before 6.5
 *	get_user_pages_remote	7: with vmas, before 6.5; 8: with a task, too
 *	vm_munmap		2: of the running program
 */
#define __DOOR_PICK8(_1, _2, _3, _4, _5, _6, _7, _8, pick, ...)	pick

#define __gup5(start, nr, flags, pages, vmas)				\
	get_user_pages(start, nr, flags, pages)
#define get_user_pages(...)						\
	__DOOR_PICK8(__VA_ARGS__, 0, 0, 0, __gup5, get_user_pages,	\
		     0, 0, 0)(__VA_ARGS__)
#define __pup5(start, nr, flags, pages, vmas)				\
	pin_user_pages(start, nr, flags, pages)
#define pin_user_pages(...)						\
	__DOOR_PICK8(__VA_ARGS__, 0, 0, 0, __pup5, pin_user_pages,	\
		     0, 0, 0)(__VA_ARGS__)
#define __gupr7(mm, start, nr, flags, pages, vmas, locked)		\
	get_user_pages_remote(mm, start, nr, flags, pages, locked)
#define __gupr8(task, mm, start, nr, flags, pages, vmas, locked)	\
	get_user_pages_remote(mm, start, nr, flags, pages, locked)
#define get_user_pages_remote(...)					\
	__DOOR_PICK8(__VA_ARGS__, __gupr8, __gupr7,			\
		     get_user_pages_remote, 0, 0, 0, 0, 0)(__VA_ARGS__)
#define __pupr7(mm, start, nr, flags, pages, vmas, locked)		\
	pin_user_pages_remote(mm, start, nr, flags, pages, locked)
#define pin_user_pages_remote(...)					\
	__DOOR_PICK8(__VA_ARGS__, 0, __pupr7, pin_user_pages_remote,	\
		     0, 0, 0, 0, 0)(__VA_ARGS__)
#define __vm_munmap2(start, len)	vm_munmap(current->mm, start, len)
#define vm_munmap(...)							\
	__DOOR_PICK8(__VA_ARGS__, 0, 0, 0, 0, 0, vm_munmap, __vm_munmap2, 0) \
		(__VA_ARGS__)

#define nth_page(page, n)	((page) + (n))
#define untagged_addr(addr)	(addr)
#define page_kasan_tag_reset(page)	((void)(page))

#endif
