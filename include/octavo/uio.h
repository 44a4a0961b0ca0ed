/* SPDX-License-Identifier: MIT */
/*
 * uio.h - a place in memory of any kind, moved along by copying.
 *
 * Who moves bytes in or out is handed a struct iov_iter and need not know what
 * is behind it:
 *
 *	ITER_UBUF	one piece of user memory
 *	ITER_IOVEC	pieces of user memory
 *	ITER_KVEC	pieces of kernel memory
 *	ITER_BVEC	pieces of pages, which may be high
 *	ITER_PAGES	pages, one after the other
 *	ITER_DISCARD	nothing: bytes are counted and forgotten
 *
 *	segments: [ 0 ..... len )[ 0 .... len )[ 0 .. len )
 *	               ^ iov_offset into the first of nr_segs
 *	               |<-------- count -------->|
 *
 * The direction is seen from the iterator: ITER_SOURCE is copied from,
 * ITER_DEST is copied to. A copy of n bytes moves on by exactly the number that
 * it returns; it is less than n at the end of the iterator, or at the first
 * byte of user memory that cannot be touched. A copy in the wrong direction is
 * reported and does nothing.
 *
 * The segments belong to the caller and stay while the iterator is used.
 * Unlike Linux there are ITER_PAGES, where Linux has ITER_XARRAY and
 * ITER_FOLIOQ, and no iterators with page faults disabled (nofault).
 *
 * Locking: none; an iterator belongs to one task.
 */
#ifndef OCTAVO_UIO_H
#define OCTAVO_UIO_H

#include <octavo/types.h>
#include <octavo/bug.h>
#include <octavo/uaccess.h>
#include <uapi/uio.h>
#include <asm/page.h>

struct page;

/* Directions as block and file code says them. */
#define READ		0
#define WRITE		1

/* Most bytes of one call. */
#define MAX_RW_COUNT	(0x7ffffffful & PAGE_MASK)

struct kvec {
	void *iov_base;			/* the kernel may dereference it */
	size_t iov_len;
};

/* A piece of a page, or of pages in a row. */
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len;
	unsigned int bv_offset;		/* from the first byte of bv_page */
};

static inline void bvec_set_page(struct bio_vec *bv, struct page *page,
				 unsigned int len, unsigned int offset)
{
	*bv = (struct bio_vec){ page, len, offset };
}

enum iter_type {
	ITER_UBUF,
	ITER_IOVEC,
	ITER_BVEC,
	ITER_KVEC,
	ITER_PAGES,
	ITER_DISCARD,
};

#define ITER_SOURCE	1		/* == WRITE */
#define ITER_DEST	0		/* == READ */

struct iov_iter {
	u8 iter_type;			/* enum iter_type */
	bool data_source;		/* ITER_SOURCE or ITER_DEST */
	size_t iov_offset;		/* bytes used up of the first segment */
	union {
		struct iovec __ubuf_iovec;	/* ubuf and count as a segment */
		struct {
			union {
				const struct iovec *__iov;
				const struct kvec *kvec;
				const struct bio_vec *bvec;
				struct page **pages;	/* stays at the first */
				void __user *ubuf;
			};
			size_t count;	/* bytes left in all */
		};
	};
	unsigned long nr_segs;
};

static inline enum iter_type iov_iter_type(const struct iov_iter *i)
{
	return i->iter_type;
}

static inline bool iter_is_ubuf(const struct iov_iter *i)
{
	return i->iter_type == ITER_UBUF;
}

static inline bool iter_is_iovec(const struct iov_iter *i)
{
	return i->iter_type == ITER_IOVEC;
}

static inline bool iov_iter_is_kvec(const struct iov_iter *i)
{
	return i->iter_type == ITER_KVEC;
}

static inline bool iov_iter_is_bvec(const struct iov_iter *i)
{
	return i->iter_type == ITER_BVEC;
}

static inline bool iov_iter_is_pages(const struct iov_iter *i)
{
	return i->iter_type == ITER_PAGES;
}

static inline bool iov_iter_is_discard(const struct iov_iter *i)
{
	return i->iter_type == ITER_DISCARD;
}

/* Is user memory behind it? */
static inline bool user_backed_iter(const struct iov_iter *i)
{
	return i->iter_type <= ITER_IOVEC;
}

/* WRITE or READ. */
static inline unsigned char iov_iter_rw(const struct iov_iter *i)
{
	return i->data_source ? WRITE : READ;
}

/* Bytes left. */
static inline size_t iov_iter_count(const struct iov_iter *i)
{
	return i->count;
}

/* The segments of an iterator over user memory. */
static inline const struct iovec *iter_iov(const struct iov_iter *i)
{
	return iter_is_ubuf(i) ? &i->__ubuf_iovec : i->__iov;
}

/* What is left of the first segment of an iterator over user memory. */
static inline void __user *iter_iov_addr(const struct iov_iter *i)
{
	return (char __user *)iter_iov(i)->iov_base + i->iov_offset;
}

static inline size_t iter_iov_len(const struct iov_iter *i)
{
	return iter_is_ubuf(i) ? i->count :
		min_t(size_t, i->count, i->__iov->iov_len - i->iov_offset);
}

/* Bytes of all segments. */
static inline size_t iov_length(const struct iovec *iov, unsigned long nr_segs)
{
	size_t len = 0;

	for (unsigned long n = 0; n < nr_segs; n++)
		len += iov[n].iov_len;
	return len;
}

/* ---- making one -------------------------------------------------------- */

/* User memory in one piece; a copy checks that the range is the user's. */
static inline void iov_iter_ubuf(struct iov_iter *i, unsigned int direction,
				 void __user *buf, size_t count)
{
	*i = (struct iov_iter){
		.iter_type = ITER_UBUF,
		.data_source = direction,
		.ubuf = buf,
		.count = count,
		.nr_segs = 1,
	};
}

/**
 * iov_iter_init() - an iterator over pieces of user memory
 * @i: to be filled in
 * @direction: ITER_SOURCE or ITER_DEST
 * @iov: the pieces; stay the caller's
 * @nr_segs: how many
 * @count: bytes in all, at most those of the pieces
 *
 * Context: Any context.
 */
void iov_iter_init(struct iov_iter *i, unsigned int direction,
		   const struct iovec *iov, unsigned long nr_segs,
		   size_t count);

/**
 * iov_iter_kvec() - an iterator over pieces of kernel memory
 * @i: to be filled in
 * @direction: ITER_SOURCE or ITER_DEST
 * @kvec: the pieces; stay the caller's
 * @nr_segs: how many
 * @count: bytes in all, at most those of the pieces
 *
 * Context: Any context.
 */
void iov_iter_kvec(struct iov_iter *i, unsigned int direction,
		   const struct kvec *kvec, unsigned long nr_segs,
		   size_t count);

/**
 * iov_iter_bvec() - an iterator over pieces of pages
 * @i: to be filled in
 * @direction: ITER_SOURCE or ITER_DEST
 * @bvec: the pieces; they and the references to the pages stay the caller's
 * @nr_segs: how many
 * @count: bytes in all, at most those of the pieces
 *
 * Context: Any context.
 */
void iov_iter_bvec(struct iov_iter *i, unsigned int direction,
		   const struct bio_vec *bvec, unsigned long nr_segs,
		   size_t count);

/**
 * iov_iter_pages() - an iterator over an array of pages
 * @i: to be filled in
 * @direction: ITER_SOURCE or ITER_DEST
 * @pages: single pages, as get_user_pages() gives them; stay the caller's
 * @offset: bytes into the first page, below PAGE_SIZE
 * @count: bytes in all
 *
 * Context: Any context.
 */
void iov_iter_pages(struct iov_iter *i, unsigned int direction,
		    struct page **pages, size_t offset, size_t count);

/**
 * iov_iter_discard() - an iterator that swallows what is copied to it
 * @i: to be filled in
 * @direction: ITER_DEST
 * @count: bytes it swallows
 *
 * Context: Any context.
 */
void iov_iter_discard(struct iov_iter *i, unsigned int direction, size_t count);

/**
 * iovec_from_user() - copy the pieces of a vector in
 * @uvec: user address of the pieces
 * @nr_segs: how many
 * @fast_segs: how many @fast_iov has room for
 * @fast_iov: used if they fit
 *
 * The pieces' addresses are not looked at: they may be another process's.
 *
 * Context: User context only. May sleep.
 * Return: @fast_iov, or memory for kfree(), or ERR_PTR: -EINVAL more than
 *	UIO_MAXIOV, or a length negative as signed; -EFAULT; -ENOMEM.
 */
struct iovec *iovec_from_user(const struct iovec __user *uvec,
			      unsigned long nr_segs, unsigned long fast_segs,
			      struct iovec *fast_iov);

/**
 * import_iovec() - make an iterator of a vector in user memory
 * @direction: ITER_SOURCE or ITER_DEST
 * @uvec: user address of the pieces
 * @nr_segs: how many, 0 to UIO_MAXIOV
 * @fast_segs: how many the array at *@iovp has room for
 * @iovp: on entry an array of that; on return what to give to kfree() in the
 *	end, perhaps NULL; NULL on failure
 * @i: to be filled in
 *
 * All pieces lie in the user half. What exceeds MAX_RW_COUNT in all is cut off.
 * One piece becomes an ITER_UBUF.
 *
 * Context: User context only. May sleep.
 * Return: bytes in all; -EINVAL too many, or a length negative as signed;
 *	-EFAULT the vector cannot be read, or names other memory than the
 *	user's; -ENOMEM.
 */
ssize_t import_iovec(int direction, const struct iovec __user *uvec,
		     unsigned int nr_segs, unsigned int fast_segs,
		     struct iovec **iovp, struct iov_iter *i);

/**
 * import_ubuf() - make an iterator of a piece of user memory
 * @direction: ITER_SOURCE or ITER_DEST
 * @buf: user address
 * @len: bytes; what exceeds MAX_RW_COUNT is cut off
 * @i: to be filled in
 *
 * Context: Any context.
 * Return: 0; -EFAULT the range is not the user's.
 */
int import_ubuf(int direction, void __user *buf, size_t len,
		struct iov_iter *i);

/* The name it had when it still needed an @iov. */
static inline int import_single_range(int direction, void __user *buf,
				      size_t len, struct iovec *iov,
				      struct iov_iter *i)
{
	return import_ubuf(direction, buf, len, i);
}

/**
 * dup_iter() - an iterator with segments of its own
 * @new: becomes a copy of @old
 * @old: any iterator
 * @gfp: for the copy of the segments
 *
 * Context: Decided by @gfp.
 * Return: the copied segments, for kfree() afterwards; NULL: there are none to
 *	copy (ITER_UBUF, ITER_PAGES, ITER_DISCARD), or no memory (then @new must
 *	not be used).
 */
const void *dup_iter(struct iov_iter *new, struct iov_iter *old, gfp_t gfp);

/* ---- moving about ------------------------------------------------------ */

/**
 * iov_iter_advance() - skip bytes
 * @i: the iterator
 * @bytes: at most those left are skipped
 *
 * Context: Any context.
 */
void iov_iter_advance(struct iov_iter *i, size_t bytes);

/**
 * iov_iter_revert() - go back
 * @i: the iterator
 * @bytes: at most what it was moved on by before; more is reported and nothing
 *	done where that can be told
 *
 * Context: Any context.
 */
void iov_iter_revert(struct iov_iter *i, size_t bytes);

/* Leave at most @count bytes. */
static inline void iov_iter_truncate(struct iov_iter *i, u64 count)
{
	if (i->count > count)
		i->count = (size_t)count;
}

/* Undo that: @count bytes are left, which the caller knows to be there. */
static inline void iov_iter_reexpand(struct iov_iter *i, size_t count)
{
	i->count = count;
}

/**
 * iov_iter_single_seg_count() - bytes left of the first segment
 * @i: the iterator
 *
 * Context: Any context.
 * Return: bytes.
 */
size_t iov_iter_single_seg_count(const struct iov_iter *i);

/**
 * iov_iter_alignment() - all addresses and lengths or-ed together
 * @i: the iterator
 *
 * Context: Any context.
 * Return: that; 0 for an iterator without bytes.
 */
unsigned long iov_iter_alignment(const struct iov_iter *i);

/**
 * iov_iter_npages() - pages touched by what is left
 * @i: the iterator
 * @maxpages: count no further
 *
 * A page touched by two segments counts twice.
 *
 * Context: Any context.
 * Return: at most @maxpages.
 */
int iov_iter_npages(const struct iov_iter *i, int maxpages);

/* ---- copying ------------------------------------------------------------- */

/**
 * _copy_to_iter() - copy_to_iter() without a look at the kernel's side
 * @addr: kernel memory
 * @bytes: how many
 * @i: ITER_DEST
 *
 * Context: User context if user memory is behind @i, else any context.
 * Return: bytes copied.
 */
size_t _copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i);

/**
 * _copy_from_iter() - copy_from_iter() without a look at the kernel's side
 * @addr: kernel memory
 * @bytes: how many
 * @i: ITER_SOURCE
 *
 * Context: User context if user memory is behind @i, else any context.
 * Return: bytes copied.
 */
size_t _copy_from_iter(void *addr, size_t bytes, struct iov_iter *i);

/* Copy kernel memory to where @i is. Returns bytes copied, exact. */
static __always_inline size_t __must_check
copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	return check_copy_size(addr, bytes, true) ?
		_copy_to_iter(addr, bytes, i) : 0;
}

/* Copy to kernel memory from where @i is. Returns bytes copied, exact; what
 * follows them at @addr keeps its bytes. */
static __always_inline size_t __must_check
copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	return check_copy_size(addr, bytes, false) ?
		_copy_from_iter(addr, bytes, i) : 0;
}

/* All @bytes, or false and @i where it was. */
static __always_inline bool __must_check
copy_to_iter_full(const void *addr, size_t bytes, struct iov_iter *i)
{
	size_t copied = copy_to_iter(addr, bytes, i);

	if (likely(copied == bytes))
		return true;
	iov_iter_revert(i, copied);
	return false;
}

/* All @bytes, or false and @i where it was. */
static __always_inline bool __must_check
copy_from_iter_full(void *addr, size_t bytes, struct iov_iter *i)
{
	size_t copied = copy_from_iter(addr, bytes, i);

	if (likely(copied == bytes))
		return true;
	iov_iter_revert(i, copied);
	return false;
}

/**
 * copy_page_to_iter() - copy bytes of a page to where @i is
 * @page: a page, or pages in a row that are one block; may be high
 * @offset: from the page's first byte
 * @bytes: how many; must lie in the block, else reported
 * @i: ITER_DEST
 *
 * Context: User context if user memory is behind @i, else any context.
 * Return: bytes copied, exact.
 */
size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes,
			 struct iov_iter *i);

/**
 * copy_page_from_iter() - copy bytes to a page from where @i is
 * @page: a page, or pages in a row that are one block; may be high
 * @offset: from the page's first byte
 * @bytes: how many; must lie in the block, else reported
 * @i: ITER_SOURCE
 *
 * Context: User context if user memory is behind @i, else any context.
 * Return: bytes copied, exact.
 */
size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes,
			   struct iov_iter *i);

/**
 * copy_page_from_iter_atomic() - copy_page_from_iter() of what is present
 * @page: as for copy_page_from_iter()
 * @offset: as for copy_page_from_iter()
 * @bytes: as for copy_page_from_iter()
 * @i: ITER_SOURCE
 *
 * Serves no fault, so the page may be locked. Where the machine cannot use user
 * pointers (UACCESS_PINNED) nothing of user memory is copied.
 *
 * Context: Any context.
 * Return: bytes copied, exact; the rest of the page keeps its bytes.
 */
size_t copy_page_from_iter_atomic(struct page *page, size_t offset,
				  size_t bytes, struct iov_iter *i);

/**
 * iov_iter_zero() - zeros to where @i is
 * @bytes: how many
 * @i: ITER_DEST
 *
 * Context: User context if user memory is behind @i, else any context.
 * Return: bytes written, exact.
 */
size_t iov_iter_zero(size_t bytes, struct iov_iter *i);

/**
 * fault_in_iov_iter_readable() - make user memory present before it is read
 * @i: any iterator
 * @bytes: how many
 *
 * Context: User context only. May sleep.
 * Return: bytes not reached; 0 where no user memory is behind @i.
 */
size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t bytes);

/**
 * fault_in_iov_iter_writeable() - make user memory present before it is
 *	written
 * @i: any iterator
 * @bytes: how many
 *
 * Context: User context only. May sleep.
 * Return: bytes not reached; 0 where no user memory is behind @i.
 */
size_t fault_in_iov_iter_writeable(const struct iov_iter *i, size_t bytes);

/* ---- the pages behind it ----------------------------------------------- */

/**
 * iov_iter_get_pages2() - references to the pages that come next
 * @i: any iterator but ITER_KVEC and ITER_DISCARD; moved on
 * @pages: gets at most @maxpages
 * @maxsize: bytes at most
 * @maxpages: above 0
 * @start: gets the offset of the first byte in the first page
 *
 * Bytes in a row of one segment: call it until all are had. User pages are made
 * present as if touched.
 *
 * Context: User context if user memory is behind @i, else any context.
 * Return: bytes, 0 at the end; -EFAULT, also for iterators without pages;
 *	-ENOMEM.
 * Pairs with: put_page() of each.
 */
ssize_t iov_iter_get_pages2(struct iov_iter *i, struct page **pages,
			    size_t maxsize, unsigned int maxpages,
			    size_t *start);

/**
 * iov_iter_extract_pages() - the pages that come next, for a device
 * @i: any iterator but ITER_DISCARD; moved on
 * @pages: an array of @maxpages; *@pages NULL: gets one for kfree()
 * @maxsize: bytes at most
 * @maxpages: above 0
 * @flags: 0
 * @offset0: gets the offset of the first byte in the first page
 *
 * User pages are pinned (iov_iter_extract_will_pin()), for writing if @i is an
 * ITER_DEST; of others, whose owner holds them, nothing is taken. Bytes in a
 * row of one segment: call it until all are had.
 *
 * Context: May sleep.
 * Return: bytes, 0 at the end; -EFAULT, also for kernel memory that is not
 *	linear; -ENOMEM.
 * Pairs with: unpin_user_page() of each if they are pinned.
 */
ssize_t iov_iter_extract_pages(struct iov_iter *i, struct page ***pages,
			       size_t maxsize, unsigned int maxpages,
			       unsigned int flags, size_t *offset0);

/* Does iov_iter_extract_pages() pin? */
static inline bool iov_iter_extract_will_pin(const struct iov_iter *i)
{
	return user_backed_iter(i);
}

#endif
