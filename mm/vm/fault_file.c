/* SPDX-License-Identifier: MIT */
/*
 * fault_file.c - making a page of a file or a device present.
 *
 *			read			write
 *	private		the file's page,	a copy of it, own and writable
 *			read-only
 *	shared		the file's page,	the file's page, writable; its
 *			read-only		owner is asked and it is dirty
 *
 * The page is locked while its entry is made: truncation takes the same lock
 * before it unmaps, so a page that left its file cannot be mapped after.
 *
 * A read fault maps what is in memory of the 16 pages around, too; one that
 * had to read the page does so after it, for then its neighbours came along.
 */
#include <octavo/highmem.h>
#include "internal.h"

/* Ask the area's owner for the page. It comes back locked and referenced. */
static vm_fault_t fault_get_page(struct vm_fault *vmf)
{
	const struct vm_operations_struct *ops = vmf->vma->vm_ops;
	vm_fault_t ret;

	if (ops && ops->fault)
		ret = ops->fault(vmf);
	else if (vmf->vma->vm_mapping)
		ret = filemap_fault(vmf);
	else
		return VM_FAULT_SIGBUS;
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE))
		return ret;
	if (WARN_ON(!vmf->page))
		return VM_FAULT_SIGBUS;
	if (unlikely(PageSlab(compound_head(vmf->page)))) {
		octavo_report("fault of %lx: a page of the slab cannot be mapped",
			      vmf->address);
		if (page_count(vmf->page) > 1)	/* one is the slab's own */
			put_page(vmf->page);
		return VM_FAULT_SIGBUS;
	}
	if (!(ret & VM_FAULT_LOCKED))
		lock_page(vmf->page);
	return ret & ~VM_FAULT_LOCKED;
}

static void fault_put_page(struct page *page)
{
	unlock_page(page);
	put_page(page);
}

/*
 * Before a shared page becomes writable: ask its owner, mark it dirty. On
 * success it is locked. VM_FAULT_NOPAGE: it left its file, fault again.
 */
vm_fault_t fault_mkwrite(struct vm_fault *vmf, struct page *page)
{
	const struct vm_operations_struct *ops = vmf->vma->vm_ops;
	struct address_space *mapping = page->mapping;
	vm_fault_t ret = 0;

	vmf->page = page;
	if (ops && ops->page_mkwrite)
		ret = ops->page_mkwrite(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE))
		return ret;
	if (!(ret & VM_FAULT_LOCKED))
		lock_page(page);
	if (vmf->vma->vm_mapping && page->mapping != vmf->vma->vm_mapping &&
	    !(vmf->vma->vm_flags & VM_MIXEDMAP)) {
		unlock_page(page);
		return VM_FAULT_NOPAGE;
	}
	if (mapping)
		set_page_dirty(page);
	return 0;
}

/* Make the entry of a page of the file. Its reference goes to the entry. */
static bool install_file_page(struct vm_fault *vmf, pte_t *ptep,
			      unsigned long addr, bool write)
{
	struct vm_area_struct *vma = vmf->vma;
	struct page *page = vmf->page;
	pte_t pte = pfn_pte(page_to_pfn(page), vm_get_page_prot(vma->vm_flags));

	if (!pte_none(ptep_get(ptep)))
		return false;
	if (addr == vmf->address)
		pte = pte_mkyoung(pte);
	if (write)
		pte = pte_mkwrite(pte_mkdirty(pte));
	page_add_map(vma->vm_mm, page);
	set_pte(ptep, pte);
	return true;
}

/* Map pages[0 .. nr) at @addr on, where there are any; all locked. */
static void install_around(struct vm_fault *vmf, unsigned long addr,
			   struct page **pages, unsigned int nr)
{
	struct mm_struct *mm = vmf->vma->vm_mm;
	pte_t *ptep = pgtable_walk(mm, addr);
	unsigned int mapped = 0;

	spin_lock(&mm->page_table_lock);
	for (unsigned int i = 0; i < nr; i++) {
		vmf->page = pages[i];
		if (!pages[i] || !install_file_page(vmf, ptep + i,
						    addr + i * PAGE_SIZE, false))
			continue;
		get_page(pages[i]);
		mapped++;
	}
	spin_unlock(&mm->page_table_lock);
	vmf->page = NULL;
	count_vm_events(PGFAULT_FILE, mapped);
}

/* Tell the machine of runs of present pages. */
static void update_around(struct vm_fault *vmf, unsigned long addr,
			  struct page **pages, unsigned int nr)
{
	for (unsigned int i = 0, n; i < nr; i += n + 1) {
		for (n = 0; i + n < nr && pages[i + n]; n++)
			;
		if (n)
			update_mmu(vmf->vma, addr + i * PAGE_SIZE, n);
	}
}

/*
 * Map what is in memory of the pages around the fault. Says whether the
 * faulting page was among them.
 */
static bool fault_around(struct vm_fault *vmf)
{
	struct vm_area_struct *vma = vmf->vma;
	const unsigned long span = FAULT_AROUND * PAGE_SIZE;
	unsigned long first = max(vmf->address & ~(span - 1), vma->vm_start);
	unsigned long last = min((vmf->address & ~(span - 1)) + span,
				 vma->vm_end);
	struct page *pages[FAULT_AROUND];
	unsigned int nr = (unsigned int)((last - first) >> PAGE_SHIFT);
	unsigned int at = (unsigned int)((vmf->address - first) >> PAGE_SHIFT);
	unsigned long pgoff = vmf->pgoff - at;
	bool found;

	if (vma->vm_flags & VM_RAND_READ) {
		first = vmf->address;
		pgoff = vmf->pgoff;
		nr = 1;
		at = 0;
	}
	if (!filemap_get_ready(vma, pgoff, nr, pages))
		return false;
	install_around(vmf, first, pages, nr);
	update_around(vmf, first, pages, nr);
	found = pages[at] != NULL;
	for (unsigned int i = 0; i < nr; i++)
		if (pages[i])
			fault_put_page(pages[i]);
	return found;
}

static vm_fault_t do_read_fault(struct vm_fault *vmf, pte_t *ptep)
{
	struct vm_area_struct *vma = vmf->vma;
	bool cached = vma->vm_mapping &&
		(!vma->vm_ops || !vma->vm_ops->fault ||
		 vma->vm_ops->fault == filemap_fault);
	vm_fault_t ret;
	bool done;

	if (cached && fault_around(vmf))
		return 0;
	ret = fault_get_page(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE))
		return ret & ~VM_FAULT_NOPAGE;
	spin_lock(&vma->vm_mm->page_table_lock);
	done = install_file_page(vmf, ptep, vmf->address, false);
	spin_unlock(&vma->vm_mm->page_table_lock);
	unlock_page(vmf->page);
	if (!done)
		put_page(vmf->page);
	count_vm_event(PGFAULT_FILE);
	if (!cached || !(ret & VM_FAULT_MAJOR) || !fault_around(vmf))
		update_mmu(vma, vmf->address, 1);
	return ret;
}

/* A private mapping is written first: the file's page is only a source. */
static vm_fault_t do_cow_fault(struct vm_fault *vmf, pte_t *ptep)
{
	struct vm_area_struct *vma = vmf->vma;
	struct page *page = alloc_page(GFP_HIGHUSER);
	vm_fault_t ret;
	bool done;

	if (!page)
		return VM_FAULT_OOM;
	ret = fault_get_page(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)) {
		put_page(page);
		return ret & ~VM_FAULT_NOPAGE;
	}
	copy_highpage(page, vmf->page);
	spin_lock(&vma->vm_mm->page_table_lock);
	done = pte_none(ptep_get(ptep));
	if (done)
		anon_page_install(vma, ptep, page);
	spin_unlock(&vma->vm_mm->page_table_lock);
	fault_put_page(vmf->page);
	if (!done)
		put_page(page);
	count_vm_event(PGFAULT_COW);
	update_mmu(vma, vmf->address, 1);
	return ret;
}

static vm_fault_t do_shared_fault(struct vm_fault *vmf, pte_t *ptep)
{
	struct vm_area_struct *vma = vmf->vma;
	vm_fault_t ret, mk;
	bool done;

	ret = fault_get_page(vmf);
	if (ret & (VM_FAULT_ERROR | VM_FAULT_NOPAGE))
		return ret & ~VM_FAULT_NOPAGE;
	unlock_page(vmf->page);
	mk = fault_mkwrite(vmf, vmf->page);
	if (mk & (VM_FAULT_ERROR | VM_FAULT_NOPAGE)) {
		put_page(vmf->page);
		return mk & VM_FAULT_ERROR;
	}
	spin_lock(&vma->vm_mm->page_table_lock);
	done = install_file_page(vmf, ptep, vmf->address, true);
	spin_unlock(&vma->vm_mm->page_table_lock);
	unlock_page(vmf->page);
	if (!done)
		put_page(vmf->page);
	count_vm_event(PGFAULT_FILE);
	update_mmu(vma, vmf->address, 1);
	return ret;
}

/* Nothing is mapped at the fault, and the area is not anonymous. */
vm_fault_t do_fault(struct vm_fault *vmf, pte_t *ptep)
{
	if (vmf->flags & FAULT_FLAG_WRITE)
		return vmf->vma->vm_flags & VM_SHARED ?
			do_shared_fault(vmf, ptep) : do_cow_fault(vmf, ptep);
	return do_read_fault(vmf, ptep);
}
