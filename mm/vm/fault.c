/* SPDX-License-Identifier: MIT */
/*
 * fault.c - making one page present: the state machine of an entry.
 *
 *	none --read---> zero page, read-only	     (anonymous)
 *	none --write--> new zeroed page		     (anonymous)
 *	none ---------> page of the file, or a copy  (fault_file.c)
 *	read-only --write--> the same page, writable: it is exclusive, or nobody
 *			     else has a reference
 *	read-only --write--> a private copy
 *
 * A program that touches fresh memory in order is given more pages each time,
 * 1, 2, 4 ... 32: a fault costs much more than a page. The guess is per area:
 * the fault comes exactly where the last run ended. Pages that a wrong guess
 * allocated are bounded by the last run, and never reclaim for them.
 *
 * Every handler prepares its page without a lock, then takes
 * page_table_lock, compares the entry with what it saw, and either installs
 * or throws its work away; the program simply faults again.
 */
#include <octavo/fault_inject.h>
#include <octavo/highmem.h>
#include "internal.h"

#define ANON_RUN_MAX	32

/* Entries became present or wider: the machine may fill in its copies. */
void update_mmu(struct vm_area_struct *vma, unsigned long addr,
		unsigned long nr)
{
	if (current->mm == vma->vm_mm)
		arch_map_user(vma->vm_mm, addr, nr);
}

/* The entry for a new anonymous page: as writable as the area. */
static pte_t anon_pte(const struct vm_area_struct *vma, struct page *page)
{
	pte_t pte = pfn_pte(page_to_pfn(page), vm_get_page_prot(vma->vm_flags));

	pte = pte_mkdirty(pte_mkyoung(pte));
	return vma->vm_flags & VM_WRITE ? pte_mkwrite(pte) : pte;
}

/* Make a fresh page anonymous and its one mapping's; @page's reference goes
 * to the entry. */
void anon_page_install(struct vm_area_struct *vma, pte_t *ptep,
			      struct page *page)
{
	__SetPageUptodate(page);
	__SetPageAnon(page);
	SetPageAnonExclusive(page);
	page_add_map(vma->vm_mm, page);
	set_pte(ptep, anon_pte(vma, page));
}

/* ---- untouched anonymous memory ------------------------------------------------ */

static vm_fault_t map_zero_page(struct vm_fault *vmf, pte_t *ptep)
{
	struct vm_area_struct *vma = vmf->vma;
	pte_t pte = pfn_pte(page_to_pfn(vm_zero_page),
			    vm_get_page_prot(vma->vm_flags));

	spin_lock(&vma->vm_mm->page_table_lock);
	if (pte_none(ptep_get(ptep)))
		set_pte(ptep, pte_mkyoung(pte));
	spin_unlock(&vma->vm_mm->page_table_lock);
	update_mmu(vma, vmf->address, 1);
	return 0;
}

/* How many pages to give to a fault at @addr: a power of two. */
static unsigned int anon_run(struct vm_area_struct *vma, unsigned long addr,
			     const pte_t *ptep)
{
	unsigned int run, free = 1;
	unsigned long room;

	if (addr != hint_read(vma->vm_seq_next))
		return 1;
	room = pgtable_addr_end(addr, vma->vm_end) - addr;
	run = min(hint_read(vma->vm_seq_run) * 2, (unsigned)ANON_RUN_MAX);
	while (free < run && free < room >> PAGE_SHIFT &&
	       pte_none(ptep_get(ptep + free)))
		free++;
	while (run > free)
		run >>= 1;
	return run ? run : 1;
}

/* @run zeroed pages with a reference each in @pages; fewer if memory is
 * short, 0 if there is none at all. */
static unsigned int anon_alloc_run(struct page **pages, unsigned int run)
{
	gfp_t extra = (GFP_HIGHUSER & ~__GFP_RECLAIM) | __GFP_ZERO |
		__GFP_NOWARN | __GFP_NORETRY;
	struct page *page = NULL;

	for (; run > 1; run >>= 1) {
		page = alloc_pages(extra, get_order(run * PAGE_SIZE));
		if (page)
			break;
	}
	if (!page) {
		pages[0] = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
		return pages[0] ? 1 : 0;
	}
	split_page(page, get_order(run * PAGE_SIZE));
	for (unsigned int i = 0; i < run; i++)
		pages[i] = page + i;
	return run;
}

static vm_fault_t do_anonymous_page(struct vm_fault *vmf, pte_t *ptep)
{
	struct vm_area_struct *vma = vmf->vma;
	struct page *pages[ANON_RUN_MAX];
	unsigned int run, used = 0;

	if (!(vmf->flags & (FAULT_FLAG_WRITE | FAULT_FLAG_UNSHARE)))
		return map_zero_page(vmf, ptep);
	run = anon_run(vma, vmf->address, ptep);
	run = anon_alloc_run(pages, run);
	if (!run)
		return VM_FAULT_OOM;
	spin_lock(&vma->vm_mm->page_table_lock);
	while (used < run && pte_none(ptep_get(ptep + used))) {
		anon_page_install(vma, ptep + used, pages[used]);
		used++;
	}
	spin_unlock(&vma->vm_mm->page_table_lock);
	for (unsigned int i = used; i < run; i++)
		put_page(pages[i]);
	hint_write(vma->vm_seq_next, vmf->address + used * PAGE_SIZE);
	hint_write(vma->vm_seq_run, used);
	count_vm_events(PGFAULT_ANON, used);
	if (used)
		update_mmu(vma, vmf->address, used);
	return 0;
}

/* ---- a write to a read-only entry -------------------------------------------------- */

/* Replace what the entry shows, @old, by @page: clear, flush, set. */
static void replace_page(struct vm_fault *vmf, pte_t *ptep, struct page *old,
			 struct page *page)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	pte_t pte = ptep_get_and_clear(ptep);

	arch_flush_tlb_range(mm, vmf->address, vmf->address + PAGE_SIZE);
	count_vm_event(TLB_FLUSH);
	if (old)
		page_remove_map(mm, old, pte);
	anon_page_install(vma, ptep, page);
}

/* Does the entry still show @old (NULL: the zero page), not ours alone? */
static bool wp_still_wanted(pte_t now, pte_t orig, const struct page *old)
{
	if (!pte_present(now) || pte_pfn(now) != pte_pfn(orig) || pte_write(now))
		return false;
	return !old || !PageAnon(old) || !PageAnonExclusive(old);
}

/* Copy @old (NULL: zeros) for the area alone. @old's reference is ours. */
static vm_fault_t wp_copy(struct vm_fault *vmf, pte_t *ptep, struct page *old)
{
	struct mm_struct *mm = vmf->vma->vm_mm;
	struct page *page = alloc_page(GFP_HIGHUSER | (old ? 0 : __GFP_ZERO));
	bool same;

	if (page && old)
		copy_highpage(page, old);
	if (page) {
		spin_lock(&mm->page_table_lock);
		same = wp_still_wanted(ptep_get(ptep), vmf->orig_pte, old);
		if (same)
			replace_page(vmf, ptep, old, page);
		spin_unlock(&mm->page_table_lock);
		if (same)
			count_vm_event(PGFAULT_COW);
		if (same && old)
			put_page(old);		/* the entry's */
		if (!same)
			put_page(page);
		update_mmu(vmf->vma, vmf->address, 1);
	}
	if (old)
		put_page(old);
	return page ? 0 : VM_FAULT_OOM;
}

/*
 * May the area keep this anonymous page and write to it? Yes if it is known
 * to be its own, or if the entry's reference is the only one.
 */
static bool anon_page_reuse(struct page *page)
{
	if (PageAnonExclusive(page))
		return true;
	if (page_count(page) != 1)
		return false;
	SetPageAnonExclusive(page);
	return true;
}

static void make_writable(struct vm_fault *vmf, pte_t *ptep)
{
	if (vmf->vma->vm_flags & VM_WRITE)
		ptep_modify(ptep, old, pte_mkwrite(pte_mkdirty(pte_mkyoung(old))));
}

/* A frame without a page is about to become writable. */
static vm_fault_t frame_mkwrite(struct vm_fault *vmf)
{
	const struct vm_operations_struct *ops = vmf->vma->vm_ops;

	return ops && ops->pfn_mkwrite ? ops->pfn_mkwrite(vmf) : 0;
}

/* A shared page becomes writable; its owner is asked and it is dirty. */
static vm_fault_t wp_shared(struct vm_fault *vmf, pte_t *ptep, struct page *page)
{
	struct mm_struct *mm = vmf->vma->vm_mm;
	vm_fault_t ret = page ? fault_mkwrite(vmf, page) : frame_mkwrite(vmf);

	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)) {
		if (page)
			put_page(page);
		return ret & VM_FAULT_ERROR;
	}
	spin_lock(&mm->page_table_lock);
	if (pte_present(ptep_get(ptep)) &&
	    pte_pfn(ptep_get(ptep)) == pte_pfn(vmf->orig_pte))
		make_writable(vmf, ptep);
	spin_unlock(&mm->page_table_lock);
	if (page) {
		unlock_page(page);
		put_page(page);
	}
	count_vm_event(PGFAULT_REUSE);
	update_mmu(vmf->vma, vmf->address, 1);
	return 0;
}

/* A write (or a pin) wants a page of its own behind a read-only entry. */
static vm_fault_t do_wp_page(struct vm_fault *vmf, pte_t *ptep)
{
	struct vm_area_struct *vma = vmf->vma;
	struct mm_struct *mm = vma->vm_mm;
	struct page *page;

	spin_lock(&mm->page_table_lock);
	if (!pte_same(ptep_get(ptep), vmf->orig_pte)) {
		spin_unlock(&mm->page_table_lock);
		return 0;
	}
	page = vm_normal_page(vmf->orig_pte);
	if (page && PageAnon(page) && anon_page_reuse(page)) {
		make_writable(vmf, ptep);
		spin_unlock(&mm->page_table_lock);
		count_vm_event(PGFAULT_REUSE);
		update_mmu(vma, vmf->address, 1);
		return 0;
	}
	if (page)
		get_page(page);
	spin_unlock(&mm->page_table_lock);
	if (vma->vm_flags & VM_SHARED)
		return wp_shared(vmf, ptep, page);
	if (pte_special(vmf->orig_pte))
		return VM_FAULT_SIGBUS;
	return wp_copy(vmf, ptep, page);
}

/* ---- the whole ------------------------------------------------------------------------ */

/* The entry is there: what else could the fault have been about? */
static vm_fault_t handle_present(struct vm_fault *vmf, pte_t *ptep)
{
	const unsigned int own = FAULT_FLAG_WRITE | FAULT_FLAG_UNSHARE;
	struct vm_area_struct *vma = vmf->vma;
	pte_t pte = vmf->orig_pte;

	if ((vmf->flags & own) && !pte_write(pte))
		return do_wp_page(vmf, ptep);
	if (vmf->flags & FAULT_FLAG_WRITE)
		pte = pte_mkdirty(pte);
	ptep_try_set(ptep, vmf->orig_pte, pte_mkyoung(pte));
	count_vm_event(PGFAULT_SPURIOUS);
	update_mmu(vma, vmf->address, 1);
	return 0;
}

/* May this fault be served at all? do_page_fault() checks the rights of user
 * code; this also lets a debugger (FOLL_FORCE) break copy-on-write. */
static bool fault_allowed(const struct vm_area_struct *vma, unsigned int flags)
{
	if (!(flags & FAULT_FLAG_WRITE) || (vma->vm_flags & VM_WRITE))
		return true;
	return (vma->vm_flags & VM_MAYWRITE) && is_cow_mapping(vma->vm_flags);
}

vm_fault_t handle_mm_fault(struct vm_area_struct *vma, unsigned long address,
			   unsigned int flags)
{
	struct vm_fault vmf = {
		.vma = vma, .address = address & PAGE_MASK, .flags = flags,
	};
	vm_fault_t ret;
	pte_t *ptep;

	count_vm_event(PGFAULT);
	if (!fault_allowed(vma, flags))
		return VM_FAULT_SIGSEGV;
	if (should_fail(FAULT_FAULT_IN))
		return VM_FAULT_OOM;
	vmf.pgoff = vma->vm_pgoff +
		((vmf.address - vma->vm_start) >> PAGE_SHIFT);
	ptep = pgtable_alloc(vma->vm_mm, vmf.address);
	if (!ptep)
		return VM_FAULT_OOM;
	vmf.orig_pte = ptep_get(ptep);
	if (!pte_none(vmf.orig_pte))
		ret = handle_present(&vmf, ptep);
	else if (vma_is_anonymous(vma))
		ret = do_anonymous_page(&vmf, ptep);
	else
		ret = do_fault(&vmf, ptep);
	if (ret & VM_FAULT_MAJOR)
		count_vm_event(PGMAJFAULT);
	return ret;
}

int fixup_user_fault(struct mm_struct *mm, unsigned long address,
		     unsigned int fault_flags)
{
	struct vm_area_struct *vma = find_extend_vma(mm, address);
	unsigned long need = fault_flags & FAULT_FLAG_WRITE ? VM_WRITE : VM_READ;
	vm_fault_t ret;

	if (!vma || !(vma->vm_flags & need))
		return -EFAULT;
	ret = handle_mm_fault(vma, address, fault_flags);
	if (ret & VM_FAULT_OOM)
		return -ENOMEM;
	return ret & VM_FAULT_ERROR ? -EFAULT : 0;
}

/* Is the entry good enough for an access with these FAULT_FLAG_*? */
static bool is_populated(struct mm_struct *mm, unsigned long addr,
			 unsigned int flags)
{
	pte_t *ptep, pte;
	bool good;

	spin_lock(&mm->page_table_lock);
	ptep = pgtable_walk(mm, addr);
	pte = ptep ? ptep_get(ptep) : (pte_t){ 0 };
	good = pte_present(pte) &&
	       (!(flags & FAULT_FLAG_WRITE) || pte_write(pte));
	spin_unlock(&mm->page_table_lock);
	return good;
}

/* Fault in [start, end) of @vma. 0, -ENOMEM, -EFAULT. */
int populate_area(struct vm_area_struct *vma, unsigned long start,
		  unsigned long end, unsigned int flags)
{
	vm_fault_t ret;

	for (; start < end; start += PAGE_SIZE) {
		if (is_populated(vma->vm_mm, start, flags))
			continue;
		ret = handle_mm_fault(vma, start, flags);
		if (ret & VM_FAULT_OOM)
			return -ENOMEM;
		if (ret & VM_FAULT_ERROR)
			return -EFAULT;
	}
	return 0;
}

/* As what to touch the pages of an area that are to stay: private ones get
 * their own now. */
unsigned int populate_flags(const struct vm_area_struct *vma)
{
	return (vma->vm_flags & (VM_WRITE | VM_SHARED)) == VM_WRITE ?
		FAULT_FLAG_WRITE : 0;
}

/* Fault in what can be of [start, end); stops at the first error. */
void populate_range(struct mm_struct *mm, unsigned long start,
		    unsigned long end)
{
	struct vm_area_struct *vma = find_vma(mm, start);

	for (; vma && vma->vm_start < end; vma = vma_next(vma)) {
		if (!(vma->vm_flags & VM_ACCESS_FLAGS) ||
		    (vma->vm_flags & (VM_IO | VM_PFNMAP)))
			continue;
		if (populate_area(vma, max(start, vma->vm_start),
				  min(end, vma->vm_end), populate_flags(vma)))
			return;
	}
}
