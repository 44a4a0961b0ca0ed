/* SPDX-License-Identifier: MIT */
/*
 * vm_map.h - what a driver puts into the area of a program.
 *
 *	in ->mmap, at once		in vm_ops->fault, page by page
 *	remap_pfn_range() frames	vmf_insert_pfn()
 *	vm_insert_page() pages		vmf_insert_page(), or vmf->page
 *	vm_iomap_memory() registers
 *
 * A frame is shown as it is: nothing is counted, it may be device memory, and
 * get_user_pages() refuses it (VM_PFNMAP). A page is counted like any other.
 */
#ifndef OCTAVO_VM_MAP_H
#define OCTAVO_VM_MAP_H

#include <octavo/errno.h>
#include <octavo/mm.h>

typedef unsigned long vm_flags_t;

/* ---- flags of an area ---------------------------------------------------------- */

static inline void vm_flags_init(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags = flags;
}

static inline void vm_flags_reset(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags = flags;
}

static inline void vm_flags_set(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags |= flags;
}

static inline void vm_flags_clear(struct vm_area_struct *vma, vm_flags_t flags)
{
	vma->vm_flags &= ~flags;
}

static inline void vm_flags_mod(struct vm_area_struct *vma, vm_flags_t set,
				vm_flags_t clear)
{
	vma->vm_flags = (vma->vm_flags | set) & ~clear;
}

/* ---- at once ------------------------------------------------------------------- */

/**
 * remap_pfn_range() - show physical frames in an area
 * @vma: the area; becomes VM_IO | VM_PFNMAP | VM_DONTEXPAND | VM_DONTDUMP
 * @addr: user address in it, page-aligned
 * @pfn: first frame; it need not be memory, and no count of it is changed
 * @size: bytes
 * @prot: rights, as from vm_get_page_prot(); writable where the area is
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -EINVAL outside the area or unaligned, or a private mapping that
 *	may be written and is not covered as a whole; -EBUSY something is
 *	mapped there; -ENOMEM.
 */
int remap_pfn_range(struct vm_area_struct *vma, unsigned long addr,
		    unsigned long pfn, unsigned long size, pgprot_t prot);

/**
 * vm_insert_page() - show one page of the kernel in an area
 * @vma: the area; becomes VM_MIXEDMAP
 * @addr: user address in it
 * @page: not anonymous; the mapping takes its own reference
 *
 * Context: May sleep.
 * Locks: mmap_lock held.
 * Return: 0; -EFAULT outside the area; -EINVAL a page that is free,
 *	anonymous or of a slab; -EBUSY something is mapped there; -ENOMEM.
 */
int vm_insert_page(struct vm_area_struct *vma, unsigned long addr,
		   struct page *page);

/**
 * vm_insert_pages() - show pages of the kernel in an area
 * @vma: the area; becomes VM_MIXEDMAP
 * @addr: user address of the first, page-aligned
 * @pages: as for vm_insert_page()
 * @num: how many; set to how many were not mapped
 *
 * Context: May sleep.
 * Locks: mmap_lock held.
 * Return: 0; -EFAULT not all of it is in the area; as vm_insert_page().
 */
int vm_insert_pages(struct vm_area_struct *vma, unsigned long addr,
		    struct page **pages, unsigned long *num);

/**
 * vm_map_pages() - fill an area with pages, as its offset says
 * @vma: the area; its vm_pgoff is the first of @pages shown
 * @pages: as for vm_insert_page()
 * @num: how many there are
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -ENXIO the area wants more; as vm_insert_page().
 */
int vm_map_pages(struct vm_area_struct *vma, struct page **pages,
		 unsigned long num);

/**
 * vm_map_pages_zero() - fill an area with pages, whatever its offset
 * @vma: the area
 * @pages: as for vm_insert_page()
 * @num: how many there are
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: as vm_map_pages().
 */
int vm_map_pages_zero(struct vm_area_struct *vma, struct page **pages,
		      unsigned long num);

/**
 * vm_iomap_memory() - fill an area with physical memory, as its offset says
 * @vma: the area; its vm_pgoff counts from the page of @start
 * @start: physical address
 * @len: bytes there are
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -EINVAL the area wants more, or the range wraps; as
 *	remap_pfn_range().
 */
int vm_iomap_memory(struct vm_area_struct *vma, phys_addr_t start,
		    unsigned long len);

static inline int io_remap_pfn_range(struct vm_area_struct *vma,
				     unsigned long addr, unsigned long pfn,
				     unsigned long size, pgprot_t prot)
{
	return remap_pfn_range(vma, addr, pfn, size, prot);
}

/* ---- page by page, from vm_ops->fault -------------------------------------------- */

/**
 * vmf_insert_pfn_prot() - show one frame, with rights of its own
 * @vma: the area, VM_PFNMAP or VM_MIXEDMAP
 * @addr: user address in it
 * @pfn: the frame
 * @prot: rights
 *
 * Context: May sleep.
 * Locks: mmap_lock held.
 * Return: VM_FAULT_NOPAGE: it is there, also where it was before;
 *	VM_FAULT_SIGBUS outside of the area, or another frame is there;
 *	VM_FAULT_OOM.
 */
vm_fault_t vmf_insert_pfn_prot(struct vm_area_struct *vma, unsigned long addr,
			       unsigned long pfn, pgprot_t prot);

/**
 * vmf_insert_pfn() - show one frame
 * @vma: the area, VM_PFNMAP or VM_MIXEDMAP
 * @addr: user address in it
 * @pfn: the frame
 *
 * Context: May sleep.
 * Locks: mmap_lock held.
 * Return: as vmf_insert_pfn_prot().
 */
vm_fault_t vmf_insert_pfn(struct vm_area_struct *vma, unsigned long addr,
			  unsigned long pfn);

/**
 * vmf_insert_page() - show one page
 * @vma: the area
 * @addr: user address in it
 * @page: as for vm_insert_page()
 *
 * Context: May sleep.
 * Locks: mmap_lock held.
 * Return: VM_FAULT_NOPAGE: it is there; VM_FAULT_OOM; VM_FAULT_SIGBUS.
 */
static inline vm_fault_t vmf_insert_page(struct vm_area_struct *vma,
					 unsigned long addr, struct page *page)
{
	int err = vm_insert_page(vma, addr, page);

	if (err == -ENOMEM)
		return VM_FAULT_OOM;
	return err && err != -EBUSY ? VM_FAULT_SIGBUS : VM_FAULT_NOPAGE;
}

/* What a handler answers for a negative errno. */
static inline vm_fault_t vmf_error(int err)
{
	return err == -ENOMEM ? VM_FAULT_OOM : VM_FAULT_SIGBUS;
}

static inline vm_fault_t vmf_fs_error(int err)
{
	if (err == 0)
		return VM_FAULT_LOCKED;
	if (err == -EFAULT || err == -EAGAIN)
		return VM_FAULT_NOPAGE;
	return vmf_error(err);
}

/**
 * zap_vma_ptes() - take frames out of an area
 * @vma: the area, VM_PFNMAP
 * @addr: user address in it, page-aligned
 * @size: bytes
 *
 * The next touch asks vm_ops->fault again.
 *
 * Context: May sleep.
 * Locks: mmap_lock held.
 */
void zap_vma_ptes(struct vm_area_struct *vma, unsigned long addr,
		  unsigned long size);

/**
 * get_user_pages_unlocked() - get_user_pages() that takes the lock itself
 * @start: user address of the current task
 * @nr: pages
 * @pages: gets them
 * @flags: as for get_user_pages()
 *
 * Context: User context only. May sleep.
 * Locks: takes mmap_lock for read.
 * Return: as get_user_pages().
 * Pairs with: put_page().
 */
long get_user_pages_unlocked(unsigned long start, unsigned long nr,
			     struct page **pages, unsigned int flags);

/**
 * pin_user_pages_unlocked() - pin_user_pages() that takes the lock itself
 * @start: user address of the current task
 * @nr: pages
 * @pages: gets them
 * @flags: as for pin_user_pages()
 *
 * Context: User context only. May sleep.
 * Locks: takes mmap_lock for read.
 * Return: as pin_user_pages().
 * Pairs with: unpin_user_page().
 */
long pin_user_pages_unlocked(unsigned long start, unsigned long nr,
			     struct page **pages, unsigned int flags);

#endif
