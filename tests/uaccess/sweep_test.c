/* SPDX-License-Identifier: MIT */
/*
 * sweep_test.c - every user copy call, over every start and end around two page
 * borders, with a page that cannot be touched before, between and after.
 *
 *	page 0		 | page 1		 | page 2
 *	         s....s  |  s....s       e....e  |  e....e
 *	              border                 border
 *
 * Checked for each: the count, exact; the bytes that arrived; and that nothing
 * else in the three pages or in the kernel's buffer has changed.
 */
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include "../user_mm.h"

#define PAGES		3
#define SIZE		(PAGES * PAGE_SIZE)
#define SPAN		9		/* how far around a border */
#define GUARD		64		/* bytes of the kernel's buffer around */
#define KBUF		(SIZE + 2 * GUARD)

struct sweep {
	struct kunit *test;
	struct user_mm u;
	char what[PAGES + 1];		/* rights of the pages, see user_mm.h */
	char *view[PAGES];		/* the pages as the kernel sees them */
	u8 *user;			/* what they should hold, SIZE bytes */
	u8 *kbuf;			/* the kernel's side, KBUF bytes */
	u8 *want;			/* what it should hold */
	u8 *clean;			/* both before a case */
	unsigned long cases;
};

/* How many bytes from @s on, of @n, can be read or written. */
static unsigned long reach(const struct sweep *w, unsigned long s,
			   unsigned long n, bool write)
{
	unsigned long e = s;

	while (e < s + n) {
		char c = w->what[e >> PAGE_SHIFT];

		if (c != 'w' && (write || c != 'r'))
			break;
		e = min((e | ~PAGE_MASK) + 1, s + n);
	}
	return e - s;
}

static void put_back(struct sweep *w)
{
	for (unsigned int i = 0; i < PAGES; i++)
		if (w->view[i])
			memcpy(w->view[i], w->user + i * PAGE_SIZE, PAGE_SIZE);
}

static bool user_as_wanted(const struct sweep *w)
{
	for (unsigned int i = 0; i < PAGES; i++)
		if (w->view[i] && memcmp(w->view[i], w->user + i * PAGE_SIZE,
					 PAGE_SIZE))
			return false;
	return true;
}

/* Everything as before the first case. */
static void clean(struct sweep *w)
{
	memcpy(w->user, w->clean, SIZE);
	memcpy(w->kbuf, w->clean + 11, SIZE);
	memcpy(w->want, w->clean + 11, SIZE);
	put_back(w);
}

/* One call under test: sets what is to be seen in w->user and w->want, and
 * returns whether the result was right. */
typedef bool (*call_fn)(struct sweep *w, unsigned long s, unsigned long n);

static void expect_written(struct sweep *w, unsigned long s, unsigned long n)
{
	memcpy(w->user + s, w->kbuf + GUARD, n);
}

static void expect_read(struct sweep *w, unsigned long s, unsigned long n)
{
	memcpy(w->want + GUARD, w->user + s, n);
}

static bool do_to_user(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach(w, s, n, true);

	expect_written(w, s, got);
	return copy_to_user(user_mm_ptr(&w->u, s), w->kbuf + GUARD, n) ==
	       n - got;
}

static bool do_from_user(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach(w, s, n, false);

	expect_read(w, s, got);
	memset(w->want + GUARD + got, 0, n - got);
	return copy_from_user(w->kbuf + GUARD, user_mm_ptr(&w->u, s), n) ==
	       n - got;
}

static bool do_from_user_raw(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach(w, s, n, false);

	expect_read(w, s, got);
	return __copy_from_user_inatomic(w->kbuf + GUARD,
					 user_mm_ptr(&w->u, s), n) == n - got;
}

static bool do_clear(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach(w, s, n, true);

	memset(w->user + s, 0, got);
	return clear_user(user_mm_ptr(&w->u, s), n) == n - got;
}

/* The pages hold no zero, so a string runs to where it cannot. */
static bool do_strncpy(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach(w, s, n, false);
	long ret = strncpy_from_user((char *)w->kbuf + GUARD,
				     user_mm_ptr(&w->u, s), (long)n);

	if (got == n) {
		expect_read(w, s, n);
		return ret == (long)n;
	}
	/* What was copied before the fault is nobody's business. */
	memcpy(w->want + GUARD, w->kbuf + GUARD, got);
	return ret == -EFAULT;
}

static bool do_strnlen(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach(w, s, n, false);
	long ret = strnlen_user(user_mm_ptr(&w->u, s), (long)n);

	return ret == (n && got == n ? (long)n + 1 : 0);
}

static bool do_zeroed(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach(w, s, n, false);
	int ret;

	memset(w->user + s, 0, got);
	put_back(w);
	ret = check_zeroed_user(user_mm_ptr(&w->u, s), n);
	return ret == (got == n ? 1 : -EFAULT);
}

/* With page faults off: what is present is copied, by the direct path. */
static unsigned long reach_atomic(const struct sweep *w, unsigned long s,
				  unsigned long n, bool write)
{
	if (octavo_uaccess_mode == UACCESS_PINNED)
		return 0;
	return reach(w, s, n, write);
}

static bool do_to_nofault(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach_atomic(w, s, n, true);

	expect_written(w, s, got);
	return copy_to_user_nofault(user_mm_ptr(&w->u, s), w->kbuf + GUARD,
				    n) == (got == n ? 0 : -EFAULT);
}

static bool do_from_nofault(struct sweep *w, unsigned long s, unsigned long n)
{
	unsigned long got = reach_atomic(w, s, n, false);

	expect_read(w, s, got);
	return copy_from_user_nofault(w->kbuf + GUARD, user_mm_ptr(&w->u, s),
				      n) == (got == n ? 0 : -EFAULT);
}

static const struct {
	const char *name;
	call_fn fn;
} calls[] = {
	{ "copy_to_user", do_to_user },
	{ "copy_from_user", do_from_user },
	{ "__copy_from_user_inatomic", do_from_user_raw },
	{ "clear_user", do_clear },
	{ "strncpy_from_user", do_strncpy },
	{ "strnlen_user", do_strnlen },
	{ "check_zeroed_user", do_zeroed },
	{ "copy_to_user_nofault", do_to_nofault },
	{ "copy_from_user_nofault", do_from_nofault },
};

/* One case; true if all of it was right. */
static bool one(struct sweep *w, call_fn fn, unsigned long s, unsigned long n)
{
	bool ok;

	w->cases++;
	ok = fn(w, s, n);
	ok &= user_as_wanted(w);
	ok &= memcmp(w->kbuf, w->want, KBUF) == 0;
	clean(w);
	return ok;
}

/* ---- constant sizes: each is a function of its own ------------------------- */

#define SIZES(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(12) X(15) \
	X(16) X(17) X(20) X(23) X(24) X(25) X(31) X(32) X(33) X(40) X(47) \
	X(48) X(49) X(56) X(57) X(63) X(64) X(65) X(100)

#define TO_FN(n)							\
	static unsigned long to_##n(void __user *to, const void *from)	\
	{ return copy_to_user(to, from, n); }
#define FROM_FN(n)							\
	static unsigned long from_##n(void *to, const void __user *from) \
	{ return copy_from_user(to, from, n); }
SIZES(TO_FN)
SIZES(FROM_FN)

static const struct {
	unsigned long n;
	unsigned long (*to)(void __user *to, const void *from);
	unsigned long (*from)(void *to, const void __user *from);
} sized[] = {
#define SIZED(n) { n, to_##n, from_##n },
	SIZES(SIZED)
};

/* Sizes 1, 2, 4 and 8 are all or nothing. */
static unsigned long whole(unsigned long got, unsigned long n)
{
	return user_size_single(n) && got < n ? 0 : got;
}

static bool one_sized(struct sweep *w, unsigned int i, unsigned long s)
{
	unsigned long n = sized[i].n;
	unsigned long got = whole(reach(w, s, n, true), n);
	bool ok;

	w->cases += 2;
	expect_written(w, s, got);
	ok = sized[i].to(user_mm_ptr(&w->u, s), w->kbuf + GUARD) == n - got;
	ok &= user_as_wanted(w);
	clean(w);

	got = whole(reach(w, s, n, false), n);
	expect_read(w, s, got);
	memset(w->want + GUARD + got, 0, n - got);
	ok &= sized[i].from(w->kbuf + GUARD, user_mm_ptr(&w->u, s)) == n - got;
	ok &= memcmp(w->kbuf, w->want, KBUF) == 0;
	clean(w);
	return ok;
}

/* ---- put_user and get_user --------------------------------------------------- */

#define SINGLE(type)							\
	static bool single_##type(struct sweep *w, unsigned long s)	\
	{								\
		type __user *p = user_mm_ptr(&w->u, s);			\
		type val = (type)0x1122334455667788ull, got = 1, was;	\
		bool can_write = reach(w, s, sizeof(type), true) ==	\
				 sizeof(type);				\
		bool can_read = reach(w, s, sizeof(type), false) ==	\
				sizeof(type);				\
		bool ok;						\
									\
		w->cases += 2;						\
		memcpy(&was, w->user + s, sizeof(was));			\
		if (can_write)						\
			memcpy(w->user + s, &val, sizeof(val));		\
		ok = put_user(val, p) == (can_write ? 0 : -EFAULT);	\
		ok &= user_as_wanted(w);				\
		ok &= get_user(got, p) == (can_read ? 0 : -EFAULT);	\
		ok &= got == (!can_read ? 0 : can_write ? val : was);	\
		clean(w);						\
		return ok;						\
	}
SINGLE(u8)
SINGLE(u16)
SINGLE(u32)
SINGLE(u64)

static bool one_single(struct sweep *w, unsigned long s)
{
	return single_u8(w, s) && single_u16(w, s) && single_u32(w, s) &&
	       single_u64(w, s);
}

/* ---- setting up --------------------------------------------------------------- */

/* Give the pages their rights, and the kernel a view of those that exist. */
static bool show(struct sweep *w, const char *what)
{
	struct page *page;

	memcpy(w->what, what, PAGES);
	for (unsigned int i = 0; i < PAGES; i++) {
		unsigned long addr = w->u.base + i * PAGE_SIZE;
		long got;

		if (!user_mm_page(&w->u, i, what[i]))
			return false;
		if (what[i] == '.')
			continue;
		mmap_read_lock(w->u.mm);
		got = get_user_pages_remote(w->u.mm, addr, 1, FOLL_FORCE,
					    &page, NULL);
		mmap_read_unlock(w->u.mm);
		if (got != 1)
			return false;
		w->view[i] = kmap(page);
	}
	clean(w);
	return true;
}

static void hide(struct sweep *w)
{
	for (unsigned int i = 0; i < PAGES; i++) {
		if (w->view[i]) {
			struct page *page = kmap_to_page(w->view[i]);

			kunmap(page);
			put_page(page);
		}
		w->view[i] = NULL;
		user_mm_page(&w->u, i, 'w');
	}
}

static const char *const patterns[] = {
	"www", "rrr", ".ww", "w.w", "ww.", "-ww", "w-w", "ww-", "rww", "wrw",
	"wwr", "...",
};

/* Run @body on every pattern of pages, with user copies of @mode. */
static void sweep(struct kunit *test, enum uaccess_mode mode,
		  void (*body)(struct sweep *w))
{
	struct sweep w = { .test = test };

	w.user = kunit_kmalloc(test, KBUF, GFP_KERNEL);
	w.kbuf = kunit_kmalloc(test, KBUF, GFP_KERNEL);
	w.want = kunit_kmalloc(test, KBUF, GFP_KERNEL);
	w.clean = kunit_kmalloc(test, KBUF, GFP_KERNEL);
	KUNIT_ASSERT_TRUE(test, w.user && w.kbuf && w.want && w.clean);
	for (unsigned int i = 0; i < KBUF; i++)
		w.clean[i] = (u8)(1 + (i * 7 + i / 251) % 255);
	memcpy(w.kbuf, w.clean, KBUF);
	memcpy(w.want, w.clean, KBUF);
	user_mm_enter(test, &w.u, "www");
	uaccess_set_mode(mode);
	for (unsigned int p = 0; p < ARRAY_SIZE(patterns); p++) {
		if (show(&w, patterns[p]))
			body(&w);
		else
			KUNIT_FAIL(test, "no pages %s", patterns[p]);
		hide(&w);
	}
	user_mm_leave(&w.u);
	kunit_info(test, "%lu cases", w.cases);
}

/* ---- the tests ------------------------------------------------------------------ */

static void sweep_ends(struct sweep *w, unsigned int call, unsigned long s,
		       unsigned long border)
{
	for (unsigned long e = max(s, border - SPAN); e <= border + SPAN; e++)
		if (!one(w, calls[call].fn, s, e - s))
			KUNIT_FAIL(w->test, "%s of [%lu, %lu) on %s",
				   calls[call].name, s, e, w->what);
}

static void all_calls(struct sweep *w)
{
	const unsigned long a = PAGE_SIZE, b = 2 * PAGE_SIZE;

	for (unsigned int c = 0; c < ARRAY_SIZE(calls); c++) {
		for (unsigned long s = a - SPAN; s <= a + SPAN; s++) {
			sweep_ends(w, c, s, a);
			sweep_ends(w, c, s, b);
		}
		for (unsigned long s = b - SPAN; s <= b + SPAN; s++)
			sweep_ends(w, c, s, b);
	}
}

static void all_sizes(struct sweep *w)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(sized); i++)
		for (unsigned long s = PAGE_SIZE - sized[i].n - 2;
		     s < PAGE_SIZE + 3; s++)
			if (!one_sized(w, i, s))
				KUNIT_FAIL(w->test, "%lu bytes at %lu on %s",
					   sized[i].n, s, w->what);
}

static void all_singles(struct sweep *w)
{
	for (unsigned long s = PAGE_SIZE - SPAN; s < PAGE_SIZE + 2; s++)
		if (!one_single(w, s))
			KUNIT_FAIL(w->test, "at %lu on %s", s, w->what);
}

/* Sizes at which arch_copy_user() changes its way, ends at the hole's edge. */
static void all_lengths(struct sweep *w)
{
	static const unsigned int lens[] = { 65, 96, 97, 127, 128, 255, 256,
					     511, 512, 513, 700, 1024, 4096 };

	for (unsigned int i = 0; i < ARRAY_SIZE(lens); i++)
		for (unsigned long over = 0; over < 70; over++)
			for (unsigned int c = 0; c < 4; c++) {
				unsigned long s = 2 * PAGE_SIZE + over - lens[i];

				if (over <= lens[i] &&
				    !one(w, calls[c].fn, s, lens[i]))
					KUNIT_FAIL(w->test, "%s of %u at %lu on %s",
						   calls[c].name, lens[i], s,
						   w->what);
			}
}

#define BOTH_WAYS(name, body)						\
	static void name##_direct(struct kunit *test)			\
	{								\
		sweep(test, UACCESS_DIRECT, body);			\
	}								\
	static void name##_pinned(struct kunit *test)			\
	{								\
		sweep(test, UACCESS_PINNED, body);			\
	}
BOTH_WAYS(calls, all_calls)
BOTH_WAYS(sizes, all_sizes)
BOTH_WAYS(lengths, all_lengths)
BOTH_WAYS(singles, all_singles)

static struct kunit_case sweep_cases[] = {
	KUNIT_CASE(calls_direct),
	KUNIT_CASE(calls_pinned),
	KUNIT_CASE(sizes_direct),
	KUNIT_CASE(sizes_pinned),
	KUNIT_CASE(lengths_direct),
	KUNIT_CASE(lengths_pinned),
	KUNIT_CASE(singles_direct),
	KUNIT_CASE(singles_pinned),
	{}
};

static struct kunit_suite sweep_suite = {
	.name = "uaccess_sweep",
	.test_cases = sweep_cases,
};

kunit_test_suite(sweep_suite);
