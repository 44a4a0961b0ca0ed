/* SPDX-License-Identifier: MIT */
/*
 * iov_pages.c - the pages behind an iterator, for who keeps or maps them.
 *
 *			   iov_iter_get_pages2	   iov_iter_extract_pages
 *	user memory	   get_user_pages_fast	   pin_user_pages_fast
 *	pages		   get_page		   as they are
 *	kernel memory	   -EFAULT		   as they are, if linear
 *
 * A call answers with pages of one segment, so that only the first and the last
 * of them can be used in part. The iterator moves on by what it answers.
 *
 * Locking: none; takes mmap_lock for read where a page must be faulted in.
 */
#include <octavo/gfp.h>
#include <octavo/mm.h>
#include <octavo/slab.h>
#include "internal.h"

/* What is asked for. */
struct request {
	struct page **pages;
	size_t maxsize;
	unsigned int maxpages;
	unsigned int off;		/* in the first page */
	bool pin;
};

/* Pages of @r that @len bytes from its offset on touch. */
static unsigned int nr_wanted(const struct request *r, size_t len)
{
	return min_t(size_t, r->maxpages,
		     DIV_ROUND_UP(r->off + len, PAGE_SIZE));
}

static ssize_t user_pages(const struct iov_iter *i, struct request *r,
			  const struct iov_piece *p)
{
	const unsigned int flags = i->data_source ? 0 : FOLL_WRITE;
	const int nr = (int)nr_wanted(r, p->len);

	return r->pin ? pin_user_pages_fast(p->addr, nr, flags, r->pages) :
			get_user_pages_fast(p->addr, nr, flags, r->pages);
}

/* Pages that are there, and in a row behind @page. */
static ssize_t row_of_pages(struct request *r, struct page *page, size_t len)
{
	const unsigned int nr = nr_wanted(r, len);

	for (unsigned int n = 0; n < nr; n++) {
		r->pages[n] = page + n;
		if (!r->pin)
			get_page(page + n);
	}
	return nr;
}

static ssize_t array_of_pages(const struct iov_iter *i, struct request *r,
			      size_t len)
{
	struct page **from = &i->pages[i->iov_offset >> PAGE_SHIFT];
	const unsigned int nr = nr_wanted(r, len);

	for (unsigned int n = 0; n < nr; n++) {
		r->pages[n] = from[n];
		if (!r->pin)
			get_page(from[n]);
	}
	return nr;
}

static ssize_t kernel_pages(struct request *r, const struct iov_piece *p)
{
	const char *last = (const char *)p->addr + p->len - 1;

	if (!r->pin || !virt_addr_valid((void *)p->addr) ||
	    !virt_addr_valid(last))
		return -EFAULT;
	return row_of_pages(r, virt_to_page((void *)p->addr), p->len);
}

/* Number of pages got, or -errno. */
static ssize_t some_pages(const struct iov_iter *i, struct request *r,
			  const struct iov_piece *p)
{
	switch (i->iter_type) {
	case ITER_UBUF:
	case ITER_IOVEC:
		return user_pages(i, r, p);
	case ITER_BVEC:
		return row_of_pages(r, p->page, p->len);
	case ITER_PAGES:
		return array_of_pages(i, r, p->len);
	case ITER_KVEC:
		return kernel_pages(r, p);
	default:
		return -EFAULT;
	}
}

static ssize_t next_pages(struct iov_iter *i, struct request *r)
{
	struct iov_piece p = iov_first_piece(i);
	ssize_t nr;

	if (iov_iter_is_pages(i))
		p.len = i->count;
	p.len = min(min(p.len, r->maxsize), (size_t)MAX_RW_COUNT);
	if (!p.len)
		return 0;
	r->off = offset_in_page(p.addr);
	nr = some_pages(i, r, &p);
	if (nr <= 0)
		return nr;
	p.len = min_t(size_t, p.len, nr * PAGE_SIZE - r->off);
	iov_iter_advance(i, p.len);
	return (ssize_t)p.len;
}

ssize_t iov_iter_get_pages2(struct iov_iter *i, struct page **pages,
			    size_t maxsize, unsigned int maxpages,
			    size_t *start)
{
	struct request r = {
		.pages = pages, .maxsize = maxsize, .maxpages = maxpages,
	};
	ssize_t n;

	if (WARN_ON(!maxpages))
		return -EINVAL;
	n = next_pages(i, &r);
	*start = r.off;
	return n;
}

ssize_t iov_iter_extract_pages(struct iov_iter *i, struct page ***pages,
			       size_t maxsize, unsigned int maxpages,
			       unsigned int flags, size_t *offset0)
{
	struct request r = {
		.pages = *pages, .maxsize = maxsize, .pin = true,
	};
	ssize_t n;

	if (WARN_ON(!maxpages || flags))
		return -EINVAL;
	r.maxpages = min_t(unsigned int, maxpages,
			   max(iov_iter_npages(i, INT_MAX), 1));
	if (!r.pages)
		r.pages = kmalloc_array(r.maxpages, sizeof(*r.pages),
					GFP_KERNEL);
	if (!r.pages)
		return -ENOMEM;
	n = next_pages(i, &r);
	if (n <= 0 && !*pages)
		kfree(r.pages);
	else
		*pages = r.pages;
	*offset0 = r.off;
	return n;
}
