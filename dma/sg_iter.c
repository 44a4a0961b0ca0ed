/* SPDX-License-Identifier: MIT */
/*
 * sg_iter.c - walking a scatterlist page by page, and copying.
 *
 * An entry may reach over pages in a row and begin anywhere in the first. The
 * walk over pages steps through the frames; the walk over bytes maps one at a
 * time, by whatever its caller may use: kmap, kmap_local_page, kmap_atomic. So
 * everything here works on high memory.
 *
 *	entry		 offset		length
 *			 |--------------------------------|
 *	pages	 [    ~~~~~][~~~~~~~~~~~][~~~~~~~~~	  ]
 *	maps	      1		  2		3
 */
#include <octavo/highmem.h>
#include <octavo/scatterlist.h>

/* ---- pages --------------------------------------------------------------------- */

void __sg_page_iter_start(struct sg_page_iter *piter,
			  struct scatterlist *sglist, unsigned int nents,
			  unsigned long pgoffset)
{
	*piter = (struct sg_page_iter){
		.sg = sglist,
		.sg_pgoffset = (unsigned int)pgoffset,
		.__nents = nents,
	};
}

static unsigned int sg_page_count(const struct scatterlist *sg)
{
	const u64 bytes = offset_in_page(sg->offset) + (u64)sg->length;

	return (unsigned int)((bytes + PAGE_SIZE - 1) >> PAGE_SHIFT);
}

bool __sg_page_iter_next(struct sg_page_iter *piter)
{
	if (!piter->__nents || !piter->sg)
		return false;
	piter->sg_pgoffset += (unsigned int)piter->__pg_advance;
	piter->__pg_advance = 1;
	while (piter->sg_pgoffset >= sg_page_count(piter->sg)) {
		piter->sg_pgoffset -= sg_page_count(piter->sg);
		piter->sg = sg_next(piter->sg);
		if (!--piter->__nents || !piter->sg)
			return false;
	}
	return true;
}

/* ---- bytes ---------------------------------------------------------------------- */

void sg_miter_start(struct sg_mapping_iter *miter, struct scatterlist *sgl,
		    unsigned int nents, unsigned int flags)
{
	*miter = (struct sg_mapping_iter){ .__flags = flags };
	WARN_ON(!(flags & (SG_MITER_TO_SG | SG_MITER_FROM_SG)));
	__sg_page_iter_start(&miter->piter, sgl, nents, 0);
}

/* The part of the present page that belongs to its entry. */
static void miter_set_part(struct sg_mapping_iter *miter)
{
	const struct scatterlist *sg = miter->piter.sg;
	const u64 before = (u64)miter->piter.sg_pgoffset << PAGE_SHIFT;
	const u64 start = offset_in_page(sg->offset);

	miter->__offset = before ? 0 : (unsigned int)start;
	miter->__remaining =
		(unsigned int)min(start + sg->length - before, (u64)PAGE_SIZE) -
		miter->__offset;
}

/* Have bytes left to map; false: the list has ended. */
static bool miter_get_page(struct sg_mapping_iter *miter)
{
	while (!miter->__remaining) {
		if (!__sg_page_iter_next(&miter->piter))
			return false;
		miter_set_part(miter);
	}
	return true;
}

static void *miter_map(struct sg_mapping_iter *miter)
{
	if (miter->__flags & SG_MITER_ATOMIC)
		return kmap_atomic(miter->page);
	if (miter->__flags & SG_MITER_LOCAL)
		return kmap_local_page(miter->page);
	return kmap(miter->page);
}

static void miter_unmap(struct sg_mapping_iter *miter)
{
	if (miter->__flags & SG_MITER_ATOMIC)
		kunmap_atomic(miter->addr);
	else if (miter->__flags & SG_MITER_LOCAL)
		kunmap_local(miter->addr);
	else
		kunmap(miter->page);
}

void sg_miter_stop(struct sg_mapping_iter *miter)
{
	if (!miter->addr)
		return;
	BUG_ON(miter->consumed > miter->length);
	miter->__offset += (unsigned int)miter->consumed;
	miter->__remaining -= (unsigned int)miter->consumed;
	miter_unmap(miter);
	miter->page = NULL;
	miter->addr = NULL;
	miter->length = miter->consumed = 0;
}

bool sg_miter_next(struct sg_mapping_iter *miter)
{
	sg_miter_stop(miter);
	if (!miter_get_page(miter))
		return false;
	miter->page = sg_page_iter_page(&miter->piter);
	miter->length = miter->consumed = miter->__remaining;
	miter->addr = (char *)miter_map(miter) + miter->__offset;
	return true;
}

bool sg_miter_skip(struct sg_mapping_iter *miter, loff_t offset)
{
	sg_miter_stop(miter);
	while (offset > 0) {
		unsigned int step;

		if (!miter_get_page(miter))
			return false;
		step = (unsigned int)min(offset, (loff_t)miter->__remaining);
		miter->__offset += step;
		miter->__remaining -= step;
		offset -= step;
	}
	return true;
}

/* ---- copying ---------------------------------------------------------------------- */

size_t sg_copy_buffer(struct scatterlist *sgl, unsigned int nents, void *buf,
		      size_t buflen, loff_t skip, bool to_buffer)
{
	struct sg_mapping_iter miter;
	size_t done = 0;

	sg_miter_start(&miter, sgl, nents, SG_MITER_ATOMIC |
		       (to_buffer ? SG_MITER_FROM_SG : SG_MITER_TO_SG));
	if (!sg_miter_skip(&miter, skip))
		return 0;
	while (done < buflen && sg_miter_next(&miter)) {
		size_t len = min(miter.length, buflen - done);

		if (to_buffer)
			memcpy((char *)buf + done, miter.addr, len);
		else
			memcpy(miter.addr, (const char *)buf + done, len);
		done += len;
	}
	sg_miter_stop(&miter);
	return done;
}

size_t sg_zero_buffer(struct scatterlist *sgl, unsigned int nents,
		      size_t buflen, loff_t skip)
{
	struct sg_mapping_iter miter;
	size_t done = 0;

	sg_miter_start(&miter, sgl, nents, SG_MITER_ATOMIC | SG_MITER_TO_SG);
	if (!sg_miter_skip(&miter, skip))
		return 0;
	while (done < buflen && sg_miter_next(&miter)) {
		size_t len = min(miter.length, buflen - done);

		memset(miter.addr, 0, len);
		done += len;
	}
	sg_miter_stop(&miter);
	return done;
}
