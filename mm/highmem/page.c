/* SPDX-License-Identifier: MIT */
/*
 * page.c - whole pages and parts of them, wherever they lie.
 *
 * Each function maps what it needs by kmap_local_page() and lets go of it in
 * reverse order, so all may be called in any context.
 */
#include "internal.h"

void clear_highpage(struct page *page)
{
	void *addr = kmap_local_page(page);

	memset(__builtin_assume_aligned(addr, PAGE_SIZE), 0, PAGE_SIZE);
	kunmap_local(addr);
}

void clear_highpages(struct page *page, unsigned long nr)
{
	if (arch_clear_frames(page_to_pfn(page), nr))
		return;
	for (unsigned long i = 0; i < nr; i++)
		clear_highpage(page + i);
}

void copy_highpage(struct page *to, struct page *from)
{
	void *src, *dst;

	if ((PageHighMem(to) || PageHighMem(from)) &&
	    arch_copy_frame(page_to_pfn(to), page_to_pfn(from)))
		return;
	src = kmap_local_page(from);
	dst = kmap_local_page(to);
	memcpy(__builtin_assume_aligned(dst, PAGE_SIZE),
	       __builtin_assume_aligned(src, PAGE_SIZE), PAGE_SIZE);
	kunmap_local(dst);
	kunmap_local(src);
}

/* Do bytes [offset, offset + len) lie in one page? */
static bool check_range(const struct page *page, size_t offset, size_t len)
{
	if (likely(len <= PAGE_SIZE && offset <= PAGE_SIZE - len))
		return true;
	octavo_report("%zu bytes at offset %zu of page pfn %lu are more than it has",
		      len, offset, page_to_pfn(page));
	return false;
}

void memcpy_from_page(void *to, struct page *page, size_t offset, size_t len)
{
	char *addr;

	if (!check_range(page, offset, len))
		return;
	addr = kmap_local_page(page);
	memcpy(to, addr + offset, len);
	kunmap_local(addr);
}

void memcpy_to_page(struct page *page, size_t offset, const void *from,
		    size_t len)
{
	char *addr;

	if (!check_range(page, offset, len))
		return;
	addr = kmap_local_page(page);
	memcpy(addr + offset, from, len);
	kunmap_local(addr);
}

void memset_page(struct page *page, size_t offset, int val, size_t len)
{
	char *addr;

	if (!check_range(page, offset, len))
		return;
	addr = kmap_local_page(page);
	memset(addr + offset, val, len);
	kunmap_local(addr);
}
