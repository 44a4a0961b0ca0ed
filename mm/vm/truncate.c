/* SPDX-License-Identifier: MIT */
/*
 * truncate.c - pages that leave the cache: the end of a file, and reclaim.
 *
 * Reclaim keeps one list of the pages that may go, oldest last; a page is on
 * it from when it enters the cache of an evictable file until it leaves the
 * cache or is found dirty (nothing writes back, so it would never be clean
 * again). The hand of a clock: a page used since it was last looked at goes
 * round once more.
 *
 *	head [new] <-> [ ] <-> [used] <-> [ ] tail	look here
 *	  ^----------- goes round ---'
 *
 * A page goes if the cache and reclaim itself hold the only references, under
 * the page lock and the lock that lookups take. A lockless get_user_pages may
 * hold one for a moment; then the page is freed by its put.
 *
 * Source: second chance / clock (Corbato, 1968).
 */
#include <octavo/highmem.h>
#include <octavo/shrinker.h>
#include <octavo/string.h>
#include "internal.h"

#define LRU_KEEP	32		/* pages that reclaim leaves */

static DEFINE_SPINLOCK(lru_lock);
static struct page_list lru = PAGE_LIST_INIT;

/* ---- reclaim's list ------------------------------------------------------------- */

void lru_cache_add(struct page *page)
{
	spin_lock(&lru_lock);
	SetPageLRU(page);
	page_list_add(&lru, page);
	spin_unlock(&lru_lock);
	inc_vm_stat(NR_INACTIVE_FILE);
}

void lru_cache_del(struct page *page)
{
	bool was;

	spin_lock(&lru_lock);
	was = TestClearPageLRU(page);
	if (was)
		page_list_del(&lru, page);
	spin_unlock(&lru_lock);
	if (was)
		dec_vm_stat(NR_INACTIVE_FILE);
}

static unsigned long lru_size(void)
{
	unsigned long nr;

	spin_lock(&lru_lock);
	nr = lru.nr;
	spin_unlock(&lru_lock);
	return nr;
}

/* The oldest page, with a reference; it becomes the newest. A page on the
 * list is in the cache, whose reference goes only after it left the list. */
static struct page *lru_next(void)
{
	struct page *page;

	spin_lock(&lru_lock);
	page = page_list_last(&lru);
	if (page) {
		page_list_del(&lru, page);
		page_list_add(&lru, page);
		get_page(page);
	}
	spin_unlock(&lru_lock);
	return page;
}

/* ---- reclaim ---------------------------------------------------------------------- */

/* Does nobody but the cache and the caller hold this locked page? */
static bool page_is_idle(struct page *page)
{
	struct address_space *mapping = page->mapping;
	bool idle;

	xa_lock(&mapping->i_pages);
	idle = page_count(page) == 2;
	xa_unlock(&mapping->i_pages);
	return idle;
}

/* Try to free one page that the caller references and has locked. */
static bool shrink_page(struct page *page)
{
	if (!page->mapping || TestClearPageReferenced(page))
		return false;
	if (page_count(page) > 2 + page_mapcount(page))
		return false;
	if (page_mapped(page) && !try_to_unmap(page))
		return false;
	if (PageDirty(page)) {
		lru_cache_del(page);
		return false;
	}
	if (TestClearPageReferenced(page) || !page_is_idle(page))
		return false;
	delete_from_page_cache(page);
	return true;
}

unsigned long page_cache_shrink(unsigned long nr)
{
	unsigned long freed = 0, looks = 2 * lru_size();
	struct page *page;

	while (freed < nr && looks--) {
		page = lru_next();
		if (!page)
			break;
		if (trylock_page(page)) {
			freed += shrink_page(page);
			unlock_page(page);
		}
		put_page(page);
	}
	return freed;
}

/* The last pages are kept: an instruction needs its own page and those of its
 * operands at once. With fewer, each fault would take away what the one before
 * brought, for ever; so memory is out, and somebody is ended. */
static unsigned long count_objects(struct shrinker *s, struct shrink_control *sc)
{
	unsigned long nr = lru_size();

	return nr > LRU_KEEP ? nr - LRU_KEEP : SHRINK_EMPTY;
}

static unsigned long scan_objects(struct shrinker *s, struct shrink_control *sc)
{
	unsigned long freed = page_cache_shrink(sc->nr_to_scan);

	sc->nr_scanned = sc->nr_to_scan;
	return freed ? freed : SHRINK_STOP;
}

static struct shrinker page_cache_shrinker = {
	.count_objects = count_objects, .scan_objects = scan_objects,
	.name = "page cache",
};

void page_cache_init(void)
{
	page_list_init(&lru);
	register_shrinker(&page_cache_shrinker);
}

void page_cache_exit(void)
{
	unregister_shrinker(&page_cache_shrinker);
	WARN(lru.nr, "page cache ends with %lu pages", lru.nr);
}

/* ---- truncation -------------------------------------------------------------------- */

/* Zero the bytes of the last page that are beyond the end. The page differs
 * from what could be read again, so it is dirty. */
static void truncate_tail(struct address_space *mapping, loff_t from)
{
	unsigned long off = (unsigned long)from & ~PAGE_MASK;
	struct page *page;
	char *addr;

	if (!off)
		return;
	page = find_get_page(mapping, (unsigned long)((u64)from >> PAGE_SHIFT));
	if (!page)
		return;
	lock_page(page);
	if (page->mapping == mapping && PageUptodate(page)) {
		addr = kmap_local_page(page);
		memset(addr + off, 0, PAGE_SIZE - off);
		kunmap_local(addr);
		set_page_dirty(page);
	}
	unlock_page(page);
	put_page(page);
}

/* Whoever found the page before may have mapped it after the first unmapping;
 * under its lock nobody can. */
static void truncate_page(struct address_space *mapping, struct page *page)
{
	lock_page(page);
	if (page->mapping == mapping) {
		if (page_mapped(page))
			unmap_mapping_range(mapping, page->index, 1, false);
		delete_from_page_cache(page);
	}
	unlock_page(page);
}

static void truncate_pages(struct address_space *mapping, unsigned long index,
			   unsigned long last)
{
	struct page *page;

	for (;;) {
		xa_lock(&mapping->i_pages);
		page = xa_find(&mapping->i_pages, &index, last, XA_PRESENT);
		if (page)
			get_page(page);
		xa_unlock(&mapping->i_pages);
		if (!page)
			break;
		truncate_page(mapping, page);
		put_page(page);
	}
}

void truncate_inode_pages_range(struct address_space *mapping,
				unsigned long first, unsigned long last)
{
	might_sleep();
	unmap_mapping_range(mapping, first, last - first + 1, false);
	truncate_pages(mapping, first, last);
}

void truncate_inode_pages(struct address_space *mapping, loff_t from)
{
	unsigned long index = (unsigned long)
		((u64)(from + PAGE_SIZE - 1) >> PAGE_SHIFT);

	might_sleep();
	unmap_mapping_range(mapping, index, 0, true);
	truncate_tail(mapping, from);
	truncate_pages(mapping, index, ULONG_MAX);
	hint_write(mapping->ra_next, 0);
	hint_write(mapping->ra_size, 0);
}
