/* SPDX-License-Identifier: MIT */
/*
 * pagemap.h - the page cache: pages of files, kept in high memory.
 */
#ifndef OCTAVO_PAGEMAP_H
#define OCTAVO_PAGEMAP_H

#include <octavo/types.h>
#include <octavo/gfp.h>
#include <octavo/list.h>
#include <octavo/spinlock.h>
#include <octavo/xarray.h>

struct vm_fault;

struct address_space_operations {
	/* Fill a locked page of @mapping; sets PG_uptodate. 0 or -errno.
	 * The page is mapped by kmap_local_page by whoever fills it. */
	int (*readpage)(struct address_space *mapping, struct page *page);
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
};

void address_space_init(struct address_space *mapping,
			const struct address_space_operations *a_ops, void *host);

struct page *find_get_page(struct address_space *mapping, unsigned long index);
/* The page, uptodate and referenced, read in if absent; or ERR_PTR. */
struct page *read_mapping_page(struct address_space *mapping, unsigned long index);
/* The page, locked and referenced, for a full or partial overwrite: read in
 * first unless @full. Or ERR_PTR. */
struct page *grab_cache_page_write(struct address_space *mapping,
				   unsigned long index, bool full);
void lock_page(struct page *page);
bool trylock_page(struct page *page);
void unlock_page(struct page *page);
void mark_page_accessed(struct page *page);
/* Forget pages from byte @from on, zero the tail of the last; unmaps them. */
void truncate_inode_pages(struct address_space *mapping, loff_t from);
/* Drop clean unmapped pages; returns pages freed. Reclaim calls this. */
unsigned long page_cache_shrink(unsigned long nr);
vm_fault_t filemap_fault(struct vm_fault *vmf);	/* a ready ->fault */

#endif
