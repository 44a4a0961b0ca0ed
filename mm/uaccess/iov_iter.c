/* SPDX-License-Identifier: MIT */
/*
 * iov_iter.c - copying to and from a place in memory of any kind.
 *
 * Owns how an iterator moves on. Everything is said once, for a piece: what
 * comes next and can be touched in one go, which is the rest of a segment of
 * user or kernel memory, or the rest of a page.
 *
 *	iterate:  first piece -> copy it -> move on by what was copied -> ...
 *
 * One piece of user memory, which most system calls have, takes none of that:
 * it is one user copy and two additions.
 *
 * Invariants:
 *  1. iov_offset is less than the length of the first segment, unless that is
 *     empty and nothing was used up yet, or no segment is left.
 *  2. count never exceeds the bytes of the segments less iov_offset.
 *
 * Locking: none; the iterator is the caller's.
 */
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include "internal.h"

/* ---- making one ------------------------------------------------------------ */

void iov_iter_init(struct iov_iter *i, unsigned int direction,
		   const struct iovec *iov, unsigned long nr_segs,
		   size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_IOVEC, .data_source = direction,
		.__iov = iov, .nr_segs = nr_segs, .count = count,
	};
}

void iov_iter_kvec(struct iov_iter *i, unsigned int direction,
		   const struct kvec *kvec, unsigned long nr_segs,
		   size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_KVEC, .data_source = direction,
		.kvec = kvec, .nr_segs = nr_segs, .count = count,
	};
}

void iov_iter_bvec(struct iov_iter *i, unsigned int direction,
		   const struct bio_vec *bvec, unsigned long nr_segs,
		   size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_BVEC, .data_source = direction,
		.bvec = bvec, .nr_segs = nr_segs, .count = count,
	};
}

void iov_iter_pages(struct iov_iter *i, unsigned int direction,
		    struct page **pages, size_t offset, size_t count)
{
	BUG_ON(offset >= PAGE_SIZE);
	*i = (struct iov_iter){
		.iter_type = ITER_PAGES, .data_source = direction,
		.iov_offset = offset, .pages = pages, .count = count,
		.nr_segs = DIV_ROUND_UP(offset + count, PAGE_SIZE),
	};
}

void iov_iter_discard(struct iov_iter *i, unsigned int direction, size_t count)
{
	BUG_ON(direction != ITER_DEST);
	*i = (struct iov_iter){
		.iter_type = ITER_DISCARD, .count = count, .nr_segs = 1,
	};
}

const void *dup_iter(struct iov_iter *new, struct iov_iter *old, gfp_t gfp)
{
	*new = *old;
	switch (old->iter_type) {
	case ITER_IOVEC:
	case ITER_KVEC:
		return new->__iov = kmemdup(old->__iov,
					    old->nr_segs * sizeof(*old->__iov),
					    gfp);
	case ITER_BVEC:
		return new->bvec = kmemdup(old->bvec,
					   old->nr_segs * sizeof(*old->bvec),
					   gfp);
	default:
		return NULL;
	}
}

/* ---- moving about ------------------------------------------------------------- */

/* Does it have several segments, to be counted down? A kvec is read as an
 * iovec: only the kind of its address differs. */
static inline bool has_segments(const struct iov_iter *i)
{
	BUILD_BUG_ON(sizeof(struct iovec) != sizeof(struct kvec));
	return i->iter_type == ITER_IOVEC || i->iter_type == ITER_KVEC ||
	       i->iter_type == ITER_BVEC;
}

static inline size_t segment_len(const struct iov_iter *i)
{
	return iov_iter_is_bvec(i) ? i->bvec->bv_len : i->__iov->iov_len;
}

/* @step is 1 or -1. */
static inline void step_segment(struct iov_iter *i, int step)
{
	if (iov_iter_is_bvec(i))
		i->bvec += step;
	else
		i->__iov += step;
	i->nr_segs -= step;
}

void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	bytes = min(bytes, i->count);
	i->count -= bytes;
	i->iov_offset += bytes;
	if (!has_segments(i))
		return;
	while (i->nr_segs && i->iov_offset >= segment_len(i)) {
		i->iov_offset -= segment_len(i);
		step_segment(i, 1);
	}
}

void iov_iter_revert(struct iov_iter *i, size_t bytes)
{
	const bool turns = has_segments(i);

	if (WARN_ON(bytes > MAX_RW_COUNT ||
		    (!turns && bytes > i->iov_offset)))
		return;
	i->count += bytes;
	while (turns && bytes > i->iov_offset) {
		bytes -= i->iov_offset;
		step_segment(i, -1);
		i->iov_offset = segment_len(i);
	}
	i->iov_offset -= bytes;
}

/* The rest of the first segment that is not used up. */
static inline size_t first_segment(struct iov_iter *i)
{
	while (i->nr_segs > 1 && i->iov_offset == segment_len(i)) {
		step_segment(i, 1);
		i->iov_offset = 0;
	}
	return min(i->count, segment_len(i) - i->iov_offset);
}

struct iov_piece iov_first_piece(struct iov_iter *i)
{
	size_t len, off;

	/* Behind the last segment there is nothing to look at. */
	if (!i->count || !i->nr_segs)
		return (struct iov_piece){ NULL, 0, 0 };
	len = has_segments(i) ? first_segment(i) : i->count;
	off = i->iov_offset;
	switch (i->iter_type) {
	case ITER_UBUF:
		return (struct iov_piece){ NULL, (unsigned long)i->ubuf + off,
					   len };
	case ITER_BVEC:
		off += i->bvec->bv_offset;
		return (struct iov_piece){
			i->bvec->bv_page + (off >> PAGE_SHIFT),
			offset_in_page(off), len };
	case ITER_PAGES:
		return (struct iov_piece){
			i->pages[off >> PAGE_SHIFT], offset_in_page(off),
			min(len, PAGE_SIZE - offset_in_page(off)) };
	case ITER_DISCARD:
		return (struct iov_piece){ NULL, 0, len };
	default:
		return (struct iov_piece){
			NULL, (unsigned long)i->__iov->iov_base + off, len };
	}
}

/* ---- questions ------------------------------------------------------------------ */

size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	if (!has_segments(i) || !i->nr_segs)
		return i->count;
	return min(i->count, segment_len(i) - i->iov_offset);
}

unsigned long iov_iter_alignment(const struct iov_iter *i)
{
	struct iov_iter at = *i;
	unsigned long all = 0;

	if (iov_iter_is_discard(i))
		return 0;
	while (at.count && at.nr_segs) {
		struct iov_piece p = iov_first_piece(&at);

		all |= p.addr | p.len;
		iov_iter_advance(&at, p.len);	/* empty: past it, too */
	}
	return all;
}

int iov_iter_npages(const struct iov_iter *i, int maxpages)
{
	struct iov_iter at = *i;
	size_t nr = 0;

	if (iov_iter_is_discard(i))
		return 0;
	while (at.count && at.nr_segs && nr < (size_t)maxpages) {
		struct iov_piece p = iov_first_piece(&at);

		nr += DIV_ROUND_UP(offset_in_page(p.addr) + p.len, PAGE_SIZE);
		iov_iter_advance(&at, p.len);
	}
	return min_t(size_t, nr, maxpages);
}

static size_t fault_in(const struct iov_iter *i, size_t bytes, bool write)
{
	struct iov_iter at = *i;

	if (!user_backed_iter(i))
		return 0;
	bytes = min(bytes, i->count);
	while (bytes && at.nr_segs) {
		struct iov_piece p = iov_first_piece(&at);
		size_t n = min(bytes, p.len), left;

		left = write ? fault_in_writeable((char __user *)p.addr, n) :
			       fault_in_readable((char __user *)p.addr, n);
		bytes -= n - left;
		if (left)
			break;
		iov_iter_advance(&at, n);
	}
	return bytes;
}

size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t bytes)
{
	return fault_in(i, bytes, false);
}

size_t fault_in_iov_iter_writeable(const struct iov_iter *i, size_t bytes)
{
	return fault_in(i, bytes, true);
}

/* ---- copying a piece -------------------------------------------------------------- */

/* How bytes move between a buffer and user memory (bytes that did not), and
 * between it and other memory. */
struct iov_way {
	size_t (*user)(void __user *user, void *buf, size_t n);
	void (*kernel)(void *mem, void *buf, size_t n);
};

static inline size_t to_user(void __user *user, const void *buf, size_t n)
{
	return access_ok(user, n) ? __copy_to_user(user, buf, n) : n;
}

static inline size_t from_user_atomic(const void __user *user, void *buf,
				      size_t n)
{
	return access_ok(user, n) ? __copy_from_user_inatomic(buf, user, n) : n;
}

static inline size_t from_user(const void __user *user, void *buf, size_t n)
{
	might_fault();
	return from_user_atomic(user, buf, n);
}

static size_t user_put(void __user *user, void *buf, size_t n)
{
	return to_user(user, buf, n);
}

static size_t user_get(void __user *user, void *buf, size_t n)
{
	return from_user(user, buf, n);
}

static size_t user_get_atomic(void __user *user, void *buf, size_t n)
{
	return from_user_atomic(user, buf, n);
}

static size_t user_zero(void __user *user, void *buf, size_t n)
{
	return clear_user(user, n);
}

/* A file may be spliced into itself. */
static void kernel_put(void *mem, void *buf, size_t n)
{
	memmove(mem, buf, n);
}

static void kernel_get(void *mem, void *buf, size_t n)
{
	memmove(buf, mem, n);
}

static void kernel_zero(void *mem, void *buf, size_t n)
{
	memset(mem, 0, n);
}

static const struct iov_way way_put = { user_put, kernel_put };
static const struct iov_way way_get = { user_get, kernel_get };
static const struct iov_way way_get_atomic = { user_get_atomic, kernel_get };
static const struct iov_way way_zero = { user_zero, kernel_zero };

static void copy_in_page(const struct iov_piece *p, void *buf, size_t n,
			 const struct iov_way *way)
{
	char *kaddr = kmap_local_page(p->page);

	way->kernel(kaddr + p->addr, buf, n);
	kunmap_local(kaddr);
}

/* At most @bytes of what comes next, which *@copied gets. False: some of it
 * could not be touched. */
static bool copy_piece(struct iov_iter *i, void *buf, size_t bytes,
		       const struct iov_way *way, size_t *copied)
{
	struct iov_piece p = iov_first_piece(i);
	size_t n = min(bytes, p.len), left = 0;

	if (p.page)
		n = min(n, PAGE_SIZE - p.addr);
	if (WARN_ON(!n))
		left = 1;		/* more bytes than the segments have */
	else if (user_backed_iter(i))
		left = way->user((void __user *)p.addr, buf, n);
	else if (p.page)
		copy_in_page(&p, buf, n, way);
	else if (iov_iter_is_kvec(i))
		way->kernel((void *)p.addr, buf, n);
	*copied = n - min(n, left);
	return !left;
}

static size_t iterate(struct iov_iter *i, void *buf, size_t bytes,
		      const struct iov_way *way)
{
	size_t done = 0, n;
	bool more = true;

	bytes = min(bytes, i->count);
	while (more && done < bytes) {
		more = copy_piece(i, buf ? (char *)buf + done : NULL,
				  bytes - done, way, &n);
		iov_iter_advance(i, n);
		done += n;
	}
	return done;
}

/* One piece of user memory, @left of @bytes not copied. */
static inline size_t moved(struct iov_iter *i, size_t bytes, size_t left)
{
	i->iov_offset += bytes - left;
	i->count -= bytes - left;
	return bytes - left;
}

size_t _copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON(i->data_source))
		return 0;
	if (unlikely(!iter_is_ubuf(i)))
		return iterate(i, (void *)addr, bytes, &way_put);
	bytes = min(bytes, i->count);
	return moved(i, bytes, to_user((char __user *)i->ubuf + i->iov_offset,
				       addr, bytes));
}

size_t _copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	if (WARN_ON(!i->data_source))
		return 0;
	if (unlikely(!iter_is_ubuf(i)))
		return iterate(i, addr, bytes, &way_get);
	bytes = min(bytes, i->count);
	return moved(i, bytes, from_user((char __user *)i->ubuf + i->iov_offset,
					 addr, bytes));
}

size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	if (WARN_ON(i->data_source))
		return 0;
	return iterate(i, NULL, bytes, &way_zero);
}

/* ---- copying a page --------------------------------------------------------------- */

/* Do the bytes lie in the block of @page? */
static bool page_has(struct page *page, size_t offset, size_t bytes)
{
	const struct page *head = compound_head(page);
	size_t size = page_size(head) - (page - head) * PAGE_SIZE;

	return !WARN_ON(offset > size || bytes > size - offset);
}

/* The next page's worth, by @copy. */
static inline size_t copy_one_page(struct page *page, size_t offset, size_t n,
				   struct iov_iter *i,
				   size_t (*copy)(void *addr, size_t n,
						  struct iov_iter *i))
{
	char *kaddr = kmap_local_page(page);

	n = copy(kaddr + offset, n, i);
	kunmap_local(kaddr);
	return n;
}

static __always_inline size_t
copy_pages(struct page *page, size_t offset, size_t bytes, struct iov_iter *i,
	   size_t (*copy)(void *addr, size_t n, struct iov_iter *i))
{
	size_t done = 0;

	if (likely(offset <= PAGE_SIZE && bytes <= PAGE_SIZE - offset))
		return copy_one_page(page, offset, bytes, i, copy);
	if (!page_has(page, offset, bytes))
		return 0;
	while (done < bytes) {
		size_t at = offset_in_page(offset + done);
		size_t want = min(bytes - done, PAGE_SIZE - at), n;

		n = copy_one_page(page + ((offset + done) >> PAGE_SHIFT), at,
				  want, i, copy);
		done += n;
		if (n < want)
			break;
	}
	return done;
}

static inline size_t put(void *addr, size_t n, struct iov_iter *i)
{
	return _copy_to_iter(addr, n, i);
}

size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes,
			 struct iov_iter *i)
{
	return copy_pages(page, offset, bytes, i, put);
}

size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes,
			   struct iov_iter *i)
{
	return copy_pages(page, offset, bytes, i, _copy_from_iter);
}

static size_t get_atomic(void *addr, size_t n, struct iov_iter *i)
{
	return iterate(i, addr, n, &way_get_atomic);
}

size_t copy_page_from_iter_atomic(struct page *page, size_t offset,
				  size_t bytes, struct iov_iter *i)
{
	size_t n;

	if (WARN_ON(!i->data_source))
		return 0;
	pagefault_disable();
	n = copy_pages(page, offset, bytes, i, get_atomic);
	pagefault_enable();
	return n;
}
