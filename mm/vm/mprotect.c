/* SPDX-License-Identifier: MIT */
/*
 * mprotect.c - changing the rights of what is mapped.
 *
 * Areas are split at the ends of the range, changed, their entries changed
 * with them, and merged where they agree with a neighbour again.
 *
 * An entry keeps its page, and its young and dirty marks. Write access is
 * given at once only to a page that is this address space's own (invariant 3);
 * any other page is asked for by a fault.
 */
#include <uapi/mman.h>
#include "internal.h"

/* Does the entry's page belong to this address space alone? */
static bool pte_is_own(pte_t pte)
{
	const struct page *page = pfn_to_page(pte_pfn(pte));

	return !pte_special(pte) && PageAnon(page) && PageAnonExclusive(page);
}

static __always_inline pte_t pte_for(pte_t old, pgprot_t prot, bool write)
{
	pte_t pte = pte_modify(old, prot);

	return write && (pte_write(old) || pte_is_own(old)) ?
	       pte_mkwrite(pte) : pte;
}

/* Change the entries from @ptep to @end, of a table of @vma; were any present? */
static noinline bool change_entries(const struct vm_area_struct *vma,
				    pte_t *ptep, const pte_t *end)
{
	const pgprot_t prot = vm_get_page_prot(vma->vm_flags);
	const bool write = vma->vm_flags & VM_WRITE;
	bool changed = false;

	for (; ptep != end; ptep++) {
		pte_t old = ptep_get(ptep);

		if (!pte_present(old))
			continue;
		while (!ptep_try_set(ptep, old, pte_for(old, prot, write)))
			old = ptep_get(ptep);
		changed = true;
	}
	return changed;
}

/* Give the entries of [start, end) the rights that @vma has now. */
static void change_protection(struct vm_area_struct *vma, unsigned long start,
			      unsigned long end)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long addr = start, next;
	bool changed = false;

	spin_lock(&mm->page_table_lock);
	for (; addr < end; addr = next) {
		pte_t *ptep = pgtable_walk_span(mm, addr, end, &next);

		if (ptep)
			changed |= change_entries(vma, ptep, ptep +
						  ((next - addr) >> PAGE_SHIFT));
	}
	spin_unlock(&mm->page_table_lock);
	if (changed) {
		arch_flush_tlb_range(mm, start, end);
		count_vm_event(TLB_FLUSH);
	}
}

/* Is there room for @len bytes more of data, if they were not already over the
 * limits as what they are? */
static bool may_become_data(const struct vm_area_struct *vma,
			    unsigned long flags, unsigned long len)
{
	const struct mm_struct *mm = vma->vm_mm;

	return may_expand_data(mm, len >> PAGE_SHIFT) ||
	       may_expand_vm(mm, flags, len >> PAGE_SHIFT) ||
	       !may_expand_vm(mm, vma->vm_flags, len >> PAGE_SHIFT);
}

/* Change the part of @vma in [start, end). *@vmap: the area it is now in. */
static int mprotect_area(struct vm_area_struct **vmap, unsigned long start,
			 unsigned long end, unsigned long flags)
{
	struct vm_area_struct *vma = *vmap;
	const unsigned long first = vma->vm_start, last = vma->vm_end;
	int err;

	if (vma->vm_flags == flags)
		return 0;
	if ((flags & ~vma->vm_flags & VM_WRITE) && !may_become_data(vma, flags,
								    end - start))
		return -ENOMEM;
	if (vma->vm_start < start) {
		err = vma_split(vma, start);
		if (err)
			return err;
		vma = vma_next(vma);
	}
	err = end < vma->vm_end ? vma_split(vma, end) : 0;
	if (!err) {
		vma_set_flags(vma, flags);
		change_protection(vma, start, end);
	}
	/* A part out of the middle has neighbours that do not agree with it. */
	*vmap = !err && vma->vm_start > first && vma->vm_end < last ? vma :
		vma_merge(vma);
	/* What was changed is mostly looked at next. */
	hint_write((*vmap)->vm_mm->last_vma, *vmap);
	return err;
}

/* The first area and the real start; or ERR_PTR. */
static struct vm_area_struct *mprotect_first(struct mm_struct *mm,
					     unsigned long *start,
					     unsigned long end, bool grows)
{
	struct vm_area_struct *vma = find_vma(mm, *start);

	if (!vma)
		return ERR_PTR(-ENOMEM);
	if (!grows)
		return vma->vm_start > *start ? ERR_PTR(-ENOMEM) : vma;
	if (vma->vm_start >= end)
		return ERR_PTR(-ENOMEM);
	if (!(vma->vm_flags & VM_GROWSDOWN))
		return ERR_PTR(-EINVAL);
	*start = vma->vm_start;
	return vma;
}

static int mprotect_range(struct vm_area_struct *vma, unsigned long start,
			  unsigned long end, unsigned long access)
{
	unsigned long flags, to;
	int err;

	for (;;) {
		flags = (vma->vm_flags & ~VM_ACCESS_FLAGS) | access;
		if (flags & ~(flags >> 4) & VM_ACCESS_FLAGS)
			return -EACCES;
		to = min(end, vma->vm_end);
		err = mprotect_area(&vma, start, to, flags);
		if (err || to == end)
			return err;
		start = to;
		if (vma->vm_end <= start)
			vma = vma_next(vma);
		if (!vma || vma->vm_start > start)
			return -ENOMEM;
	}
}

int do_mprotect(struct mm_struct *mm, unsigned long start, size_t len,
		unsigned long prot)
{
	const unsigned long grows = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
	struct vm_area_struct *vma;
	unsigned long end, access;

	if (grows == (PROT_GROWSDOWN | PROT_GROWSUP) || (start & ~PAGE_MASK))
		return -EINVAL;
	if (!len)
		return 0;
	len = PAGE_ALIGN(len);
	end = start + len;
	if (end <= start)
		return -ENOMEM;
	if (prot & ~(unsigned long)(PROT_READ | PROT_WRITE | PROT_EXEC |
				    PROT_SEM | PROT_GROWSDOWN))
		return -EINVAL;
	vma = mprotect_first(mm, &start, end, grows);
	if (IS_ERR(vma))
		return (int)PTR_ERR(vma);
	access = (prot & PROT_READ ? VM_READ : 0) |
		 (prot & PROT_WRITE ? VM_WRITE : 0) |
		 (prot & PROT_EXEC ? VM_EXEC : 0);
	return mprotect_range(vma, start, end, access);
}
