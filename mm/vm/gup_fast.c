/* SPDX-License-Identifier: MIT */
/*
 * gup_fast.c - get_user_pages without a lock, for pages that are there.
 *
 *	announce the walk (no table page is freed until it ends)
 *	read the entry; is it good enough by itself?
 *	take a reference, unless the page is free
 *	read the entry again: still the same?	  no: give it back
 *
 * The second look is what makes it right. If the entry is still the same after
 * the reference was counted, the page was mapped at that moment, and whoever
 * changes the entry later (fork, munmap, copy-on-write) changes it first and
 * looks at the count after. Everything that is not plain goes the slow way:
 * special entries, the zero page under a pin, dirty marks that a file must
 * hear of.
 */
#include "internal.h"

static bool entry_plain(pte_t pte, unsigned int flags)
{
	if (!pte_accessible(pte) || pte_special(pte))
		return false;
	return !(flags & FOLL_WRITE) || (pte_write(pte) && pte_dirty(pte));
}

/* May this page be taken with what is known without its area? */
static bool page_plain(const struct page *page, unsigned int flags)
{
	if (!(flags & FOLL_PIN))
		return true;
	if (is_zero_page(page))
		return false;
	if (!PageAnon(page))
		return !(flags & FOLL_LONGTERM);
	return PageAnonExclusive(page);
}

static struct page *take_entry(const pte_t *ptep, unsigned int flags)
{
	pte_t pte = ptep_get(ptep);
	struct page *page;

	if (!entry_plain(pte, flags))
		return NULL;
	page = pfn_to_page(pte_pfn(pte));
	if (!page_plain(page, flags) || !try_grab_page(page, flags))
		return NULL;
	smp_mb();
	if (pte_same(ptep_get(ptep), pte) && page_plain(page, flags))
		return page;
	put_grabbed_page(page, flags);
	return NULL;
}

/* Pages taken, from the first on, until one is not plain. */
static int take_pages(struct mm_struct *mm, unsigned long addr, int nr,
		      unsigned int flags, struct page **pages)
{
	unsigned long state = pgtable_walk_begin();
	unsigned long end = addr + (unsigned long)nr * PAGE_SIZE;
	const pte_t *ptep = NULL;
	unsigned long next = addr;
	int got = 0;

	for (; addr < end; addr += PAGE_SIZE) {
		if (addr == next) {
			ptep = pgtable_walk(mm, addr);
			next = pgtable_addr_end(addr, end);
		}
		pages[got] = ptep ? take_entry(ptep++, flags) : NULL;
		if (!pages[got])
			break;
		mark_page_accessed(pages[got]);
		got++;
	}
	pgtable_walk_end(state);
	count_vm_events(GUP_FAST, (unsigned long)got);
	return got;
}

static int gup_fast(unsigned long start, int nr, unsigned int flags,
		    struct page **pages)
{
	struct mm_struct *mm = current->mm;
	unsigned long addr = start & PAGE_MASK;
	long more;
	int got = 0;

	might_sleep();
	if (nr <= 0)
		return nr ? -EINVAL : 0;
	if (!mm || addr >= TASK_SIZE ||
	    (unsigned long)nr > (TASK_SIZE - addr) >> PAGE_SHIFT)
		return -EFAULT;
	if (pages)
		got = take_pages(mm, addr, nr, flags, pages);
	if (got == nr)
		return got;
	mmap_read_lock(mm);
	more = __gup_locked(mm, addr + (unsigned long)got * PAGE_SIZE,
			    (unsigned long)(nr - got), flags,
			    pages ? pages + got : NULL);
	mmap_read_unlock(mm);
	if (more < 0)
		return got ? got : (int)more;
	return got + (int)more;
}

int get_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages)
{
	if (flags & ~(FOLL_WRITE | FOLL_GET | FOLL_FORCE | FOLL_NOFAULT))
		return -EINVAL;
	return gup_fast(start, nr, flags | (pages ? FOLL_GET : 0), pages);
}

int pin_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages)
{
	if (!pages || (flags & ~(FOLL_WRITE | FOLL_FORCE | FOLL_NOFAULT |
				 FOLL_LONGTERM | FOLL_PIN)))
		return -EINVAL;
	return gup_fast(start, nr, flags | FOLL_PIN, pages);
}
