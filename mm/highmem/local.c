/* SPDX-License-Identifier: MIT */
/*
 * local.c - kmap_local_page, kmap_atomic: maps of one task, for a moment.
 *
 * Owns the windows from LAST_PKMAP on, KM_MAX_IDX for each CPU. A task's maps
 * are a stack in its kmap_ctrl; the map at depth i of a task on CPU c is shown
 * in window LAST_PKMAP + c * KM_MAX_IDX + i. So nothing has to be searched and
 * nothing locked:
 *
 *	kmap_ctrl	idx = 3
 *	  [0] page A, window ...+0		outermost
 *	  [1] low page, its linear address	no window
 *	  [2] page B, window ...+2		innermost: unmapped first
 *
 * Interrupts push deeper and have popped when they return. While a task does
 * not run, its windows are another's: kmap_local_sched_out() empties them,
 * kmap_local_sched_in() fills them again. A task with live maps stays on its
 * CPU.
 *
 * Low pages are on the stack too, so that code that only ever met low pages is
 * caught when it forgets one. A port whose windows are not strict leaves them
 * out: there a low page costs its address and nothing else.
 *
 * The older spelling names a slot. Its maps may be undone in any order, for
 * the type says which; using a type twice at a time is the mistake there.
 *
 * Invariants:
 * 1. An entry has a page exactly while its map lives. One that was undone out
 *    of order has none and is of kind KMAP_UNDONE; the entry after it says so
 *    by KMAP_HOLE, so that whoever takes that one off looks below it. Entries
 *    idx and above have no page and are not KMAP_UNDONE.
 * 2. The innermost entry is not KMAP_UNDONE.
 * 3. Interrupts and switches to other tasks may come between any two steps of
 *    a map: the entry is taken first, filled in next, its window last.
 * 4. An entry of kind KMAP_ATOMIC holds one preempt count and one
 *    pagefault_disabled.
 *
 * Locking: none; a kmap_ctrl belongs to its task.
 * Source: Linux 5.11's kmap_local as its documents describe it.
 */
#include <octavo/init.h>
#include "internal.h"

/* kmap_ctrl.kinds besides those of highmem.h. */
#define KMAP_HOLE	0x40u	/* the entry before was undone out of order */
#define KMAP_UNDONE	0x20u	/* this one was, and nothing else */

/* Maps minus unmaps made on this CPU; one CPU's may be negative. */
static inline void count_live(long nr)
{
	cpu_count((unsigned long *)&this_cpu_var(vmstat)->local_maps,
		  (unsigned long)nr);
}

unsigned long kmap_local_nr_live(void)
{
	long sum = 0;

	for (unsigned int i = 0; i < NR_CPUS; i++)
		sum += __atomic_load_n(&vm_cpu_stat[i].local_maps,
				       __ATOMIC_RELAXED);
	return sum < 0 ? 0 : (unsigned long)sum;
}

static inline unsigned int local_slot(unsigned int depth)
{
	return LAST_PKMAP + smp_processor_id() * KM_MAX_IDX + depth;
}

/* Empty the window an entry has, if it has one. */
static inline void hide_page(const void *addr)
{
	unsigned long slot = window_of(addr);

	if (slot >= LAST_PKMAP && slot < NR_WINDOWS)
		arch_window_unmap((unsigned int)slot);
}

/* Give back what a map of this kind held. */
static inline void end_map(unsigned int kind)
{
	if (kind & KMAP_ATOMIC) {
		pagefault_enable();
		preempt_enable();
	}
}

void kmap_check_type(unsigned int type)
{
	const struct kmap_ctrl *k = &current->kmap_ctrl;

	for (unsigned int i = 0; i < k->idx; i++)
		if (k->pages[i] && (k->kinds[i] & KMAP_TYPE_MASK) == type)
			octavo_report("kmap_atomic: type %u is in use, for page pfn %lu",
				      type, page_to_pfn(k->pages[i]));
}

/* Deeper than there are windows: use the pool's, and if that is full an
 * address that faults when it is used. */
static __cold noinline void *map_too_deep(struct page *page)
{
	void *addr;

	octavo_report("kmap_local of page pfn %lu: more than %d maps",
		      page_to_pfn(page), KM_MAX_IDX);
	current->kmap_ctrl.lost++;
	if (!PageHighMem(page))
		return lowmem_page_address(page);
	addr = pool_try_map(page);
	return addr ? addr : window_addr(NR_WINDOWS);
}

void *__kmap_local(struct page *page, unsigned int kind)
{
	struct kmap_ctrl *k = &current->kmap_ctrl;
	const bool high = !WINDOW_STRICT || PageHighMem(page);
	const unsigned int i = k->idx;
	unsigned int slot;
	void *addr;

	count_live(1);
	if (unlikely(i == KM_MAX_IDX))
		return map_too_deep(page);
	count_vm_event(high ? KMAP_LOCAL : KMAP_LOW);
	k->idx = i + 1;
	barrier();
	k->kinds[i] = (u8)kind;
	slot = local_slot(i);
	addr = high ? window_addr(slot) : lowmem_page_address(page);
	k->addrs[i] = addr;
	k->pages[i] = page;
	barrier();
	if (high)
		arch_window_map(slot, page_to_pfn(page));
	return addr;
}

/* The innermost map was undone, and perhaps others before it. */
static void drop_innermost(struct kmap_ctrl *k)
{
	unsigned int i = k->idx;

	do {
		k->kinds[--i] = 0;
	} while (i && k->kinds[i - 1] & KMAP_UNDONE);
	barrier();
	k->idx = i;
}

/* How entry @i was mapped. */
static inline unsigned int kind_of(const struct kmap_ctrl *k, unsigned int i)
{
	return k->kinds[i] & ~KMAP_HOLE;
}

/* Depth of the innermost map at @addr; KM_MAX_IDX: there is none. A map of the
 * same type is meant if one is named. */
static unsigned int find_map(const struct kmap_ctrl *k, const void *addr,
			     unsigned int kind)
{
	unsigned int found = KM_MAX_IDX;

	for (unsigned int i = k->idx; i--; ) {
		if (!k->pages[i] || k->addrs[i] != addr)
			continue;
		if (kind_of(k, i) == kind)
			return i;
		if (found == KM_MAX_IDX)
			found = i;
	}
	return found;
}

static __cold void unmap_lost(struct kmap_ctrl *k, const void *addr,
			      unsigned int kind)
{
	unsigned long slot = window_of(addr);
	struct page *page = slot < LAST_PKMAP ? pool_page((unsigned int)slot) :
						NULL;

	k->lost--;
	if (page)
		kunmap_high(page);
	count_live(-1);
	end_map(kind);
}

static void check_kind(const struct kmap_ctrl *k, unsigned int i,
		       unsigned int kind)
{
	unsigned int was = kind_of(k, i);

	if ((was ^ kind) & KMAP_ATOMIC)
		octavo_report("%s of page pfn %lu, mapped by %s",
			      kind & KMAP_ATOMIC ? "kunmap_atomic" : "kunmap_local",
			      page_to_pfn(k->pages[i]),
			      was & KMAP_ATOMIC ? "kmap_atomic" : "kmap_local_page");
	else if (was != kind)
		octavo_report("kunmap_atomic of page pfn %lu with type %u, mapped with %u",
			      page_to_pfn(k->pages[i]), kind & KMAP_TYPE_MASK,
			      was & KMAP_TYPE_MASK);
}

/* Not the innermost map, or not as it was mapped, or after an undone one. */
static __cold noinline void unmap_odd(void *addr, unsigned int kind)
{
	struct kmap_ctrl *k = &current->kmap_ctrl;
	unsigned int i = find_map(k, addr, kind);

	if (i == KM_MAX_IDX && k->lost) {
		unmap_lost(k, addr, kind);
		return;
	}
	if (i == KM_MAX_IDX) {
		octavo_report("kunmap_local of %p, which is not mapped", addr);
		return;
	}
	check_kind(k, i, kind);
	if (i != k->idx - 1 && (kind & KMAP_TYPE_MASK) == KM_TYPE_NR)
		octavo_report("kunmap_local of page pfn %lu out of order: %u maps are further in",
			      page_to_pfn(k->pages[i]), k->idx - 1 - i);
	kind = kind_of(k, i);
	k->pages[i] = NULL;
	hide_page(addr);
	if (i == k->idx - 1) {
		drop_innermost(k);
	} else {
		k->kinds[i] = KMAP_UNDONE;
		k->kinds[i + 1] |= KMAP_HOLE;
	}
	count_live(-1);
	end_map(kind);
}

void __kunmap_local(const void *addr, unsigned int kind)
{
	struct kmap_ctrl *k = &current->kmap_ctrl;
	void *start = (void *)((unsigned long)addr & PAGE_MASK);
	const unsigned int i = k->idx - 1;
	bool high;

	if (unlikely(i >= KM_MAX_IDX || k->addrs[i] != start ||
		     k->kinds[i] != kind)) {
		unmap_odd(start, kind);
		return;
	}
	high = !WINDOW_STRICT || PageHighMem(k->pages[i]);
	k->pages[i] = NULL;
	barrier();
	if (high)
		/* It has the bit: this tells the compiler. */
		arch_window_unmap((unsigned int)window_of(start) | LAST_PKMAP);
	barrier();
	k->idx = i;
	count_live(-1);
	end_map(kind);
}

void kmap_local_sched_out(struct task_struct *task)
{
	struct kmap_ctrl *k = &task->kmap_ctrl;

	for (unsigned int i = k->idx; i--; )
		if (k->pages[i])
			hide_page(k->addrs[i]);
}

void kmap_local_sched_in(struct task_struct *task)
{
	struct kmap_ctrl *k = &task->kmap_ctrl;

	for (unsigned int i = 0; i < k->idx; i++) {
		unsigned int slot = local_slot(i);

		if (!k->pages[i] || !PageHighMem(k->pages[i]))
			continue;
		/* Its address would be another CPU's window. */
		BUG_ON(k->addrs[i] != window_addr(slot));
		arch_window_map(slot, page_to_pfn(k->pages[i]));
	}
}

void kmap_assert_nomap(void)
{
	struct kmap_ctrl *k = &current->kmap_ctrl;

	if (likely(!k->idx))
		return;
	octavo_report("%u live maps on the way to user code, the innermost of page pfn %lu",
		      k->idx, page_to_pfn(k->pages[k->idx - 1]));
	while (k->idx)
		__kunmap_local(k->addrs[k->idx - 1], kind_of(k, k->idx - 1));
	count_live(-(long)k->lost);
	k->lost = 0;
}

static struct page *local_page(const void *addr)
{
	const struct kmap_ctrl *k = &current->kmap_ctrl;

	for (unsigned int i = k->idx; i--; )
		if (k->pages[i] && k->addrs[i] == addr)
			return k->pages[i];
	return NULL;
}

struct page *kmap_to_page(void *addr)
{
	unsigned long slot = window_of(addr);

	if (slot < LAST_PKMAP)
		return pool_page((unsigned int)slot);
	if (slot < NR_WINDOWS)
		return local_page((void *)((unsigned long)addr & PAGE_MASK));
	return virt_addr_valid(addr) ? virt_to_page(addr) : NULL;
}

static void forget_local(void)
{
	for (unsigned int i = 0; i < NR_CPUS; i++)
		vm_cpu_stat[i].local_maps = 0;
}

int highmem_init(void)
{
	pool_init();
	forget_local();
	page_hooks.clear_highpages = clear_highpages;
	page_hooks.page_address = kmap_high_address;
	return 0;
}

void highmem_exit(void)
{
	unsigned long local = kmap_local_nr_live();
	unsigned long live = pool_exit();

	if (live || local)
		octavo_report("highmem_exit: %lu kmaps and %lu local maps are live",
			      live, local);
	page_hooks.clear_highpages = NULL;
	page_hooks.page_address = NULL;
	forget_local();
}
