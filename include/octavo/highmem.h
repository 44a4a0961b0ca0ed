/* SPDX-License-Identifier: MIT */
/*
 * highmem.h - temporary addresses for page frames that have none.
 *
 * Low memory has a permanent linear address, page_address(page). A frame of
 * high memory is shown in a window for as long as somebody looks at it:
 *
 *	window 0 .. LAST_PKMAP - 1		the pool: kmap, kunmap
 *	LAST_PKMAP + cpu * KM_MAX_IDX + idx	kmap_local_page, kmap_atomic
 *
 *			sleeps	seen by		unmapped in	page faults
 *	kmap		yes	every CPU	any order	as before
 *	kmap_local_page	no	this task	reverse order	as before
 *	kmap_atomic	no	this CPU	reverse order	disabled
 *
 * All of them answer a low page with its linear address. kmap_atomic raises
 * the preempt count and disables page faults for low pages too, so that code
 * behaves the same wherever the page lies.
 */
#ifndef OCTAVO_HIGHMEM_H
#define OCTAVO_HIGHMEM_H

#include <octavo/types.h>
#include <octavo/cpu.h>
#include <octavo/page.h>
#include <octavo/string.h>
#include <octavo/vmstat.h>
#include <asm/page.h>

#define LAST_PKMAP	1024	/* windows of the pool; a power of two */
#define NR_WINDOWS	(LAST_PKMAP + NR_CPUS * KM_MAX_IDX)

/* The slots of the older spelling, one use each at a time. The memory behind
 * them is the same as without; the checks are. */
enum km_type {
	KM_BOUNCE_READ, KM_SKB_SUNRPC_DATA, KM_SKB_DATA_SOFTIRQ, KM_USER0,
	KM_USER1, KM_BIO_SRC_IRQ, KM_BIO_DST_IRQ, KM_PTE0, KM_PTE1, KM_IRQ0,
	KM_IRQ1, KM_SOFTIRQ0, KM_SOFTIRQ1, KM_TYPE_NR,
};

/* kmap_ctrl.kinds: the KM_ type or KM_TYPE_NR, and how it was mapped. */
#define KMAP_ATOMIC	0x80u
#define KMAP_TYPE_MASK	0x1fu

/* highmem_init() and highmem_exit() are in init.h. */

/* ---- The pool ----------------------------------------------------------- */

/**
 * kmap_high() - map a high page in the pool
 * @page: a page of high memory
 *
 * Context: May sleep: waits until a window is free.
 * Return: its address; never NULL.
 */
void *kmap_high(struct page *page);

/**
 * kunmap_high() - let go of a high page
 * @page: a page of high memory
 *
 * Context: Any context but interrupts.
 */
void kunmap_high(struct page *page);

/**
 * kmap() - a kernel address for a page, as long as wanted
 * @page: any page; the caller has a reference
 *
 * A page that is mapped already answers with the same address and one more
 * user. The address may be used by every CPU and handed to others.
 *
 * Context: May sleep: waits until a window is free.
 * Return: address of the page's first byte; never NULL.
 * Pairs with: kunmap()
 */
void *kmap(struct page *page);

/**
 * kunmap() - undo one kmap()
 * @page: the page, not its address
 *
 * Called in an interrupt, or for a page that is not mapped: reported, nothing
 * done.
 *
 * Context: Any context but interrupts.
 */
void kunmap(struct page *page);

/**
 * kmap_set_strict() - choose when a pool window is emptied
 * @strict: at the last kunmap(), so that stale use faults; else when the
 *	search for a free window wraps, all at once
 *
 * Context: Any context but interrupts.
 * Return: what it was before.
 */
bool kmap_set_strict(bool strict);

/**
 * kmap_nr_live() - users of the pool's windows
 *
 * Context: Any context.
 * Return: kmap() calls of high pages minus kunmap() calls.
 */
unsigned long kmap_nr_live(void);

/**
 * kmap_high_address() - where the pool shows a high page
 * @page: a page of high memory
 *
 * What page_address() asks for high pages.
 *
 * Context: Any context.
 * Return: its address, NULL if it is not mapped by kmap().
 */
void *kmap_high_address(const struct page *page);

/* ---- Maps of a task ------------------------------------------------------ */

/**
 * kmap_check_type() - report a slot of the older spelling that is in use
 * @type: KM_ type
 *
 * Context: Any context.
 */
void kmap_check_type(unsigned int type);

/**
 * __kmap_local() - push a map on the task's stack of maps
 * @page: a page that is not trivial (kmap_is_trivial())
 * @kind: KMAP_ATOMIC or 0, and a KM_ type or KM_TYPE_NR
 *
 * Context: Any context.
 * Return: address of the page's first byte; never NULL.
 */
void *__kmap_local(struct page *page, unsigned int kind);

/**
 * __kunmap_local() - take a map off the task's stack of maps
 * @addr: an address within the page; not trivial (kunmap_is_trivial())
 * @kind: as it was mapped
 *
 * Reported, as far as it can be told: an address that is not mapped (nothing
 * is done), one that is not the innermost map (unmapped all the same), and
 * another kind than it was mapped with (unmapped as it was mapped).
 *
 * Context: Any context.
 */
void __kunmap_local(const void *addr, unsigned int kind);

/* A page whose map is its linear address and nothing to remember: a low one,
 * where a forgotten unmap need not be found. */
static __always_inline bool kmap_is_trivial(const struct page *page)
{
	return !WINDOW_STRICT && likely(!PageHighMem(page));
}

/* The same asked of the address: no window's. */
static __always_inline bool kunmap_is_trivial(const void *addr)
{
	return !WINDOW_STRICT && (unsigned long)addr - WINDOW_BASE >
					 (NR_WINDOWS + 1) * PAGE_SIZE;
}

/**
 * kmap_local_page() - a kernel address for a page, for this task, for a while
 * @page: any page; the caller has a reference
 *
 * At most KM_MAX_IDX at a time. The task may sleep and fault meanwhile.
 *
 * Context: Any context.
 * Return: address of the page's first byte; never NULL.
 * Pairs with: kunmap_local(), in reverse order
 */
static inline void *kmap_local_page(struct page *page)
{
	if (kmap_is_trivial(page))
		return lowmem_page_address(page);
	return __kmap_local(page, KM_TYPE_NR);
}

/**
 * __kunmap_local_page() - what kunmap_local() is
 * @addr: an address within the page
 *
 * Context: Any context.
 */
static inline void __kunmap_local_page(const void *addr)
{
	if (!kunmap_is_trivial(addr))
		__kunmap_local(addr, KM_TYPE_NR);
}

/**
 * __kmap_atomic() - what kmap_atomic() is
 * @page: any page
 * @type: KM_ type, KM_TYPE_NR for none
 *
 * Context: Any context.
 * Return: address of the page's first byte; never NULL.
 */
static inline void *__kmap_atomic(struct page *page, enum km_type type)
{
	preempt_disable();
	pagefault_disable();
	if (kmap_is_trivial(page))
		return lowmem_page_address(page);
	if (type != KM_TYPE_NR)
		kmap_check_type(type);
	return __kmap_local(page, KMAP_ATOMIC | type);
}

/**
 * __kunmap_atomic() - what kunmap_atomic() is
 * @addr: an address within the page
 * @type: KM_ type, KM_TYPE_NR for none
 *
 * Context: Any context.
 */
static inline void __kunmap_atomic(const void *addr, enum km_type type)
{
	if (kunmap_is_trivial(addr)) {
		pagefault_enable();
		preempt_enable();
		return;
	}
	__kunmap_local(addr, KMAP_ATOMIC | type);
}

#define __km_page(page, ...)		(page)
#define __km_type(addr, type, ...)	(type)

/* kmap_atomic(page) or kmap_atomic(page, KM_type): a kernel address for a page;
 * raises the preempt count and disables page faults until it is unmapped, for
 * low pages too. Never NULL. Any context. */
#define kmap_atomic(...)						\
	__kmap_atomic(__km_page(__VA_ARGS__, 0),			\
		      __km_type(__VA_ARGS__, KM_TYPE_NR, 0))

/* Takes the address, not the page. */
#define __km_check_addr(addr)						\
	BUILD_BUG_ON(__builtin_types_compatible_p(__typeof__(addr),	\
						  struct page *))

/* kunmap_atomic(addr) or kunmap_atomic(addr, KM_type): undo kmap_atomic() with
 * the same type. Without a type in reverse order; a type says which. */
#define kunmap_atomic(...)						\
	do {								\
		__km_check_addr(__km_page(__VA_ARGS__, 0));		\
		__kunmap_atomic(__km_page(__VA_ARGS__, 0),		\
				__km_type(__VA_ARGS__, KM_TYPE_NR, 0));	\
	} while (0)

/* Undo kmap_local_page(), in reverse order. Takes any address in the page. */
#define kunmap_local(addr)						\
	do {								\
		__km_check_addr(addr);					\
		__kunmap_local_page(addr);				\
	} while (0)

/**
 * kmap_local_sched_out() - empty a task's windows while it does not run
 * @task: the task that leaves this CPU
 *
 * Context: Any context; on the task's CPU.
 * Pairs with: kmap_local_sched_in()
 */
void kmap_local_sched_out(struct task_struct *task);

/**
 * kmap_local_sched_in() - show a task's pages again
 * @task: the task that continues, on the CPU where it left
 *
 * Context: Any context.
 */
void kmap_local_sched_in(struct task_struct *task);

/**
 * kmap_assert_nomap() - check that this task holds no map
 *
 * Called before it returns to user code. Live maps are reported and taken
 * down, with the preempt count and the page faults they held.
 *
 * Context: Any context.
 */
void kmap_assert_nomap(void);

/**
 * kmap_local_nr_live() - live kmap_local and kmap_atomic maps
 *
 * Context: Any context.
 * Return: maps minus unmaps, over all tasks.
 */
unsigned long kmap_local_nr_live(void);

/**
 * kmap_to_page() - which page is behind an address
 * @addr: an address in a window in use, or in low memory
 *
 * Context: Any context; a window of another task is not looked into.
 * Return: the page; NULL if the window shows none.
 */
struct page *kmap_to_page(void *addr);

/* ---- What is mostly wanted ----------------------------------------------- */

/**
 * clear_highpage() - zero a page
 * @page: any page
 *
 * Context: Any context.
 */
void clear_highpage(struct page *page);

/**
 * clear_highpages() - zero pages of high memory that are in a row
 * @page: the first of them
 * @nr: how many
 *
 * By arch_clear_frames() where the machine can, else one by one.
 *
 * Context: Any context.
 */
void clear_highpages(struct page *page, unsigned long nr);

/**
 * copy_highpage() - copy a page
 * @to: any page
 * @from: another
 *
 * By arch_copy_frame() where the machine can and one of them is high.
 *
 * Context: Any context.
 */
void copy_highpage(struct page *to, struct page *from);

/**
 * memcpy_from_page() - copy bytes out of a page
 * @to: kernel memory
 * @page: any page
 * @offset: first byte in the page
 * @len: bytes; @offset + @len <= PAGE_SIZE, else reported and nothing done
 *
 * Context: Any context.
 */
void memcpy_from_page(void *to, struct page *page, size_t offset, size_t len);

/**
 * memcpy_to_page() - copy bytes into a page
 * @page: any page
 * @offset: first byte in the page
 * @from: kernel memory
 * @len: bytes; @offset + @len <= PAGE_SIZE, else reported and nothing done
 *
 * Context: Any context.
 */
void memcpy_to_page(struct page *page, size_t offset, const void *from,
		    size_t len);

/**
 * memset_page() - fill bytes of a page
 * @page: any page
 * @offset: first byte in the page
 * @val: the byte
 * @len: bytes; @offset + @len <= PAGE_SIZE, else reported and nothing done
 *
 * Context: Any context.
 */
void memset_page(struct page *page, size_t offset, int val, size_t len);

/* Zero bytes [@start1, @end1) and [@start2, @end2) of a page. */
static inline void zero_user_segments(struct page *page, unsigned int start1,
				      unsigned int end1, unsigned int start2,
				      unsigned int end2)
{
	if (end1 > start1)
		memset_page(page, start1, 0, end1 - start1);
	if (end2 > start2)
		memset_page(page, start2, 0, end2 - start2);
}

/* Zero bytes [@start, @end) of a page. */
static inline void zero_user_segment(struct page *page, unsigned int start,
				     unsigned int end)
{
	zero_user_segments(page, start, end, 0, 0);
}

/* Zero @size bytes of a page from @start on. */
static inline void zero_user(struct page *page, unsigned int start,
			     unsigned int size)
{
	zero_user_segments(page, start, start + size, 0, 0);
}

struct vm_area_struct;

/* Zero a page that a user will see at @vaddr. The address matters only where
 * caches are told apart by it. */
static inline void clear_user_highpage(struct page *page, unsigned long vaddr)
{
	clear_highpage(page);
}

/* Copy a page that a user will see at @vaddr of @vma. */
static inline void copy_user_highpage(struct page *to, struct page *from,
				      unsigned long vaddr,
				      struct vm_area_struct *vma)
{
	copy_highpage(to, from);
}

#endif
