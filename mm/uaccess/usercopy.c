/* SPDX-License-Identifier: MIT */
/*
 * usercopy.c - does the kernel's side of a user copy have so many bytes?
 *
 * A length that a program controls and a driver forgot to check would read or
 * write the neighbours of a kernel object. What is known about a kernel
 * address depends on where it lies:
 *
 *	user half		a user pointer given as a kernel pointer
 *	windows			one page
 *	vmalloc's addresses	to the end of the area
 *	linear map, slab	one object: asked of mm/slab
 *	linear map, compound	to the end of the compound page
 *	linear map, other	no free page, no slab page in the range
 *	anything else		nothing: stacks, static data, the host's heap
 *
 * Only sizes not known when compiling come here.
 *
 * Locking: none; the caller owns the memory, so it stays what it is.
 * Source: the idea of Linux's hardened usercopy (PaX USERCOPY).
 */
#include <octavo/bug.h>
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include <octavo/vmalloc.h>
#include "internal.h"

void copy_size_bad(unsigned long n, unsigned long object)
{
	if ((long)n < 0)
		octavo_report("usercopy: size %ld is negative", (long)n);
	else
		octavo_report("usercopy: %lu bytes of an object of %lu", n,
			      object);
}

static const char *check_page(const struct page *page)
{
	if (PageSlab(page))
		return "slab memory behind a page";
	if (PageTable(page))
		return "a page table";
	if (page_is_free(page))
		return "a free page";
	return NULL;
}

/* The pages from @page on that @n bytes at @ptr reach into. */
static const char *check_pages(const struct page *page, const void *ptr,
			       unsigned long n)
{
	unsigned long nr = (offset_in_page(ptr) + n - 1) >> PAGE_SHIFT;
	const char *bad = check_page(page);

	for (unsigned long i = 1; !bad && i <= nr; i++) {
		if (page_to_pfn(page) + i >= max_low_pfn)
			return "the end of low memory";
		bad = check_page(page + i);
	}
	return bad;
}

static const char *check_linear(const void *ptr, unsigned long n)
{
	const struct page *page = virt_to_page(ptr);
	const struct page *head = compound_head(page);
	unsigned long end;

	if (PageSlab(head))
		return slab_check_object(ptr, n);
	if (!PageHead(head))
		return check_pages(page, ptr, n);
	end = (unsigned long)lowmem_page_address(head) + page_size(head);
	return n <= end - (unsigned long)ptr ? NULL : "a compound page";
}

static const char *check_window(const void *ptr, unsigned long n)
{
	return offset_in_page(ptr) + n <= PAGE_SIZE ? NULL : "a kmap window";
}

static const char *check_vmalloc(const void *ptr, unsigned long n)
{
	return n <= vmalloc_usable(ptr) ? NULL : "a vmalloc area";
}

/* What the range wrongly reaches into or over; NULL: nothing known. */
static const char *find_fault(const void *ptr, unsigned long n)
{
	unsigned long addr = (unsigned long)ptr;

	if (ZERO_OR_NULL_PTR(ptr))
		return "a null pointer";
	if (addr + n < addr)
		return "the end of the address space";
	if (addr < TASK_SIZE)
		return "user memory";
	if ((addr - PAGE_OFFSET) >> PAGE_SHIFT < max_low_pfn)
		return check_linear(ptr, n);
	if ((addr - WINDOW_BASE) >> PAGE_SHIFT < NR_WINDOWS)
		return check_window(ptr, n);
	if (is_vmalloc_addr(ptr))
		return check_vmalloc(ptr, n);
	return NULL;
}

bool check_object_size(const void *ptr, unsigned long n, bool to_user)
{
	const char *fault;

	if (n == 0)
		return true;
	fault = find_fault(ptr, n);
	if (likely(!fault))
		return true;
	octavo_report("usercopy: %lu bytes %s kernel address %p: not within %s",
		      n, to_user ? "from" : "to", ptr, fault);
	return false;
}
