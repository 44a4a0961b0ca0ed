/* SPDX-License-Identifier: MIT */
/*
 * mmu.c - the host's mappings of the user half, as the TLB of our page tables.
 *
 *	mm->pgd --> page table --> entry: frame, rights	   the truth
 *						|
 *	user address --> host mapping of the memfd at frame	 a copy of it
 *
 * A mapping comes from a fault (or arch_map_user()) and goes with a flush, a
 * switch to an address space that does not have the same frame there with the
 * same rights, or when the host would run out of mappings. One host call maps a
 * run: neighbours whose frames follow each other and whose rights are the same.
 * What two processes share, after fork nearly everything, so stays mapped while
 * they take turns. Being mapped counts as accessed, as with a CPU that
 * reads ahead; writable is mapped only what is dirty already, so that the
 * first write faults and sets the bit.
 *
 * Invariants:
 *  1. A page is mapped on the host only while the loaded address space has an
 *     entry that allows it; what has left the tables is unmapped before
 *     arch_flush_tlb_range() returns.
 *  2. A page mapped is marked in its chunk; a page mapped writable, twice.
 *  3. nr_host_maps is never below the number of mappings the host keeps.
 *
 * Locking: mmu_lock covers looking at an entry together with mapping it, so
 * that a flush on another CPU comes before both or after both.
 */
#include <octavo/port.h>
#include <octavo/mm.h>
#include <octavo/bug.h>
#include <octavo/spinlock.h>
#include <asm/page.h>
#include "hosted.h"
#include "sys.h"

#define CHUNK_SHIFT	pgtable_shift(1)
#define CHUNK_PAGES	512u
#define CHUNK_WORDS	(CHUNK_PAGES / 64)
#define NR_CHUNKS	1024u
#define MAX_RUN		128ul		/* pages mapped around a fault */

/* The host allows 65,530; windows and the program itself need some. */
#define MAX_HOST_MAPS	56000ul

/* What is mapped of 2 MiB, the reach of one page table. */
struct chunk {
	u64 mapped[CHUNK_WORDS];
	u64 writable[CHUNK_WORDS];
	unsigned int nr_mapped;
};

static struct chunk chunks[NR_CHUNKS];
static u64 used_chunks[NR_CHUNKS / 64];	/* where something is mapped */
static struct mm_struct *loaded_mm;
static unsigned long nr_host_maps;
static DEFINE_SPINLOCK(mmu_lock);

/* ---- book-keeping ---------------------------------------------------------- */

static inline struct chunk *chunk_of(unsigned long addr)
{
	return &chunks[addr >> CHUNK_SHIFT];
}

static inline unsigned int page_in_chunk(unsigned long addr)
{
	return (addr >> PAGE_SHIFT) % CHUNK_PAGES;
}

static inline bool test_page(const u64 *words, unsigned int n)
{
	return words[n / 64] >> (n % 64) & 1;
}

static inline void set_page_bit(u64 *words, unsigned int n, bool on)
{
	u64 mask = 1ull << (n % 64);

	words[n / 64] = on ? words[n / 64] | mask : words[n / 64] & ~mask;
}

static void mark(unsigned long addr, unsigned long nr, bool writable)
{
	struct chunk *c = chunk_of(addr);
	unsigned int first = page_in_chunk(addr);

	for (unsigned int n = first; n < first + nr; n++) {
		c->nr_mapped += !test_page(c->mapped, n);
		set_page_bit(c->mapped, n, true);
		set_page_bit(c->writable, n, writable);
	}
	set_page_bit(used_chunks, (unsigned int)(addr >> CHUNK_SHIFT), true);
}

/* The first chunk from @chunk on where something is mapped; NR_CHUNKS: none. */
static unsigned long next_used(unsigned long chunk)
{
	while (chunk < NR_CHUNKS) {
		u64 word = used_chunks[chunk / 64] >> (chunk % 64);

		if (word)
			return chunk + (unsigned long)__builtin_ctzll(word);
		chunk = (chunk | 63) + 1;
	}
	return NR_CHUNKS;
}

static void unmark_page(unsigned long chunk, unsigned int n)
{
	struct chunk *c = &chunks[chunk];

	set_page_bit(c->mapped, n, false);
	set_page_bit(c->writable, n, false);
	if (--c->nr_mapped == 0)
		set_page_bit(used_chunks, (unsigned int)chunk, false);
}

/* Forget pages [first, last) of a chunk, and widen [*lo, *hi), in pages of
 * the user half, to what was mapped. */
static void unmark(unsigned long chunk, unsigned int first, unsigned int last,
		   unsigned long *lo, unsigned long *hi)
{
	struct chunk *c = &chunks[chunk];

	for (unsigned int n = first; n < last && c->nr_mapped; n++) {
		unsigned long page = chunk * CHUNK_PAGES + n;

		if (!c->mapped[n / 64]) {
			n |= 63;
			continue;
		}
		if (!test_page(c->mapped, n))
			continue;
		unmark_page(chunk, n);
		*lo = min(*lo, page);
		*hi = page + 1;
	}
}

/* Pages [lo, hi) of the user half, of which nothing is marked any more. */
static void unmap_pages(unsigned long lo, unsigned long hi)
{
	if (lo >= hi)
		return;
	if (host_failed(host_munmap(lo << PAGE_SHIFT, (hi - lo) << PAGE_SHIFT)))
		panic("the host refused to unmap user pages");
	nr_host_maps++;			/* a hole may split one */
	hosted_stats.flushes++;
}

static void unmap_range(unsigned long start, unsigned long end)
{
	unsigned long lo = ULONG_MAX, hi = 0;
	unsigned long chunk = next_used(start >> CHUNK_SHIFT);

	for (; chunk << CHUNK_SHIFT < end; chunk = next_used(chunk + 1)) {
		unsigned long first = max(start, chunk << CHUNK_SHIFT);
		unsigned long last = min(end, (chunk + 1) << CHUNK_SHIFT) - 1;

		unmark(chunk, page_in_chunk(first), page_in_chunk(last) + 1,
		       &lo, &hi);
	}
	unmap_pages(lo, hi);
}

static void evict_all(void)
{
	unmap_range(0, TASK_SIZE);
	nr_host_maps = 0;
}

/* ---- page tables ------------------------------------------------------------ */

/* The table that maps @addr's chunk; NULL: there is none. */
static pte_t *find_table(struct mm_struct *mm, unsigned long addr)
{
	pte_t entry = ptep_get(&mm->pgd[addr >> CHUNK_SHIFT]);

	return pte_present(entry) ? pfn_to_virt(pte_pfn(entry)) : NULL;
}

static unsigned long host_prot(pte_t pte)
{
	unsigned long prot = HOST_PROT_READ;

	if (pte_write(pte) && pte_dirty(pte))
		prot |= HOST_PROT_WRITE;
	if (pte_exec(pte))
		prot |= HOST_PROT_EXEC;
	return prot;
}

/* Does @pte allow the access? Marks it young, and dirty for a write, like the
 * walk of a real MMU. @pte is then what is in the table. */
static bool walk_entry(pte_t *ptep, unsigned int code, pte_t *pte)
{
	pte_t old, new;

	do {
		old = ptep_get(ptep);
		if (!pte_accessible(old) ||
		    ((code & PF_WRITE) && !pte_write(old)) ||
		    ((code & PF_INSTR) && !pte_exec(old)))
			return false;
		new = pte_mkyoung(old);
		if (code & PF_WRITE)
			new = pte_mkdirty(new);
	} while (!pte_same(old, new) && !ptep_try_set(ptep, old, new));
	*pte = new;
	return true;
}

/* May the page at @ptep be mapped in one go with a neighbour that has @pte,
 * @distance pages before it? */
static bool joins(pte_t *ptep, pte_t pte, long distance)
{
	pte_t other;

	if (!pte_accessible(ptep_get(ptep)) ||
	    pte_pfn(ptep_get(ptep)) != pte_pfn(pte) + (unsigned long)distance)
		return false;
	return walk_entry(ptep, 0, &other) &&
	       host_prot(other) == host_prot(pte);
}

/* ---- mapping ---------------------------------------------------------------- */

static void map_run(unsigned long addr, unsigned long nr, pte_t pte)
{
	const unsigned long prot = host_prot(pte);
	long ret;

	if (nr_host_maps >= MAX_HOST_MAPS) {
		evict_all();
		hosted_stats.evictions++;
	}
	hosted_frames_touched(pte_pfn(pte), nr);
	for (int tries = 0; tries < 2; tries++) {
		ret = host_mmap(addr, nr << PAGE_SHIFT, prot,
				HOST_MAP_SHARED | HOST_MAP_FIXED |
					HOST_MAP_POPULATE,
				hosted_ram_fd, (u64)pte_pfn(pte) << PAGE_SHIFT);
		if (ret != -HOST_ENOMEM)
			break;
		evict_all();
	}
	if (host_failed(ret))
		panic("the host refused to map user pages: %ld", ret);
	nr_host_maps += 2;		/* one, and one more by a split */
	mark(addr, nr, prot & HOST_PROT_WRITE);
	hosted_stats.maps++;
	hosted_stats.mapped_pages += nr;
}

/* Map @addr, whose entry in @table is @pte, with the neighbours it goes with. */
static void map_around(pte_t *table, unsigned long addr, pte_t pte)
{
	const unsigned long n = page_in_chunk(addr);
	const struct chunk *c = chunk_of(addr);
	unsigned long first = n, last = n + 1;

	while (last < CHUNK_PAGES && last - n < MAX_RUN &&
	       !test_page(c->mapped, (unsigned int)last) &&
	       joins(&table[last], pte, (long)(last - n)))
		last++;
	while (first > 0 && n - first < MAX_RUN &&
	       !test_page(c->mapped, (unsigned int)first - 1) &&
	       joins(&table[first - 1], pte, (long)(first - 1 - n)))
		first--;
	pte.val -= (u64)(n - first) << PAGE_SHIFT;
	map_run(addr - ((n - first) << PAGE_SHIFT), last - first, pte);
}

static bool fill_locked(unsigned long addr, unsigned int code, bool force)
{
	const struct chunk *c = chunk_of(addr);
	unsigned int n = page_in_chunk(addr);
	pte_t *table, pte;

	table = find_table(loaded_mm, addr);
	if (!table || !walk_entry(&table[n], code, &pte))
		return false;
	if (!force && test_page((code & PF_WRITE) ? c->writable : c->mapped, n))
		return true;
	map_around(table, addr & PAGE_MASK, pte);
	return true;
}

/*
 * Answer an access of kind @code at @addr from the page tables. @force: the
 * host refused it, so whatever is marked mapped is not enough. False: the
 * tables do not allow it.
 */
bool hosted_mmu_fill(unsigned long addr, unsigned int code, bool force)
{
	bool done = false;

	if (addr < TASK_SIZE_MIN || addr >= TASK_SIZE)
		return false;
	spin_lock(&mmu_lock);
	if (loaded_mm)
		done = fill_locked(addr, code, force);
	spin_unlock(&mmu_lock);
	return done;
}

/* ---- switching --------------------------------------------------------------- */

/* Does page @n, mapped as @old says, mean the same by @table? */
static bool same_page(const struct chunk *c, unsigned int n, pte_t old,
		      pte_t *table)
{
	pte_t new;

	return walk_entry(&table[n], 0, &new) && pte_pfn(new) == pte_pfn(old) &&
	       pte_exec(new) == pte_exec(old) &&
	       (!test_page(c->writable, n) ||
		host_prot(new) & HOST_PROT_WRITE);
}

/* A run of pages to be unmapped, which grows until one is to stay. */
struct run {
	unsigned long lo, hi;
	unsigned long kept;		/* pages that stay, in all */
};

/* Keep of a chunk what @mm has as loaded_mm has it. */
static void switch_chunk(unsigned long chunk, struct mm_struct *mm,
			 struct run *run)
{
	const struct chunk *c = &chunks[chunk];
	pte_t *old = find_table(loaded_mm, chunk << CHUNK_SHIFT);
	pte_t *new = find_table(mm, chunk << CHUNK_SHIFT);

	for (unsigned int n = 0; n < CHUNK_PAGES && c->nr_mapped; n++) {
		const unsigned long page = chunk * CHUNK_PAGES + n;

		if (!c->mapped[n / 64]) {
			n |= 63;
			continue;
		}
		if (!test_page(c->mapped, n))
			continue;
		if (old && new && same_page(c, n, ptep_get(&old[n]), new)) {
			unmap_pages(run->lo, run->hi);
			*run = (struct run){ ULONG_MAX, 0, run->kept + 1 };
			continue;
		}
		unmark_page(chunk, n);
		run->lo = min(run->lo, page);
		run->hi = page + 1;
	}
}

static void switch_to_mm(struct mm_struct *mm)
{
	struct run run = { ULONG_MAX, 0, 0 };

	for (unsigned long chunk = next_used(0); chunk < NR_CHUNKS;
	     chunk = next_used(chunk + 1))
		switch_chunk(chunk, mm, &run);
	unmap_pages(run.lo, run.hi);
	nr_host_maps = min(nr_host_maps, run.kept);
}

/* ---- hooks -------------------------------------------------------------------- */

void arch_pgd_init(struct mm_struct *mm)
{
	/* The user half has a table of its own; nothing is shared. */
}

void arch_switch_mm(struct mm_struct *mm)
{
	spin_lock(&mmu_lock);
	if (mm && loaded_mm && mm != loaded_mm)
		switch_to_mm(mm);
	else if (mm != loaded_mm)
		evict_all();
	loaded_mm = mm;
	spin_unlock(&mmu_lock);
}

void arch_flush_tlb_range(struct mm_struct *mm, unsigned long start,
			  unsigned long end)
{
	spin_lock(&mmu_lock);
	if (mm == loaded_mm)
		unmap_range(start, min(end, TASK_SIZE));
	spin_unlock(&mmu_lock);
}

void arch_map_user(struct mm_struct *mm, unsigned long addr, unsigned long nr)
{
	const unsigned long end = min(addr + (nr << PAGE_SHIFT), TASK_SIZE);
	pte_t *table, pte;

	spin_lock(&mmu_lock);
	for (; mm == loaded_mm && addr < end; addr += PAGE_SIZE) {
		const unsigned int n = page_in_chunk(addr);

		table = find_table(mm, addr);
		if (table && !test_page(chunk_of(addr)->mapped, n) &&
		    walk_entry(&table[n], 0, &pte))
			map_around(table, addr, pte);
	}
	spin_unlock(&mmu_lock);
}
