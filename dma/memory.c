/* SPDX-License-Identifier: MIT */
/*
 * memory.c - may a device be given this memory, and may the CPU see it then?
 *
 * What is said about an address depends on whose it is:
 *
 *	no frame of RAM, or past the end	 a mistake
 *	a free page, an object that was freed,
 *	more than the object has		 a mistake
 *	a stack					 a mistake: it is gone before the
 *						 device is done, and shares lines
 *	slab object, kernel pages		 fenced off meanwhile
 *	user pages, page cache			 left open: programs look at it
 *
 * Locking: none; the caller owns the memory, so it stays what it is.
 */
#include <octavo/port.h>
#include <octavo/slab.h>
#include "internal.h"

/* Stacks that the machine starts on lie in its image: how much of the present
 * one is thought to be above the running function. */
#define BOOT_STACK_REACH	2048ul
/* No stack is larger. */
#define STACK_MAX		(64ul << 10)

/* A frame that somebody counts references of is RAM in use. */
static const char *frame_fault(unsigned long pfn)
{
	if (pfn < min_pfn || pfn >= max_pfn)
		return "no memory";
	if (likely(page_ref_count(pfn_to_page(pfn)) > 0))
		return NULL;
	if (!pfn_valid(pfn))
		return "no memory";
	return page_is_free(pfn_to_page(pfn)) ? "freed memory" : NULL;
}

const char *dma_memory_fault(phys_addr_t phys, size_t size)
{
	const phys_addr_t last = phys + size - 1;
	const char *fault;

	if (last < phys || last >> PAGE_SHIFT >= max_pfn)
		return "no memory";
	fault = frame_fault(PHYS_PFN(phys));
	if (unlikely(fault))
		return fault;
	if (PageSlab(phys_to_page(phys)))
		return slab_check_object(__va(phys), size) ?
			       "no live object of so many bytes" : NULL;
	return PHYS_PFN(last) == PHYS_PFN(phys) ? NULL :
						  frame_fault(PHYS_PFN(last));
}

/* The first frame of the block in use that @page is in, and its order. */
static const struct page *block_of(const struct page *page, unsigned int *order)
{
	const unsigned long pfn = page_to_pfn(page);

	for (unsigned int k = 0; k < MAX_ORDER; k++) {
		const struct page *head = pfn_to_page(pfn & ~0ul << k);

		if (page_ref_count(head) > 0 && page_order(head) >= k) {
			*order = page_order(head);
			return head;
		}
	}
	return NULL;
}

/*
 * A task's stack is a block of pages of its own. The first one is part of the
 * machine's image (or, hosted, not in RAM at all).
 */
bool dma_on_stack(const void *ptr)
{
	const char *frame = __builtin_frame_address(0), *start;
	const struct page *block;
	unsigned int order;

	if ((unsigned long)ptr - (unsigned long)frame + STACK_MAX >
		    2 * STACK_MAX || !virt_addr_valid(frame))
		return false;
	block = block_of(virt_to_page(frame), &order);
	if (!block)
		return (unsigned long)ptr - (unsigned long)frame <
		       BOOT_STACK_REACH;
	start = lowmem_page_address(block);
	return (const char *)ptr >= start &&
	       (const char *)ptr < start + (PAGE_SIZE << order);
}

/* ---- fences ---------------------------------------------------------------------- */

/* Is it the kernel's alone, so that no access to it has another reason? */
static bool is_kernels(const struct page *page)
{
	const struct page *head = compound_head(page);

	return PageSlab(head) ||
	       (!head->mapping && !PageAnon(head) && !page_mapped(head));
}

void dma_fence(phys_addr_t phys, size_t size, enum dma_data_direction dir)
{
	if (is_kernels(phys_to_page(phys)))
		arch_dma_fence(phys, size, dma_writes(dir));
}

void dma_unfence(phys_addr_t phys, size_t size)
{
	arch_dma_unfence(phys, size);
}
