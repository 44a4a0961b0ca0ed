/* SPDX-License-Identifier: MIT */
/*
 * iov_iter_test.c - iterators of every kind against a plain model.
 *
 * The memory behind an iterator is SIZE bytes of user memory, kernel memory or
 * pages. Its segments are pieces of it, in any order:
 *
 *	memory	 [ page 0 ][ page 1 ][ page 2 ][ page 3 ]
 *	segments     [2]     [ 0  ]      [1]		empty ones too
 *
 * The model is a copy of the memory, the address of each byte of the iterator
 * and a position. After each call the count it gave, the position, and all
 * of both sides' memory are compared.
 */
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include <octavo/uio.h>
#include "../user_mm.h"

#define ORDER		2
#define NR_PAGES	(1u << ORDER)
#define SIZE		(NR_PAGES * PAGE_SIZE)
#define MAX_SEGS	9
#define MAX_BYTES	(MAX_SEGS * 600)	/* of an iterator */

struct segment {
	unsigned int start, len;
};

struct world {
	struct kunit *test;
	enum iter_type type;
	const char *what;		/* rights of the pages, see user_mm.h */
	struct user_mm u;
	struct page *pages[NR_PAGES];
	struct page *block;		/* ITER_BVEC: pages in a row */
	u8 *kmem;			/* ITER_KVEC: the memory */
	u8 *model, *scratch;		/* SIZE bytes each */
	u8 *kbuf, *want;		/* the kernel's side, MAX_BYTES each */
	struct segment segs[MAX_SEGS];
	unsigned int nr_segs;
	union {
		struct iovec iov[MAX_SEGS];
		struct kvec kvec[MAX_SEGS];
		struct bio_vec bvec[MAX_SEGS];
	};
	unsigned int *at;		/* where byte n of the iterator is */
	unsigned int total, pos;	/* of at[] */
	struct iov_iter iter;
};

/* ---- the memory ------------------------------------------------------------- */

static bool is_user(const struct world *w)
{
	return w->type == ITER_UBUF || w->type == ITER_IOVEC;
}

/* All of the memory to or from @buf. */
static void access_memory(struct world *w, u8 *buf, bool write)
{
	for (unsigned int i = 0; i < NR_PAGES; i++) {
		u8 *p = buf + i * PAGE_SIZE;
		unsigned long addr = w->u.base + i * PAGE_SIZE;

		if (is_user(w) && w->what[i] == '.')
			memset(p, 0, write ? 0 : PAGE_SIZE);
		else if (is_user(w) && write)
			user_mm_poke(&w->u, addr, p, PAGE_SIZE);
		else if (is_user(w))
			user_mm_peek(&w->u, addr, p, PAGE_SIZE);
		else if (w->pages[i] && write)
			memcpy_to_page(w->pages[i], 0, p, PAGE_SIZE);
		else if (w->pages[i])
			memcpy_from_page(p, w->pages[i], 0, PAGE_SIZE);
		else if (write)
			memcpy(w->kmem + i * PAGE_SIZE, p, PAGE_SIZE);
		else
			memcpy(p, w->kmem + i * PAGE_SIZE, PAGE_SIZE);
	}
}

/* Put pseudo-random bytes everywhere. */
static void fill(struct world *w)
{
	u32 x = kunit_random_u32(w->test) | 1;

	for (unsigned int i = 0; i < SIZE; i++) {
		x = x * 1664525 + 1013904223;
		w->model[i] = is_user(w) && w->what[i / PAGE_SIZE] == '.' ?
			0 : x >> 24;
	}
	for (unsigned int i = 0; i < MAX_BYTES; i++) {
		x = x * 1664525 + 1013904223;
		w->kbuf[i] = w->want[i] = x >> 24;
	}
	access_memory(w, w->model, true);
}

static void *alloc(struct world *w, size_t n)
{
	void *p = kunit_kzalloc(w->test, n, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(w->test, p);
	return p;
}

static void free_pages_of(void *arg)
{
	struct world *w = arg;

	if (w->block)
		__free_pages(w->block, ORDER);
	for (unsigned int i = 0; i < NR_PAGES; i++)
		if (w->pages[i] && !w->block)
			put_page(w->pages[i]);
}

static void get_memory(struct world *w)
{
	if (w->type == ITER_BVEC) {
		w->block = alloc_pages(GFP_HIGHUSER | __GFP_COMP, ORDER);
		KUNIT_ASSERT_NOT_NULL(w->test, w->block);
		for (unsigned int i = 0; i < NR_PAGES; i++)
			w->pages[i] = w->block + i;
	}
	for (unsigned int i = 0; w->type == ITER_PAGES && i < NR_PAGES; i++) {
		w->pages[i] = alloc_page(GFP_HIGHUSER);
		KUNIT_ASSERT_NOT_NULL(w->test, w->pages[i]);
	}
	if (w->type == ITER_KVEC || w->type == ITER_DISCARD)
		w->kmem = alloc(w, SIZE);
}

static struct world *enter(struct kunit *test, enum iter_type type,
			   const char *what, enum uaccess_mode mode)
{
	struct world *w = kunit_kzalloc(test, sizeof(*w), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, w);
	w->test = test;
	w->type = type;
	w->what = what;
	w->model = alloc(w, SIZE);
	w->scratch = alloc(w, SIZE);
	w->kbuf = alloc(w, MAX_BYTES);
	w->want = alloc(w, MAX_BYTES);
	w->at = alloc(w, (MAX_BYTES + 1) * sizeof(*w->at));
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, free_pages_of, w), 0);
	get_memory(w);
	user_mm_enter(test, &w->u, what);
	uaccess_set_mode(mode);
	return w;
}

/* ---- the iterator ------------------------------------------------------------ */

static void make_vector(struct world *w)
{
	for (unsigned int i = 0; i < w->nr_segs; i++) {
		const struct segment s = w->segs[i];

		if (w->type == ITER_IOVEC)
			w->iov[i] = (struct iovec){
				(void *)(w->u.base + s.start), s.len };
		else if (w->type == ITER_KVEC)
			w->kvec[i] = (struct kvec){ w->kmem + s.start, s.len };
		else if (w->type == ITER_BVEC)
			bvec_set_page(&w->bvec[i], w->block, s.len, s.start);
	}
}

static void make_iter(struct world *w, unsigned int dir)
{
	const unsigned int start = w->segs[0].start;
	struct iov_iter *i = &w->iter;

	make_vector(w);
	w->total = w->pos = 0;
	for (unsigned int s = 0; s < w->nr_segs; s++)
		for (unsigned int n = 0; n < w->segs[s].len; n++)
			w->at[w->total++] = w->segs[s].start + n;
	switch (w->type) {
	case ITER_UBUF:
		iov_iter_ubuf(i, dir, user_mm_ptr(&w->u, start), w->total);
		break;
	case ITER_IOVEC:
		iov_iter_init(i, dir, w->iov, w->nr_segs, w->total);
		break;
	case ITER_KVEC:
		iov_iter_kvec(i, dir, w->kvec, w->nr_segs, w->total);
		break;
	case ITER_BVEC:
		iov_iter_bvec(i, dir, w->bvec, w->nr_segs, w->total);
		break;
	case ITER_PAGES:
		iov_iter_pages(i, dir, &w->pages[start / PAGE_SIZE],
			       start % PAGE_SIZE, w->total);
		break;
	case ITER_DISCARD:
		iov_iter_discard(i, dir, w->total);
	}
}

/* A few segments, some empty, some over a page's end. */
static void random_segments(struct world *w)
{
	struct kunit *test = w->test;

	w->nr_segs = 1;
	if (w->type == ITER_IOVEC || w->type == ITER_KVEC ||
	    w->type == ITER_BVEC)
		w->nr_segs = 1 + kunit_random_below(test, MAX_SEGS - 1);
	for (unsigned int i = 0; i < w->nr_segs; i++) {
		struct segment *s = &w->segs[i];

		s->len = kunit_random_below(test, 4) ?
			kunit_random_below(test, 600) : 0;
		s->start = kunit_random_below(test, SIZE - s->len);
		if (kunit_random_below(test, 3) == 0 && s->len)
			s->start = PAGE_SIZE *
				(1 + kunit_random_below(test, NR_PAGES - 1)) -
				kunit_random_below(test, s->len);
	}
}

/* ---- the model --------------------------------------------------------------------- */

/* How many of the next @n bytes can be touched. */
static unsigned int reach(const struct world *w, size_t n, bool write)
{
	unsigned int done = 0;

	n = min_t(size_t, n, iov_iter_count(&w->iter));
	for (; done < n; done++) {
		char c = w->what[w->at[w->pos + done] / PAGE_SIZE];

		if (is_user(w) && c != 'w' && (write || c != 'r'))
			break;
	}
	return done;
}

static void check_memory(struct world *w, const char *what)
{
	access_memory(w, w->scratch, false);
	KUNIT_EXPECT_MEMEQ_MSG(w->test, w->scratch, w->model, SIZE,
			       "memory after %s", what);
	KUNIT_EXPECT_MEMEQ_MSG(w->test, w->kbuf, w->want, MAX_BYTES,
			       "buffer after %s", what);
}

/* The call did @n bytes, as the model says, and says @got. */
static void check_moved(struct world *w, const char *what, size_t got,
			unsigned int n, unsigned int count)
{
	KUNIT_EXPECT_EQ_MSG(w->test, got, n, "%s", what);
	KUNIT_EXPECT_EQ_MSG(w->test, iov_iter_count(&w->iter), count - n, "%s",
			    what);
	w->pos += n;
}

static void do_copy_to(struct world *w, size_t n, unsigned int off)
{
	unsigned int count = iov_iter_count(&w->iter), did = reach(w, n, true);
	size_t got;

	for (unsigned int i = 0; w->type != ITER_DISCARD && i < did; i++)
		w->model[w->at[w->pos + i]] = w->kbuf[off + i];
	got = copy_to_iter(w->kbuf + off, n, &w->iter);
	check_moved(w, "copy_to_iter", got, did, count);
}

static void do_zero(struct world *w, size_t n, unsigned int off)
{
	unsigned int count = iov_iter_count(&w->iter), did = reach(w, n, true);

	for (unsigned int i = 0; w->type != ITER_DISCARD && i < did; i++)
		w->model[w->at[w->pos + i]] = 0;
	check_moved(w, "iov_iter_zero", iov_iter_zero(n, &w->iter), did, count);
}

static void do_copy_from(struct world *w, size_t n, unsigned int off)
{
	unsigned int count = iov_iter_count(&w->iter), did = reach(w, n, false);
	size_t got;

	for (unsigned int i = 0; i < did; i++)
		w->want[off + i] = w->model[w->at[w->pos + i]];
	got = copy_from_iter(w->kbuf + off, n, &w->iter);
	check_moved(w, "copy_from_iter", got, did, count);
}

/* All or nothing. */
static void do_full(struct world *w, size_t n, unsigned int off)
{
	const bool write = !w->iter.data_source;
	unsigned int count = iov_iter_count(&w->iter), did = reach(w, n, write);
	bool ok;

	for (unsigned int i = 0; i < did && w->type != ITER_DISCARD; i++)
		if (write)
			w->model[w->at[w->pos + i]] = w->kbuf[off + i];
		else
			w->want[off + i] = w->model[w->at[w->pos + i]];
	ok = write ? copy_to_iter_full(w->kbuf + off, n, &w->iter) :
		     copy_from_iter_full(w->kbuf + off, n, &w->iter);
	KUNIT_EXPECT_EQ(w->test, ok, did == n);
	check_moved(w, "full", ok ? did : 0, did == n ? did : 0, count);
}

/* By way of a page, of high memory if there is some: a block of two, so that
 * the bytes may go over the border. */
static void do_page(struct world *w, size_t n, unsigned int off)
{
	struct page *page = alloc_pages(GFP_HIGHUSER | __GFP_COMP, 1);
	const bool write = !w->iter.data_source;
	unsigned int count = iov_iter_count(&w->iter), did = reach(w, n, write);
	size_t at = kunit_random_below(w->test, 2 * PAGE_SIZE - n + 1), got;

	KUNIT_ASSERT_NOT_NULL(w->test, page);
	for (size_t i = 0; i < n; i++)
		memcpy_to_page(page + (at + i) / PAGE_SIZE,
			       offset_in_page(at + i), w->kbuf + off + i, 1);
	for (unsigned int i = 0; i < did && w->type != ITER_DISCARD; i++)
		if (write)
			w->model[w->at[w->pos + i]] = w->kbuf[off + i];
		else
			w->want[off + i] = w->model[w->at[w->pos + i]];
	got = write ? copy_page_to_iter(page, at, n, &w->iter) :
		      copy_page_from_iter(page, at, n, &w->iter);
	for (size_t i = 0; i < n; i++)
		memcpy_from_page(w->kbuf + off + i, page + (at + i) / PAGE_SIZE,
				 offset_in_page(at + i), 1);
	__free_pages(page, 1);
	check_moved(w, "page", got, did, count);
}

static void do_advance(struct world *w, size_t n, unsigned int off)
{
	unsigned int count = iov_iter_count(&w->iter);

	n = min_t(size_t, n, count);
	iov_iter_advance(&w->iter, n);
	check_moved(w, "advance", n, n, count);
}

static void do_revert(struct world *w, size_t n, unsigned int off)
{
	unsigned int count = iov_iter_count(&w->iter);

	n = min_t(size_t, n, w->pos);
	iov_iter_revert(&w->iter, n);
	KUNIT_EXPECT_EQ(w->test, iov_iter_count(&w->iter), count + n);
	w->pos -= n;
}

/* A shorter one, with the rest given back. */
static void do_truncated(struct world *w, size_t n, unsigned int off)
{
	const size_t rest = iov_iter_count(&w->iter);
	const unsigned int pos = w->pos;

	iov_iter_truncate(&w->iter, n);
	if (w->iter.data_source)
		do_copy_from(w, n + 100, off);
	else
		do_copy_to(w, n + 100, off);
	iov_iter_reexpand(&w->iter, rest - (w->pos - pos));
}

typedef void (*op_fn)(struct world *w, size_t n, unsigned int off);

static const op_fn dest_ops[] = {
	do_copy_to, do_copy_to, do_zero, do_full, do_page, do_advance,
	do_revert, do_truncated,
};
static const op_fn source_ops[] = {
	do_copy_from, do_copy_from, do_full, do_page, do_advance, do_revert,
	do_truncated,
};

static void random_op(struct world *w)
{
	struct kunit *test = w->test;
	size_t n = kunit_random_below(test, kunit_random_below(test, 2) ?
				      1200 : 40);
	unsigned int off = kunit_random_below(test, MAX_BYTES - n - 100);

	if (w->iter.data_source)
		source_ops[kunit_random_below(test, ARRAY_SIZE(source_ops))]
			(w, n, off);
	else
		dest_ops[kunit_random_below(test, ARRAY_SIZE(dest_ops))]
			(w, n, off);
}

/* ---- questions ------------------------------------------------------------------- */

/* What is left of the segment at the position. */
static void check_questions(struct world *w)
{
	struct iov_iter *i = &w->iter;
	unsigned int pages = 0;

	for (unsigned int n = w->pos; n < w->total; n++)
		if (n == w->pos || w->at[n] != w->at[n - 1] + 1 ||
		    w->at[n] % PAGE_SIZE == 0)
			pages++;
	if (w->type == ITER_DISCARD)
		pages = 0;
	/* Segments that happen to follow each other may share a page. */
	KUNIT_EXPECT_GE(w->test, iov_iter_npages(i, INT_MAX), pages);
	KUNIT_EXPECT_LE(w->test, iov_iter_npages(i, INT_MAX), pages + MAX_SEGS);
	KUNIT_EXPECT_LE(w->test, iov_iter_npages(i, 2), 2);
	KUNIT_EXPECT_LE(w->test, iov_iter_single_seg_count(i),
			iov_iter_count(i));
}

/* ---- the tests -------------------------------------------------------------------- */

static const char *const rights[] = { "wwww", "wr.w", "w-wr", ".www", "rrrr" };

static void random_type(struct kunit *test, enum iter_type type,
			enum uaccess_mode mode)
{
	for (unsigned int r = 0; r < ARRAY_SIZE(rights); r++) {
		struct world *w = enter(test, type, rights[r], mode);

		for (unsigned int round = 0; round < 24; round++) {
			fill(w);
			random_segments(w);
			make_iter(w, type == ITER_DISCARD ? ITER_DEST :
				  round & 1);
			for (unsigned int i = 0; i < 16; i++) {
				random_op(w);
				check_questions(w);
			}
			check_memory(w, "all");
		}
		user_mm_leave(&w->u);
		if (!is_user(w))
			break;
	}
}

#define ONE_TYPE(name, type, mode)					\
	static void name(struct kunit *test)				\
	{								\
		random_type(test, type, mode);				\
	}

ONE_TYPE(ubuf_direct, ITER_UBUF, UACCESS_DIRECT)
ONE_TYPE(ubuf_pinned, ITER_UBUF, UACCESS_PINNED)
ONE_TYPE(iovec_direct, ITER_IOVEC, UACCESS_DIRECT)
ONE_TYPE(iovec_pinned, ITER_IOVEC, UACCESS_PINNED)
ONE_TYPE(kvec, ITER_KVEC, UACCESS_DIRECT)
ONE_TYPE(bvec, ITER_BVEC, UACCESS_DIRECT)
ONE_TYPE(pages, ITER_PAGES, UACCESS_DIRECT)
ONE_TYPE(discard, ITER_DISCARD, UACCESS_DIRECT)

/* The memory ends @k bytes into what is copied, whose segments are @seg long. */
static void fault_at(struct world *w, unsigned int k, unsigned int seg,
		     unsigned int dir)
{
	unsigned int len = w->type == ITER_UBUF ? 48 : seg;

	w->nr_segs = w->type == ITER_UBUF ? 1 : MAX_SEGS;
	for (unsigned int i = 0; i < w->nr_segs; i++)
		w->segs[i] = (struct segment){ PAGE_SIZE - k + i * seg, len };
	make_iter(w, dir);
	if (dir == ITER_DEST)
		do_copy_to(w, 48, 0);
	else
		do_copy_from(w, 48, 0);
	KUNIT_EXPECT_EQ(w->test, w->pos, min(k, min(w->total, 48u)));
	/* And it stays there. */
	if (dir == ITER_DEST)
		do_zero(w, 48, 0);
	else
		do_copy_from(w, 48, 0);
}

static void every_position(struct kunit *test, enum iter_type type,
			   enum uaccess_mode mode)
{
	struct world *w = enter(test, type, "w.ww", mode);

	fill(w);
	for (unsigned int seg = 1; seg < (type == ITER_UBUF ? 2 : 9); seg++)
		for (unsigned int k = 0; k < 64; k++)
			for (unsigned int dir = 0; dir < 2; dir++)
				fault_at(w, k, seg, dir);
	check_memory(w, "faults");
	user_mm_leave(&w->u);
}

static void fault_everywhere(struct kunit *test)
{
	every_position(test, ITER_UBUF, UACCESS_DIRECT);
	every_position(test, ITER_UBUF, UACCESS_PINNED);
	every_position(test, ITER_IOVEC, UACCESS_DIRECT);
	every_position(test, ITER_IOVEC, UACCESS_PINNED);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_SLOW(ubuf_direct),
	KUNIT_CASE_SLOW(ubuf_pinned),
	KUNIT_CASE_SLOW(iovec_direct),
	KUNIT_CASE_SLOW(iovec_pinned),
	KUNIT_CASE_SLOW(kvec),
	KUNIT_CASE_SLOW(bvec),
	KUNIT_CASE_SLOW(pages),
	KUNIT_CASE_SLOW(discard),
	KUNIT_CASE_SLOW(fault_everywhere),
	{}
};

static struct kunit_suite suite = {
	.name = "iov_iter",
	.test_cases = cases,
};
kunit_test_suite(suite);
