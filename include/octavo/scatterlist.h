/* SPDX-License-Identifier: MIT */
/*
 * scatterlist.h - a buffer in pieces, as a device is told of it.
 *
 *	sg_table		      array			next array
 *	[ sgl ]-------------------> [ page | page | page | chain ]--> [ page |END]
 *	[ nents, orig_nents ]
 *
 *	an entry:  page_link  = struct page, and in its lowest two bits
 *				SG_CHAIN: no piece, the next array instead
 *				SG_END:   the last piece of the list
 *		   offset, length	where in memory: may reach over pages
 *					whose frames follow each other
 *		   dma_address, dma_length   where for the device, once mapped
 *
 * Invariants:
 *  1. A list has exactly one entry with SG_END, and it is no chain entry.
 *  2. A chain entry is the last of its array and counts neither in nents nor
 *     in orig_nents.
 *  3. nents is what the device sees (after dma_map_sg()), orig_nents what
 *     memory has; the walk for each takes the right one: for_each_sgtable_sg
 *     and for_each_sgtable_dma_sg.
 *
 * Locking: the owner's.
 */
#ifndef OCTAVO_SCATTERLIST_H
#define OCTAVO_SCATTERLIST_H

#include <octavo/types.h>
#include <octavo/bug.h>
#include <octavo/gfp.h>
#include <octavo/page.h>

struct scatterlist {
	unsigned long page_link;
	unsigned int offset;		/* bytes; of the first page */
	unsigned int length;		/* bytes */
	dma_addr_t dma_address;
	unsigned int dma_length;
};

struct sg_table {
	struct scatterlist *sgl;
	unsigned int nents;		/* entries the device sees */
	unsigned int orig_nents;	/* entries of the list */
};

#define SG_CHAIN		0x01ul
#define SG_END			0x02ul
#define SG_PAGE_LINK_MASK	(SG_CHAIN | SG_END)

/* Entries of one array that sg_alloc_table() makes: a page's worth. */
#define SG_MAX_SINGLE_ALLOC	(PAGE_SIZE / sizeof(struct scatterlist))

#define sg_dma_address(sg)	((sg)->dma_address)
#define sg_dma_len(sg)		((sg)->dma_length)

/* ---- an entry ------------------------------------------------------------- */

static inline bool sg_is_chain(const struct scatterlist *sg)
{
	return sg->page_link & SG_CHAIN;
}

static inline bool sg_is_last(const struct scatterlist *sg)
{
	return sg->page_link & SG_END;
}

static inline struct scatterlist *sg_chain_ptr(const struct scatterlist *sg)
{
	return (struct scatterlist *)(sg->page_link & ~SG_PAGE_LINK_MASK);
}

static inline struct page *sg_page(const struct scatterlist *sg)
{
	return (struct page *)(sg->page_link & ~SG_PAGE_LINK_MASK);
}

/* Set the page alone; what marks the end stays. */
static inline void sg_assign_page(struct scatterlist *sg, struct page *page)
{
	BUG_ON((unsigned long)page & SG_PAGE_LINK_MASK);
	sg->page_link = (sg->page_link & SG_END) | (unsigned long)page;
}

/**
 * sg_set_page() - make an entry describe a piece of memory
 * @sg: the entry
 * @page: where it begins; no reference is taken
 * @len: bytes; frames that follow @page's in memory are meant beyond its end
 * @offset: of the first byte, in bytes
 *
 * Context: Any context.
 */
static inline void sg_set_page(struct scatterlist *sg, struct page *page,
			       unsigned int len, unsigned int offset)
{
	sg_assign_page(sg, page);
	sg->offset = offset;
	sg->length = len;
}

/**
 * sg_set_buf() - make an entry describe kernel memory
 * @sg: the entry
 * @buf: an address of low memory, by the linear map
 * @buflen: bytes
 *
 * Context: Any context.
 */
static inline void sg_set_buf(struct scatterlist *sg, const void *buf,
			      unsigned int buflen)
{
	BUG_ON(!virt_addr_valid(buf));
	sg_set_page(sg, virt_to_page(buf), buflen,
		    (unsigned int)offset_in_page(buf));
}

/* The kernel address of an entry's first byte; low memory only. */
static inline void *sg_virt(const struct scatterlist *sg)
{
	return (char *)page_address(sg_page(sg)) + sg->offset;
}

/* The physical address of an entry's first byte. */
static inline phys_addr_t sg_phys(const struct scatterlist *sg)
{
	return page_to_phys(sg_page(sg)) + sg->offset;
}

static inline void sg_mark_end(struct scatterlist *sg)
{
	sg->page_link = (sg->page_link | SG_END) & ~SG_CHAIN;
}

static inline void sg_unmark_end(struct scatterlist *sg)
{
	sg->page_link &= ~SG_END;
}

/* ---- a list ----------------------------------------------------------------- */

/**
 * sg_next() - the entry behind one
 * @sg: an entry of a list
 *
 * Steps over chain entries.
 *
 * Context: Any context.
 * Return: the entry, NULL after the last.
 */
struct scatterlist *sg_next(struct scatterlist *sg);

#define for_each_sg(sglist, sg, nr, i)					\
	for ((i) = 0, (sg) = (sglist); (i) < (nr); (i)++, (sg) = sg_next(sg))

/* Of what is in memory, and of what the device sees. */
#define for_each_sgtable_sg(sgt, sg, i)					\
	for_each_sg((sgt)->sgl, sg, (sgt)->orig_nents, i)
#define for_each_sgtable_dma_sg(sgt, sg, i)				\
	for_each_sg((sgt)->sgl, sg, (sgt)->nents, i)

/**
 * sg_init_table() - make an array an empty list
 * @sgl: @nents entries; all are cleared, the last is marked
 * @nents: how many, above 0
 *
 * Context: Any context.
 */
void sg_init_table(struct scatterlist *sgl, unsigned int nents);

/**
 * sg_init_one() - make one entry a list that describes kernel memory
 * @sg: the entry
 * @buf: low memory
 * @buflen: bytes
 *
 * Context: Any context.
 */
void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen);

/**
 * sg_nents() - count the entries of a list
 * @sg: its first, may be NULL
 *
 * Context: Any context.
 * Return: how many, chain entries not counted.
 */
int sg_nents(struct scatterlist *sg);

/**
 * sg_nents_for_len() - count the entries that make up so many bytes
 * @sg: the list
 * @len: bytes
 *
 * Context: Any context.
 * Return: how many entries; 0 for 0 bytes; -EINVAL: the list is shorter.
 */
int sg_nents_for_len(struct scatterlist *sg, u64 len);

/**
 * sg_last() - the last entry of a list
 * @sgl: the list
 * @nents: how many entries it has; the last of them must be marked
 *
 * Context: Any context.
 * Return: the entry.
 */
struct scatterlist *sg_last(struct scatterlist *sgl, unsigned int nents);

/**
 * sg_chain() - continue an array in another one
 * @prv: the array
 * @prv_nents: its size; its last entry becomes the chain entry
 * @sgl: where the list goes on
 *
 * Context: Any context.
 */
static inline void sg_chain(struct scatterlist *prv, unsigned int prv_nents,
			    struct scatterlist *sgl)
{
	struct scatterlist *link = &prv[prv_nents - 1];

	BUG_ON((unsigned long)sgl & SG_PAGE_LINK_MASK);
	link->offset = 0;
	link->length = 0;
	link->page_link = (unsigned long)sgl | SG_CHAIN;
}

/* ---- tables -------------------------------------------------------------------- */

typedef struct scatterlist *(sg_alloc_fn)(unsigned int nents, gfp_t gfp);
typedef void (sg_free_fn)(struct scatterlist *sg, unsigned int nents);

/**
 * __sg_alloc_table() - allocate a list in arrays of a given size
 * @table: filled in; empty after an error
 * @nents: entries, above 0
 * @max_ents: size of an array, chain entry included; at least 2 if it takes
 *	more than one
 * @first_chunk: an array that is there already, NULL for none
 * @nents_first_chunk: its size
 * @gfp: as for kmalloc()
 * @alloc_fn: allocates an array of that many entries
 *
 * After an error the arrays allocated are in the table, for __sg_free_table()
 * with the same arguments. Unlike Linux: @table is always a consistent list.
 *
 * Context: Decided by @gfp.
 * Return: 0; -EINVAL no entries, or arrays too small; -ENOMEM.
 * Pairs with: __sg_free_table().
 */
int __sg_alloc_table(struct sg_table *table, unsigned int nents,
		     unsigned int max_ents, struct scatterlist *first_chunk,
		     unsigned int nents_first_chunk, gfp_t gfp,
		     sg_alloc_fn *alloc_fn);

/**
 * __sg_free_table() - free what __sg_alloc_table() allocated
 * @table: empty afterwards
 * @max_ents: as it was allocated
 * @nents_first_chunk: as it was allocated; that array is not freed
 * @free_fn: frees an array of that many entries
 * @num_ents: entries of the list, table->orig_nents
 *
 * Context: Any context.
 */
void __sg_free_table(struct sg_table *table, unsigned int max_ents,
		     unsigned int nents_first_chunk, sg_free_fn *free_fn,
		     unsigned int num_ents);

/**
 * sg_alloc_table() - allocate a list
 * @table: filled in; empty after an error
 * @nents: entries, above 0
 * @gfp: as for kmalloc()
 *
 * Context: Decided by @gfp.
 * Return: 0; -EINVAL; -ENOMEM, with nothing kept.
 * Pairs with: sg_free_table().
 */
int sg_alloc_table(struct sg_table *table, unsigned int nents, gfp_t gfp);

/**
 * sg_free_table() - free a list
 * @table: from sg_alloc_table(); an empty one does nothing
 *
 * The pages are the owner's business.
 *
 * Context: Any context.
 */
void sg_free_table(struct sg_table *table);

/**
 * sg_alloc_table_from_pages_segment() - describe a buffer by its pages
 * @sgt: filled in; empty after an error
 * @pages: the pages it lies in, in order
 * @n_pages: how many
 * @offset: of the first byte in the first page, below PAGE_SIZE
 * @size: bytes, above 0; all pages are in use
 * @max_segment: bytes an entry may have at most; rounded down to pages
 * @gfp: as for kmalloc()
 *
 * Pages whose frames follow each other become one entry.
 *
 * Context: Decided by @gfp.
 * Return: 0; -EINVAL what does not fit together, or @max_segment below a page;
 *	-ENOMEM.
 * Pairs with: sg_free_table().
 */
int sg_alloc_table_from_pages_segment(struct sg_table *sgt, struct page **pages,
				      unsigned int n_pages, unsigned int offset,
				      unsigned long size,
				      unsigned int max_segment, gfp_t gfp);

/* The same with entries as long as they may be. */
static inline int sg_alloc_table_from_pages(struct sg_table *sgt,
					    struct page **pages,
					    unsigned int n_pages,
					    unsigned int offset,
					    unsigned long size, gfp_t gfp)
{
	return sg_alloc_table_from_pages_segment(sgt, pages, n_pages, offset,
						 size, UINT_MAX, gfp);
}

/* ---- page by page -------------------------------------------------------------- */

/* A walk over the pages of a list; filled in by __sg_page_iter_start(). */
struct sg_page_iter {
	struct scatterlist *sg;
	unsigned int sg_pgoffset;	/* page within @sg */
	unsigned int __nents;		/* entries left */
	int __pg_advance;		/* pages to step at the next call */
};

/**
 * __sg_page_iter_start() - begin before a page of a list
 * @piter: filled in
 * @sglist: the list
 * @nents: entries
 * @pgoffset: pages to leave out
 *
 * Context: Any context.
 */
void __sg_page_iter_start(struct sg_page_iter *piter,
			  struct scatterlist *sglist, unsigned int nents,
			  unsigned long pgoffset);

/**
 * __sg_page_iter_next() - step to the next page
 * @piter: the walk
 *
 * Context: Any context.
 * Return: false: there is none.
 */
bool __sg_page_iter_next(struct sg_page_iter *piter);

static inline struct page *sg_page_iter_page(struct sg_page_iter *piter)
{
	return sg_page(piter->sg) + (piter->sg->offset >> PAGE_SHIFT) +
	       piter->sg_pgoffset;
}

#define for_each_sg_page(sglist, piter, nents, pgoffset)		\
	for (__sg_page_iter_start((piter), (sglist), (nents), (pgoffset));	\
	     __sg_page_iter_next(piter);)
#define for_each_sgtable_page(sgt, piter, pgoffset)			\
	for_each_sg_page((sgt)->sgl, piter, (sgt)->orig_nents, pgoffset)

#define SG_MITER_ATOMIC		0x01u	/* by kmap_atomic */
#define SG_MITER_TO_SG		0x02u	/* the list will be written */
#define SG_MITER_FROM_SG	0x04u
#define SG_MITER_LOCAL		0x08u	/* by kmap_local_page */

/*
 * A walk over the bytes of a list, with a kernel address for each page in turn.
 * Between next and next (or stop) the page is mapped; consumed may be set to
 * less than length, then the walk goes on there.
 */
struct sg_mapping_iter {
	struct page *page;
	void *addr;
	size_t length;
	size_t consumed;
	struct sg_page_iter piter;
	unsigned int __offset;		/* of what is left in the page */
	unsigned int __remaining;	/* of the page's part in the entry */
	unsigned int __flags;
};

/**
 * sg_miter_start() - begin a walk over the bytes of a list
 * @miter: filled in
 * @sgl: the list
 * @nents: entries
 * @flags: SG_MITER_TO_SG or SG_MITER_FROM_SG or both, and how to map
 *
 * Context: Any context.
 * Pairs with: sg_miter_stop().
 */
void sg_miter_start(struct sg_mapping_iter *miter, struct scatterlist *sgl,
		    unsigned int nents, unsigned int flags);

/**
 * sg_miter_skip() - leave out bytes
 * @miter: the walk; nothing may be mapped that was not used up
 * @offset: bytes
 *
 * Context: Any context.
 * Return: false: the list ends before.
 */
bool sg_miter_skip(struct sg_mapping_iter *miter, loff_t offset);

/**
 * sg_miter_next() - map the next bytes
 * @miter: addr, length, page and consumed are set
 *
 * Context: May sleep without SG_MITER_ATOMIC and SG_MITER_LOCAL. With
 *	SG_MITER_ATOMIC the preempt count is raised until the next call.
 * Return: false: the list has ended; nothing is mapped.
 */
bool sg_miter_next(struct sg_mapping_iter *miter);

/**
 * sg_miter_stop() - unmap; the walk may go on with sg_miter_next()
 * @miter: the walk
 *
 * Context: Any context.
 */
void sg_miter_stop(struct sg_mapping_iter *miter);

/* ---- copying ---------------------------------------------------------------------- */

/**
 * sg_copy_buffer() - copy between a list and kernel memory
 * @sgl: the list, high pages included
 * @nents: entries
 * @buf: kernel memory
 * @buflen: bytes
 * @skip: bytes of the list to leave out
 * @to_buffer: from the list to @buf
 *
 * Context: Any context.
 * Return: bytes copied: less than @buflen if the list is shorter.
 */
size_t sg_copy_buffer(struct scatterlist *sgl, unsigned int nents, void *buf,
		      size_t buflen, loff_t skip, bool to_buffer);

static inline size_t sg_copy_from_buffer(struct scatterlist *sgl,
					 unsigned int nents, const void *buf,
					 size_t buflen)
{
	return sg_copy_buffer(sgl, nents, (void *)buf, buflen, 0, false);
}

static inline size_t sg_copy_to_buffer(struct scatterlist *sgl,
				       unsigned int nents, void *buf,
				       size_t buflen)
{
	return sg_copy_buffer(sgl, nents, buf, buflen, 0, true);
}

static inline size_t sg_pcopy_from_buffer(struct scatterlist *sgl,
					  unsigned int nents, const void *buf,
					  size_t buflen, loff_t skip)
{
	return sg_copy_buffer(sgl, nents, (void *)buf, buflen, skip, false);
}

static inline size_t sg_pcopy_to_buffer(struct scatterlist *sgl,
					unsigned int nents, void *buf,
					size_t buflen, loff_t skip)
{
	return sg_copy_buffer(sgl, nents, buf, buflen, skip, true);
}

/**
 * sg_zero_buffer() - zero bytes of a list
 * @sgl: the list
 * @nents: entries
 * @buflen: bytes
 * @skip: bytes to leave out before
 *
 * Context: Any context.
 * Return: bytes zeroed.
 */
size_t sg_zero_buffer(struct scatterlist *sgl, unsigned int nents,
		      size_t buflen, loff_t skip);

#endif
