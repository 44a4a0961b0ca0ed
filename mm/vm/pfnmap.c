/* SPDX-License-Identifier: MIT */
/*
 * pfnmap.c - what drivers put into an area themselves: frames and pages.
 *
 * remap_pfn_range() makes special entries: a frame number and rights, no
 * struct page behind it, nothing counted. vm_insert_page() maps a page of the
 * kernel, counted like any other. The vmf_ calls do the same for one page from
 * a driver's ->fault, with the lock held for reading: two that serve the same
 * fault meet, and the second finds the entry as it wants it.
 */
#include <octavo/vm_map.h>
#include "internal.h"

static int set_new_entry(struct vm_area_struct *vma, unsigned long addr,
			 pte_t pte, struct page *page)
{
	pte_t *ptep = pgtable_alloc(vma->vm_mm, addr);
	int err = 0;

	if (!ptep)
		return -ENOMEM;
	spin_lock(&vma->vm_mm->page_table_lock);
	if (!pte_none(ptep_get(ptep)))
		err = -EBUSY;
	else if (page)
		page_add_map(vma->vm_mm, page);
	if (!err)
		set_pte(ptep, pte);
	spin_unlock(&vma->vm_mm->page_table_lock);
	return err;
}

static pte_t pfnmap_pte(const struct vm_area_struct *vma, unsigned long pfn,
			pgprot_t prot)
{
	const unsigned long rw = VM_SHARED | VM_WRITE;
	pte_t pte = pte_mkyoung(pfn_pte(pfn, prot));

	return (vma->vm_flags & rw) == rw ? pte_mkwrite(pte_mkdirty(pte)) : pte;
}

int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr,
		    unsigned long pfn, unsigned long size, pgprot_t prot)
{
	unsigned long end, at;
	int err = 0;

	size = PAGE_ALIGN(size);
	if ((addr & ~PAGE_MASK) || addr < vma->vm_start ||
	    addr > vma->vm_end || size > vma->vm_end - addr)
		return -EINVAL;
	end = addr + size;
	if (is_cow_mapping(vma->vm_flags) &&
	    (addr != vma->vm_start || end != vma->vm_end))
		return -EINVAL;
	vma->vm_flags |= VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP;
	for (at = addr; at < end && !err; at += PAGE_SIZE, pfn++)
		err = set_new_entry(vma, at, pte_mkspecial(
			pfnmap_pte(vma, pfn, prot)), NULL);
	return err;
}

int vm_insert_page(struct vm_area_struct *vma, unsigned long addr,
		   struct page *page)
{
	pgprot_t prot = vm_get_page_prot(vma->vm_flags);
	int err;

	if (addr < vma->vm_start || addr >= vma->vm_end)
		return -EFAULT;
	if (!page_count(page) || PageAnon(page) || PageSlab(page))
		return -EINVAL;
	vma->vm_flags |= VM_MIXEDMAP;
	get_page(page);
	err = set_new_entry(vma, addr & PAGE_MASK,
			    pfnmap_pte(vma, page_to_pfn(page), prot), page);
	if (err)
		put_page(page);
	return err;
}

int vm_insert_pages(struct vm_area_struct *vma, unsigned long addr,
		    struct page **pages, unsigned long *num)
{
	const unsigned long end = addr + (*num << PAGE_SHIFT);
	int err = 0;

	if (addr < vma->vm_start || end > vma->vm_end || end < addr)
		return -EFAULT;
	for (; *num && !err; addr += PAGE_SIZE) {
		err = vm_insert_page(vma, addr, *pages++);
		*num -= !err;
	}
	return err;
}

static int map_pages_from(struct vm_area_struct *vma, struct page **pages,
			  unsigned long num, unsigned long first)
{
	unsigned long nr = vma_pages(vma);

	if (first >= num || nr > num - first)
		return -ENXIO;
	return vm_insert_pages(vma, vma->vm_start, pages + first, &nr);
}

int vm_map_pages(struct vm_area_struct *vma, struct page **pages,
		 unsigned long num)
{
	return map_pages_from(vma, pages, num, vma->vm_pgoff);
}

int vm_map_pages_zero(struct vm_area_struct *vma, struct page **pages,
		      unsigned long num)
{
	return map_pages_from(vma, pages, num, 0);
}

int vm_iomap_memory(struct vm_area_struct *vma, phys_addr_t start,
		    unsigned long len)
{
	unsigned long pfn = PHYS_PFN(start), pages, size;

	if (start + len < start)
		return -EINVAL;
	pages = PFN_UP((start & ~PAGE_MASK) + len);
	if (vma->vm_pgoff > pages || vma_pages(vma) > pages - vma->vm_pgoff)
		return -EINVAL;
	size = vma->vm_end - vma->vm_start;
	return io_remap_pfn_range(vma, vma->vm_start, pfn + vma->vm_pgoff, size,
				  vma->vm_page_prot);
}

/* Is the frame that @addr shows already @pfn? */
static bool shows_frame(struct vm_area_struct *vma, unsigned long addr,
			unsigned long pfn)
{
	struct mm_struct *mm = vma->vm_mm;
	bool same;
	pte_t *ptep;

	spin_lock(&mm->page_table_lock);
	ptep = pgtable_walk(mm, addr);
	same = ptep && pte_present(ptep_get(ptep)) &&
	       pte_pfn(ptep_get(ptep)) == pfn;
	spin_unlock(&mm->page_table_lock);
	return same;
}

vm_fault_t vmf_insert_pfn_prot(struct vm_area_struct *vma, unsigned long addr,
			       unsigned long pfn, pgprot_t prot)
{
	int err;

	if (WARN_ON(!(vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP))))
		return VM_FAULT_SIGBUS;
	if (addr < vma->vm_start || addr >= vma->vm_end ||
	    is_cow_mapping(vma->vm_flags))
		return VM_FAULT_SIGBUS;
	addr &= PAGE_MASK;
	err = set_new_entry(vma, addr, pte_mkspecial(pfnmap_pte(vma, pfn, prot)),
			    NULL);
	if (err == -ENOMEM)
		return VM_FAULT_OOM;
	return err && !shows_frame(vma, addr, pfn) ? VM_FAULT_SIGBUS :
		VM_FAULT_NOPAGE;
}

vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long addr,
			  unsigned long pfn)
{
	return vmf_insert_pfn_prot(vma, addr, pfn, vma->vm_page_prot);
}

void zap_vma_ptes(struct vm_area_struct *vma, unsigned long addr,
		  unsigned long size)
{
	if (!(vma->vm_flags & VM_PFNMAP) || addr < vma->vm_start ||
	    addr + size > vma->vm_end || addr + size < addr)
		return;
	zap_page_range(vma, addr, addr + size, NULL);
}
