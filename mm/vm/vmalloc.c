/* SPDX-License-Identifier: MIT */
/*
 * vmalloc.c - memory for which a row of addresses will do: vmalloc() and its
 * relatives, and vmap() of pages that are somebody else's.
 *
 * Pages are taken in blocks of up to 16 where there are such, and split: fewer
 * steps, and fewer mappings on a machine that counts them; else one by one.
 *
 * An area that is freed in an interrupt waits in a list until the next call
 * here, since other CPUs cannot be asked to forget it from there.
 */
#include <octavo/cpu.h>
#include <octavo/printk.h>
#include <octavo/vm_map.h>
#include <octavo/vmalloc.h>
#include "internal.h"

#define BLOCK_ORDER	4
#define ZONE_BITS	(__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM)

static unsigned long nr_owned_pages;	/* of areas with VM_ALLOC */
static struct vmap_area *later;		/* freed in interrupts */

unsigned long vmalloc_nr_pages(void)
{
	return __atomic_load_n(&nr_owned_pages, __ATOMIC_RELAXED);
}

/* ---- freeing ------------------------------------------------------------ */

static void put_pages(struct vm_struct *vm)
{
	for (unsigned int i = 0; i < vm->nr_pages; i++)
		if (vm->flags & VM_ALLOC)
			__free_page(vm->pages[i]);
		else
			put_page(vm->pages[i]);
	if (vm->flags & VM_ALLOC)
		__atomic_fetch_sub(&nr_owned_pages, vm->nr_pages,
				   __ATOMIC_RELAXED);
}

static void free_area(struct vmap_area *a)
{
	struct page **pages = a->vm.pages;

	vmap_area_hide(a);
	if (a->vm.flags & (VM_ALLOC | VM_MAP_PUT_PAGES))
		put_pages(&a->vm);
	else
		pages = NULL;
	vmap_area_free(a);
	kvfree(pages);
}

static void free_later(struct vmap_area *a)
{
	a->later = __atomic_load_n(&later, __ATOMIC_RELAXED);
	while (!__atomic_compare_exchange_n(&later, &a->later, a, true,
					    __ATOMIC_RELEASE, __ATOMIC_RELAXED))
		;
}

static void free_what_waits(void)
{
	struct vmap_area *a = NULL, *next;

	if (unlikely(__atomic_load_n(&later, __ATOMIC_RELAXED)))
		a = __atomic_exchange_n(&later, NULL, __ATOMIC_ACQUIRE);
	for (; a; a = next) {
		next = a->later;
		free_area(a);
	}
}

void vfree(const void *addr)
{
	struct vmap_area *a;

	if (!addr)
		return;
	a = vmap_area_take(addr, "vfree");
	if (!a)
		return;
	if (in_interrupt()) {
		free_later(a);
		return;
	}
	free_area(a);
	free_what_waits();
}

void vunmap(const void *addr)
{
	struct vmap_area *a;

	might_sleep();
	if (!addr)
		return;
	a = vmap_area_take(addr, "vunmap");
	if (!a)
		return;
	vmap_area_hide(a);
	vmap_area_free(a);
}

/* ---- pages -------------------------------------------------------------- */

/* A block of at most @nr pages into @pages; how many, 0 for no memory. */
static unsigned int take_block(struct page **pages, unsigned int nr, gfp_t gfp)
{
	const gfp_t cheap = (gfp & ~(__GFP_DIRECT_RECLAIM | __GFP_NOFAIL)) |
			    __GFP_NOWARN | __GFP_NORETRY;
	unsigned int order = nr > 1 ? min(BLOCK_ORDER, 31 - __builtin_clz(nr)) :
				      0;
	struct page *page = order ? alloc_pages(cheap, order) : NULL;

	if (page)
		split_page(page, order);
	else
		order = 0;
	if (!page)
		page = alloc_page(gfp);
	if (!page)
		return 0;
	for (unsigned int i = 0; i < 1u << order; i++)
		pages[i] = page + i;
	return 1u << order;
}

static bool take_pages(struct vm_struct *vm, unsigned int nr, gfp_t gfp)
{
	unsigned int got;

	vm->flags |= VM_ALLOC;
	while (vm->nr_pages < nr) {
		got = take_block(vm->pages + vm->nr_pages, nr - vm->nr_pages,
				 gfp);
		if (!got)
			return false;
		vm->nr_pages += got;
		__atomic_fetch_add(&nr_owned_pages, got, __ATOMIC_RELAXED);
	}
	return true;
}

/* ---- allocating --------------------------------------------------------- */

static bool fill_area(struct vmap_area *a, gfp_t gfp, pgprot_t prot)
{
	const unsigned int nr = (unsigned int)PFN_UP(a->vm.requested);

	a->vm.pages = kvmalloc_node(nr * sizeof(*a->vm.pages),
				    gfp & ~(ZONE_BITS | __GFP_ZERO),
				    NUMA_NO_NODE);
	return a->vm.pages && take_pages(&a->vm, nr, gfp) &&
	       vmap_area_show(a, prot);
}

static __cold void *no_memory(unsigned long size, gfp_t gfp)
{
	if (!(gfp & __GFP_NOWARN))
		printk("vmalloc: no memory for %lu bytes\n", size);
	return NULL;
}

static void *alloc_area(unsigned long size, unsigned long align, gfp_t gfp,
			const struct vm_struct *like, pgprot_t prot)
{
	struct vmap_area *a;

	might_sleep();
	free_what_waits();
	if (!size || (size - 1) >> PAGE_SHIFT >= totalram_pages())
		return no_memory(size, gfp);
	if (!(gfp & ZONE_BITS))
		gfp |= __GFP_HIGHMEM;
	a = vmap_area_alloc(size, align, gfp);
	if (!a)
		return no_memory(size, gfp);
	a->vm.flags = like->flags;
	a->vm.caller = like->caller;
	if (fill_area(a, gfp, prot))
		return a->vm.addr;
	free_area(a);
	return no_memory(size, gfp);
}

void *__vmalloc_caller(unsigned long size, gfp_t gfp, pgprot_t prot,
		       unsigned long flags, const void *caller)
{
	const struct vm_struct like = { .flags = flags, .caller = caller };

	return alloc_area(size, 1, gfp, &like, prot);
}

void *__vmalloc_node(unsigned long size, unsigned long align, gfp_t gfp,
		     int node, const void *caller)
{
	const struct vm_struct like = { .caller = caller };

	return alloc_area(size, align, gfp, &like, PAGE_KERNEL);
}

#define VMALLOC_CALL(size, gfp, flags)					\
	__vmalloc_caller(size, gfp, PAGE_KERNEL, flags, __builtin_return_address(0))

void *vmalloc(unsigned long size)
{
	return VMALLOC_CALL(size, GFP_KERNEL, 0);
}

void *vzalloc(unsigned long size)
{
	return VMALLOC_CALL(size, GFP_KERNEL | __GFP_ZERO, 0);
}

void *vmalloc_user(unsigned long size)
{
	return VMALLOC_CALL(size, GFP_KERNEL | __GFP_ZERO, VM_USERMAP);
}

void *vmalloc_32(unsigned long size)
{
	return VMALLOC_CALL(size, GFP_KERNEL | GFP_DMA32, 0);
}

void *__vmalloc(unsigned long size, gfp_t gfp)
{
	return VMALLOC_CALL(size, gfp, 0);
}

/* ---- pages that are there ----------------------------------------------- */

static void *map_pages(struct page **pages, unsigned int count,
		       const struct vm_struct *like, pgprot_t prot)
{
	struct vmap_area *a;

	might_sleep();
	free_what_waits();
	if (!count || count > totalram_pages())
		return NULL;
	a = vmap_area_alloc((unsigned long)count << PAGE_SHIFT, 1, GFP_KERNEL);
	if (!a)
		return NULL;
	a->vm.flags = like->flags;
	a->vm.caller = like->caller;
	a->vm.pages = pages;
	a->vm.nr_pages = count;
	if (vmap_area_show(a, prot))
		return a->vm.addr;
	vmap_area_free(a);
	return NULL;
}

void *vmap(struct page **pages, unsigned int count, unsigned long flags,
	   pgprot_t prot)
{
	const struct vm_struct like = { .flags = flags, .caller = __builtin_return_address(0) };

	return map_pages(pages, count, &like, prot);
}

void *vm_map_ram(struct page **pages, unsigned int count, int node)
{
	const struct vm_struct like = { .flags = VM_MAP, .caller = __builtin_return_address(0) };

	return map_pages(pages, count, &like, PAGE_KERNEL);
}

void vm_unmap_ram(const void *mem, unsigned int count)
{
	struct vm_struct *vm = find_vm_area(mem);

	if (vm && vm->nr_pages != count)
		octavo_report("vm_unmap_ram of %u pages at %p: there are %u",
			      count, mem, vm->nr_pages);
	vunmap(mem);
}

/* ---- programs ----------------------------------------------------------- */

int remap_vmalloc_range_partial(struct vm_area_struct *vma, unsigned long uaddr,
				void *kaddr, unsigned long pgoff,
				unsigned long size)
{
	const unsigned long nr = PFN_UP(size);
	const struct vm_struct *vm = find_vm_area(kaddr);
	unsigned long first, left = nr;

	if (!PAGE_ALIGNED(uaddr) || !PAGE_ALIGNED(kaddr) || !vm ||
	    !(vm->flags & VM_USERMAP))
		return -EINVAL;
	first = ((unsigned long)kaddr - (unsigned long)vm->addr) >> PAGE_SHIFT;
	if (pgoff > vm->nr_pages - first || nr > vm->nr_pages - first - pgoff)
		return -EINVAL;
	vma->vm_flags |= VM_DONTEXPAND | VM_DONTDUMP;
	return vm_insert_pages(vma, uaddr, vm->pages + first + pgoff, &left);
}

int remap_vmalloc_range(struct vm_area_struct *vma, void *addr,
			unsigned long pgoff)
{
	return remap_vmalloc_range_partial(vma, vma->vm_start, addr, pgoff,
					   vma->vm_end - vma->vm_start);
}
