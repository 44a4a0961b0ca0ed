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
#include <octavo/fault_inject.h>
#include "internal.h"

/* A port whose entry tells by one comparison defines it. */
#ifndef pte_plain
static __always_inline bool pte_plain(pte_t pte, bool write)
{
	if (!pte_accessible(pte) || pte_special(pte))
		return false;
	return !write || (pte_write(pte) && pte_dirty(pte));
}
#endif

/* May this page be taken with what is known without its area? */
static __always_inline bool page_plain(const struct page *page, bool anon,
				       unsigned int flags)
{
	if (!(flags & FOLL_PIN))
		return true;
	if (likely(anon))
		return PageAnonExclusive(page);
	return !is_zero_page(page) && !(flags & FOLL_LONGTERM);
}

#define REFS(flags)	((flags) & FOLL_PIN ? GUP_PIN_COUNTING_BIAS : 1)

/* Count a reference of a page, or a pin; false: it is free, or has references
 * enough already. */
static __always_inline bool grab(struct page *page, unsigned int flags)
{
	int old = page_ref_count(page);

	do {
		if (unlikely((unsigned int)old - 1 >= INT_MAX / 2))
			return false;
	} while (!__atomic_compare_exchange_n(&page->_refcount.counter, &old,
					      old + REFS(flags), false,
					      __ATOMIC_SEQ_CST,
					      __ATOMIC_RELAXED));
	return true;
}

/* The page changed hands in between. */
static __cold noinline void put_grabbed(struct page *page, unsigned int flags)
{
	put_page_refs(page, REFS(flags));
}

/* PageAnon() of a page that is held and mapped: it does not change. */
static __always_inline bool page_anon(const struct page *page)
{
	return OCTAVO_TSAN ? PageAnon(page) : page->flags & (1u << PG_anon);
}

/* Entries of one table: pages taken until one is not plain. The count of a part
 * of a compound page is 0, so it is not plain either. @flags constant: the loop
 * is made for each use. */
static __always_inline int take_run(const pte_t *ptep, unsigned long nr,
				    unsigned int flags, struct page **pages)
{
	unsigned long i;

	for (i = 0; i < nr; i++) {
		pte_t pte = ptep_get(ptep + i);
		struct page *page = pfn_to_page(pte_pfn(pte));
		bool anon, same;

		if (unlikely(!pte_plain(pte, flags & FOLL_WRITE) ||
			     !grab(page, flags)))
			break;
		smp_mb__after_atomic();
		same = pte_same(ptep_get(ptep + i), pte);
		anon = same && page_anon(page);
		if (unlikely(!same || !page_plain(page, anon, flags))) {
			put_grabbed(page, flags);
			break;
		}
		if (unlikely(!anon))
			mark_page_accessed(page);
		pages[i] = page;
	}
	return (int)i;
}

#define RUN(name, flags)						\
	static noinline int name(const pte_t *ptep, unsigned long nr,	\
				 struct page **pages)			\
	{								\
		return take_run(ptep, nr, flags, pages);		\
	}
RUN(get_run_read, 0)
RUN(get_run_write, FOLL_WRITE)
RUN(pin_run_read, FOLL_PIN)
RUN(pin_run_write, FOLL_PIN | FOLL_WRITE)
RUN(pin_run_longterm_read, FOLL_PIN | FOLL_LONGTERM)
RUN(pin_run_longterm_write, FOLL_PIN | FOLL_LONGTERM | FOLL_WRITE)
#undef RUN

typedef int (*run_fn)(const pte_t *ptep, unsigned long nr, struct page **pages);

static run_fn run_of(unsigned int flags)
{
	const bool write = flags & FOLL_WRITE;

	if (!(flags & FOLL_PIN))
		return write ? get_run_write : get_run_read;
	if (flags & FOLL_LONGTERM)
		return write ? pin_run_longterm_write : pin_run_longterm_read;
	return write ? pin_run_write : pin_run_read;
}

/* A test may want one of them to fail, or a driver takes them: the slow way
 * asks for each. */
static bool may_be_made_to_fail(void)
{
	return __atomic_load_n(&fault_inject_mask, __ATOMIC_RELAXED) &
	       (1u << FAULT_PIN | FAULT_INJECT_DRIVERS);
}

/* Pages taken, from the first on, until one is not plain. */
static noinline int take_pages(struct mm_struct *mm, unsigned long addr, int nr,
		      unsigned int flags, struct page **pages)
{
	unsigned long end = addr + (unsigned long)nr * PAGE_SIZE;
	run_fn run = run_of(flags);
	unsigned long next, state, want;
	const pte_t *ptep;
	int got = 0, some;

	state = pgtable_walk_begin();
	for (; addr < end; addr = next) {
		next = pgtable_addr_end(addr, end);
		want = (next - addr) >> PAGE_SHIFT;
		ptep = pgtable_walk(mm, addr);
		some = ptep ? run(ptep, want, pages + got) : 0;
		got += some;
		if ((unsigned long)some != want)
			break;
	}
	pgtable_walk_end(state);
	return got;
}

/* One page with as few steps as that takes; false: see what is the matter. */
static __always_inline bool take_one(unsigned long start, unsigned int flags,
				     struct page **pages)
{
	struct mm_struct *mm = current->mm;
	const pte_t *ptep;
	unsigned long state;
	int got;

	might_sleep();
	if (unlikely(!mm || start >= TASK_SIZE || !pages ||
		     may_be_made_to_fail()))
		return false;
	state = pgtable_walk_begin();
	ptep = pgtable_walk(mm, start);
	got = likely(ptep) ? take_run(ptep, 1, flags, pages) : 0;
	pgtable_walk_end(state);
	count_vm_events(GUP_FAST, (unsigned long)got);
	if (flags & FOLL_PIN)
		count_vm_events(FOLL_PIN_ACQUIRED, (unsigned long)got);
	return got;
}

/* The slow way, for those after the first @got; how many there are then. */
static noinline int take_rest(unsigned long addr, int nr, unsigned int flags,
			      struct page **pages, int got)
{
	struct mm_struct *mm = current->mm;
	long more;

	mmap_read_lock(mm);
	more = __gup_locked(mm, addr + (unsigned long)got * PAGE_SIZE,
			    (unsigned long)(nr - got), flags,
			    pages ? pages + got : NULL);
	mmap_read_unlock(mm);
	if (more < 0)
		return got ? got : (int)more;
	return got + (int)more;
}

static noinline int gup_fast(unsigned long start, int nr, unsigned int flags,
		    struct page **pages)
{
	struct mm_struct *mm = current->mm;
	unsigned long addr = start & PAGE_MASK;
	int got = 0;

	might_sleep();
	if (nr <= 0)
		return nr ? -EINVAL : 0;
	if (!mm || addr >= TASK_SIZE ||
	    (unsigned long)nr > (TASK_SIZE - addr) >> PAGE_SHIFT)
		return -EFAULT;
	if (likely(pages && !may_be_made_to_fail())) {
		got = take_pages(mm, addr, nr, flags, pages);
		count_vm_events(GUP_FAST, (unsigned long)got);
		if (flags & FOLL_PIN)
			count_vm_events(FOLL_PIN_ACQUIRED, (unsigned long)got);
	}
	return got == nr ? got : take_rest(addr, nr, flags, pages, got);
}

int get_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages)
{
	if (flags & ~(FOLL_WRITE | FOLL_GET | FOLL_FORCE | FOLL_NOFAULT))
		return -EINVAL;
	if (nr == 1 && take_one(start, flags & FOLL_WRITE, pages))
		return 1;
	return gup_fast(start, nr, flags | (pages ? FOLL_GET : 0), pages);
}

int pin_user_pages_fast(unsigned long start, int nr, unsigned int flags,
			struct page **pages)
{
	if (!pages || (flags & ~(FOLL_WRITE | FOLL_FORCE | FOLL_NOFAULT |
				 FOLL_LONGTERM | FOLL_PIN)))
		return -EINVAL;
	flags |= FOLL_PIN;
	if (nr == 1 && take_one(start, flags & (FOLL_PIN | FOLL_WRITE |
						FOLL_LONGTERM), pages))
		return 1;
	return gup_fast(start, nr, flags, pages);
}
