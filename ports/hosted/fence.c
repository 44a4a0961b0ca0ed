/* SPDX-License-Identifier: MIT */
/*
 * fence.c - memory that a device owns is out of the CPU's reach.
 *
 *	       buffer
 *	  |....xxxxxxxxxxxxxxxxxxx...|
 *	  [ page ][ page ][ page ][ page ]
 *	      ^	  mprotected		^
 *	      poisoned, with AddressSanitizer only
 *
 * Whole pages of the linear map lose the rights to them, and windows that are
 * made meanwhile get no more. What a page has around a buffer is somebody
 * else's, so there the compiler's checks must do: bytes that a device writes
 * are poisoned, which does not tell reads from writes.
 *
 * Devices see all of it by the bus (bus.c). A CPU that touches a page faults;
 * the core says what it did, opens the page, and the instruction goes on.
 *
 * Invariants:
 *  1. fence[pfn] is what the CPU may not do to a frame, FENCE_*; a low frame is
 *     mapped accordingly.
 *  2. No more than MAX_FENCED frames are fenced: each may cost the host two
 *     mappings, of which it allows only so many.
 *
 * Locking: a frame is fenced and opened by who owns the buffer.
 */
#include <octavo/atomic.h>
#include <octavo/port.h>
#include <octavo/dma-mapping.h>
#include <octavo/highmem.h>
#include <octavo/page.h>
#include "hosted.h"
#include "sys.h"

#define FENCE_WRITE	1u
#define FENCE_READ	2u
#define MAX_FENCED	2048u

static u8 *fence;			/* a byte a frame */
static unsigned long nr_frames;
static unsigned int nr_fenced;

#if OCTAVO_ASAN
void __asan_poison_memory_region(const volatile void *addr, size_t size);
void __asan_unpoison_memory_region(const volatile void *addr, size_t size);
#else
#define __asan_poison_memory_region(addr, size)		((void)0)
#define __asan_unpoison_memory_region(addr, size)	((void)0)
#endif

int hosted_fence_init(u64 mem)
{
	long ret;

	nr_frames = mem >> PAGE_SHIFT;
	nr_fenced = 0;
	ret = host_mmap(0, PAGE_ALIGN(nr_frames),
			HOST_PROT_READ | HOST_PROT_WRITE,
			HOST_MAP_PRIVATE | HOST_MAP_ANONYMOUS |
				HOST_MAP_NORESERVE, -1, 0);
	if (host_failed(ret))
		return (int)ret;
	fence = (u8 *)ret;
	return 0;
}

void hosted_fence_exit(void)
{
	host_munmap((unsigned long)fence, PAGE_ALIGN(nr_frames));
}

/* The host's rights to a frame. */
unsigned long hosted_frame_prot(unsigned long pfn)
{
	const u8 f = __atomic_load_n(&fence[pfn], __ATOMIC_RELAXED);

	if (f & FENCE_READ)
		return HOST_PROT_NONE;
	return f & FENCE_WRITE ? HOST_PROT_READ
			       : HOST_PROT_READ | HOST_PROT_WRITE;
}

/* Low frames [pfn, end) of one state get it from the host, too. */
static bool protect(unsigned long pfn, unsigned long end)
{
	end = min(end, max_low_pfn);
	if (pfn >= end)
		return true;
	return !host_failed(host_syscall3(HOST_NR_mprotect,
					  pfn_to_virt(pfn),
					  (end - pfn) << PAGE_SHIFT,
					  hosted_frame_prot(pfn)));
}

static void set_frames(unsigned long pfn, unsigned long end, u8 what)
{
	for (; pfn < end; pfn++) {
		const u8 old = __atomic_exchange_n(&fence[pfn], what,
						   __ATOMIC_RELAXED);

		__atomic_fetch_add(&nr_fenced, !!what - !!old,
				   __ATOMIC_RELAXED);
	}
}

static void close_frames(unsigned long pfn, unsigned long end, u8 what)
{
	if (__atomic_load_n(&nr_fenced, __ATOMIC_RELAXED) + (end - pfn) >
	    MAX_FENCED)
		return;
	set_frames(pfn, end, what);
	if (!protect(pfn, end))
		set_frames(pfn, end, 0);
}

static void open_frames(unsigned long pfn, unsigned long end)
{
	unsigned long i = pfn;

	while (i < end && !__atomic_load_n(&fence[i], __ATOMIC_RELAXED))
		i++;
	if (i == end)
		return;
	set_frames(pfn, end, 0);
	if (!protect(pfn, end))
		arch_panic("the host refused to open memory after DMA");
}

/* ---- hooks --------------------------------------------------------------------- */

/* The bytes of a buffer in frames that are not all its own. */
static void poison(phys_addr_t pa, phys_addr_t end)
{
	const phys_addr_t low = PFN_PHYS(max_low_pfn);

	pa = ALIGN(pa, 8);
	end = ALIGN_DOWN(min(end, low), 8);
	if (pa < end)
		__asan_poison_memory_region(__va(pa), end - pa);
}

static void unpoison(phys_addr_t pa, phys_addr_t end)
{
	end = min(end, PFN_PHYS(max_low_pfn));
	if (pa < end)
		__asan_unpoison_memory_region(__va(pa), end - pa);
}

void arch_dma_fence(phys_addr_t pa, size_t size, bool all)
{
	const phys_addr_t end = pa + size;
	const phys_addr_t first = ALIGN(pa, PAGE_SIZE);
	const phys_addr_t last = ALIGN_DOWN(end, PAGE_SIZE);

	if (first < last)
		close_frames(PHYS_PFN(first), PHYS_PFN(last),
			     all ? FENCE_READ | FENCE_WRITE : FENCE_WRITE);
	if (!all)
		return;
	poison(pa, min(first, end));
	poison(max(last, pa), end);
}

void arch_dma_unfence(phys_addr_t pa, size_t size)
{
	const phys_addr_t end = pa + size;

	open_frames(PFN_DOWN(pa), PFN_UP(end));
	/* All of it: a partial sync may have poisoned any part. */
	unpoison(pa, end);
}

void arch_sync_dma_for_device(phys_addr_t pa, size_t size,
			      enum dma_data_direction dir)
{
	smp_mb();
}

void arch_sync_dma_for_cpu(phys_addr_t pa, size_t size,
			   enum dma_data_direction dir)
{
	smp_mb();
}

/* ---- faults ---------------------------------------------------------------------- */

/* The frame that a kernel address shows; nr_frames: none. */
static unsigned long frame_at(unsigned long addr)
{
	struct page *page;

	if (addr - PAGE_OFFSET < hosted_lowmem_size)
		return (addr - PAGE_OFFSET) >> PAGE_SHIFT;
	if (addr - WINDOW_BASE >= NR_WINDOWS * PAGE_SIZE)
		return nr_frames;
	page = kmap_to_page((void *)addr);
	return page ? page_to_pfn(page) : nr_frames;
}

/* The host refused an access: was it for a fence? Then it may be repeated. */
bool hosted_fence_fault(unsigned long addr, bool write, unsigned long ip)
{
	const unsigned long pfn = frame_at(addr);

	if (pfn >= nr_frames || !__atomic_load_n(&fence[pfn], __ATOMIC_RELAXED))
		return false;
	dma_cpu_access(PFN_PHYS(pfn) + offset_in_page(addr), write, ip);
	if (addr - WINDOW_BASE < NR_WINDOWS * PAGE_SIZE)
		host_syscall3(HOST_NR_mprotect, addr & PAGE_MASK, PAGE_SIZE,
			      HOST_PROT_READ | HOST_PROT_WRITE);
	return true;
}
