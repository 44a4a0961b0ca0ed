/* SPDX-License-Identifier: MIT */
/*
 * pagemap.h - the page cache: pages of files, kept in high memory.
 *
 *	address_space -- i_pages[index] --> struct page (PG_uptodate, PG_dirty)
 *	      |                                 | lru
 *	      +-- i_mmap: areas that map it     +--> list of what reclaim may take
 *
 * A page in the cache holds one reference for being there. PG_locked guards
 * its contents while it is read in, and its membership: page->mapping changes
 * under it only.
 */
#ifndef OCTAVO_PAGEMAP_H
#define OCTAVO_PAGEMAP_H

#include <octavo/types.h>
#include <octavo/gfp.h>
#include <octavo/list.h>
#include <octavo/mm.h>
#include <octavo/spinlock.h>
#include <octavo/xarray.h>

struct address_space_operations {
	/* Fill a locked page of @mapping, zeros beyond the end of the file, and
	 * set PG_uptodate. 0 or -errno. The page is mapped by kmap_local_page
	 * by whoever fills it. It stays locked. */
	int (*readpage)(struct address_space *mapping, struct page *page);
	/* Optional: the same for @nr locked pages from @index on, in one go.
	 * Pages left without PG_uptodate are read again when wanted. */
	int (*readpages)(struct address_space *mapping, unsigned long index,
			 unsigned int nr, struct page **pages);
};

struct address_space {
	struct xarray i_pages;		/* index -> struct page */
	const struct address_space_operations *a_ops;	/* NULL: zero-filled */
	unsigned long nrpages;
	loff_t i_size;			/* bytes; faults beyond are SIGBUS */
	bool unevictable;		/* dirty-only store (ramfs): never reclaim */
	struct list_head i_mmap;	/* areas that map it */
	spinlock_t i_mmap_lock;
	void *host;			/* the inode */
	unsigned long ra_next;		/* page an in-order reader wants next */
	unsigned int ra_size;		/* pages read at once for it */
};

/**
 * address_space_init() - make an empty page cache of a file
 * @mapping: the caller's memory
 * @a_ops: how pages are read; NULL: they start as zeros
 * @host: the inode, for @a_ops
 *
 * Context: Any context.
 * Pairs with: truncate_inode_pages() from 0, after which it may be freed.
 */
void address_space_init(struct address_space *mapping,
			const struct address_space_operations *a_ops, void *host);

/**
 * find_get_page() - the page at an index, if it is in the cache
 * @mapping: the file
 * @index: in pages
 *
 * Context: Any context.
 * Return: the page with a reference, perhaps not uptodate; or NULL.
 * Pairs with: put_page().
 */
struct page *find_get_page(struct address_space *mapping, unsigned long index);

/**
 * read_mapping_page() - the page at an index, read in if it must be
 * @mapping: the file
 * @index: in pages; not compared with the size
 *
 * In-order callers get pages read ahead up to the size of the file.
 *
 * Context: May sleep.
 * Return: the page, uptodate, with a reference; ERR_PTR(-ENOMEM), -EIO or
 *	what ->readpage returned.
 * Pairs with: put_page().
 */
struct page *read_mapping_page(struct address_space *mapping, unsigned long index);

/**
 * grab_cache_page_write() - a page to write file data into
 * @mapping: the file
 * @index: in pages
 * @full: the whole page will be overwritten: do not read it
 *
 * The writer sets PG_uptodate if it filled the page and calls
 * set_page_dirty() before it unlocks.
 *
 * Context: May sleep.
 * Return: the page, locked and with a reference; or as read_mapping_page().
 * Pairs with: unlock_page() and put_page().
 */
struct page *grab_cache_page_write(struct address_space *mapping,
				   unsigned long index, bool full);

/**
 * lock_page() - wait for a page's lock and take it
 * @page: referenced by the caller
 *
 * Context: May sleep.
 * Pairs with: unlock_page().
 */
void lock_page(struct page *page);

/**
 * trylock_page() - take a page's lock if it is free
 * @page: referenced by the caller
 *
 * Context: Any context.
 * Return: whether it is locked now.
 * Pairs with: unlock_page().
 */
bool trylock_page(struct page *page);

/**
 * unlock_page() - let go of a page's lock
 * @page: locked by the caller; else it is reported
 *
 * Context: Any context.
 */
void unlock_page(struct page *page);

/**
 * mark_page_accessed() - give a page a second chance against reclaim
 * @page: referenced by the caller
 *
 * Context: Any context.
 */
void mark_page_accessed(struct page *page);

/**
 * truncate_inode_pages() - forget the pages of a file from a byte on
 * @mapping: the file; the caller has lowered i_size first
 * @from: in bytes; the tail of the page it lies in is zeroed
 *
 * Unmaps the pages from every address space. Private copies of a whole page
 * beyond go as well, as on Linux. Dirty data is dropped.
 *
 * Context: May sleep.
 */
void truncate_inode_pages(struct address_space *mapping, loff_t from);

/**
 * truncate_inode_pages_range() - forget some pages of a file
 * @mapping: the file
 * @first: page
 * @last: page, inclusive
 *
 * As truncate_inode_pages() for a part; private copies stay.
 *
 * Context: May sleep.
 */
void truncate_inode_pages_range(struct address_space *mapping,
				unsigned long first, unsigned long last);

/**
 * unmap_mapping_range() - remove a part of a file from every address space
 * @mapping: the file
 * @start: first page
 * @nr: pages, 0 for the rest of the file
 * @even_cows: private copies as well
 *
 * Context: Any context.
 * Locks: takes mapping->i_mmap_lock and page_table_locks.
 */
void unmap_mapping_range(struct address_space *mapping, unsigned long start,
			 unsigned long nr, bool even_cows);

/**
 * page_cache_shrink() - drop clean pages of files, coldest first
 * @nr: pages wanted
 *
 * Takes pages that nobody holds: clean, unlocked, mapped by areas at most (it
 * unmaps them), not used since they were last looked at.
 *
 * Context: May sleep.
 * Return: pages freed.
 */
unsigned long page_cache_shrink(unsigned long nr);

/**
 * filemap_fault() - a ready ->fault for mappings of a page cache
 * @vmf: the fault; vmf->vma->vm_mapping is the file
 *
 * Context: May sleep.
 * Return: VM_FAULT_LOCKED with vmf->page, perhaps VM_FAULT_MAJOR;
 *	VM_FAULT_SIGBUS beyond i_size or for an error reading; VM_FAULT_OOM.
 */
vm_fault_t filemap_fault(struct vm_fault *vmf);

#endif
