/* SPDX-License-Identifier: MIT */
/*
 * pfnmap.c - what drivers put into an area themselves: frames and pages.
 *
 * remap_pfn_range() makes special entries: a frame number and rights, no
 * struct page behind it, nothing counted. vm_insert_page() maps a page of the
 * kernel, counted like any other.
 */
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
