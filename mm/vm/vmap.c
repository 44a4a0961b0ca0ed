/* SPDX-License-Identifier: MIT */
/*
 * vmap.c - a row of kernel addresses for frames that lie anywhere.
 *
 *	VMALLOC_START					     VMALLOC_END
 *	[ area 1 |G][ area 2	|G]	  [ area 3 |G]
 *			  ^ next		hole
 *
 * An area is a range of addresses, with a page behind it that stays empty, and
 * knows its pages. Room is looked for from where the last area was given on,
 * and from the start only after that: addresses that were given back stay empty
 * for as long as possible, and who still uses them faults.
 *
 * Invariants:
 *  1. Areas do not overlap, lie in [VMALLOC_START, VMALLOC_END), and are in
 *     the tree by address from before their first page is shown until after
 *     their last one is not.
 *  2. Nothing is shown outside of areas, nor in the last page of one.
 *
 * Locking: vmap_lock covers the tree, with interrupts off; which frames an area
 * shows is its owner's business.
 */
#include <octavo/fault_inject.h>
#include <octavo/sanitize.h>
#include <octavo/vmalloc.h>
#include "internal.h"

static struct rb_root areas;
static unsigned long next_start;	/* where to look for room first */
static unsigned long nr_areas;
static DEFINE_SPINLOCK(vmap_lock);

#define area_of(node)	rb_entry(node, struct vmap_area, rb)

static unsigned long area_start(const struct vmap_area *a)
{
	return (unsigned long)a->vm.addr;
}

static unsigned long area_end(const struct vmap_area *a)
{
	return area_start(a) + a->vm.size;
}

/* ---- finding -------------------------------------------------------------------- */

/* The first area that ends above @addr. */
static struct vmap_area *find_above(unsigned long addr)
{
	struct rb_node *node = areas.rb_node;
	struct vmap_area *best = NULL;

	while (node) {
		struct vmap_area *a = area_of(node);

		if (area_end(a) > addr) {
			best = a;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return best;
}

/* The area that @addr lies in. */
static struct vmap_area *find_area(unsigned long addr)
{
	struct vmap_area *a = find_above(addr);

	return a && area_start(a) <= addr ? a : NULL;
}

struct vm_struct *find_vm_area(const void *addr)
{
	struct vmap_area *a;
	unsigned long flags;

	spin_lock_irqsave(&vmap_lock, flags);
	a = find_area((unsigned long)addr);
	spin_unlock_irqrestore(&vmap_lock, flags);
	return a ? &a->vm : NULL;
}

struct page *vmalloc_to_page(const void *addr)
{
	struct page *page = NULL;
	struct vmap_area *a;
	unsigned long flags, n;

	spin_lock_irqsave(&vmap_lock, flags);
	a = find_area((unsigned long)addr);
	if (a) {
		n = ((unsigned long)addr - area_start(a)) >> PAGE_SHIFT;
		page = n < a->vm.nr_pages ? a->vm.pages[n] : NULL;
	}
	spin_unlock_irqrestore(&vmap_lock, flags);
	return page;
}

unsigned long vmalloc_to_pfn(const void *addr)
{
	struct page *page = vmalloc_to_page(addr);

	return page ? page_to_pfn(page) : 0;
}

size_t vmalloc_usable(const void *addr)
{
	struct vmap_area *a;
	unsigned long flags, end = 0;

	spin_lock_irqsave(&vmap_lock, flags);
	a = find_area((unsigned long)addr);
	if (a)
		end = area_start(a) + a->vm.requested;
	spin_unlock_irqrestore(&vmap_lock, flags);
	return end > (unsigned long)addr ? end - (unsigned long)addr : 0;
}

void vmalloc_walk(void (*fn)(const struct vm_struct *area, void *arg),
		  void *arg)
{
	struct rb_node *node;
	unsigned long flags;

	spin_lock_irqsave(&vmap_lock, flags);
	for (node = rb_first(&areas); node; node = rb_next(node))
		fn(&area_of(node)->vm, arg);
	spin_unlock_irqrestore(&vmap_lock, flags);
}

unsigned long vmalloc_nr_areas(void)
{
	return __atomic_load_n(&nr_areas, __ATOMIC_RELAXED);
}

/* ---- room -------------------------------------------------------------------------- */

/* A hole for @size bytes, at a multiple of @align, that begins in
 * [@from, @to); 0: none. */
static unsigned long find_hole(unsigned long from, unsigned long to,
			       unsigned long size, unsigned long align)
{
	unsigned long addr = ALIGN(from, align);
	struct vmap_area *a = find_above(addr);

	for (; addr < to; a = find_above(addr)) {
		if (size > VMALLOC_END - addr)
			return 0;
		if (!a || area_start(a) - addr >= size)
			return addr;
		addr = ALIGN(area_end(a), align);
	}
	return 0;
}

static void link_area(struct vmap_area *new)
{
	struct rb_node **link = &areas.rb_node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = area_start(new) < area_start(area_of(parent)) ?
			&parent->rb_left : &parent->rb_right;
	}
	rb_link_node(&new->rb, parent, link);
	rb_insert_color(&new->rb, &areas);
}

/* Give an area of vm.size bytes its place. */
static bool place_area(struct vmap_area *a, unsigned long align)
{
	unsigned long flags, addr;

	spin_lock_irqsave(&vmap_lock, flags);
	addr = find_hole(next_start, VMALLOC_END, a->vm.size, align);
	if (!addr)
		addr = find_hole(VMALLOC_START, next_start, a->vm.size, align);
	if (addr) {
		a->vm.addr = (void *)addr;
		link_area(a);
		nr_areas++;
		next_start = addr + a->vm.size;
	}
	spin_unlock_irqrestore(&vmap_lock, flags);
	return addr;
}

struct vmap_area *vmap_area_alloc(unsigned long size, unsigned long align,
				  gfp_t gfp)
{
	struct vmap_area *a;

	if (should_fail(FAULT_VMALLOC))
		return NULL;
	a = kzalloc(sizeof(*a), gfp & ~(__GFP_HIGHMEM | __GFP_ZERO));
	if (!a)
		return NULL;
	a->vm.requested = size;
	a->vm.size = PAGE_ALIGN(size) + PAGE_SIZE;
	if (place_area(a, max(align, PAGE_SIZE)))
		return a;
	kfree(a);
	return NULL;
}

void vmap_area_free(struct vmap_area *a)
{
	unsigned long flags;

	spin_lock_irqsave(&vmap_lock, flags);
	rb_erase(&a->rb, &areas);
	nr_areas--;
	spin_unlock_irqrestore(&vmap_lock, flags);
	kfree(a);
}

struct vmap_area *vmap_area_take(const void *addr, const char *what)
{
	struct vm_struct *vm = NULL;

	if (is_vmalloc_addr(addr))
		vm = find_vm_area(addr);
	if (vm && vm->addr == addr &&
	    !__atomic_test_and_set(&container_of(vm, struct vmap_area, vm)->going,
				   __ATOMIC_ACQUIRE))
		return container_of(vm, struct vmap_area, vm);
	octavo_report("%s of %p: %s", what, addr,
		      vm ? "not the start of the area" : "no such area");
	return NULL;
}

/* ---- showing frames ------------------------------------------------------------------ */

/* How many of pages[0 .. nr) lie in a row. */
static unsigned int frames_in_a_row(struct page **pages, unsigned int nr)
{
	unsigned int n = 1;

	while (n < nr && pages[n] == pages[0] + n)
		n++;
	return n;
}

bool vmap_area_show(struct vmap_area *a, pgprot_t prot)
{
	unsigned long addr = area_start(a);
	unsigned int n, run;

	for (n = 0; n < a->vm.nr_pages; n += run, addr += run * PAGE_SIZE) {
		run = frames_in_a_row(a->vm.pages + n, a->vm.nr_pages - n);
		if (arch_vmap(addr, page_to_pfn(a->vm.pages[n]), run,
			      pgprot_val(prot))) {
			vmap_area_hide(a);
			return false;
		}
	}
	__asan_unpoison_memory_region(a->vm.addr, a->vm.size);
	__asan_poison_memory_region((char *)a->vm.addr + a->vm.requested,
				    a->vm.size - a->vm.requested);
	return true;
}

void vmap_area_hide(struct vmap_area *a)
{
	if (a->vm.nr_pages)
		arch_vunmap(area_start(a), a->vm.nr_pages);
	__asan_unpoison_memory_region(a->vm.addr, a->vm.size);
}

/* ---- the layer ------------------------------------------------------------------------ */

void vmalloc_init(void)
{
	areas = RB_ROOT;
	next_start = VMALLOC_START;
	nr_areas = 0;
}

void vmalloc_exit(void)
{
	struct rb_node *node;

	while ((node = rb_first(&areas))) {
		struct vmap_area *a = area_of(node);

		octavo_report("%lu bytes at %p of %p: not given back",
			      a->vm.requested, a->vm.addr, a->vm.caller);
		vmap_area_hide(a);
		vmap_area_free(a);
	}
}
