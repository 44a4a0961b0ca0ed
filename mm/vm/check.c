/* SPDX-License-Identifier: MIT */
/*
 * check.c - mm_check(): the invariants of internal.h, tested one by one.
 */
#include "internal.h"

struct check {
	struct mm_struct *mm;
	struct vm_area_struct *vma;	/* where the walk is */
	unsigned long rss, rss_file;
	int faults;
};

#define CHECK(c, cond, fmt, ...)					\
	do {								\
		if (unlikely(!(cond))) {				\
			(c)->faults++;					\
			octavo_report("address space: " fmt,		\
				      ##__VA_ARGS__);			\
		}							\
	} while (0)

/* ---- areas ------------------------------------------------------------------------ */

static void check_areas(struct check *c)
{
	unsigned long end = TASK_SIZE_MIN, total = 0, data = 0, locked = 0;
	struct rb_node *node = rb_first(&c->mm->mm_rb);
	struct vm_area_struct *vma, *prev = NULL;
	int nr = 0;

	CHECK(c, rb_check(&c->mm->mm_rb) >= 0, "tree of areas is broken");
	for_each_vma(c->mm, vma) {
		CHECK(c, &vma->vm_rb == node, "list and tree of areas differ");
		CHECK(c, vma->vm_prev == prev, "list of areas is broken");
		prev = vma;
		node = node ? rb_next(node) : NULL;
		CHECK(c, vma->vm_start >= end,
		      "area %lx-%lx begins below %lx", vma->vm_start,
		      vma->vm_end, end);
		CHECK(c, vma->vm_end > vma->vm_start && vma->vm_end <= TASK_SIZE,
		      "area %lx-%lx has bad limits", vma->vm_start, vma->vm_end);
		CHECK(c, PAGE_ALIGNED(vma->vm_start) && PAGE_ALIGNED(vma->vm_end),
		      "area %lx-%lx is unaligned", vma->vm_start, vma->vm_end);
		CHECK(c, vma->vm_mm == c->mm, "area %lx-%lx is another's",
		      vma->vm_start, vma->vm_end);
		CHECK(c, !(vma->vm_flags & VM_ACCESS_FLAGS &
			   ~(vma->vm_flags >> 4)),
		      "area %lx-%lx has rights it may not have: %lx",
		      vma->vm_start, vma->vm_end, vma->vm_flags);
		CHECK(c, !vma->vm_mapping == list_empty(&vma->i_mmap),
		      "area %lx-%lx and its file disagree", vma->vm_start,
		      vma->vm_end);
		end = vma->vm_end;
		total += vma_pages(vma);
		if ((vma->vm_flags & (VM_WRITE | VM_SHARED | VM_GROWSDOWN)) ==
		    VM_WRITE)
			data += vma_pages(vma);
		if (vma->vm_flags & VM_LOCKED)
			locked += vma_pages(vma);
		nr++;
	}
	CHECK(c, nr == c->mm->map_count, "%d areas, counted %d", nr,
	      c->mm->map_count);
	CHECK(c, total == c->mm->total_vm, "%lu pages in areas, counted %lu",
	      total, c->mm->total_vm);
	CHECK(c, data == c->mm->data_vm, "%lu pages of data, counted %lu",
	      data, c->mm->data_vm);
	CHECK(c, locked == c->mm->locked_vm, "%lu pages locked, counted %lu",
	      locked, c->mm->locked_vm);
}

/* ---- entries ---------------------------------------------------------------------- */

static void check_page(struct check *c, unsigned long addr, pte_t pte,
		       struct page *page)
{
	unsigned long vm_flags = c->vma->vm_flags;
	int count = page_count(page), maps = page_mapcount(page);

	c->rss++;
	c->rss_file += !PageAnon(page);
	CHECK(c, maps > 0 && count >= maps,
	      "page pfn %lu at %lx has count %d, map count %d",
	      page_to_pfn(page), addr, count, maps);
	CHECK(c, !PageAnon(page) || !(vm_flags & VM_SHARED),
	      "anonymous page pfn %lu at %lx in a shared area",
	      page_to_pfn(page), addr);
	if (PageAnon(page) && PageAnonExclusive(page))
		CHECK(c, maps == 1, "exclusive page pfn %lu at %lx mapped %d times",
		      page_to_pfn(page), addr, maps);
	if (pte_write(pte) && !(vm_flags & VM_SHARED))
		CHECK(c, PageAnon(page) && PageAnonExclusive(page),
		      "writable entry at %lx of page pfn %lu that others see",
		      addr, page_to_pfn(page));
	if (!PageAnon(page) && !(vm_flags & VM_MIXEDMAP) && c->vma->vm_mapping)
		CHECK(c, page->mapping == c->vma->vm_mapping,
		      "page pfn %lu at %lx is not of the area's file",
		      page_to_pfn(page), addr);
}

static int check_entry(unsigned long addr, pte_t pte, void *arg)
{
	struct check *c = arg;
	struct page *page;

	if (!c->vma || addr >= c->vma->vm_end)
		c->vma = find_vma(c->mm, addr);
	if (!c->vma || addr < c->vma->vm_start) {
		CHECK(c, false, "entry at %lx outside of any area", addr);
		return 0;
	}
	CHECK(c, !pte_write(pte) || (c->vma->vm_flags & VM_WRITE),
	      "writable entry at %lx of a read-only area", addr);
	CHECK(c, !pte_exec(pte) || (c->vma->vm_flags & VM_EXEC),
	      "executable entry at %lx of an area without", addr);
	CHECK(c, pte_accessible(pte) == !!(c->vma->vm_flags & VM_ACCESS_FLAGS),
	      "entry at %lx and its area disagree on access", addr);
	page = vm_normal_page(pte);
	if (page)
		check_page(c, addr, pte, page);
	return 0;
}

/* ---- tables ------------------------------------------------------------------------- */

/* Of the root only what serves user addresses is ours. */
static unsigned long nr_entries(int level)
{
	if (level == PGTABLE_LEVELS - 1)
		return pgtable_index(TASK_SIZE - 1, level) + 1;
	return pgtable_entries(level);
}

static unsigned long count_tables(struct check *c, const pte_t *table, int level)
{
	unsigned long nr = 0;

	for (unsigned long i = 0; level > 0 && i < nr_entries(level); i++) {
		pte_t pte = ptep_get(table + i);

		if (!pte_present(pte))
			continue;
		CHECK(c, PageTable(pfn_to_page(pte_pfn(pte))),
		      "pfn %lu is used as a table and is none", pte_pfn(pte));
		nr += 1 + count_tables(c, pfn_to_virt(pte_pfn(pte)), level - 1);
	}
	return nr;
}

int mm_check(struct mm_struct *mm)
{
	struct check c = { .mm = mm };
	unsigned long tables;

	check_areas(&c);
	mm_walk(mm, 0, TASK_SIZE, check_entry, &c);
	CHECK(&c, (long)c.rss == atomic_long_read(&mm->rss),
	      "%lu pages present, counted %ld", c.rss,
	      atomic_long_read(&mm->rss));
	CHECK(&c, (long)c.rss_file == atomic_long_read(&mm->rss_file),
	      "%lu file pages present, counted %ld", c.rss_file,
	      atomic_long_read(&mm->rss_file));
	tables = (1ul << PGD_ORDER) +
		count_tables(&c, mm->pgd, PGTABLE_LEVELS - 1);
	CHECK(&c, (long)tables == atomic_long_read(&mm->pgtables),
	      "%lu tables, counted %ld", tables,
	      atomic_long_read(&mm->pgtables));
	return c.faults;
}
