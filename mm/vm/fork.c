/* SPDX-License-Identifier: MIT */
/*
 * fork.c - copying an address space without copying its pages.
 *
 *	entry of a private area		parent after	child
 *	anonymous page			read-only	the same page, read-only
 *	anonymous page, perhaps pinned	as it was	its own copy, now
 *	zero page, page of a file	as it was	nothing: faults it in,
 *						or the same (see below)
 *	page a driver inserted		as it was	the same
 *
 * Shared areas need no entries: their owner answers the child's faults. Where
 * a fault is dear a machine says FORK_COPIES_FILE_PAGES (asm/pgtable.h), and a
 * child has the pages of files in private areas from the start.
 *
 * A page that may be pinned must stay the parent's alone, or a write of the
 * parent would take it to another page than the device uses. Lockless pinning
 * goes on meanwhile, so the order is: write-protect and clear the exclusive
 * mark, then look at the count (invariant 4).
 */
#include <octavo/highmem.h>
#include "internal.h"

struct fork {
	struct vm_area_struct *vma;	/* of the parent */
	struct mm_struct *mm;		/* the child */
	struct page *spare;		/* for a copy, from outside the locks */
	unsigned int protected;		/* entries of the parent changed */
};

#ifndef FORK_COPIES_FILE_PAGES
#define FORK_COPIES_FILE_PAGES	false
#endif

enum fork_step { FORK_DONE, FORK_NEED_PAGE };

static void share_page(struct fork *f, pte_t *dst, pte_t pte, struct page *page)
{
	get_page(page);
	page_add_map(f->mm, page);
	set_pte(dst, pte);
}

static enum fork_step copy_page_now(struct fork *f, pte_t *dst,
				    struct page *page)
{
	struct vm_area_struct *vma = f->vma;
	struct page *new = f->spare;
	pte_t pte;

	if (!new)
		return FORK_NEED_PAGE;
	f->spare = NULL;
	copy_highpage(new, page);
	__SetPageUptodate(new);
	__SetPageAnon(new);
	SetPageAnonExclusive(new);
	page_add_map(f->mm, new);
	pte = pfn_pte(page_to_pfn(new), vm_get_page_prot(vma->vm_flags));
	set_pte(dst, pte_mkdirty(pte));
	return FORK_DONE;
}

static enum fork_step copy_anon(struct fork *f, pte_t *src, pte_t *dst,
				struct page *page)
{
	bool exclusive = PageAnonExclusive(page);
	pte_t pte = ptep_get(src);

	if (pte_write(pte)) {
		ptep_modify(src, old, pte_wrprotect(old));
		f->protected++;
	}
	if (exclusive) {
		ClearPageAnonExclusive(page);
		smp_mb();
		if (page_maybe_dma_pinned(page)) {
			SetPageAnonExclusive(page);
			return copy_page_now(f, dst, page);
		}
	}
	share_page(f, dst, pte_mkold(ptep_get(src)), page);
	return FORK_DONE;
}

static enum fork_step copy_entry(struct fork *f, pte_t *src, pte_t *dst)
{
	pte_t pte = ptep_get(src);
	struct page *page = vm_normal_page(pte);

	if (page && PageAnon(page))
		return copy_anon(f, src, dst, page);
	if (pte_special(pte))
		set_pte(dst, pte);
	else if (page && (f->vma->vm_flags & VM_MIXEDMAP ||
			  FORK_COPIES_FILE_PAGES))
		share_page(f, dst, pte, page);
	return FORK_DONE;
}

/* Copy entries from @addr on; answers where it stopped, for want of a spare
 * page or at @end. */
static unsigned long copy_entries(struct fork *f, unsigned long addr,
				  unsigned long end)
{
	struct mm_struct *oldmm = f->vma->vm_mm;
	pte_t *src, *dst;

	spin_lock(&oldmm->page_table_lock);
	spin_lock(&f->mm->page_table_lock);
	src = pgtable_walk(oldmm, addr);
	dst = pgtable_walk(f->mm, addr);
	for (; addr < end; addr += PAGE_SIZE, src++, dst++)
		if (pte_present(ptep_get(src)) &&
		    copy_entry(f, src, dst) == FORK_NEED_PAGE)
			break;
	spin_unlock(&f->mm->page_table_lock);
	spin_unlock(&oldmm->page_table_lock);
	return addr;
}

static bool area_has_entries_to_copy(const struct vm_area_struct *vma)
{
	return is_cow_mapping(vma->vm_flags) ||
	       (vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP));
}

static int copy_tables(struct fork *f)
{
	struct vm_area_struct *vma = f->vma;
	unsigned long addr = vma->vm_start, next;

	for (; addr < vma->vm_end; addr = next) {
		if (!pgtable_walk_span(vma->vm_mm, addr, vma->vm_end, &next))
			continue;
		if (!pgtable_alloc(f->mm, addr))
			return -ENOMEM;
		next = copy_entries(f, addr, next);
		if (next == pgtable_addr_end(addr, vma->vm_end) || f->spare)
			continue;
		f->spare = alloc_page(GFP_HIGHUSER);
		if (!f->spare)
			return -ENOMEM;
	}
	return 0;
}

static int copy_area_entries(struct vm_area_struct *vma, struct mm_struct *mm)
{
	struct fork f = { .vma = vma, .mm = mm };
	int err = copy_tables(&f);

	if (f.spare)
		put_page(f.spare);
	if (f.protected) {
		arch_flush_tlb_range(vma->vm_mm, vma->vm_start, vma->vm_end);
		count_vm_event(TLB_FLUSH);
	}
	return err;
}

/* Copy @vma behind *@last, which becomes the area that the copy is in. */
static int dup_area(struct mm_struct *mm, struct vm_area_struct *vma,
		    struct vm_area_struct **last)
{
	struct vm_area_struct *new = vma_dup(vma);
	int err = 0;

	if (!new)
		return -ENOMEM;
	new->vm_mm = mm;
	new->vm_flags &= ~VM_LOCKED_MASK;
	vma_opened(new);
	vma_link_after(mm, *last, new);
	if (!(vma->vm_flags & VM_WIPEONFORK) && area_has_entries_to_copy(vma))
		err = copy_area_entries(vma, mm);
	/* Without VM_LOCKED it may agree with the one before. */
	*last = vma_merge(new);
	return err;
}

/* The numbers that describe the program. */
static void dup_fields(struct mm_struct *mm, const struct mm_struct *oldmm)
{
	mm->mmap_base = oldmm->mmap_base;
	mm->start_brk = oldmm->start_brk;
	mm->brk = oldmm->brk;
	mm->start_code = oldmm->start_code;
	mm->end_code = oldmm->end_code;
	mm->start_data = oldmm->start_data;
	mm->end_data = oldmm->end_data;
	mm->start_stack = oldmm->start_stack;
	mm->arg_start = oldmm->arg_start;
	mm->arg_end = oldmm->arg_end;
	mm->env_start = oldmm->env_start;
	mm->env_end = oldmm->env_end;
	mm->limit = oldmm->limit;
	mm->membarrier = oldmm->membarrier;
}

int dup_mmap(struct mm_struct *mm, struct mm_struct *oldmm)
{
	struct vm_area_struct *vma, *last = NULL;
	int err = 0;

	mmap_write_lock(oldmm);
	dup_fields(mm, oldmm);
	for_each_vma(oldmm, vma) {
		if (vma->vm_flags & VM_DONTCOPY)
			continue;
		err = dup_area(mm, vma, &last);
		if (err)
			break;
	}
	mmap_write_unlock(oldmm);
	return err;
}
