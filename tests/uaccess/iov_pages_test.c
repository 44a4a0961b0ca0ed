/* SPDX-License-Identifier: MIT */
/*
 * iov_pages_test.c - iterators: vectors of programs, the pages behind them,
 * what they are asked, copies of them, and what must be refused.
 */
#include <octavo/err.h>
#include <octavo/fault_inject.h>
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include <octavo/uio.h>
#include <octavo/vmstat.h>
#include "../user_mm.h"

/* ---- vectors of programs ------------------------------------------------------- */

/* A vector at the end of page 0, before a hole, with its last piece there. */
static struct iovec __user *put_vector(struct user_mm *u,
				       const struct iovec *iov, unsigned int nr)
{
	unsigned long addr = u->base + PAGE_SIZE - nr * sizeof(*iov);

	user_mm_poke(u, addr, iov, (int)(nr * sizeof(*iov)));
	return (struct iovec __user *)addr;
}

struct imported {
	struct iovec fast[2], *vec;
	struct iov_iter iter;
	ssize_t ret;
};

static struct imported import(struct iovec __user *uvec, unsigned int nr)
{
	struct imported m = { .ret = 0 };

	m.vec = m.fast;
	m.ret = import_iovec(ITER_DEST, uvec, nr, ARRAY_SIZE(m.fast), &m.vec,
			     &m.iter);
	return m;
}

static void vectors(struct kunit *test)
{
	struct user_mm u;
	struct iovec iov[] = {
		{ (void *)USER_MM_BASE, 10 }, { NULL, 0 },
		{ (void *)(USER_MM_BASE + 100), 20 },
	};
	struct imported m;

	user_mm_enter(test, &u, "w.");
	m = import(put_vector(&u, iov, 3), 3);
	KUNIT_EXPECT_EQ(test, m.ret, 30);
	KUNIT_EXPECT_NOT_NULL(test, m.vec);
	KUNIT_EXPECT_TRUE(test, iter_is_iovec(&m.iter));
	KUNIT_EXPECT_EQ(test, iov_iter_count(&m.iter), 30);
	kfree(m.vec);
	m = import(put_vector(&u, iov, 2), 2);
	KUNIT_EXPECT_EQ(test, m.ret, 10);
	KUNIT_EXPECT_NULL(test, m.vec);
	m = import(put_vector(&u, iov, 1), 1);
	KUNIT_EXPECT_EQ(test, m.ret, 10);
	KUNIT_EXPECT_TRUE(test, iter_is_ubuf(&m.iter));
	KUNIT_EXPECT_EQ(test, (unsigned long)iter_iov_addr(&m.iter), u.base);
	KUNIT_EXPECT_EQ(test, iter_iov_len(&m.iter), 10);
	m = import(NULL, 0);
	KUNIT_EXPECT_EQ(test, m.ret, 0);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&m.iter), 0);
	user_mm_leave(&u);
}

static void refused(struct kunit *test, struct user_mm *u, struct iovec bad,
		    int err)
{
	const struct iovec good = { (void *)u->base, 1 };

	for (unsigned int nr = 1; nr < 5; nr++)
		for (unsigned int n = 0; n < nr; n++) {
			struct iovec iov[4] = { good, good, good, good };
			struct imported m;

			iov[n] = bad;
			m = import(put_vector(u, iov, nr), nr);
			KUNIT_EXPECT_EQ_MSG(test, m.ret, err, "%u of %u", n, nr);
			KUNIT_EXPECT_NULL(test, m.vec);
		}
}

static void bad_vectors(struct kunit *test)
{
	struct user_mm u;
	struct imported m;

	user_mm_enter(test, &u, "w.");
	refused(test, &u, (struct iovec){ (void *)u.base, -1ul }, -EINVAL);
	refused(test, &u, (struct iovec){ (void *)u.base, LONG_MIN }, -EINVAL);
	refused(test, &u, (struct iovec){ (void *)TASK_SIZE, 1 }, -EFAULT);
	refused(test, &u, (struct iovec){ (void *)-8ul, 9 }, -EFAULT);
	m = import(user_mm_ptr(&u, 0), UIO_MAXIOV + 1);
	KUNIT_EXPECT_EQ(test, m.ret, -EINVAL);
	KUNIT_EXPECT_NULL(test, m.vec);
	m = import(user_mm_ptr(&u, PAGE_SIZE - 24), 4);
	KUNIT_EXPECT_EQ(test, m.ret, -EFAULT);
	m = import((struct iovec __user *)TASK_SIZE, 1);
	KUNIT_EXPECT_EQ(test, m.ret, -EFAULT);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	m = import(user_mm_ptr(&u, 0), 3);
	fault_inject_disarm();
	KUNIT_EXPECT_EQ(test, m.ret, -ENOMEM);
	KUNIT_EXPECT_NULL(test, m.vec);
	user_mm_leave(&u);
}

/* The total is cut where Linux cuts it, as far as there are addresses. */
static void long_vectors(struct kunit *test)
{
	const size_t half = min_t(size_t, 0x60000000, TASK_SIZE - PAGE_SIZE);
	struct iovec iov[3] = {
		{ (void *)PAGE_SIZE, half }, { (void *)PAGE_SIZE, half },
		{ (void *)PAGE_SIZE, half },
	};
	struct user_mm u;
	struct imported m;

	user_mm_enter(test, &u, "w.");
	m = import(put_vector(&u, iov, 3), 3);
	KUNIT_EXPECT_EQ(test, m.ret, (ssize_t)MAX_RW_COUNT);
	KUNIT_EXPECT_EQ(test, m.vec[1].iov_len, MAX_RW_COUNT - half);
	KUNIT_EXPECT_EQ(test, m.vec[2].iov_len, 0);
	kfree(m.vec);
	KUNIT_EXPECT_EQ(test, import_ubuf(ITER_SOURCE, (void *)PAGE_SIZE,
					  TASK_SIZE - PAGE_SIZE, &m.iter), 0);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&m.iter),
			min(TASK_SIZE - PAGE_SIZE, MAX_RW_COUNT));
	KUNIT_EXPECT_EQ(test, import_ubuf(ITER_SOURCE, (void *)TASK_SIZE, 1,
					  &m.iter), -EFAULT);
	KUNIT_EXPECT_EQ(test, import_single_range(ITER_SOURCE, (void *)u.base, 7,
						  m.fast, &m.iter), 0);
	KUNIT_EXPECT_EQ(test, iov_iter_count(&m.iter), 7);
	user_mm_leave(&u);
}

/* ---- questions -------------------------------------------------------------------- */

static void answers(struct kunit *test)
{
	const struct iovec iov[] = {
		{ (void *)0x10000, 0x20 }, { (void *)0x20ff0, 0x18 },
		{ (void *)0x30000, 0 }, { (void *)0x40004, 0x1000 },
	};
	struct iov_iter i;

	iov_iter_init(&i, ITER_DEST, iov, 4, 0x1038);
	KUNIT_EXPECT_EQ(test, iov_iter_rw(&i), READ);
	KUNIT_EXPECT_EQ(test, iov_length(iov, 4), 0x1038);
	KUNIT_EXPECT_EQ(test, iov_iter_npages(&i, 10), 5);
	KUNIT_EXPECT_EQ(test, iov_iter_npages(&i, 4), 4);
	KUNIT_EXPECT_EQ(test, iov_iter_alignment(&i), 0x71ffc);
	KUNIT_EXPECT_EQ(test, iov_iter_single_seg_count(&i), 0x20);
	iov_iter_advance(&i, 0x20);
	KUNIT_EXPECT_EQ(test, i.nr_segs, 3);
	KUNIT_EXPECT_EQ(test, iov_iter_single_seg_count(&i), 0x18);
	iov_iter_advance(&i, 0x18);
	KUNIT_EXPECT_EQ(test, i.nr_segs, 1);
	KUNIT_EXPECT_EQ(test, iov_iter_npages(&i, 10), 2);
	iov_iter_truncate(&i, 0xffc);
	KUNIT_EXPECT_EQ(test, iov_iter_npages(&i, 10), 1);
	KUNIT_EXPECT_EQ(test, iov_iter_single_seg_count(&i), 0xffc);
	iov_iter_reexpand(&i, 0x1000);
	iov_iter_advance(&i, -1ul);
	KUNIT_EXPECT_EQ(test, i.count, 0);
	KUNIT_EXPECT_EQ(test, iov_iter_npages(&i, 10), 0);
	KUNIT_EXPECT_EQ(test, iov_iter_alignment(&i), 0);
	iov_iter_revert(&i, 0x1038);
	KUNIT_EXPECT_EQ(test, i.nr_segs, 4);
	KUNIT_EXPECT_EQ(test, i.iov_offset, 0);
	iov_iter_discard(&i, ITER_DEST, 5000);
	KUNIT_EXPECT_EQ(test, iov_iter_npages(&i, 10), 0);
	KUNIT_EXPECT_EQ(test, iov_iter_alignment(&i), 0);
}

static void duplicates(struct kunit *test)
{
	char a[4] = "abc", b[4] = "def", to[8] = "";
	struct kvec vec[] = { { a, 3 }, { b, 3 } };
	struct iov_iter i, copy;
	const void *segs;

	iov_iter_kvec(&i, ITER_SOURCE, vec, 2, 6);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	KUNIT_EXPECT_NULL(test, dup_iter(&copy, &i, GFP_KERNEL | __GFP_NOWARN));
	fault_inject_disarm();
	segs = dup_iter(&copy, &i, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, segs);
	memset(vec, 0, sizeof(vec));
	KUNIT_EXPECT_EQ(test, copy_from_iter(to, 8, &copy), 6);
	KUNIT_EXPECT_STREQ(test, to, "abcdef");
	kfree(segs);
	iov_iter_ubuf(&i, ITER_SOURCE, NULL, 1);
	KUNIT_EXPECT_NULL(test, dup_iter(&copy, &i, GFP_KERNEL));
	KUNIT_EXPECT_EQ(test, copy.count, 1);
}

/* ---- what must be refused --------------------------------------------------------- */

static void wrong_direction(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);
	char mem[8] = "before", buf[8] = "buffer";
	struct kvec vec = { mem, 8 };
	struct iov_iter from, to;

	KUNIT_ASSERT_NOT_NULL(test, page);
	iov_iter_kvec(&from, ITER_SOURCE, &vec, 1, 8);
	iov_iter_kvec(&to, ITER_DEST, &vec, 1, 8);
	octavo_report_expect(6);
	KUNIT_EXPECT_EQ(test, copy_to_iter(buf, 8, &from), 0);
	KUNIT_EXPECT_EQ(test, iov_iter_zero(8, &from), 0);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page, 0, 8, &from), 0);
	KUNIT_EXPECT_EQ(test, copy_from_iter(buf, 8, &to), 0);
	KUNIT_EXPECT_EQ(test, copy_page_from_iter(page, 0, 8, &to), 0);
	KUNIT_EXPECT_EQ(test, copy_page_from_iter_atomic(page, 0, 8, &to), 0);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	KUNIT_EXPECT_STREQ(test, mem, "before");
	KUNIT_EXPECT_STREQ(test, buf, "buffer");
	put_page(page);
}

static void beyond_the_page(struct kunit *test)
{
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	struct iov_iter i;

	KUNIT_ASSERT_NOT_NULL(test, page);
	iov_iter_discard(&i, ITER_DEST, 5 * PAGE_SIZE);
	octavo_report_expect(4);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page, 0, 8193, &i), 0);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page, 8193, 0, &i), 0);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page + 1, 4096, 1, &i), 0);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page, 4096, -4096ul, &i), 0);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page, 0, 8192, &i), 8192);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page, 8192, 0, &i), 0);
	KUNIT_EXPECT_EQ(test, copy_page_to_iter(page + 1, 1, 4095, &i), 4095);
	__free_pages(page, 1);
}

/* Reverting too far, and a count that the segments do not have. */
static void impossible(struct kunit *test)
{
	struct kvec vec = { NULL, 0 };
	struct iov_iter i;
	char c = 0;

	octavo_report_expect(3);
	iov_iter_ubuf(&i, ITER_DEST, NULL, 5);
	iov_iter_revert(&i, 1);
	iov_iter_revert(&i, MAX_RW_COUNT + 1);
	KUNIT_EXPECT_EQ(test, i.count, 5);
	iov_iter_kvec(&i, ITER_SOURCE, &vec, 1, 5);
	KUNIT_EXPECT_EQ(test, copy_from_iter(&c, 1, &i), 0);
	KUNIT_EXPECT_EQ(test, octavo_report_expect(0), 0);
}

/* ---- without faults, and ahead of them ------------------------------------------- */

static void atomic_copies(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	struct iov_iter i;
	struct user_mm u;
	char buf[8];

	KUNIT_ASSERT_NOT_NULL(test, page);
	user_mm_enter(test, &u, "w.");
	uaccess_set_mode(UACCESS_DIRECT);
	user_mm_poke(&u, u.base + PAGE_SIZE - 4, "abcd", 4);
	/* One that could be had, but not without a fault. */
	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, u.base + PAGE_SIZE, 1,
					    PROT_READ | PROT_WRITE));
	iov_iter_ubuf(&i, ITER_SOURCE, user_mm_ptr(&u, PAGE_SIZE - 4), 8);
	KUNIT_EXPECT_EQ(test, copy_page_from_iter_atomic(page, 4090, 6, &i), 4);
	KUNIT_EXPECT_EQ(test, i.count, 4);
	memcpy_from_page(buf, page, 4089, 7);
	KUNIT_EXPECT_MEMEQ(test, buf, "\0abcd\0\0", 7);
	KUNIT_EXPECT_EQ(test, fault_in_iov_iter_readable(&i, 9), 0);
	KUNIT_EXPECT_EQ(test, copy_page_from_iter_atomic(page, 0, 9, &i), 4);
	iov_iter_revert(&i, 8);
	uaccess_set_mode(UACCESS_PINNED);
	KUNIT_EXPECT_EQ(test, copy_page_from_iter_atomic(page, 0, 8, &i), 0);
	user_mm_leave(&u);
	put_page(page);
}

static void faulting_in(struct kunit *test)
{
	struct user_mm u;
	struct iov_iter i;
	struct kvec none = { NULL, 10 };

	user_mm_enter(test, &u, "wr.w");
	iov_iter_ubuf(&i, ITER_SOURCE, user_mm_ptr(&u, 10), 4 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, fault_in_iov_iter_readable(&i, 8182), 0);
	KUNIT_EXPECT_EQ(test, fault_in_iov_iter_readable(&i, 8183), 1);
	KUNIT_EXPECT_EQ(test, fault_in_iov_iter_readable(&i, -1ul),
			4 * PAGE_SIZE - 8182);
	KUNIT_EXPECT_EQ(test, fault_in_iov_iter_writeable(&i, 4086), 0);
	KUNIT_EXPECT_EQ(test, fault_in_iov_iter_writeable(&i, 5000), 914);
	KUNIT_EXPECT_EQ(test, i.count, 4 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, fault_in_readable((void *)-8ul, 20), 20);
	iov_iter_kvec(&i, ITER_SOURCE, &none, 1, 10);
	KUNIT_EXPECT_EQ(test, fault_in_iov_iter_readable(&i, 10), 0);
	user_mm_leave(&u);
}

/* ---- the pages behind it ------------------------------------------------------------ */

static unsigned long pins_held(void)
{
	return vm_event(FOLL_PIN_ACQUIRED) - vm_event(FOLL_PIN_RELEASED);
}

/* The bytes of pages got from an iterator over "abcdefgh..." */
static void check_bytes(struct kunit *test, struct page **pages, size_t off,
			size_t len, size_t pos)
{
	for (size_t n = 0; n < len; n++, off++) {
		char c;

		memcpy_from_page(&c, pages[off / PAGE_SIZE], off % PAGE_SIZE, 1);
		if (c != (char)('a' + (pos + n) % 26)) {
			KUNIT_FAIL(test, "byte %zu of %zu at %zu", n, len, pos);
			return;
		}
	}
}

/* Everything, at most @batch pages at a time. The bytes got, or an error. */
static ssize_t take_all(struct kunit *test, struct iov_iter *i,
			unsigned int batch, bool pin)
{
	const bool pinned = pin && iov_iter_extract_will_pin(i);
	ssize_t done = 0, n;

	do {
		struct page *array[8], **pages = array;
		size_t off = 0, nr;

		n = pin ? iov_iter_extract_pages(i, &pages, 9000, batch, 0, &off) :
			  iov_iter_get_pages2(i, pages, 9000, batch, &off);
		if (n <= 0)
			break;
		check_bytes(test, pages, off, n, done);
		nr = DIV_ROUND_UP(off + n, PAGE_SIZE);
		KUNIT_EXPECT_LE(test, nr, batch);
		KUNIT_EXPECT_EQ(test, pins_held(), pinned ? nr : 0);
		if (pinned)
			unpin_user_pages(pages, nr);
		for (size_t p = 0; !pin && p < nr; p++)
			put_page(pages[p]);
		done += n;
	} while (true);
	return done ? done : n;
}

/* Two pieces of user memory, the second over a border, "abcdef...". */
static const struct iovec *letters(struct user_mm *u)
{
	static struct iovec iov[2];
	char text[PAGE_SIZE + 100];

	iov[0] = (struct iovec){ (void *)(u->base + 50), 60 };
	iov[1] = (struct iovec){ (void *)(u->base + 2 * PAGE_SIZE - 30),
				 PAGE_SIZE + 40 };
	for (unsigned int n = 0; n < sizeof(text); n++)
		text[n] = 'a' + n % 26;
	user_mm_poke(u, u->base + 50, text, 60);
	user_mm_poke(u, u->base + 2 * PAGE_SIZE - 30, text + 60,
		     PAGE_SIZE + 40);
	return iov;
}

static void user_pages(struct kunit *test)
{
	struct user_mm u;
	const struct iovec *iov;
	struct iov_iter i;

	user_mm_enter(test, &u, "wwwww");
	iov = letters(&u);
	for (unsigned int batch = 1; batch < 6; batch++)
		for (unsigned int how = 0; how < 4; how++) {
			iov_iter_init(&i, how & 1, iov, 2, PAGE_SIZE + 100);
			KUNIT_EXPECT_EQ(test, take_all(test, &i, batch, how & 2),
					PAGE_SIZE + 100);
		}
	user_mm_leave(&u);
}

/* A page that cannot be had ends it there; one that may not be written, too. */
static void user_holes(struct kunit *test)
{
	struct user_mm u;
	struct iov_iter i;
	const struct iovec *iov;

	user_mm_enter(test, &u, "wwwww");
	iov = letters(&u);
	user_mm_page(&u, 2, 'r');
	for (unsigned int how = 0; how < 2; how++) {
		iov_iter_init(&i, ITER_DEST, iov, 2, PAGE_SIZE + 100);
		KUNIT_EXPECT_EQ(test, take_all(test, &i, 3, how), 90);
		KUNIT_EXPECT_EQ(test, i.count, PAGE_SIZE + 10);
		KUNIT_EXPECT_EQ(test, take_all(test, &i, 3, how), -EFAULT);
		iov_iter_init(&i, ITER_SOURCE, iov, 2, PAGE_SIZE + 100);
		KUNIT_EXPECT_EQ(test, take_all(test, &i, 3, how),
				PAGE_SIZE + 100);
	}
	user_mm_leave(&u);
}

static void pin_failures(struct kunit *test)
{
	/* Bytes that the first pages have. */
	static const size_t before[] = { 0, 0, 60, 90, PAGE_SIZE + 90 };
	struct user_mm u;
	const struct iovec *iov;

	user_mm_enter(test, &u, "wwwww");
	iov = letters(&u);
	for (unsigned int how = 0; how < 4; how++)
		for (unsigned long nth = 1; nth < 5; nth++) {
			struct iov_iter i;

			iov_iter_init(&i, how & 1, iov, 2, PAGE_SIZE + 100);
			fault_inject_arm(FAULT_PIN, nth, true);
			take_all(test, &i, 3, how & 2);
			fault_inject_disarm();
			KUNIT_EXPECT_EQ(test, pins_held(), 0);
			KUNIT_EXPECT_EQ(test, PAGE_SIZE + 100 - i.count,
					before[nth]);
		}
	user_mm_leave(&u);
}

static void kernel_pages(struct kunit *test)
{
	char *mem = kunit_kzalloc(test, 3 * PAGE_SIZE, GFP_KERNEL);
	struct kvec vec = { mem, 3 * PAGE_SIZE };
	struct page *page, **pages = NULL;
	struct iov_iter i;
	size_t off = 7;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	for (unsigned int n = 0; n < 3 * PAGE_SIZE; n++)
		mem[n] = 'a' + n % 26;
	iov_iter_kvec(&i, ITER_SOURCE, &vec, 1, 3 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, take_all(test, &i, 8, true), 3 * PAGE_SIZE);
	iov_iter_kvec(&i, ITER_SOURCE, &vec, 1, 3 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, take_all(test, &i, 8, false), -EFAULT);
	fault_inject_arm(FAULT_SLAB_ALLOC, 1, false);
	KUNIT_EXPECT_EQ(test, iov_iter_extract_pages(&i, &pages, 9, 9, 0, &off),
			-ENOMEM);
	fault_inject_disarm();
	KUNIT_EXPECT_NULL(test, pages);
	KUNIT_EXPECT_EQ(test, iov_iter_extract_pages(&i, &pages, -1ul, -1u, 0,
						     &off), 3 * PAGE_SIZE);
	KUNIT_EXPECT_PTR_EQ(test, pages[0], virt_to_page(mem));
	kfree(pages);
	iov_iter_discard(&i, ITER_DEST, 100);
	KUNIT_EXPECT_EQ(test, iov_iter_get_pages2(&i, &page, 9, 1, &off),
			-EFAULT);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(test, iov_iter_get_pages2(&i, &page, 9, 0, &off),
			-EINVAL);
}

static void page_pages(struct kunit *test)
{
	struct page *block = alloc_pages(GFP_HIGHUSER | __GFP_COMP, 2);
	struct page *array[] = { block, block + 1, block + 2 };
	struct bio_vec bv[2];
	struct iov_iter i;
	char c;

	KUNIT_ASSERT_NOT_NULL(test, block);
	for (unsigned int n = 0; n < 3 * PAGE_SIZE - 100; n++) {
		c = 'a' + n % 26;
		memcpy_to_page(block + (n + 100) / PAGE_SIZE,
			       (n + 100) % PAGE_SIZE, &c, 1);
	}
	bvec_set_page(&bv[0], block, 5000, 100);
	bvec_set_page(&bv[1], block + 1, 3 * PAGE_SIZE - 5100, 5100 - PAGE_SIZE);
	for (unsigned int batch = 1; batch < 6; batch++)
		for (unsigned int pin = 0; pin < 2; pin++) {
			iov_iter_bvec(&i, ITER_SOURCE, bv, 2,
				      3 * PAGE_SIZE - 100);
			KUNIT_EXPECT_EQ(test, take_all(test, &i, batch, pin),
					3 * PAGE_SIZE - 100);
			iov_iter_pages(&i, ITER_SOURCE, array, 100,
				       3 * PAGE_SIZE - 100);
			KUNIT_EXPECT_EQ(test, take_all(test, &i, batch, pin),
					3 * PAGE_SIZE - 100);
		}
	KUNIT_EXPECT_EQ(test, page_count(block), 1);
	__free_pages(block, 2);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(vectors),
	KUNIT_CASE(bad_vectors),
	KUNIT_CASE(long_vectors),
	KUNIT_CASE(answers),
	KUNIT_CASE(duplicates),
	KUNIT_CASE(wrong_direction),
	KUNIT_CASE(beyond_the_page),
	KUNIT_CASE(impossible),
	KUNIT_CASE(atomic_copies),
	KUNIT_CASE(faulting_in),
	KUNIT_CASE(user_pages),
	KUNIT_CASE(user_holes),
	KUNIT_CASE(pin_failures),
	KUNIT_CASE(kernel_pages),
	KUNIT_CASE(page_pages),
	{}
};

static struct kunit_suite suite = {
	.name = "iov_pages",
	.test_cases = cases,
};
kunit_test_suite(suite);
