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
 * 1. Entries idx and above mean nothing.
 * 2. An entry whose page is NULL was undone out of order; the innermost entry
 *    never is one.
 * 3. An entry of kind KMAP_ATOMIC holds one preempt count and one
 *    pagefault_disabled.
 *
 * Locking: none; a kmap_ctrl belongs to its task.
 * Source: Linux 5.11's kmap_local as its documents describe it.
 */
#include <octavo/init.h>
#include "internal.h"

/* Maps minus unmaps made on each CPU; one CPU's may be negative. */
static struct {
	long live;
} __aligned(L1_CACHE_BYTES) local_count[NR_CPUS];

static inline void count_live(long nr)
{
	cpu_count((unsigned long *)&local_count[smp_processor_id()].live,
		  (unsigned long)nr);
}

unsigned long kmap_local_nr_live(void)
{
	long sum = 0;

	for (unsigned int i = 0; i < NR_CPUS; i++)
		sum += __atomic_load_n(&local_count[i].live, __ATOMIC_RELAXED);
	return sum < 0 ? 0 : (unsigned long)sum;
}

static inline unsigned int local_slot(unsigned int depth)
{
	return LAST_PKMAP + smp_processor_id() * KM_MAX_IDX + depth;
}

static inline void *show_page(struct page *page, unsigned int depth)
{
	unsigned int slot;

	if (!PageHighMem(page)) {
		count_vm_event(KMAP_LOW);
		return lowmem_page_address(page);
	}
	count_vm_event(KMAP_LOCAL);
	slot = local_slot(depth);
	arch_window_map(slot, page_to_pfn(page));
	return window_addr(slot);
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

static void check_type(const struct kmap_ctrl *k, unsigned int kind)
{
	unsigned int type = kind & KMAP_TYPE_MASK;

	for (unsigned int i = 0; i < k->idx; i++)
		if (k->pages[i] && (k->kinds[i] & KMAP_TYPE_MASK) == type)
			octavo_report("kmap_atomic: type %u is in use, for page pfn %lu",
				      type, page_to_pfn(k->pages[i]));
}

/* Deeper than there are windows: use the pool's, and if that is full an
 * address that faults when it is used. */
static __cold void *map_too_deep(struct kmap_ctrl *k, struct page *page)
{
	void *addr;

	octavo_report("kmap_local of page pfn %lu: more than %d maps",
		      page_to_pfn(page), KM_MAX_IDX);
	k->lost++;
	if (!PageHighMem(page))
		return lowmem_page_address(page);
	addr = pool_try_map(page);
	return addr ? addr : window_addr(NR_WINDOWS);
}

void *__kmap_local(struct page *page, unsigned int kind)
{
	struct kmap_ctrl *k = &current->kmap_ctrl;
	unsigned int i = k->idx;
	void *addr;

	if (kmap_is_trivial(page))
		return lowmem_page_address(page);
	if (unlikely((kind & KMAP_TYPE_MASK) != KM_TYPE_NR))
		check_type(k, kind);
	count_live(1);
	if (unlikely(i == KM_MAX_IDX))
		return map_too_deep(k, page);
	/* An interrupt from here on uses the entry above. */
	k->pages[i] = NULL;
	k->addrs[i] = NULL;
	k->idx = i + 1;
	barrier();
	addr = show_page(page, i);
	k->addrs[i] = addr;
	k->pages[i] = page;
	k->kinds[i] = (u8)kind;
	return addr;
}

static inline void drop_innermost(struct kmap_ctrl *k)
{
	do {
		k->idx--;
	} while (k->idx && !k->pages[k->idx - 1]);
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
		if (k->kinds[i] == kind)
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
	unsigned int was = k->kinds[i];

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

/* Not the innermost map, or not as it was mapped. */
static __cold void unmap_odd(struct kmap_ctrl *k, void *addr,
			     unsigned int kind)
{
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
	kind = k->kinds[i];
	hide_page(addr);
	k->pages[i] = NULL;
	k->addrs[i] = NULL;
	if (i == k->idx - 1)
		drop_innermost(k);
	count_live(-1);
	end_map(kind);
}

void __kunmap_local(const void *addr, unsigned int kind)
{
	struct kmap_ctrl *k = &current->kmap_ctrl;
	void *start = (void *)((unsigned long)addr & PAGE_MASK);
	unsigned int i = k->idx - 1;

	if (kunmap_is_trivial(start)) {
		end_map(kind);
		return;
	}
	if (unlikely(k->idx == 0 || k->lost || k->addrs[i] != start ||
		     k->kinds[i] != kind)) {
		unmap_odd(k, start, kind);
		return;
	}
	if (!WINDOW_STRICT || PageHighMem(k->pages[i]))
		arch_window_unmap((unsigned int)window_of(start));
	barrier();
	drop_innermost(k);
	count_live(-1);
	end_map(kind);
}

void kmap_local_sched_out(struct task_struct *task)
{
	struct kmap_ctrl *k = &task->kmap_ctrl;

	for (unsigned int i = k->idx; i--; )
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
		__kunmap_local(k->addrs[k->idx - 1], k->kinds[k->idx - 1]);
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
		local_count[i].live = 0;
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
