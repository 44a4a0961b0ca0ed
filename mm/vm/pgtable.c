/* SPDX-License-Identifier: MIT */
/*
 * pgtable.c - page tables: walking, growing and freeing them.
 *
 * One walker serves every machine: <asm/pgtable.h> says how many levels there
 * are, how wide each is and what an entry looks like; entries have one type at
 * every level.
 *
 *	mm->pgd  level 1   [ . . T . . ]	T: present, pfn of a table
 *	                         |
 *	         level 0   [ P . . P P ]	P: present, pfn of a page
 *
 * Readers without a lock (get_user_pages_fast) announce themselves in a word
 * of their CPU: odd while they read. Who frees a table clears its entry first
 * and then waits until each CPU's word was even or has changed once: from then
 * on nobody can still hold the table's address. Nobody waits for a reader to
 * come, and a reader shares no cache line.
 *
 * Source: the wait is a grace period as of read-copy update (McKenney and
 * Slingwine, 1998), with sequence words instead of interrupts.
 */
#include <octavo/shrinker.h>
#include "internal.h"

static struct {
	unsigned int word;
} __aligned(L1_CACHE_BYTES) walkers[NR_CPUS];

unsigned long pgtable_walk_begin(void)
{
	unsigned long flags = arch_irq_save();
	unsigned int *word = &walkers[smp_processor_id()].word;

	/* An exchange orders the mark before every read of an entry. */
	xchg(word, *word + 1);
	return flags;
}

void pgtable_walk_end(unsigned long state)
{
	unsigned int *word = &walkers[smp_processor_id()].word;

	smp_store_release(word, *word + 1);
	arch_irq_restore(state);
}

/* Wait until every walk that is under way now has ended. */
void pgtable_walk_sync(void)
{
	unsigned int seen;

	smp_mb();
	for (unsigned int cpu = 0; cpu < NR_CPUS; cpu++) {
		seen = smp_load_acquire(&walkers[cpu].word);
		while ((seen & 1) &&
		       smp_load_acquire(&walkers[cpu].word) == seen)
			cpu_relax();
	}
}

static pte_t *pte_to_table(pte_t pte)
{
	return pfn_to_virt(pte_pfn(pte));
}

pte_t *pgtable_walk(struct mm_struct *mm, unsigned long addr)
{
	pte_t *table = mm->pgd;

	for (int level = PGTABLE_LEVELS - 1; level > 0; level--) {
		pte_t pte = ptep_get(table + pgtable_index(addr, level));

		if (!pte_present(pte))
			return NULL;
		table = pte_to_table(pte);
	}
	return table + pgtable_index(addr, 0);
}

pte_t *pgtable_walk_span(struct mm_struct *mm, unsigned long addr,
			 unsigned long end, unsigned long *next)
{
	pte_t *table = mm->pgd;

	for (int level = PGTABLE_LEVELS - 1; level > 0; level--) {
		pte_t pte = ptep_get(table + pgtable_index(addr, level));

		*next = pgtable_span_end(addr, end, level);
		if (!pte_present(pte))
			return NULL;
		table = pte_to_table(pte);
	}
	return table + pgtable_index(addr, 0);
}

/* ---- tables kept for later --------------------------------------------------- */

/*
 * A table that is given up is empty, which is what the next one has to be, and
 * a root has the kernel's part in it already. So some are kept.
 */
struct kept {
	struct page_list pages;
	unsigned int order;
};

#define KEPT_MAX	32

static DEFINE_SPINLOCK(kept_lock);
static struct kept kept_tables, kept_roots;

static struct page *kept_take(struct kept *kept)
{
	struct page *page = NULL;

	spin_lock(&kept_lock);
	if (!page_list_empty(&kept->pages)) {
		page = page_list_first(&kept->pages);
		page_list_del(&kept->pages, page);
	}
	spin_unlock(&kept_lock);
	return page;
}

static void kept_put(struct kept *kept, struct page *page)
{
	bool full;

	spin_lock(&kept_lock);
	full = kept->pages.nr >= KEPT_MAX;
	if (!full)
		page_list_add(&kept->pages, page);
	spin_unlock(&kept_lock);
	if (full)
		__free_pages(page, kept->order);
}

static unsigned long kept_drain(struct kept *kept)
{
	unsigned long nr = 0;
	struct page *page;

	for (; (page = kept_take(kept)); nr++)
		__free_pages(page, kept->order);
	return nr << kept->order;
}

void vm_drain(void)
{
	kept_drain(&kept_tables);
	kept_drain(&kept_roots);
}

static unsigned long kept_count(struct shrinker *s, struct shrink_control *sc)
{
	unsigned long nr = READ_ONCE(kept_tables.pages.nr) +
		(READ_ONCE(kept_roots.pages.nr) << PGD_ORDER);

	return nr ? nr : SHRINK_EMPTY;
}

static unsigned long kept_scan(struct shrinker *s, struct shrink_control *sc)
{
	unsigned long freed = kept_drain(&kept_tables) + kept_drain(&kept_roots);

	return freed ? freed : SHRINK_STOP;
}

static struct shrinker kept_shrinker = {
	.count_objects = kept_count, .scan_objects = kept_scan,
	.name = "page tables",
};

void pgtable_cache_init(void)
{
	page_list_init(&kept_tables.pages);
	page_list_init(&kept_roots.pages);
	kept_roots.order = PGD_ORDER;
	register_shrinker(&kept_shrinker);
}

void pgtable_cache_exit(void)
{
	unregister_shrinker(&kept_shrinker);
	vm_drain();
}

/* ---- growing ------------------------------------------------------------------ */

static void table_account(struct mm_struct *mm, long nr)
{
	atomic_long_add(nr, &mm->pgtables);
	mod_vm_stat(NR_PAGETABLE, nr);
}

/* Hang a new table into @slot, unless somebody else was faster. */
static bool table_add(struct mm_struct *mm, pte_t *slot)
{
	struct page *page = kept_take(&kept_tables);
	bool mine;

	if (!page)
		page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (!page)
		return false;
	SetPageTable(page);
	spin_lock(&mm->page_table_lock);
	mine = !pte_present(ptep_get(slot));
	if (mine)
		set_pte(slot, pte_table(page_to_pfn(page)));
	spin_unlock(&mm->page_table_lock);
	if (mine) {
		table_account(mm, 1);
	} else {
		ClearPageTable(page);
		kept_put(&kept_tables, page);
	}
	return true;
}

/* The root of a new address space; NULL: no memory. */
pte_t *pgd_alloc(struct mm_struct *mm)
{
	struct page *page = kept_take(&kept_roots);
	bool fresh = !page;

	if (fresh)
		page = alloc_pages(GFP_KERNEL | __GFP_ZERO, PGD_ORDER);
	if (!page)
		return NULL;
	SetPageTable(page);
	mm->pgd = page_address(page);
	if (fresh)
		arch_pgd_init(mm);
	table_account(mm, 1l << PGD_ORDER);
	return mm->pgd;
}

void pgd_free(struct mm_struct *mm)
{
	struct page *page = virt_to_page(mm->pgd);

	table_account(mm, -(1l << PGD_ORDER));
	ClearPageTable(page);
	kept_put(&kept_roots, page);
}

/*
 * The entry for @addr, with the tables above it made where they are missing.
 * NULL: no memory. mmap_lock is held, so tables that are found stay; may sleep.
 */
pte_t *pgtable_alloc(struct mm_struct *mm, unsigned long addr)
{
	pte_t *table = mm->pgd;

	for (int level = PGTABLE_LEVELS - 1; level > 0; level--) {
		pte_t *slot = table + pgtable_index(addr, level);

		if (!pte_present(ptep_get(slot)) && !table_add(mm, slot))
			return NULL;
		table = pte_to_table(ptep_get(slot));
	}
	return table + pgtable_index(addr, 0);
}

/* Take a table and all below it out of use. */
static void table_collect(struct page_list *list, pte_t pte, int level)
{
	pte_t *table = pte_to_table(pte);

	for (unsigned long i = 0; level > 0 && i < pgtable_entries(level); i++)
		if (pte_present(ptep_get(table + i)))
			table_collect(list, ptep_get_and_clear(table + i),
				      level - 1);
	page_list_add(list, pfn_to_page(pte_pfn(pte)));
}

/* What pgtable_free_range() may free: whole tables inside [floor, last]. */
struct free_span {
	unsigned long floor;
	unsigned long last;
	struct page_list list;
};

static void table_free_level(struct free_span *span, pte_t *table, int level,
			     unsigned long start, unsigned long last)
{
	unsigned long size = 1ul << pgtable_shift(level);
	unsigned long addr = start & ~(size - 1);
	pte_t *slot = table + pgtable_index(addr, level);
	pte_t *end = table + pgtable_index(last, level) + 1;

	for (;; addr += size, slot++) {
		pte_t *from = slot;
		pte_t pte;

		/* Mostly there is nothing. */
		while (slot < end && pte_none(*slot))
			slot++;
		if (slot == end)
			return;
		addr += (unsigned long)(slot - from) << pgtable_shift(level);
		pte = ptep_get(slot);
		if (!pte_present(pte))
			;
		else if (addr >= span->floor && addr + size - 1 <= span->last)
			table_collect(&span->list, ptep_get_and_clear(slot),
				      level - 1);
		else if (level > 1)
			table_free_level(span, pte_to_table(pte), level - 1,
					 max(addr, start),
					 min(addr + size - 1, last));
	}
}

static void release_tables(struct mm_struct *mm, struct page_list *list)
{
	struct page *page;

	table_account(mm, -(long)list->nr);
	while ((page = page_list_first(list))) {
		page_list_del(list, page);
		ClearPageTable(page);
		kept_put(&kept_tables, page);
	}
}

/*
 * Free the tables that serve [start, end) and nothing outside of [floor,
 * ceiling), the free space around it; ceiling 0 is the end of the address
 * space. No entry of level 0 is present in them any more. Under mmap_lock for
 * write, or with nobody left.
 */
void pgtable_free_range(struct mm_struct *mm, unsigned long start,
			unsigned long end, unsigned long floor,
			unsigned long ceiling)
{
	struct free_span span = {
		.floor = floor, .last = ceiling - 1, .list = PAGE_LIST_INIT,
	};

	spin_lock(&mm->page_table_lock);
	table_free_level(&span, mm->pgd, PGTABLE_LEVELS - 1, start, end - 1);
	spin_unlock(&mm->page_table_lock);
	if (page_list_empty(&span.list))
		return;
	arch_flush_tlb_range(mm, start, end);
	count_vm_event(TLB_FLUSH);
	pgtable_walk_sync();
	release_tables(mm, &span.list);
}

/*
 * Free all tables of an address space that nobody has any more and whose pages
 * are gone. Tables are where areas are, so only those parts of the root are
 * looked at.
 */
void pgtable_free_all(struct mm_struct *mm)
{
	struct free_span span = { .last = ~0ul, .list = PAGE_LIST_INIT };
	const int top = PGTABLE_LEVELS - 1;
	unsigned long done = 0;
	struct vm_area_struct *vma;

	for_each_vma(mm, vma) {
		if (vma->vm_end <= done)
			continue;
		table_free_level(&span, mm->pgd, top, max(vma->vm_start, done),
				 vma->vm_end - 1);
		done = pgtable_span_end(vma->vm_end - 1, TASK_SIZE, top);
	}
	/* A move that failed may have left some elsewhere. */
	if ((long)span.list.nr + (1l << PGD_ORDER) !=
	    atomic_long_read(&mm->pgtables))
		table_free_level(&span, mm->pgd, top, TASK_SIZE_MIN,
				 TASK_SIZE - 1);
	if (span.list.nr)
		arch_flush_tlb_range(mm, TASK_SIZE_MIN, TASK_SIZE);
	release_tables(mm, &span.list);
}

static int walk_table(pte_t *ptep, unsigned long start, unsigned long end,
		      int (*fn)(unsigned long addr, pte_t pte, void *arg),
		      void *arg)
{
	int ret = 0;

	for (; start < end && !ret; start += PAGE_SIZE, ptep++) {
		pte_t pte = ptep_get(ptep);

		if (pte_present(pte))
			ret = fn(start, pte, arg);
	}
	return ret;
}

int mm_walk(struct mm_struct *mm, unsigned long start, unsigned long end,
	    int (*fn)(unsigned long addr, pte_t pte, void *arg), void *arg)
{
	unsigned long next;
	int ret = 0;

	spin_lock(&mm->page_table_lock);
	for (start &= PAGE_MASK; start < end && !ret; start = next) {
		pte_t *ptep = pgtable_walk_span(mm, start, end, &next);

		if (ptep)
			ret = walk_table(ptep, start, next, fn, arg);
	}
	spin_unlock(&mm->page_table_lock);
	return ret;
}
