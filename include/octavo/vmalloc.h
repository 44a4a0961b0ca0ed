/* SPDX-License-Identifier: MIT */
/*
 * vmalloc.h - memory in a row of addresses whose frames lie anywhere.
 *
 *	VMALLOC_START	[ area | guard ][ area      | guard ] ...  VMALLOC_END
 *			   | | \
 *			frames of low or high memory, by the kernel's page tables
 *
 * For what is too large for the page allocator, or must not be in a row of
 * frames. Behind each area is a page that is never mapped: who runs over the
 * end faults.
 *
 * Everything here may sleep, vfree() and kvfree() not in an interrupt.
 */
#ifndef OCTAVO_VMALLOC_H
#define OCTAVO_VMALLOC_H

#include <octavo/types.h>
#include <octavo/gfp.h>
#include <octavo/page.h>
#include <asm/pgtable.h>

struct vm_area_struct;

/* What an area is of: flags of vm_struct. */
#define VM_IOREMAP		0x00000001ul	/* device registers */
#define VM_ALLOC		0x00000002ul	/* vmalloc(): owns its pages */
#define VM_MAP			0x00000004ul	/* vmap(): somebody else's pages */
#define VM_USERMAP		0x00000008ul	/* may be shown to programs */
#define VM_MAP_PUT_PAGES	0x00000200ul	/* vfree() frees the pages, too */

/* An area, as find_vm_area() shows it. */
struct vm_struct {
	void *addr;
	unsigned long size;		/* bytes, with the guard page */
	unsigned long flags;		/* VM_* above */
	struct page **pages;		/* NULL: frames without pages */
	unsigned int nr_pages;
	unsigned long requested;	/* bytes that may be used */
	phys_addr_t phys_addr;
	const void *caller;
};

/* ---- allocating ------------------------------------------------------------- */

/**
 * __vmalloc_caller() - vmalloc() with everything said
 * @size: bytes, above 0
 * @gfp: what may be done to get the pages; __GFP_HIGHMEM is added unless a
 *	zone is named; __GFP_ZERO
 * @prot: rights and caching of the mapping
 * @flags: 0 or VM_USERMAP
 * @caller: who is told in /proc/vmallocinfo; the pages count as his
 *
 * Context: Decided by @gfp, but never in an interrupt.
 * Return: page-aligned address; NULL: no pages, no room, or @size is 0 or more
 *	than all of memory (said on the log unless __GFP_NOWARN).
 * Pairs with: vfree().
 */
void *__vmalloc_caller(unsigned long size, gfp_t gfp, pgprot_t prot,
		       unsigned long flags, const void *caller)
	__malloc __alloc_size(1);

/**
 * vmalloc() - allocate memory in a row of addresses
 * @size: bytes, above 0
 *
 * Context: May sleep.
 * Return: page-aligned address, contents undefined; NULL.
 * Pairs with: vfree().
 */
void *vmalloc(unsigned long size) __malloc __alloc_size(1);

/**
 * vzalloc() - vmalloc() with all bytes zero
 * @size: bytes, above 0
 *
 * Context: May sleep.
 * Return: as vmalloc().
 * Pairs with: vfree().
 */
void *vzalloc(unsigned long size) __malloc __alloc_size(1);

/**
 * vmalloc_user() - zeroed memory that remap_vmalloc_range() may show
 * @size: bytes, above 0
 *
 * Context: May sleep.
 * Return: as vmalloc().
 * Pairs with: vfree().
 */
void *vmalloc_user(unsigned long size) __malloc __alloc_size(1);

/**
 * vmalloc_32() - vmalloc() from frames below 4 GiB
 * @size: bytes, above 0
 *
 * Context: May sleep.
 * Return: as vmalloc().
 * Pairs with: vfree().
 */
void *vmalloc_32(unsigned long size) __malloc __alloc_size(1);

/**
 * __vmalloc() - vmalloc() with flags
 * @size: bytes, above 0
 * @gfp: what may be done to get the pages
 *
 * Context: Decided by @gfp, but never in an interrupt.
 * Return: as vmalloc().
 * Pairs with: vfree().
 */
void *__vmalloc(unsigned long size, gfp_t gfp) __malloc __alloc_size(1);

/**
 * __vmalloc_node() - vmalloc() with flags, near a memory node
 * @size: bytes, above 0
 * @align: power of two that the address is a multiple of; up to PAGE_SIZE it
 *	costs nothing
 * @gfp: what may be done to get the pages
 * @node: the node, or NUMA_NO_NODE
 * @caller: as for __vmalloc_caller()
 *
 * Context: Decided by @gfp, but never in an interrupt.
 * Return: as vmalloc().
 * Pairs with: vfree().
 */
void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp,
		     int node, const void *caller) __malloc __alloc_size(1);

static inline void *vmalloc_node(unsigned long size, int node)
{
	return vmalloc(size);
}

static inline void *vzalloc_node(unsigned long size, int node)
{
	return vzalloc(size);
}

static inline void *vmalloc_32_user(unsigned long size)
{
	return vmalloc_user(size);
}

/* __vmalloc() of n * size bytes; NULL if the product overflows. */
static inline void *__vmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return __vmalloc(bytes, gfp);
}

#define vmalloc_array(n, size)	__vmalloc_array(n, size, GFP_KERNEL)
#define vcalloc(n, size)	__vmalloc_array(n, size, GFP_KERNEL | __GFP_ZERO)
#define __vcalloc(n, size, gfp)	__vmalloc_array(n, size, (gfp) | __GFP_ZERO)

/**
 * vfree() - give back what vmalloc() and its relatives gave
 * @addr: the address; NULL does nothing
 *
 * What is no such address, or was given back already, is reported and left.
 *
 * Context: Any context but interrupts.
 */
void vfree(const void *addr);

/* ---- showing pages that are there --------------------------------------------- */

/**
 * vmap() - show pages in a row of addresses
 * @pages: their descriptors; high pages are fine
 * @count: how many, above 0
 * @flags: VM_MAP, or VM_MAP | VM_MAP_PUT_PAGES: vfree() puts the pages and
 *	frees @pages, which came from kvmalloc()
 * @prot: PAGE_KERNEL and its relatives
 *
 * Context: May sleep.
 * Return: the address, NULL for no memory or no room.
 * Pairs with: vunmap().
 */
void *vmap(struct page **pages, unsigned int count, unsigned long flags,
	   pgprot_t prot);

/**
 * vunmap() - undo vmap()
 * @addr: what it returned; NULL does nothing
 *
 * Context: May sleep.
 */
void vunmap(const void *addr);

/**
 * vm_map_ram() - vmap() for a short time
 * @pages: their descriptors
 * @count: how many, above 0
 * @node: near which node to keep book, or NUMA_NO_NODE
 *
 * Context: May sleep.
 * Return: as vmap().
 * Pairs with: vm_unmap_ram().
 */
void *vm_map_ram(struct page **pages, unsigned int count, int node);

/**
 * vm_unmap_ram() - undo vm_map_ram()
 * @mem: what it returned
 * @count: as it was given; another one is reported
 *
 * Context: May sleep.
 */
void vm_unmap_ram(const void *mem, unsigned int count);

/* ---- looking -------------------------------------------------------------------- */

/**
 * is_vmalloc_addr() - does an address lie where vmalloc() and vmap() work?
 * @addr: any value
 *
 * Context: Any context.
 * Return: true if so; something need not be mapped there.
 */
static inline bool is_vmalloc_addr(const void *addr)
{
	return (unsigned long)addr - VMALLOC_START <
	       VMALLOC_END - VMALLOC_START;
}

/**
 * vmalloc_to_page() - the page behind an address
 * @addr: an address in an area of vmalloc() or vmap()
 *
 * Context: Any context but interrupts.
 * Return: the page, NULL where none is shown.
 */
struct page *vmalloc_to_page(const void *addr);

/**
 * vmalloc_to_pfn() - the frame behind an address
 * @addr: an address in an area of vmalloc() or vmap()
 *
 * Context: Any context but interrupts.
 * Return: its number, 0 where none is shown.
 */
unsigned long vmalloc_to_pfn(const void *addr);

/**
 * find_vm_area() - the area that an address lies in
 * @addr: any value
 *
 * Context: Any context but interrupts; who looks at the area keeps it alive.
 * Return: the area, NULL for none.
 */
struct vm_struct *find_vm_area(const void *addr);

/**
 * vmalloc_usable() - bytes from an address to the end of what may be used
 * @addr: any value
 *
 * Context: Any context but interrupts.
 * Return: bytes; 0 for an address in no area.
 */
size_t vmalloc_usable(const void *addr);

/**
 * vmalloc_nr_areas() - how many areas there are
 *
 * Context: Any context.
 * Return: areas of vmalloc() and vmap(); for counting leaks.
 */
unsigned long vmalloc_nr_areas(void);

/**
 * vmalloc_nr_pages() - how many pages areas of vmalloc() own
 *
 * Context: Any context.
 * Return: pages.
 */
unsigned long vmalloc_nr_pages(void);

/**
 * vmalloc_walk() - visit all areas by address
 * @fn: called with each; must not sleep, allocate or free
 * @arg: passed on
 *
 * Context: Any context but interrupts.
 */
void vmalloc_walk(void (*fn)(const struct vm_struct *area, void *arg),
		  void *arg);

/**
 * vmalloc_init() - start with no area
 *
 * Called by vm_init().
 *
 * Context: May sleep.
 */
void vmalloc_init(void);

/**
 * vmalloc_exit() - report what is left and forget it
 *
 * Context: May sleep.
 */
void vmalloc_exit(void);

/* ---- showing it to programs ------------------------------------------------------- */

/**
 * remap_vmalloc_range() - show memory of vmalloc_user() in an area
 * @vma: the whole area is filled; becomes VM_DONTEXPAND | VM_DONTDUMP
 * @addr: what vmalloc_user() returned
 * @pgoff: first page of it to show
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -EINVAL @addr is not such memory, or too short; as
 *	vm_insert_page().
 */
int remap_vmalloc_range(struct vm_area_struct *vma, void *addr,
			unsigned long pgoff);

/**
 * remap_vmalloc_range_partial() - show a part of such memory
 * @vma: the area
 * @uaddr: user address in it, page-aligned
 * @kaddr: address in the memory, page-aligned
 * @pgoff: pages to skip after @kaddr
 * @size: bytes
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: as remap_vmalloc_range().
 */
int remap_vmalloc_range_partial(struct vm_area_struct *vma, unsigned long uaddr,
				void *kaddr, unsigned long pgoff,
				unsigned long size);

/* ---- kmalloc if that is possible, else vmalloc --------------------------------------- */

/**
 * kvmalloc_node() - memory from kmalloc(), or vmalloc() where that has none
 * @size: bytes
 * @gfp: GFP_KERNEL and what adds to it; with others only kmalloc() is tried
 * @node: near which memory node, or NUMA_NO_NODE
 *
 * What is larger than a page is tried once without reclaim and then comes
 * from vmalloc().
 *
 * Context: Decided by @gfp.
 * Return: the memory; NULL if there is none, or @size is above INT_MAX.
 * Pairs with: kvfree().
 */
void *kvmalloc_node(size_t size, gfp_t gfp, int node) __malloc __alloc_size(1);

/**
 * kvfree() - free what kvmalloc(), kmalloc() or vmalloc() gave
 * @addr: the memory; NULL does nothing
 *
 * Context: Any context but interrupts.
 */
void kvfree(const void *addr);

/**
 * kvfree_sensitive() - fill with zeros, then kvfree()
 * @addr: the memory; NULL does nothing
 * @len: bytes of it
 *
 * Context: Any context but interrupts.
 */
void kvfree_sensitive(const void *addr, size_t len);

/**
 * kvrealloc() - change the size of kvmalloc() memory
 * @p: the memory; NULL: allocates
 * @oldsize: bytes that are kept at most
 * @newsize: bytes wanted
 * @gfp: as for kvmalloc()
 *
 * Context: Decided by @gfp.
 * Return: the memory; NULL if there is none, and then @p is as before.
 * Pairs with: kvfree().
 */
void *kvrealloc(const void *p, size_t oldsize, size_t newsize, gfp_t gfp);

static inline void *kvmalloc(size_t size, gfp_t gfp)
{
	return kvmalloc_node(size, gfp, NUMA_NO_NODE);
}

static inline void *kvzalloc(size_t size, gfp_t gfp)
{
	return kvmalloc(size, gfp | __GFP_ZERO);
}

static inline void *kvzalloc_node(size_t size, gfp_t gfp, int node)
{
	return kvmalloc_node(size, gfp | __GFP_ZERO, node);
}

/* kvmalloc() of n * size bytes; NULL if the product overflows. */
static inline void *kvmalloc_array(size_t n, size_t size, gfp_t gfp)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return kvmalloc(bytes, gfp);
}

static inline void *kvcalloc(size_t n, size_t size, gfp_t gfp)
{
	return kvmalloc_array(n, size, gfp | __GFP_ZERO);
}

#endif
