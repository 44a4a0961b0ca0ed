/* SPDX-License-Identifier: MIT */
/*
 * scatterlist.c - lists of pieces of memory: marks, counts, tables.
 *
 * A table of n entries takes arrays of at most a page; all but the last end
 * with a chain entry, so that no allocation is ever of a higher order:
 *
 *	[ 127 pieces | chain ] -> [ 127 pieces | chain ] -> [ the rest ]
 *
 * Locking: the owner's.
 */
#include <octavo/errno.h>
#include <octavo/scatterlist.h>
#include <octavo/slab.h>
#include <octavo/string.h>

void sg_init_table(struct scatterlist *sgl, unsigned int nents)
{
	memset(sgl, 0, nents * sizeof(*sgl));
	sg_mark_end(&sgl[nents - 1]);
}

void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen)
{
	sg_init_table(sg, 1);
	sg_set_buf(sg, buf, buflen);
}

struct scatterlist *sg_next(struct scatterlist *sg)
{
	if (sg_is_last(sg))
		return NULL;
	sg++;
	return unlikely(sg_is_chain(sg)) ? sg_chain_ptr(sg) : sg;
}

int sg_nents(struct scatterlist *sg)
{
	int nents;

	for (nents = 0; sg; sg = sg_next(sg))
		nents++;
	return nents;
}

int sg_nents_for_len(struct scatterlist *sg, u64 len)
{
	u64 total = 0;
	int nents;

	if (!len)
		return 0;
	for (nents = 0; sg; sg = sg_next(sg)) {
		nents++;
		total += sg->length;
		if (total >= len)
			return nents;
	}
	return -EINVAL;
}

struct scatterlist *sg_last(struct scatterlist *sgl, unsigned int nents)
{
	struct scatterlist *sg, *last = NULL;
	unsigned int i;

	for_each_sg(sgl, sg, nents, i)
		last = sg;
	BUG_ON(!last || !sg_is_last(last));
	return last;
}

/* ---- tables ----------------------------------------------------------------- */

static struct scatterlist *sg_kmalloc(unsigned int nents, gfp_t gfp)
{
	return kmalloc(nents * sizeof(struct scatterlist), gfp);
}

static void sg_kfree(struct scatterlist *sg, unsigned int nents)
{
	kfree(sg);
}

void __sg_free_table(struct sg_table *table, unsigned int max_ents,
		     unsigned int nents_first_chunk, sg_free_fn *free_fn,
		     unsigned int num_ents)
{
	unsigned int most = nents_first_chunk ?: max_ents;
	struct scatterlist *sgl = table->sgl, *next;
	bool ours = !nents_first_chunk;

	while (sgl && num_ents) {
		unsigned int size = min(num_ents, most);

		next = num_ents > most ? sg_chain_ptr(&sgl[most - 1]) : NULL;
		num_ents -= next ? size - 1 : size;
		if (ours)
			free_fn(sgl, size);
		ours = true;
		most = max_ents;
		sgl = next;
	}
	*table = (struct sg_table){ 0 };
}

/* Put an array of @size entries, @used of them pieces, behind @prv, an array of
 * @prv_size, or at the start of the table. */
static void add_array(struct sg_table *table, struct scatterlist *prv,
		      unsigned int prv_size, struct scatterlist *sg,
		      unsigned int size)
{
	sg_init_table(sg, size);
	if (prv)
		sg_chain(prv, prv_size, sg);
	else
		table->sgl = sg;
}

int __sg_alloc_table(struct sg_table *table, unsigned int nents,
		     unsigned int max_ents, struct scatterlist *first_chunk,
		     unsigned int nents_first_chunk, gfp_t gfp,
		     sg_alloc_fn *alloc_fn)
{
	unsigned int most = first_chunk ? nents_first_chunk : max_ents;
	struct scatterlist *sg = first_chunk, *prv = NULL;
	unsigned int prv_size = 0, left = nents;

	*table = (struct sg_table){ 0 };
	if (!nents || (nents > most && (most < 2 || max_ents < 2)))
		return -EINVAL;
	while (left) {
		unsigned int size = min(left, most);
		unsigned int used = left > most ? size - 1 : size;

		if (!sg)
			sg = alloc_fn(size, gfp);
		if (!sg) {
			/* The entry meant for the chain is a piece now. */
			if (prv)
				table->nents = ++table->orig_nents;
			return -ENOMEM;
		}
		add_array(table, prv, prv_size, sg, size);
		table->nents = table->orig_nents += used;
		left -= used;
		prv = sg;
		prv_size = size;
		sg = NULL;
		most = max_ents;
	}
	return 0;
}

int sg_alloc_table(struct sg_table *table, unsigned int nents, gfp_t gfp)
{
	int err = __sg_alloc_table(table, nents, SG_MAX_SINGLE_ALLOC, NULL, 0,
				   gfp, sg_kmalloc);

	if (err)
		sg_free_table(table);
	return err;
}

void sg_free_table(struct sg_table *table)
{
	__sg_free_table(table, SG_MAX_SINGLE_ALLOC, 0, sg_kfree,
			table->orig_nents);
}

/* ---- tables of pages ----------------------------------------------------------- */

/* How many of @n pages make one entry of at most @most pages. */
static unsigned int run_of(struct page **pages, unsigned int n,
			   unsigned int most)
{
	unsigned int i = 1;

	while (i < n && i < most && pages[i] == pages[i - 1] + 1)
		i++;
	return i;
}

static unsigned int count_runs(struct page **pages, unsigned int n,
			       unsigned int most)
{
	unsigned int runs = 0;

	for (unsigned int i = 0; i < n; runs++)
		i += run_of(pages + i, n - i, most);
	return runs;
}

/* Do @size bytes from @offset on need just these pages? */
static bool pages_fit(unsigned int n_pages, unsigned int offset,
		      unsigned long size)
{
	return size && offset < PAGE_SIZE && size <= ULONG_MAX - 2 * PAGE_SIZE &&
	       DIV_ROUND_UP(offset + size, PAGE_SIZE) == n_pages;
}

int sg_alloc_table_from_pages_segment(struct sg_table *sgt, struct page **pages,
				      unsigned int n_pages, unsigned int offset,
				      unsigned long size,
				      unsigned int max_segment, gfp_t gfp)
{
	const unsigned int most = max_segment >> PAGE_SHIFT;
	struct scatterlist *sg;
	unsigned int i;
	int err;

	*sgt = (struct sg_table){ 0 };
	if (!most || !pages_fit(n_pages, offset, size))
		return -EINVAL;
	err = sg_alloc_table(sgt, count_runs(pages, n_pages, most), gfp);
	if (err)
		return err;
	for_each_sgtable_sg(sgt, sg, i) {
		unsigned int run = run_of(pages, n_pages, most);
		unsigned long room = ((unsigned long)run << PAGE_SHIFT) - offset;

		sg_set_page(sg, *pages, (unsigned int)min(room, size), offset);
		size -= sg->length;
		offset = 0;
		pages += run;
		n_pages -= run;
	}
	return 0;
}
