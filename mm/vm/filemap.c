/* SPDX-License-Identifier: MIT */
/*
 * filemap.c - the page cache: finding, reading and locking pages of files.
 *
 * A page enters the cache locked and not uptodate, so whoever finds it waits
 * for the one who reads it. Reading ahead: a miss exactly where the last run
 * of reading ended doubles the run, 4, 8 ... 32 pages; any other miss reads
 * one page. The next miss of an in-order reader is then the run's end.
 *
 *	index	0    4	     12		      28
 *		|4...|8......|16.............|32 ...
 *		^miss ^miss   ^miss	      ^miss
 *
 * A miss of a mapping's fault out of order reads what is missing around it, of
 * 4 pages: a program jumps about, but near where it was. With more of them the
 * pages that nobody wants cost more than the faults saved (measured hosted).
 *
 * Locking: mapping->i_pages.xa_lock covers lookup with taking a reference, and
 * leaving the cache; the cache's own reference is dropped after that, so what
 * is found is alive. page->mapping changes under the page lock.
 *
 * Waiting for a page lock is by hashed words that change at every unlock that
 * has waiters: event counts (Reed and Kanodia, 1979).
 */
#include <octavo/highmem.h>
#include <octavo/port.h>
#include "internal.h"

#define RA_MIN		4
#define RA_MAX		32
#define READ_AROUND	4ul		/* aligned; no more than FAULT_AROUND */

/* ---- page locks -------------------------------------------------------------- */

#define WAIT_HASH	64

static struct {
	unsigned int seq;
	atomic_t waiters;
} page_wait[WAIT_HASH];

#define page_wait_of(page)	(&page_wait[page_to_pfn(page) % WAIT_HASH])

bool trylock_page(struct page *page)
{
	return !TestSetPageLocked(page);
}

void lock_page(struct page *page)
{
	__typeof__(&page_wait[0]) w = page_wait_of(page);
	unsigned int seq;

	might_sleep();
	if (trylock_page(page))
		return;
	atomic_inc_return(&w->waiters);
	for (;;) {
		seq = __atomic_load_n(&w->seq, __ATOMIC_SEQ_CST);
		if (trylock_page(page))
			break;
		arch_wait(&w->seq, seq);
	}
	atomic_dec(&w->waiters);
}

void unlock_page(struct page *page)
{
	__typeof__(&page_wait[0]) w = page_wait_of(page);

	if (!TestClearPageLocked(page)) {
		octavo_report("unlock of page pfn %lu that is not locked",
			      page_to_pfn(page));
		return;
	}
	smp_mb();
	if (likely(!atomic_read(&w->waiters)))
		return;
	__atomic_fetch_add(&w->seq, 1, __ATOMIC_SEQ_CST);
	arch_wake(&w->seq, ~0u >> 1);
}

/* ---- marks ---------------------------------------------------------------------- */

/* The first use only shows that reading it was right; the second one that it
 * should stay. So a file read once does not push out what is used often. */
void mark_page_accessed(struct page *page)
{
	if (PageAnon(page) || !page->mapping)
		return;
	if (!PageActive(page))
		SetPageActive(page);
	else if (!PageReferenced(page))
		SetPageReferenced(page);
}

int set_page_dirty(struct page *page)
{
	struct address_space *mapping;
	int newly = 0;

	page = compound_head(page);
	mapping = READ_ONCE(page->mapping);
	if (PageDirty(page))
		return 0;
	if (PageAnon(page) || PageSlab(page) || !mapping)
		return !TestSetPageDirty(page);
	xa_lock(&mapping->i_pages);
	if (page->mapping == mapping && !TestSetPageDirty(page)) {
		inc_vm_stat(NR_FILE_DIRTY);
		newly = 1;
	}
	xa_unlock(&mapping->i_pages);
	return newly;
}

int set_page_dirty_lock(struct page *page)
{
	int ret;

	page = compound_head(page);
	lock_page(page);
	ret = set_page_dirty(page);
	unlock_page(page);
	return ret;
}

/* ---- the cache ------------------------------------------------------------------ */

void address_space_init(struct address_space *mapping,
			const struct address_space_operations *a_ops, void *host)
{
	*mapping = (struct address_space){ .a_ops = a_ops, .host = host };
	xa_init(&mapping->i_pages);
	INIT_LIST_HEAD(&mapping->i_mmap);
	spin_lock_init(&mapping->i_mmap_lock);
}

struct page *find_get_page(struct address_space *mapping, unsigned long index)
{
	struct page *page;

	xa_lock(&mapping->i_pages);
	page = xa_load(&mapping->i_pages, index);
	if (page)
		get_page(page);
	xa_unlock(&mapping->i_pages);
	return page;
}

/* Put a fresh page into the cache, locked. 0, -EBUSY there is one, -ENOMEM. */
static int add_to_page_cache(struct address_space *mapping, unsigned long index,
			     struct page *page)
{
	int err;

	if (index > UINT_MAX)
		return -EFBIG;
	__SetPageLocked(page);
	page->mapping = mapping;
	page->index = (u32)index;
	get_page(page);
	err = xa_insert(&mapping->i_pages, index, page, GFP_KERNEL);
	if (err) {
		page->mapping = NULL;
		__ClearPageLocked(page);
		put_page(page);
		return err;
	}
	__atomic_fetch_add(&mapping->nrpages, 1, __ATOMIC_RELAXED);
	inc_vm_stat(NR_FILE_PAGES);
	if (!mapping->unevictable)
		lru_cache_add(page);
	return 0;
}

/* Take a locked page out of the cache; the cache's reference goes. */
void delete_from_page_cache(struct page *page)
{
	struct address_space *mapping = page->mapping;

	xa_lock(&mapping->i_pages);
	__xa_erase(&mapping->i_pages, page->index);
	page->mapping = NULL;
	if (TestClearPageDirty(page))
		dec_vm_stat(NR_FILE_DIRTY);
	xa_unlock(&mapping->i_pages);
	__atomic_fetch_sub(&mapping->nrpages, 1, __ATOMIC_RELAXED);
	dec_vm_stat(NR_FILE_PAGES);
	lru_cache_del(page);
	ClearPageActive(page);
	put_page(page);
}

/* ---- reading -------------------------------------------------------------------- */

/* Fill a locked page. */
static int fill_page(struct address_space *mapping, struct page *page)
{
	int err;

	if (!mapping->a_ops || !mapping->a_ops->readpage) {
		clear_highpage(page);
		SetPageUptodate(page);
		return 0;
	}
	count_vm_event(PGPGIN);
	err = mapping->a_ops->readpage(mapping, page);
	if (!err && !PageUptodate(page))
		err = -EIO;
	return err;
}

static void fill_pages(struct address_space *mapping, unsigned long index,
		       unsigned int nr, struct page **pages)
{
	if (nr > 1 && mapping->a_ops && mapping->a_ops->readpages) {
		count_vm_events(PGPGIN, nr);
		mapping->a_ops->readpages(mapping, index, nr, pages);
		return;
	}
	for (unsigned int i = 0; i < nr; i++)
		if (fill_page(mapping, pages[i]))
			return;
}

/* How many pages to read for a miss at @index. */
static unsigned int readahead_size(struct address_space *mapping,
				   unsigned long index)
{
	unsigned long end = (unsigned long)
		((u64)(READ_ONCE(mapping->i_size) + PAGE_SIZE - 1) >> PAGE_SHIFT);
	unsigned int size = hint_read(mapping->ra_size);

	if (!mapping->a_ops || index != hint_read(mapping->ra_next))
		size = 1;
	else
		size = clamp(size * 2, (unsigned)RA_MIN, (unsigned)RA_MAX);
	if (index >= end)
		return 1;
	return (unsigned int)min((unsigned long)size, end - index);
}

/*
 * Bring @want pages from @index on into the cache, fewer if one is there
 * already or memory is short. What cannot be read stays not uptodate. *@done:
 * how many; an error only if none.
 */
static int read_run(struct address_space *mapping, unsigned long index,
		    unsigned int want, unsigned int *done)
{
	struct page *pages[RA_MAX];
	gfp_t gfp = GFP_HIGHUSER;
	unsigned int nr;
	int err = 0;

	for (nr = 0; nr < want; nr++) {
		pages[nr] = alloc_page(gfp);
		err = pages[nr] ? add_to_page_cache(mapping, index + nr,
						    pages[nr]) : -ENOMEM;
		if (err && pages[nr])
			put_page(pages[nr]);
		if (err)
			break;
		gfp = GFP_HIGHUSER | __GFP_NOWARN | __GFP_NORETRY;
	}
	*done = nr;
	if (!nr)
		return err;
	fill_pages(mapping, index, nr, pages);
	for (unsigned int i = 0; i < nr; i++) {
		unlock_page(pages[i]);
		put_page(pages[i]);
	}
	return 0;
}

/* Bring the page at @index into the cache, with those after it that an
 * in-order reader will want. */
static int page_cache_read(struct address_space *mapping, unsigned long index)
{
	unsigned int nr;
	int err = read_run(mapping, index, readahead_size(mapping, index), &nr);

	if (!err) {
		hint_write(mapping->ra_next, index + nr);
		hint_write(mapping->ra_size, nr);
	}
	return err;
}

/*
 * Lock a page that was found; read it if that is still to be done. -EAGAIN: it
 * left the cache meanwhile. Unlocked again if there is an error.
 */
static int lock_and_fill(struct address_space *mapping, struct page *page,
			 bool fill)
{
	int err = 0;

	lock_page(page);
	if (page->mapping != mapping)
		err = -EAGAIN;
	else if (fill && !PageUptodate(page))
		err = fill_page(mapping, page);
	if (err)
		unlock_page(page);
	return err;
}

struct page *read_mapping_page(struct address_space *mapping, unsigned long index)
{
	struct page *page;
	int err = 0;

	for (;;) {
		page = find_get_page(mapping, index);
		if (!page) {
			err = page_cache_read(mapping, index);
			if (err && err != -EBUSY)
				return ERR_PTR(err);
			continue;
		}
		if (likely(PageUptodate(page)))
			break;
		err = lock_and_fill(mapping, page, true);
		if (!err) {
			unlock_page(page);
			break;
		}
		put_page(page);
		if (err != -EAGAIN)
			return ERR_PTR(err);
	}
	mark_page_accessed(page);
	return page;
}

/* The page at @index, whether read in or not; new ones stay not uptodate. */
static struct page *find_or_create_page(struct address_space *mapping,
					unsigned long index)
{
	struct page *page = find_get_page(mapping, index);
	int err;

	if (page)
		return page;
	page = alloc_page(GFP_HIGHUSER);
	if (!page)
		return ERR_PTR(-ENOMEM);
	err = add_to_page_cache(mapping, index, page);
	if (err) {
		put_page(page);
		return ERR_PTR(err);
	}
	unlock_page(page);
	return page;
}

struct page *grab_cache_page_write(struct address_space *mapping,
				   unsigned long index, bool full)
{
	struct page *page;
	int err;

	for (;;) {
		page = find_or_create_page(mapping, index);
		if (PTR_ERR_OR_ZERO(page) == -EBUSY)
			continue;
		if (IS_ERR(page))
			return page;
		err = lock_and_fill(mapping, page, !full);
		if (!err)
			break;
		put_page(page);
		if (err != -EAGAIN)
			return ERR_PTR(err);
	}
	mark_page_accessed(page);
	return page;
}

/* ---- for mappings ------------------------------------------------------------------ */

static unsigned long file_pages(const struct address_space *mapping)
{
	return (unsigned long)((u64)(READ_ONCE(mapping->i_size) +
				     PAGE_SIZE - 1) >> PAGE_SHIFT);
}

static bool page_cached(struct address_space *mapping, unsigned long index)
{
	bool cached;

	xa_lock(&mapping->i_pages);
	cached = xa_load(&mapping->i_pages, index);
	xa_unlock(&mapping->i_pages);
	return cached;
}

/*
 * Bring in what is missing next to page @vmf->pgoff, where a run is read in
 * one call. It is only a try: the page itself may be missing after it.
 */
static void read_around(struct vm_fault *vmf)
{
	struct address_space *mapping = vmf->vma->vm_mapping;
	unsigned long first = vmf->pgoff & ~(READ_AROUND - 1ul);
	unsigned long end = min(first + READ_AROUND, file_pages(mapping));
	unsigned long lo = vmf->pgoff, hi = vmf->pgoff;
	unsigned int nr;

	if (!mapping->a_ops || !mapping->a_ops->readpages ||
	    (vmf->vma->vm_flags & VM_RAND_READ) ||
	    vmf->pgoff == hint_read(mapping->ra_next))
		return;
	while (hi < end && !page_cached(mapping, hi))
		hi++;
	while (lo > first && hi > vmf->pgoff && !page_cached(mapping, lo - 1))
		lo--;
	if (hi - lo < 2 || read_run(mapping, lo, (unsigned int)(hi - lo), &nr))
		return;
	hint_write(mapping->ra_next, lo + nr);
	hint_write(mapping->ra_size, nr);
}

vm_fault_t filemap_fault(struct vm_fault *vmf)
{
	struct address_space *mapping = vmf->vma->vm_mapping;
	vm_fault_t major = 0;
	struct page *page;

	for (;;) {
		if (vmf->pgoff >= file_pages(mapping))
			return VM_FAULT_SIGBUS;
		page = find_get_page(mapping, vmf->pgoff);
		if (page && PageUptodate(page)) {
			mark_page_accessed(page);
		} else {
			if (page)
				put_page(page);
			major = mapping->a_ops ? VM_FAULT_MAJOR : 0;
			read_around(vmf);
			page = read_mapping_page(mapping, vmf->pgoff);
		}
		if (IS_ERR(page))
			return PTR_ERR(page) == -ENOMEM ? VM_FAULT_OOM :
				VM_FAULT_SIGBUS;
		lock_page(page);
		if (page->mapping == mapping && PageUptodate(page) &&
		    vmf->pgoff < file_pages(mapping))
			break;
		unlock_page(page);
		put_page(page);
	}
	vmf->page = page;
	return VM_FAULT_LOCKED | major;
}

/*
 * Those of @nr pages from @first on that could be mapped right now: uptodate,
 * within the file, locked and referenced for the caller; NULL for the others.
 * Answers how many.
 */
unsigned int filemap_get_ready(struct vm_area_struct *vma, unsigned long first,
			       unsigned int nr, struct page **pages)
{
	struct address_space *mapping = vma->vm_mapping;
	unsigned long end = file_pages(mapping);
	unsigned int found = 0;
	struct page *page;

	xa_lock(&mapping->i_pages);
	for (unsigned int i = 0; i < nr; i++) {
		pages[i] = NULL;
		if (first + i >= end)
			continue;
		page = xa_load(&mapping->i_pages, first + i);
		if (!page || !PageUptodate(page) || !trylock_page(page))
			continue;
		get_page(page);
		pages[i] = page;
		found++;
	}
	xa_unlock(&mapping->i_pages);
	return found;
}
