/* SPDX-License-Identifier: MIT */
/*
 * gup.c - get_user_pages: the pages behind user memory, held for the kernel.
 *
 *	for each page:
 *	    area there, and does it allow this?	      no  -> stop
 *	    entry there, and good enough?	      yes -> take it
 *	    fault it in, look again
 *
 * "Good enough" for writing is decided from the entry found, each time anew,
 * and never from the fact that a fault was served: an entry that is writable,
 * or (FOLL_FORCE in a private area) a page that is known to be this address
 * space's own. So whatever happens between the fault and the look, a shared
 * page is not handed out for writing.
 *
 * "Good enough" for a pin is more than for a get, even for reading: the page
 * must be the one the program will go on using, so a private page that is
 * shared with others, and the zero page, are copied first.
 */
#include <octavo/fault_inject.h>
#include <octavo/vm_map.h>
#include <octavo/track.h>
#include "internal.h"

#define FOLL_PUBLIC	(FOLL_WRITE | FOLL_GET | FOLL_FORCE | FOLL_NOFAULT | \
			 FOLL_LONGTERM | FOLL_PIN)

/* ---- taking one page ----------------------------------------------------------- */

/* Take what @flags say of a page that somebody holds. False: too many already. */
static bool try_grab_page(struct page *page, unsigned int flags)
{
	int refs = flags & FOLL_PIN ? GUP_PIN_COUNTING_BIAS : 1;

	if (!(flags & (FOLL_GET | FOLL_PIN)))
		return true;
	if (should_fail(FAULT_PIN))
		return false;
	page = compound_head(page);
	if (page_ref_count(page) > INT_MAX / 2)
		return false;
	if (!page_ref_add_unless_zero(page, refs))
		return false;
	if (flags & FOLL_PIN)
		count_vm_event(FOLL_PIN_ACQUIRED);
	return true;
}

static bool can_write(const struct vm_area_struct *vma, pte_t pte,
		      const struct page *page, unsigned int flags)
{
	if (pte_write(pte))
		return true;
	return (flags & FOLL_FORCE) && is_cow_mapping(vma->vm_flags) && page &&
	       PageAnon(page) && PageAnonExclusive(page);
}

/* Must a page be made the area's own before it is pinned for reading? */
static bool must_unshare(const struct vm_area_struct *vma,
			 const struct page *page, unsigned int flags)
{
	if (!(flags & FOLL_PIN) || (flags & FOLL_WRITE))
		return false;
	if (!page)
		return true;			/* the zero page */
	if (PageAnon(page))
		return !PageAnonExclusive(page);
	return (flags & FOLL_LONGTERM) && is_cow_mapping(vma->vm_flags);
}

/*
 * The page at @addr if its entry is good enough; NULL: fault it in first, with
 * *@fault; or ERR_PTR.
 */
static struct page *follow_page(struct vm_area_struct *vma, unsigned long addr,
				unsigned int flags, unsigned int *fault)
{
	pte_t *ptep = pgtable_walk(vma->vm_mm, addr), pte;
	struct page *page;

	*fault = flags & FOLL_WRITE ? FAULT_FLAG_WRITE : 0;
	pte = ptep ? ptep_get(ptep) : (pte_t){ 0 };
	if (!ptep || !pte_present(pte))
		return NULL;
	if (pte_special(pte))
		return ERR_PTR(-EFAULT);
	page = vm_normal_page(pte);
	if ((flags & FOLL_WRITE) && !can_write(vma, pte, page, flags))
		return NULL;
	if (must_unshare(vma, page, flags)) {
		*fault |= FAULT_FLAG_UNSHARE;
		return NULL;
	}
	page = pfn_to_page(pte_pfn(pte));
	if (!try_grab_page(page, flags))
		return ERR_PTR(-ENOMEM);
	if ((flags & FOLL_WRITE) && !PageDirty(page))
		set_page_dirty(page);
	mark_page_accessed(page);
	return page;
}

/* ---- the loop ------------------------------------------------------------------ */

static int check_area(const struct vm_area_struct *vma, unsigned int flags)
{
	unsigned long vm = vma->vm_flags;

	if (vm & (VM_IO | VM_PFNMAP))
		return -EFAULT;
	if (flags & FOLL_WRITE) {
		if (vm & VM_WRITE)
			return 0;
		return (flags & FOLL_FORCE) && is_cow_mapping(vm) ? 0 : -EFAULT;
	}
	if (vm & VM_READ)
		return 0;
	return (flags & FOLL_FORCE) && (vm & VM_MAYREAD) ? 0 : -EFAULT;
}

/* One page of @vma, faulted in if it must be; or ERR_PTR. */
static struct page *gup_one(struct vm_area_struct *vma, unsigned long addr,
			    unsigned int flags)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned int fault;
	struct page *page;
	vm_fault_t ret;

	for (;;) {
		spin_lock(&mm->page_table_lock);
		page = follow_page(vma, addr, flags, &fault);
		spin_unlock(&mm->page_table_lock);
		if (page)
			return page;
		if (flags & FOLL_NOFAULT)
			return ERR_PTR(-EFAULT);
		ret = handle_mm_fault(vma, addr, fault | FAULT_FLAG_REMOTE);
		if (ret & VM_FAULT_OOM)
			return ERR_PTR(-ENOMEM);
		if (ret & VM_FAULT_ERROR)
			return ERR_PTR(-EFAULT);
	}
}

static long gup_pages(struct mm_struct *mm, unsigned long start,
		      unsigned long nr, unsigned int flags, struct page **pages)
{
	struct vm_area_struct *vma = NULL;
	unsigned long addr = start & PAGE_MASK, i;
	struct page *page;
	int err = 0;

	for (i = 0; i < nr; i++, addr += PAGE_SIZE) {
		if (addr >= TASK_SIZE) {
			err = -EFAULT;
			break;
		}
		if (!vma || addr >= vma->vm_end) {
			vma = find_extend_vma(mm, addr);
			err = vma ? check_area(vma, flags) : -EFAULT;
		}
		if (err)
			break;
		page = gup_one(vma, addr, flags);
		if (IS_ERR(page)) {
			err = (int)PTR_ERR(page);
			break;
		}
		if (pages)
			pages[i] = page;
		if (pages && unlikely(tracker()))
			tracker()->grabbed(page, flags);
	}
	return i ? (long)i : err;
}

/* The common end of all calls but the fast ones' first try. */
long __gup_locked(struct mm_struct *mm, unsigned long start, unsigned long nr,
		  unsigned int flags, struct page **pages)
{
	if (flags & ~FOLL_PUBLIC)
		return -EINVAL;
	if ((flags & FOLL_GET) && (flags & FOLL_PIN))
		return -EINVAL;
	count_vm_event(GUP_SLOW);
	return gup_pages(mm, start, nr, flags, pages);
}

/* ---- the calls -------------------------------------------------------------------- */

long get_user_pages_remote(struct mm_struct *mm, unsigned long start,
			   unsigned long nr, unsigned int flags,
			   struct page **pages, int *locked)
{
	if (flags & (FOLL_PIN | FOLL_LONGTERM))
		return -EINVAL;
	if (locked)
		*locked = 1;
	return __gup_locked(mm, start, nr, flags | (pages ? FOLL_GET : 0), pages);
}

long get_user_pages(unsigned long start, unsigned long nr, unsigned int flags,
		    struct page **pages)
{
	struct mm_struct *mm = current->mm;

	return mm ? get_user_pages_remote(mm, start, nr, flags, pages, NULL) :
		-EFAULT;
}

long pin_user_pages_remote(struct mm_struct *mm, unsigned long start,
			   unsigned long nr, unsigned int flags,
			   struct page **pages, int *locked)
{
	if ((flags & FOLL_GET) || !pages)
		return -EINVAL;
	if (locked)
		*locked = 1;
	return __gup_locked(mm, start, nr, flags | FOLL_PIN, pages);
}

long pin_user_pages(unsigned long start, unsigned long nr, unsigned int flags,
		    struct page **pages)
{
	struct mm_struct *mm = current->mm;

	return mm ? pin_user_pages_remote(mm, start, nr, flags, pages, NULL) :
		-EFAULT;
}

long get_user_pages_unlocked(unsigned long start, unsigned long nr,
			     struct page **pages, unsigned int flags)
{
	struct mm_struct *mm = current->mm;
	long ret;

	if (!mm)
		return -EFAULT;
	mmap_read_lock(mm);
	ret = get_user_pages(start, nr, flags, pages);
	mmap_read_unlock(mm);
	return ret;
}

long pin_user_pages_unlocked(unsigned long start, unsigned long nr,
			     struct page **pages, unsigned int flags)
{
	struct mm_struct *mm = current->mm;
	long ret;

	if (!mm)
		return -EFAULT;
	mmap_read_lock(mm);
	ret = pin_user_pages(start, nr, flags, pages);
	mmap_read_unlock(mm);
	return ret;
}

static __cold void unpin_bad(const struct page *page)
{
	octavo_report("unpin of page pfn %lu that is not pinned (count %d)",
		      page_to_pfn(page), page_count(page));
}

/* Drop one pin, not counted yet; false: it is not pinned. */
static __always_inline bool unpin(struct page *page)
{
	struct page *head = compound_head(page);

	if (unlikely(page_ref_count(head) < GUP_PIN_COUNTING_BIAS)) {
		unpin_bad(page);
		return false;
	}
	if (unlikely(__atomic_sub_fetch(&head->_refcount.counter,
					GUP_PIN_COUNTING_BIAS,
					__ATOMIC_ACQ_REL) == 0))
		__put_page(head);
	return true;
}

void unpin_user_page(struct page *page)
{
	if (unpin(page))
		count_vm_event(FOLL_PIN_RELEASED);
}

void unpin_user_pages(struct page **pages, unsigned long nr)
{
	unsigned long bad = 0;

	for (unsigned long i = 0; i < nr; i++)
		if (unlikely(!unpin(pages[i])))
			bad++;
	count_vm_events(FOLL_PIN_RELEASED, nr - bad);
}

void unpin_user_pages_dirty_lock(struct page **pages, unsigned long nr,
				 bool make_dirty)
{
	for (unsigned long i = 0; i < nr; i++) {
		if (make_dirty && !PageDirty(compound_head(pages[i])))
			set_page_dirty_lock(pages[i]);
		unpin_user_page(pages[i]);
	}
}
