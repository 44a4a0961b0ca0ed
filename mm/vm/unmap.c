/* SPDX-License-Identifier: MIT */
/*
 * unmap.c - taking pages out of page tables, by range and by page.
 *
 * Always in this order, a batch at a time:
 *	1. clear the entries, under page_table_lock;
 *	2. flush the machine's copies of them;
 *	3. drop the references the entries held.
 * Between 1 and 3 somebody may still use the page through an old translation,
 * so it must not be free before 2.
 */
#include "internal.h"

#define ZAP_BATCH	64

struct zap {
	struct vm_area_struct *vma;
	const struct zap_details *details;
	unsigned long cleared;		/* entries, in this batch */
	unsigned int nr;
	struct page *pages[ZAP_BATCH];
};

/* Count a page that gets an entry; its reference is the caller's to give. */
void page_add_map(struct mm_struct *mm, struct page *page)
{
	atomic_long_inc(&mm->rss);
	if (PageAnon(page)) {
		if (atomic_fetch_inc_relaxed(&page->_mapcount) == 0)
			inc_vm_stat(NR_ANON_MAPPED);
		return;
	}
	atomic_long_inc(&mm->rss_file);
	if (atomic_fetch_inc_relaxed(&page->_mapcount) == 0)
		inc_vm_stat(NR_FILE_MAPPED);
}

/* Count a page whose entry, which was @pte, is gone. */
void page_remove_map(struct mm_struct *mm, struct page *page, pte_t pte)
{
	bool anon = PageAnon(page);

	if (!anon && pte_dirty(pte))
		set_page_dirty(page);
	if (!anon && pte_young(pte))
		mark_page_accessed(page);
	atomic_long_dec(&mm->rss);
	if (!anon)
		atomic_long_dec(&mm->rss_file);
	if (atomic_dec_and_test(&page->_mapcount))
		dec_vm_stat(anon ? NR_ANON_MAPPED : NR_FILE_MAPPED);
}

static bool zap_wanted(const struct zap *z, const struct page *page)
{
	if (!z->details || !z->details->only)
		return true;
	return page && page->mapping == z->details->only;
}

/* Clear entries from @addr on until the table or @end ends, or until the batch
 * is full. */
static unsigned long zap_ptes(struct zap *z, unsigned long addr,
			      unsigned long end)
{
	struct mm_struct *mm = z->vma->vm_mm;
	pte_t *ptep = pgtable_walk_span(mm, addr, end, &end);

	if (!ptep)
		return end;
	for (; addr < end && z->nr < ZAP_BATCH; addr += PAGE_SIZE, ptep++) {
		pte_t pte = ptep_get(ptep);
		struct page *page;

		if (!pte_present(pte))
			continue;
		page = vm_normal_page(pte);
		if (!zap_wanted(z, page))
			continue;
		pte = ptep_get_and_clear(ptep);
		z->cleared++;
		if (page) {
			page_remove_map(mm, page, pte);
			z->pages[z->nr++] = page;
		}
	}
	return addr;
}

static void zap_flush(struct zap *z, unsigned long start, unsigned long end)
{
	if (z->cleared) {
		arch_flush_tlb_range(z->vma->vm_mm, start, end);
		count_vm_event(TLB_FLUSH);
	}
	for (unsigned int i = 0; i < z->nr; i++)
		put_page(z->pages[i]);
	z->nr = 0;
	z->cleared = 0;
}

/* Remove the pages of [start, end), which lies in @vma. Any context. */
void zap_page_range(struct vm_area_struct *vma, unsigned long start,
		    unsigned long end, const struct zap_details *details)
{
	struct mm_struct *mm = vma->vm_mm;
	struct zap z = { .vma = vma, .details = details };
	unsigned long addr = start, batch;

	while (addr < end) {
		batch = addr;
		spin_lock(&mm->page_table_lock);
		while (addr < end && z.nr < ZAP_BATCH)
			addr = zap_ptes(&z, addr, end);
		spin_unlock(&mm->page_table_lock);
		zap_flush(&z, batch, addr);
	}
}

/* ---- by file ---------------------------------------------------------------- */

/* The part of @vma that shows pages [first, last] of its file. */
static bool vma_file_range(const struct vm_area_struct *vma,
			   unsigned long first, unsigned long last,
			   unsigned long *start, unsigned long *end)
{
	unsigned long vfirst = vma->vm_pgoff;
	unsigned long vlast = vfirst + vma_pages(vma) - 1;

	if (last < vfirst || first > vlast)
		return false;
	first = max(first, vfirst);
	last = min(last, vlast);
	*start = vma->vm_start + ((first - vfirst) << PAGE_SHIFT);
	*end = vma->vm_start + ((last - vfirst + 1) << PAGE_SHIFT);
	return true;
}

void unmap_mapping_range(struct address_space *mapping, unsigned long start,
			 unsigned long nr, bool even_cows)
{
	unsigned long last = nr ? start + nr - 1 : ~0ul, from, to;
	struct zap_details details = { .only = even_cows ? NULL : mapping };
	struct vm_area_struct *vma;

	if (last < start)
		last = ~0ul;
	spin_lock(&mapping->i_mmap_lock);
	list_for_each_entry(vma, &mapping->i_mmap, i_mmap)
		if (vma_file_range(vma, start, last, &from, &to))
			zap_page_range(vma, from, to, &details);
	spin_unlock(&mapping->i_mmap_lock);
}

/* Remove one page's entry from one area, if there is one. */
static void unmap_one(struct vm_area_struct *vma, unsigned long addr,
			      struct page *page)
{
	struct mm_struct *mm = vma->vm_mm;
	pte_t *ptep, pte;

	spin_lock(&mm->page_table_lock);
	ptep = pgtable_walk(mm, addr);
	if (!ptep || !pte_present(ptep_get(ptep)) ||
	    vm_normal_page(ptep_get(ptep)) != page) {
		spin_unlock(&mm->page_table_lock);
		return;
	}
	pte = ptep_get_and_clear(ptep);
	page_remove_map(mm, page, pte);
	spin_unlock(&mm->page_table_lock);
	arch_flush_tlb_range(mm, addr, addr + PAGE_SIZE);
	count_vm_event(TLB_FLUSH);
	put_page(page);
}

/* Does an area that is locked show this page? i_mmap_lock is held. */
static bool page_is_mlocked(const struct page *page)
{
	struct vm_area_struct *vma;
	unsigned long from, to;

	list_for_each_entry(vma, &page->mapping->i_mmap, i_mmap)
		if ((READ_ONCE(vma->vm_flags) & VM_LOCKED) &&
		    vma_file_range(vma, page->index, page->index, &from, &to))
			return true;
	return false;
}

/*
 * Remove every entry of a file's page, which is locked and referenced. Marks
 * of the entries go to the page. False: it is locked in memory and stays.
 */
bool try_to_unmap(struct page *page)
{
	struct address_space *mapping = page->mapping;
	struct vm_area_struct *vma;
	unsigned long from, to;
	bool may;

	spin_lock(&mapping->i_mmap_lock);
	may = !page_is_mlocked(page);
	list_for_each_entry(vma, &mapping->i_mmap, i_mmap)
		if (may && vma_file_range(vma, page->index, page->index, &from,
					  &to))
			unmap_one(vma, from, page);
	spin_unlock(&mapping->i_mmap_lock);
	return may;
}
