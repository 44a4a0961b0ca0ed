/* SPDX-License-Identifier: MIT */
/*
 * page.h - struct page, one 32-byte descriptor for each page frame.
 *
 *	mem_map[]   one struct page per frame from the first to the last
 *	   |
 *	   +-- page_to_pfn() --> frame number --> physical address
 *	   +-- page_address() -> linear address (low memory only)
 *
 * All-zero is a valid state: "not yet handed out". Boot does not touch every
 * descriptor; what a block's descriptors say is written when it is allocated.
 *
 * What the words mean depends on who owns the frame:
 *
 *	owner		mapping		index		mapcount	link
 *	free		NULL		-		0		-
 *	slab		cache		(slab's)	(slab's)	slab *
 *	page cache	address_space	page in file	user maps	LRU
 *	anonymous	NULL, PG_anon	user vaddr/4K	user maps	LRU
 *	compound tail	head | 1	-		-		-
 *	plain kernel	NULL		-		user maps	private
 *
 * The flags word:
 *
 *	31      24 23     20 19          0
 *	[(slab's) ][ order  ][ PG_ flags  ]
 *
 * "order" is the order the frame's block was allocated with (head only), so
 * that a free with another order is noticed. The zone and the node of a frame
 * are not here but with its chunk of 4 MiB (mmzone.h).
 *
 * Invariants:
 *  1. A free frame has _refcount 0, mapping NULL, _mapcount 0.
 *  2. The head of an allocated block has _refcount above 0.
 *  3. Between alloc and free the words belong to the owner; he gives them
 *     back as invariant 1 has them or the free is reported.
 */
#ifndef OCTAVO_PAGE_H
#define OCTAVO_PAGE_H

#include <octavo/types.h>
#include <octavo/atomic.h>
#include <octavo/config.h>
#include <asm/page.h>

struct address_space;
struct kmem_cache;
struct slab;

/* A link of a doubly linked list of frames: frame numbers, not pointers, so
 * that it takes 8 bytes. */
struct page_link {
	u32 next;
	u32 prev;
};

struct page {
	unsigned int flags;		/* PG_* bits; zone and node on top */
	atomic_t _refcount;
	union {
		struct address_space *mapping;	/* page cache */
		struct kmem_cache *slab_cache;	/* slab */
		unsigned long compound_head;	/* tail: head | 1 */
	};
	u32 index;
	atomic_t _mapcount;		/* user maps, 0: none */
	union {
		struct page_link lru;
		struct slab *slab;
		unsigned long private;	/* 0 when allocated */
	};
}
#if __SIZEOF_POINTER__ == 4
__aligned(32)
#endif
;

_Static_assert(sizeof(struct page) == 32, "the size of a page's descriptor");

enum pageflags {
	PG_locked,
	PG_uptodate,
	PG_dirty,
	PG_referenced,
	PG_lru,
	PG_active,
	PG_slab,
	PG_reserved,
	PG_private,
	PG_writeback,
	PG_free,		/* head of a block that was given back */
	PG_head,		/* head of a compound page */
	PG_anon,
	PG_table,		/* a page table */
	PG_error,
	PG_arch_1,
	PG_tracked,		/* a driver's, since it was allocated */
	NR_PAGEFLAGS,
};

#define PAGE_ORDER_SHIFT	20
#define PAGE_ORDER_MASK		(0xfu << PAGE_ORDER_SHIFT)

/* What must be clear in the flags of a page that is given back. */
#define PAGE_FLAGS_CHECK_AT_FREE					\
	(1u << PG_locked | 1u << PG_lru | 1u << PG_active |		\
	 1u << PG_slab | 1u << PG_reserved | 1u << PG_private |		\
	 1u << PG_writeback | 1u << PG_free | 1u << PG_table)

/* ---- frames, descriptors, addresses -------------------------------------- */

extern struct page *mem_map;		/* of pfn 0, even if RAM starts above */
extern unsigned long min_pfn;		/* first frame with a descriptor */
extern unsigned long max_pfn;		/* one above the last */
extern unsigned long max_low_pfn;	/* the linear map ends here */
extern struct page *high_map;		/* of max_low_pfn: the first high one */

#define PFN_PHYS(pfn)		((phys_addr_t)(pfn) << PAGE_SHIFT)
#define PHYS_PFN(pa)		((unsigned long)((pa) >> PAGE_SHIFT))
#define PFN_UP(pa)		((unsigned long)(((pa) + PAGE_SIZE - 1) >> PAGE_SHIFT))
#define PFN_DOWN(pa)		((unsigned long)((pa) >> PAGE_SHIFT))
#define PAGE_ALIGN(x)		ALIGN(x, PAGE_SIZE)
#define PAGE_ALIGNED(x)		IS_ALIGNED((unsigned long)(x), PAGE_SIZE)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/* Linear addresses and physical ones: only for low memory. */
#define __pa(x)			((phys_addr_t)((unsigned long)(x) - PAGE_OFFSET))
#define __va(pa)		((void *)((unsigned long)(pa) + PAGE_OFFSET))

#define pfn_to_page(pfn)	(mem_map + (pfn))
#define page_to_pfn(page)	((unsigned long)((page) - mem_map))
#define page_to_phys(page)	PFN_PHYS(page_to_pfn(page))
#define phys_to_page(pa)	pfn_to_page(PHYS_PFN(pa))
#define pfn_to_virt(pfn)	__va(PFN_PHYS(pfn))
#define virt_to_pfn(p)		PHYS_PFN(__pa(p))
#define virt_to_page(p)		pfn_to_page(virt_to_pfn(p))
#define page_to_virt(page)	pfn_to_virt(page_to_pfn(page))

/**
 * pfn_valid() - is this the number of a frame of RAM?
 * @pfn: any number
 *
 * Cost: a comparison or two, plus a search over the memory map's ranges.
 *
 * Context: Any context.
 * Return: true for RAM, reserved or not; false for a hole or beyond the end.
 */
bool pfn_valid(unsigned long pfn);

/* Is @p a linear address of a frame of low memory? */
static inline bool virt_addr_valid(const void *p)
{
	unsigned long off = (unsigned long)p - PAGE_OFFSET;

	return (unsigned long)p >= PAGE_OFFSET &&
	       off >> PAGE_SHIFT < max_low_pfn && pfn_valid(off >> PAGE_SHIFT);
}

/* Has this frame no linear address? */
static inline bool PageHighMem(const struct page *page)
{
	return page >= high_map;
}

/* The linear address of a low page. */
static inline void *lowmem_page_address(const struct page *page)
{
	unsigned long off = (unsigned long)page - (unsigned long)mem_map;

	return (void *)(off * (PAGE_SIZE / sizeof(*page)) + PAGE_OFFSET);
}

/*
 * What the page layer asks of those above it. Whoever has it sets it when it
 * starts; page_exit() clears all.
 */
struct page_hooks {
	/* mm/highmem: zero high pages in a row. NULL: __GFP_ZERO gets low
	 * pages only. */
	void (*clear_highpages)(struct page *page, unsigned long nr);
	/* mm/highmem: where kmap() shows a high page, or NULL. */
	void *(*page_address)(const struct page *page);
	/* mm/vm: take a page whose last reference is gone off the LRU. */
	void (*lru_del)(struct page *page);
	/* kernel: make room by ending somebody; false: nobody left. */
	bool (*out_of_memory)(gfp_t gfp, unsigned int order);
	/* kernel: free pages ran low, start background reclaim. */
	void (*wake_reclaim)(void);
};

extern struct page_hooks page_hooks;

/* The kernel address of a page; NULL: a high page that kmap() does not hold. */
static inline void *page_address(const struct page *page)
{
	if (likely(!PageHighMem(page)))
		return lowmem_page_address(page);
	return page_hooks.page_address ? page_hooks.page_address(page) : NULL;
}

/* ---- flags --------------------------------------------------------------- */

static inline bool page_test_flag(const struct page *page, enum pageflags f)
{
	return __atomic_load_n(&page->flags, __ATOMIC_RELAXED) >> f & 1;
}

/*
 * PageFoo() tests, SetPageFoo() and ClearPageFoo() change atomically, with
 * TestSet/TestClear telling what it was; __SetPageFoo() and __ClearPageFoo()
 * are for whoever is alone with the page.
 */
#define PAGEFLAG(name, bit)						\
	static inline bool Page##name(const struct page *page)		\
	{								\
		return page_test_flag(page, bit);			\
	}								\
	static inline void SetPage##name(struct page *page)		\
	{								\
		__atomic_fetch_or(&page->flags, 1u << (bit),		\
				  __ATOMIC_RELAXED);			\
	}								\
	static inline void ClearPage##name(struct page *page)		\
	{								\
		__atomic_fetch_and(&page->flags, ~(1u << (bit)),	\
				   __ATOMIC_RELEASE);			\
	}								\
	static inline bool TestSetPage##name(struct page *page)		\
	{								\
		return __atomic_fetch_or(&page->flags, 1u << (bit),	\
					 __ATOMIC_ACQ_REL) >> (bit) & 1; \
	}								\
	static inline bool TestClearPage##name(struct page *page)	\
	{								\
		return __atomic_fetch_and(&page->flags, ~(1u << (bit)),	\
					  __ATOMIC_ACQ_REL) >> (bit) & 1; \
	}								\
	static inline void __SetPage##name(struct page *page)		\
	{								\
		__atomic_store_n(&page->flags, page->flags | 1u << (bit), \
				 __ATOMIC_RELAXED);			\
	}								\
	static inline void __ClearPage##name(struct page *page)		\
	{								\
		__atomic_store_n(&page->flags,				\
				 page->flags & ~(1u << (bit)),		\
				 __ATOMIC_RELAXED);			\
	}

PAGEFLAG(Locked, PG_locked)
PAGEFLAG(Uptodate, PG_uptodate)
PAGEFLAG(Dirty, PG_dirty)
PAGEFLAG(Referenced, PG_referenced)
PAGEFLAG(LRU, PG_lru)
PAGEFLAG(Active, PG_active)
PAGEFLAG(Slab, PG_slab)
PAGEFLAG(Reserved, PG_reserved)
PAGEFLAG(Private, PG_private)
PAGEFLAG(Writeback, PG_writeback)
PAGEFLAG(Free, PG_free)
PAGEFLAG(Head, PG_head)
PAGEFLAG(Anon, PG_anon)
PAGEFLAG(Table, PG_table)
PAGEFLAG(Error, PG_error)
PAGEFLAG(Tracked, PG_tracked)
#undef PAGEFLAG

static inline unsigned long page_private(const struct page *page)
{
	return page->private;
}

static inline void set_page_private(struct page *page, unsigned long private)
{
	page->private = private;
}

/* ---- compound pages ------------------------------------------------------ */

static inline bool PageTail(const struct page *page)
{
	return (OCTAVO_TSAN ? __atomic_load_n(&page->compound_head,
					      __ATOMIC_RELAXED) :
			      page->compound_head) & 1;
}

static inline bool PageCompound(const struct page *page)
{
	return PageHead(page) || PageTail(page);
}

/* The head of the compound page that @page is part of; else @page. */
static inline struct page *compound_head(const struct page *page)
{
	if (unlikely(PageTail(page))) {
		/* A branch: nobody waits for the head of most pages. */
		barrier();
		return (struct page *)(page->compound_head - 1);
	}
	return (struct page *)(unsigned long)page;
}

/* The order a block was allocated with, from its head. */
static inline unsigned int page_order(const struct page *page)
{
	return (page->flags & PAGE_ORDER_MASK) >> PAGE_ORDER_SHIFT;
}

/* The order of a compound page, from its head; 0 for any other page. */
static inline unsigned int compound_order(const struct page *page)
{
	return PageHead(page) ? page_order(page) : 0;
}

static inline unsigned long compound_nr(const struct page *page)
{
	return 1ul << compound_order(page);
}

static inline unsigned long page_size(const struct page *page)
{
	return PAGE_SIZE << compound_order(page);
}

/* The head of the compound page a linear address lies in. */
#define virt_to_head_page(p)	compound_head(virt_to_page(p))

/* ---- references ---------------------------------------------------------- */

/* A pin (pin_user_pages) counts this much, a get counts one. */
#define GUP_PIN_COUNTING_BIAS	1024

static inline int page_ref_count(const struct page *page)
{
	return atomic_read(&page->_refcount);
}

static inline int page_count(const struct page *page)
{
	return page_ref_count(compound_head(page));
}

static inline void set_page_count(struct page *page, int count)
{
	atomic_set(&page->_refcount, count);
}

static inline void page_ref_add(struct page *page, int nr)
{
	__atomic_fetch_add(&page->_refcount.counter, nr, __ATOMIC_RELAXED);
}

/* Takes @nr references of a head page unless it is free. */
static inline bool page_ref_add_unless_zero(struct page *page, int nr)
{
	int old = page_ref_count(page);

	do {
		if (old <= 0)
			return false;
	} while (!__atomic_compare_exchange_n(&page->_refcount.counter, &old,
					      old + nr, true, __ATOMIC_ACQUIRE,
					      __ATOMIC_RELAXED));
	return true;
}

static inline bool get_page_unless_zero(struct page *page)
{
	return page_ref_add_unless_zero(page, 1);
}

/* A reference of a page found without one; false: it has none. Unlike Linux:
 * not for looking at a page that may be freed meanwhile. A lock, or the flush
 * that must come before the free, keeps the reference that was found; so that
 * the owner of the only reference may drop it without an atomic operation. */
static inline bool try_get_page(struct page *page)
{
	return page_ref_add_unless_zero(compound_head(page), 1);
}

/**
 * __get_page_bad() - report a get_page() of a free page
 * @page: head page
 *
 * Context: Any context.
 */
void __get_page_bad(struct page *page);

/**
 * __put_page_refs() - a page has no reference any more, or never had so many
 * @page: head page, with a count of 0 or less
 * @nr: how many were just dropped
 *
 * Frees the page; a count below 0 is reported, and the @nr are given back.
 *
 * Context: Any context.
 */
void __put_page_refs(struct page *page, int nr);

/**
 * __put_page() - free a page whose last reference was dropped
 * @page: head page, with a count of 0
 *
 * Takes it off the LRU first. A page in a state in which it may not be freed
 * (mapped, in a cache, locked ...) is reported and lost.
 *
 * Context: Any context.
 */
void __put_page(struct page *page);

/* Take a reference of a page that somebody holds. */
static inline void get_page(struct page *page)
{
	page = compound_head(page);
	if (unlikely(page_ref_count(page) <= 0)) {
		__get_page_bad(page);
		return;
	}
	page_ref_add(page, 1);
}

/* Drop @nr references; the last frees the page. A count that would fall
 * below zero is reported and stays. */
static inline void put_page_refs(struct page *page, int nr)
{
	page = compound_head(page);
	if (unlikely(__atomic_fetch_sub(&page->_refcount.counter, nr,
					__ATOMIC_ACQ_REL) <= nr))
		__put_page_refs(page, nr);
}

static inline void put_page(struct page *page)
{
	put_page_refs(page, 1);
}

#define page_cache_get(page)		get_page(page)
#define page_cache_release(page)	put_page(page)

/* How many user mappings there are of a page. */
static inline int page_mapcount(const struct page *page)
{
	return atomic_read(&page->_mapcount);
}

static inline bool page_mapped(const struct page *page)
{
	return page_mapcount(page) > 0;
}

/* Is it pinned for DMA? May say yes wrongly (1,024 plain gets), never no. */
static inline bool page_maybe_dma_pinned(const struct page *page)
{
	return page_count(page) >= GUP_PIN_COUNTING_BIAS;
}

/* ---- lists of pages, linked by frame number ------------------------------ */

#define PAGE_LINK_NONE		0xffffffffu

struct page_list {
	u32 first;
	u32 last;
	unsigned long nr;
};

#define PAGE_LIST_INIT		{ PAGE_LINK_NONE, PAGE_LINK_NONE, 0 }

static inline void page_list_init(struct page_list *list)
{
	*list = (struct page_list)PAGE_LIST_INIT;
}

static inline bool page_list_empty(const struct page_list *list)
{
	return list->nr == 0;
}

static inline struct page *page_list_at(u32 pfn)
{
	return pfn == PAGE_LINK_NONE ? NULL : pfn_to_page(pfn);
}

static inline struct page *page_list_first(const struct page_list *list)
{
	return page_list_at(list->first);
}

static inline struct page *page_list_last(const struct page_list *list)
{
	return page_list_at(list->last);
}

static inline struct page *page_list_next(const struct page *page)
{
	return page_list_at(page->lru.next);
}

static inline struct page *page_list_prev(const struct page *page)
{
	return page_list_at(page->lru.prev);
}

/* Put @page at the head. */
static inline void page_list_add(struct page_list *list, struct page *page)
{
	u32 pfn = (u32)page_to_pfn(page);

	page->lru = (struct page_link){ list->first, PAGE_LINK_NONE };
	if (list->nr++ == 0)
		list->last = pfn;
	else
		pfn_to_page(list->first)->lru.prev = pfn;
	list->first = pfn;
}

/* Put @page at the end. */
static inline void page_list_add_tail(struct page_list *list, struct page *page)
{
	u32 pfn = (u32)page_to_pfn(page);

	page->lru = (struct page_link){ PAGE_LINK_NONE, list->last };
	if (list->nr++ == 0)
		list->first = pfn;
	else
		pfn_to_page(list->last)->lru.next = pfn;
	list->last = pfn;
}

static inline void page_list_del(struct page_list *list, struct page *page)
{
	struct page_link l = page->lru;

	if (l.prev == PAGE_LINK_NONE)
		list->first = l.next;
	else
		pfn_to_page(l.prev)->lru.next = l.next;
	if (l.next == PAGE_LINK_NONE)
		list->last = l.prev;
	else
		pfn_to_page(l.next)->lru.prev = l.prev;
	list->nr--;
	page->lru = (struct page_link){ 0, 0 };
}

/* Take the first page off; NULL: empty. */
static inline struct page *page_list_pop(struct page_list *list)
{
	struct page *page = page_list_first(list);

	if (page)
		page_list_del(list, page);
	return page;
}

#define page_list_for_each(page, list)					\
	for ((page) = page_list_first(list); (page);			\
	     (page) = page_list_next(page))

/* The loop's body may take @page off the list. */
#define page_list_for_each_safe(page, n, list)				\
	for ((page) = page_list_first(list);				\
	     (page) && ((n) = page_list_next(page), true); (page) = (n))

/* ---- looking at pages ---------------------------------------------------- */

/**
 * page_is_free() - does nobody own a page?
 * @page: any descriptor of RAM
 *
 * For checks of what a caller claims to own: true is for sure while nobody
 * allocates. Pages inside of a block in use are in use, though they have no
 * count of their own.
 *
 * Context: Any context.
 * Return: true if it is free.
 */
bool page_is_free(const struct page *page);

/**
 * dump_page() - write all that is known of a page on the log
 * @page: any descriptor, never NULL
 * @reason: why, NULL for none
 *
 * Context: Any context.
 */
void dump_page(const struct page *page, const char *reason);

#endif
