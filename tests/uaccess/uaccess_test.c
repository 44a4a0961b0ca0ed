/* SPDX-License-Identifier: MIT */
/*
 * uaccess_test.c - user memory: strings, structures, atomic context, failures
 * by order, other processes, and what the pinned path must not do.
 *
 * Most tests run both ways, direct and pinned.
 */
#include <octavo/fault_inject.h>
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/slab.h>
#include "../user_mm.h"

/* Hide a value from the compiler. */
#define HIDE(x)							\
	({							\
		__auto_type hidden = (x);			\
		__asm__("" : "+r"(hidden));			\
		hidden;						\
	})

#define BOTH_WAYS(name)							\
	static void name##_direct(struct kunit *test)			\
	{								\
		name(test, UACCESS_DIRECT);				\
	}								\
	static void name##_pinned(struct kunit *test)			\
	{								\
		name(test, UACCESS_PINNED);				\
	}

static void enter(struct kunit *test, struct user_mm *u, const char *pages,
		  enum uaccess_mode mode)
{
	user_mm_enter(test, u, pages);
	uaccess_set_mode(mode);
}

/* ---- words out of line ----------------------------------------------------- */

/* A word of each size in the last bytes before a hole, and over its border. */
static void word_calls(struct kunit *test, enum uaccess_mode mode)
{
	const unsigned long value = (unsigned long)0x1122334455667788ull;
	struct user_mm u;

	enter(test, &u, "w.", mode);
	for (unsigned int size = 1; size <= sizeof(long); size *= 2) {
		char __user *p = user_mm_ptr(&u, PAGE_SIZE - size);
		unsigned long got = ~0ul;

		KUNIT_EXPECT_EQ(test, put_user_call(value, p, size), 0);
		KUNIT_EXPECT_EQ(test, get_user_call(&got, p, size), 0);
		KUNIT_EXPECT_EQ(test, got, size == sizeof(long) ? value :
				value & ((1ul << (8 * size % BITS_PER_LONG)) - 1));
		KUNIT_EXPECT_EQ(test, put_user_call(value, p + 1, size), -EFAULT);
		KUNIT_EXPECT_EQ(test, get_user_call(&got, p + 1, size), -EFAULT);
		KUNIT_EXPECT_EQ(test, got, 0ul);
		KUNIT_EXPECT_EQ(test, put_user_call(value, (void *)TASK_SIZE, size),
				-EFAULT);
		KUNIT_EXPECT_EQ(test, get_user_call(&got, (void *)-1ul, size),
				-EFAULT);
	}
	user_mm_leave(&u);
}
BOTH_WAYS(word_calls)

static void copy_calls(struct kunit *test, enum uaccess_mode mode)
{
	char from[16] = "fifteen letters", to[16];
	char __user *p;
	struct user_mm u;

	enter(test, &u, "w.", mode);
	p = user_mm_ptr(&u, PAGE_SIZE - 16);
	KUNIT_EXPECT_EQ(test, copy_to_user_call(p, from, 16), 0ul);
	KUNIT_EXPECT_EQ(test, copy_to_user_call(p + 6, from, 16), 6ul);
	KUNIT_EXPECT_EQ(test, copy_to_user_call((void *)TASK_SIZE, from, 16),
			16ul);
	KUNIT_EXPECT_EQ(test, copy_from_user_call(to, p, 16), 0ul);
	KUNIT_EXPECT_MEMEQ(test, to, "fifteefifteen le", 16);
	KUNIT_EXPECT_EQ(test, copy_from_user_call(to, p + 6, 16), 6ul);
	KUNIT_EXPECT_MEMEQ(test, to, "fifteen le\0\0\0\0\0\0", 16);
	KUNIT_EXPECT_EQ(test, copy_from_user_call(to, (void *)TASK_SIZE, 16),
			16ul);
	KUNIT_EXPECT_MEMEQ(test, to, (char[16]){ 0 }, 16);
	user_mm_leave(&u);
}
BOTH_WAYS(copy_calls)

/* ---- strings -------------------------------------------------------------- */

/* Every alignment, length and count; the user's string ends in the last byte
 * before a hole. A 1 behind a 0 is what a sloppy search takes for a 0. */
static void strncpy_one(struct kunit *test, struct user_mm *u,
			unsigned long len, long count)
{
	unsigned long off = PAGE_SIZE - len - 1;
	const char __user *src = user_mm_ptr(u, off);
	char dst[40], want[40], text[33] = "\1bcdefghijklmnopqrstuvwxyzABCDEF";
	long ret = (long)len < count ? (long)len : count;
	long written = ret < count ? ret + 1 : count;

	text[len] = 0;
	user_mm_poke(u, u->base + off, text, (int)len + 1);
	memset(dst, '#', sizeof(dst));
	memset(want, '#', sizeof(want));
	memcpy(want, text, (size_t)written);
	KUNIT_EXPECT_EQ_MSG(test, strncpy_from_user(dst, src, count), ret,
			    "length %lu count %ld", len, count);
	KUNIT_EXPECT_MEMEQ_MSG(test, dst, want, sizeof(dst),
			       "length %lu count %ld", len, count);
	KUNIT_EXPECT_EQ_MSG(test, strnlen_user(src, count),
			    (long)len < count ? (long)len + 1 : count + 1,
			    "length %lu count %ld", len, count);
}

static void strings(struct kunit *test, enum uaccess_mode mode)
{
	struct user_mm u;

	enter(test, &u, "w.", mode);
	for (unsigned long len = 0; len < 26; len++)
		for (long count = 1; count < 30; count++)
			strncpy_one(test, &u, len, count);
	user_mm_leave(&u);
}
BOTH_WAYS(strings)

static void string_edges(struct kunit *test, enum uaccess_mode mode)
{
	char dst[20], full[PAGE_SIZE];
	struct user_mm u;

	enter(test, &u, "w.", mode);
	memset(full, 'x', sizeof(full));
	user_mm_poke(&u, u.base, full, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, user_mm_ptr(&u, 0), 0), 0);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, user_mm_ptr(&u, 0), -1), 0);
	KUNIT_EXPECT_EQ(test, strnlen_user(user_mm_ptr(&u, 0), 0), 0);
	/* No NUL before the hole. */
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, user_mm_ptr(&u, 4090), 6), 6);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, user_mm_ptr(&u, 4090), 7),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, strnlen_user(user_mm_ptr(&u, 4090), 6), 7);
	KUNIT_EXPECT_EQ(test, strnlen_user(user_mm_ptr(&u, 4090), 7), 0);
	KUNIT_EXPECT_EQ(test, strnlen_user(user_mm_ptr(&u, 4096), 1), 0);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, NULL, 5), -EFAULT);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, (void *)TASK_SIZE, 5),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, strnlen_user((void *)(TASK_SIZE - 1), 5), 0);
	KUNIT_EXPECT_EQ(test, strnlen_user((void *)-1ul, 5), 0);
	user_mm_leave(&u);
}
BOTH_WAYS(string_edges)

/* A string without an end at the very top of the user half. */
static void string_at_the_top(struct kunit *test, enum uaccess_mode mode)
{
	char dst[20], page[PAGE_SIZE];
	const char __user *top = (void __user *)(TASK_SIZE - 4);
	struct user_mm u;

	enter(test, &u, "", mode);
	memset(page, 'x', sizeof(page));
	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, TASK_SIZE - PAGE_SIZE, 1,
					    PROT_READ | PROT_WRITE));
	user_mm_poke(&u, TASK_SIZE - PAGE_SIZE, page, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, top, 4), 4);
	KUNIT_EXPECT_EQ(test, strncpy_from_user(dst, top, 5), -EFAULT);
	KUNIT_EXPECT_EQ(test, strnlen_user(top, 4), 5);
	KUNIT_EXPECT_EQ(test, strnlen_user(top, 5), 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(dst, top, HIDE(4ul)), 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(dst, top, HIDE(5ul)), 5);
	KUNIT_EXPECT_EQ(test, put_user(1, (u8 __user *)top + 3), 0);
	KUNIT_EXPECT_EQ(test, put_user(1, (u16 __user *)((u8 __user *)top + 3)),
			-EFAULT);
	user_mm_leave(&u);
}
BOTH_WAYS(string_at_the_top)

/* ---- zeros and structures ---------------------------------------------------- */

static void zeroed(struct kunit *test, enum uaccess_mode mode)
{
	static const char zeros[64];
	struct user_mm u;
	u8 one = 0x80;

	enter(test, &u, "w.", mode);
	for (unsigned long from = 0; from < 9; from++)
		for (unsigned long n = 0; n < 26; n++)
			for (unsigned long at = 0; at < 36; at += 1) {
				bool in = at >= from && at < from + n;

				user_mm_poke(&u, u.base, zeros, 64);
				user_mm_poke(&u, u.base + at, &one, 1);
				KUNIT_EXPECT_EQ(test, check_zeroed_user(
					user_mm_ptr(&u, from), n), !in);
			}
	/* A byte that is not zero comes before the hole. */
	user_mm_poke(&u, u.base + 4090, &one, 1);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(&u, 4085), 30), 0);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(&u, 4091), 30),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, check_zeroed_user((void *)-8ul, 16), -EFAULT);
	user_mm_leave(&u);
}
BOTH_WAYS(zeroed)

/* usize below, at and above ksize; what is beyond is zero, not zero, absent. */
static void growing_structs(struct kunit *test, enum uaccess_mode mode)
{
	u8 k[24], bytes[32] = { [0 ... 15] = 0x11 };
	struct user_mm u;

	enter(test, &u, "w.", mode);
	for (size_t usize = 0; usize <= 32; usize++) {
		user_mm_poke(&u, u.base + PAGE_SIZE - 32, bytes, 32);
		memset(k, 0xff, sizeof(k));
		KUNIT_EXPECT_EQ(test, copy_struct_from_user(k, 16,
			user_mm_ptr(&u, PAGE_SIZE - 32), usize), 0);
		KUNIT_EXPECT_MEMEQ(test, k, bytes, min(usize, 16ul));
		if (usize < 16)
			KUNIT_EXPECT_NULL(test, memchr_inv(k + usize, 0,
							   16 - usize));
		KUNIT_EXPECT_NULL(test, memchr_inv(k + 16, 0xff, 8));
	}
	for (size_t bad = 16; bad < 32; bad++) {
		bytes[bad] = 1;
		user_mm_poke(&u, u.base + PAGE_SIZE - 32, bytes, 32);
		bytes[bad] = 0;
		for (size_t usize = 17; usize <= 32; usize++)
			KUNIT_EXPECT_EQ(test, copy_struct_from_user(k, 16,
				user_mm_ptr(&u, PAGE_SIZE - 32), usize),
				usize > bad ? -E2BIG : 0);
	}
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(k, 16,
			user_mm_ptr(&u, PAGE_SIZE - 8), 12), -EFAULT);
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(k, 16,
			user_mm_ptr(&u, PAGE_SIZE - 16), 17), -EFAULT);
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(k, 16, NULL, 16), -EFAULT);
	KUNIT_EXPECT_EQ(test, copy_struct_from_user(k, 16,
			user_mm_ptr(&u, 0), -1ul), -EFAULT);
	user_mm_leave(&u);
}
BOTH_WAYS(growing_structs)

/* ---- absent pages ---------------------------------------------------------------- */

static void demand(struct kunit *test, enum uaccess_mode mode)
{
	unsigned long n = 3 * PAGE_SIZE - 20, back;
	u8 *buf = kunit_kmalloc(test, 3 * PAGE_SIZE, GFP_KERNEL);
	u8 *out = kunit_kmalloc(test, 3 * PAGE_SIZE, GFP_KERNEL);
	struct user_mm u;

	KUNIT_ASSERT_TRUE(test, buf && out);
	for (unsigned int i = 0; i < 3 * PAGE_SIZE; i++)
		buf[i] = (u8)(i * 13 + i / 256);
	enter(test, &u, "", mode);
	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, u.base, 3,
					    PROT_READ | PROT_WRITE));
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, 10), buf, n), 0);
	back = copy_from_user(out, user_mm_ptr(&u, 10), n);
	KUNIT_EXPECT_EQ(test, back, 0);
	KUNIT_EXPECT_MEMEQ(test, out, buf, n);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(&u, 0), 10), 1);

	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, u.base, 3, PROT_READ));
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(&u, 0),
						3 * PAGE_SIZE), 1);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, 10), buf, n), n);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(&u, 0),
						3 * PAGE_SIZE), 1);
	user_mm_leave(&u);
}
BOTH_WAYS(demand)

/* A write goes to the writer's own copy, never into what is shared. */
static void copy_on_write(struct kunit *test, enum uaccess_mode mode)
{
	struct user_mm u;
	struct mm_struct *child = mm_alloc();
	u32 val = 1, got = 0;

	KUNIT_ASSERT_NOT_NULL(test, child);
	enter(test, &u, "w", mode);
	user_mm_poke(&u, u.base, &val, 4);
	KUNIT_EXPECT_EQ(test, dup_mmap(child, u.mm), 0);
	user_mm_load(child);
	KUNIT_EXPECT_EQ(test, put_user(2u, (u32 __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, get_user(got, (u32 __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, got, 2);
	user_mm_load(u.mm);
	KUNIT_EXPECT_EQ(test, get_user(got, (u32 __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, got, 1);
	mmput(child);
	user_mm_leave(&u);
}
BOTH_WAYS(copy_on_write)

static void pinned_write_dirties(struct kunit *test)
{
	struct page *page = NULL;
	struct user_mm u;

	enter(test, &u, "w", UACCESS_PINNED);
	mmap_read_lock(u.mm);
	KUNIT_EXPECT_EQ(test, get_user_pages(u.base, 1, 0, &page), 1);
	mmap_read_unlock(u.mm);
	if (page) {
		ClearPageDirty(page);
		KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, 1), "abc", 3), 0);
		KUNIT_EXPECT_TRUE(test, PageDirty(page));
		put_page(page);
	}
	user_mm_leave(&u);
}

/* ---- atomic context ----------------------------------------------------------------- */

/* What is present is copied directly; what is not is left, without a fault. */
static void faults_disabled(struct kunit *test)
{
	char buf[64] = "in user memory";
	unsigned long faults;
	struct user_mm u;

	enter(test, &u, "w.", UACCESS_DIRECT);
	KUNIT_EXPECT_TRUE(test, user_mm_map(&u, u.base + PAGE_SIZE, 1,
					    PROT_READ | PROT_WRITE));
	pagefault_disable();
	pagefault_disable();
	pagefault_enable();
	KUNIT_EXPECT_TRUE(test, pagefault_disabled());
	faults = vm_event(PGFAULT_ANON);
	KUNIT_EXPECT_EQ(test, __copy_to_user_inatomic(
		user_mm_ptr(&u, PAGE_SIZE - 16), buf, HIDE(32ul)), 16);
	KUNIT_EXPECT_EQ(test, __copy_from_user_inatomic(
		buf + 32, user_mm_ptr(&u, PAGE_SIZE - 16), HIDE(32ul)), 16);
	KUNIT_EXPECT_EQ(test, put_user(1, (u8 __user *)user_mm_ptr(&u, 5000)),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, vm_event(PGFAULT_ANON), faults);
	pagefault_enable();
	KUNIT_EXPECT_MEMEQ(test, buf, buf + 32, 16);
	KUNIT_EXPECT_EQ(test, put_user(1, (u8 __user *)user_mm_ptr(&u, 5000)), 0);
	user_mm_leave(&u);
}

/* The page cache's read actor holds an atomic map, slot USER0, while it copies
 * to the user. The pinned path needs that slot and may sleep: it must copy
 * nothing and leave the map alone. */
static void nested_user0(struct kunit *test)
{
	struct page *page = alloc_page(GFP_HIGHUSER);
	struct user_mm u;
	char *kaddr;

	KUNIT_ASSERT_NOT_NULL(test, page);
	enter(test, &u, "w", UACCESS_PINNED);
	kaddr = kmap_atomic(page, KM_USER0);
	memset(kaddr, 0x5a, 100);
	KUNIT_EXPECT_EQ(test, __copy_to_user_inatomic(user_mm_ptr(&u, 0), kaddr,
						      HIDE(100ul)), 100);
	KUNIT_EXPECT_EQ(test, __copy_to_user_inatomic(user_mm_ptr(&u, 0), kaddr,
						      4), 4);
	KUNIT_EXPECT_EQ(test, kaddr[99], 0x5a);
	kunmap_atomic(kaddr, KM_USER0);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(&u, 0), 100), 1);
	user_mm_leave(&u);
	__free_page(page);
}

/* In atomic context without pagefault_disable(): reported, nothing waits. The
 * same place twice running is reported once, so another comes between. */
static void atomic_context(struct kunit *test, enum uaccess_mode mode)
{
	struct user_mm u;
	u32 val = 0;

	enter(test, &u, "w", mode);
	octavo_report_expect(2);
	preempt_disable();
	might_sleep();
	val = (u32)copy_to_user(user_mm_ptr(&u, 0), &val, HIDE(4ul));
	preempt_enable();
	KUNIT_EXPECT_EQ(test, val, mode == UACCESS_PINNED ? 4 : 0);
	user_mm_leave(&u);
}
BOTH_WAYS(atomic_context)

/* ---- another CPU changes the mapping meanwhile ---------------------------------------- */

struct race {
	struct kunit *test;
	struct user_mm u;
	u8 *buf;
	unsigned int stop;
	unsigned int rounds;		/* of the other CPU */
	unsigned int copies;
	unsigned int short_copies;
};

#define RACE_PAGES	4

/* Until a copy has begun and ended, unless all are done. */
static void race_wait_copy(struct race *r)
{
	unsigned int copies = __atomic_load_n(&r->copies, __ATOMIC_RELAXED);

	while (__atomic_load_n(&r->copies, __ATOMIC_RELAXED) < copies + 2 &&
	       !__atomic_load_n(&r->stop, __ATOMIC_ACQUIRE))
		cpu_relax_long();
}

static void race_unmap(struct race *r)
{
	while (!__atomic_load_n(&r->stop, __ATOMIC_ACQUIRE)) {
		vm_munmap(r->u.mm, r->u.base + PAGE_SIZE, PAGE_SIZE);
		if (r->rounds % 8 == 0)
			race_wait_copy(r);
		user_mm_map(&r->u, r->u.base + PAGE_SIZE, 1,
			    PROT_READ | PROT_WRITE);
		user_mm_protect(&r->u, r->u.base + 2 * PAGE_SIZE, 1, PROT_READ);
		user_mm_protect(&r->u, r->u.base + 2 * PAGE_SIZE, 1,
				PROT_READ | PROT_WRITE);
		__atomic_fetch_add(&r->rounds, 1, __ATOMIC_RELAXED);
	}
}

static void race_copy(struct race *r)
{
	unsigned long n = RACE_PAGES * PAGE_SIZE;

	while (__atomic_load_n(&r->rounds, __ATOMIC_RELAXED) < 300) {
		unsigned long left = copy_to_user(user_mm_ptr(&r->u, 0), r->buf,
						  n);

		/* Page 0 never goes away, page 3 neither. */
		if (left > n - PAGE_SIZE || (left && left <= PAGE_SIZE))
			KUNIT_FAIL(r->test, "%lu of %lu bytes left", left, n);
		__atomic_fetch_add(&r->copies, 1, __ATOMIC_RELAXED);
		r->short_copies += left != 0;
	}
	__atomic_store_n(&r->stop, 1, __ATOMIC_RELEASE);
}

static void race_cpu(void *arg, unsigned int cpu)
{
	if (cpu)
		race_unmap(arg);
	else
		race_copy(arg);
}

static void unmapped_meanwhile(struct kunit *test, enum uaccess_mode mode)
{
	struct race r = { .test = test };

	if (!kunit_has_cpus(2))
		kunit_skip(test, "one CPU");
	r.buf = kunit_kzalloc(test, RACE_PAGES * PAGE_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, r.buf);
	enter(test, &r.u, "wwww", mode);
	kunit_run_on_cpus(test, 2, race_cpu, &r);
	KUNIT_EXPECT_GT(test, r.short_copies, 0);
	kunit_info(test, "%u of %u copies were short", r.short_copies,
		   r.copies);
	user_mm_leave(&r.u);
}
BOTH_WAYS(unmapped_meanwhile)

/* ---- made to fail ------------------------------------------------------------------------ */

/* The @nth page a copy enters is not there. */
static void fail_at(struct kunit *test, struct user_mm *u, unsigned long nth)
{
	unsigned long n = 3 * PAGE_SIZE - 200;
	unsigned long left = nth > 3 ? 0 : nth == 1 ? n :
			     n - ((nth - 1) * PAGE_SIZE - 100);
	u8 *buf = kunit_kzalloc(test, n, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	fault_inject_arm(FAULT_USER_COPY, nth, false);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(u, 100), buf, n), left);
	fault_inject_arm(FAULT_USER_COPY, nth, false);
	KUNIT_EXPECT_EQ(test, copy_from_user(buf, user_mm_ptr(u, 100), n), left);
	fault_inject_arm(FAULT_USER_COPY, nth, false);
	KUNIT_EXPECT_EQ(test, clear_user(user_mm_ptr(u, 100), n), left);
	fault_inject_arm(FAULT_USER_COPY, nth, false);
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(u, 100), n),
			left ? -EFAULT : 1);
	fault_inject_disarm();
	kunit_kfree(test, buf);
}

static void made_to_fail(struct kunit *test, enum uaccess_mode mode)
{
	struct user_mm u;
	u64 val = 1, buf[3];

	enter(test, &u, "www", mode);
	for (unsigned long nth = 1; nth <= 4; nth++)
		fail_at(test, &u, nth);
	fault_inject_arm(FAULT_USER_COPY, 1, true);
	KUNIT_EXPECT_EQ(test, put_user(val, (u64 __user *)user_mm_ptr(&u, 0)),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, get_user(val, (u64 __user *)user_mm_ptr(&u, 0)),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, val, 0);
	KUNIT_EXPECT_EQ(test, copy_from_user(buf, user_mm_ptr(&u, 0), 24), 24);
	KUNIT_EXPECT_EQ(test, strnlen_user(user_mm_ptr(&u, 0), 10), 0);
	KUNIT_EXPECT_EQ(test, strncpy_from_user((char *)buf, user_mm_ptr(&u, 0),
						10), -EFAULT);
	fault_inject_disarm();
	KUNIT_EXPECT_EQ(test, copy_from_user(buf, user_mm_ptr(&u, 0), 24), 0);
	user_mm_leave(&u);
}
BOTH_WAYS(made_to_fail)

/* Neither a pin nor a page that cannot be had leaves anything behind. */
static void pin_made_to_fail(struct kunit *test)
{
	struct user_mm u;
	char buf[32] = { 0 };

	enter(test, &u, "ww", UACCESS_PINNED);
	fault_inject_arm(FAULT_PIN, 1, false);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, PAGE_SIZE - 16), buf,
					   HIDE(32ul)), 32);
	fault_inject_arm(FAULT_PIN, 2, false);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, PAGE_SIZE - 16), buf,
					   HIDE(32ul)), 16);
	fault_inject_arm(FAULT_PIN, 2, false);
	KUNIT_EXPECT_EQ(test, put_user(0x1122334455667788ul,
			(u64 __user *)user_mm_ptr(&u, PAGE_SIZE - 4)), -EFAULT);
	fault_inject_disarm();
	KUNIT_EXPECT_EQ(test, check_zeroed_user(user_mm_ptr(&u, 0),
						2 * PAGE_SIZE), 1);
	user_mm_leave(&u);
}

/* ---- other processes, counters ------------------------------------------------------------- */

static void other_process(struct kunit *test)
{
	struct mm_struct *me = current->mm;
	char buf[64] = "written from elsewhere", out[64];
	struct user_mm u;

	user_mm_enter(test, &u, "wr-.");
	user_mm_load(me);
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, u.base + PAGE_SIZE - 20,
						buf, 20, FOLL_WRITE), 20);
	/* Up to the page that may not be written. */
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, u.base + PAGE_SIZE - 20,
						buf, 40, FOLL_WRITE), 20);
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, u.base + PAGE_SIZE - 20,
						buf, 40,
						FOLL_WRITE | FOLL_FORCE), 40);
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, u.base + PAGE_SIZE - 20,
						out, 40, 0), 40);
	KUNIT_EXPECT_MEMEQ(test, out, buf, 40);
	/* PROT_NONE, and nothing at all. */
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, u.base + 2 * PAGE_SIZE - 5,
						out, 10, 0), 5);
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, u.base + 3 * PAGE_SIZE - 5,
						out, 10, FOLL_FORCE), 5);
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, TASK_SIZE, out, 4, 0), 0);
	KUNIT_EXPECT_EQ(test, access_process_vm(u.mm, -2ul, out, 4, 0), 0);
	user_mm_load(u.mm);
	user_mm_leave(&u);
}

static void counters(struct kunit *test)
{
	unsigned long direct = vm_event(UACCESS_DIRECT_COPY);
	unsigned long pinned, fixups = vm_event(UACCESS_FIXUP);
	char buf[40] = { 0 };
	struct user_mm u;

	enter(test, &u, "ww.", UACCESS_DIRECT);
	pinned = vm_event(UACCESS_PINNED_COPY);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, 0), buf, 40), 0);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, 0), buf, HIDE(40ul)),
			0);
	KUNIT_EXPECT_EQ(test, put_user(1, (u8 __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, vm_event(UACCESS_DIRECT_COPY), direct + 1);
	KUNIT_EXPECT_EQ(test, vm_event(UACCESS_PINNED_COPY), pinned);
	KUNIT_EXPECT_EQ(test, vm_event(UACCESS_FIXUP), fixups);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, 2 * PAGE_SIZE - 1),
					   buf, HIDE(40ul)), 39);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, 2 * PAGE_SIZE - 1),
					   buf, 40), 39);
	KUNIT_EXPECT_EQ(test, put_user(1, (u8 __user *)user_mm_ptr(&u, 8192)),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, vm_event(UACCESS_FIXUP), fixups + 3);
	uaccess_set_mode(UACCESS_PINNED);
	KUNIT_EXPECT_EQ(test, copy_to_user(user_mm_ptr(&u, PAGE_SIZE - 20), buf,
					   40), 0);
	KUNIT_EXPECT_EQ(test, vm_event(UACCESS_PINNED_COPY), pinned + 2);
	user_mm_leave(&u);
}

/* The same as a pointer and as other types of the size. */
static void value_types(struct kunit *test, enum uaccess_mode mode)
{
	struct user_mm u;
	void *ptr = &u, *got = NULL;
	signed char c = -5;
	bool flag = true;
	int i = 0;

	enter(test, &u, "w", mode);
	KUNIT_EXPECT_EQ(test, put_user(ptr, (void *__user *)user_mm_ptr(&u, 8)), 0);
	KUNIT_EXPECT_EQ(test, get_user(got, (void *__user *)user_mm_ptr(&u, 8)), 0);
	KUNIT_EXPECT_PTR_EQ(test, got, ptr);
	KUNIT_EXPECT_EQ(test, put_user(c, (signed char __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, get_user(i, (signed char __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, i, -5);
	KUNIT_EXPECT_EQ(test, put_user(-7, (short __user *)user_mm_ptr(&u, 1)), 0);
	KUNIT_EXPECT_EQ(test, get_user(i, (short __user *)user_mm_ptr(&u, 1)), 0);
	KUNIT_EXPECT_EQ(test, i, -7);
	KUNIT_EXPECT_EQ(test, put_user(flag, (bool __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, __get_user(i, (u8 __user *)user_mm_ptr(&u, 0)), 0);
	KUNIT_EXPECT_EQ(test, i, 1);
	user_mm_leave(&u);
}
BOTH_WAYS(value_types)

#define CASES(name)	KUNIT_CASE(name##_direct), KUNIT_CASE(name##_pinned)

static struct kunit_case uaccess_cases[] = {
	CASES(word_calls),
	CASES(copy_calls),
	CASES(strings),
	CASES(string_edges),
	CASES(string_at_the_top),
	CASES(zeroed),
	CASES(growing_structs),
	CASES(demand),
	CASES(copy_on_write),
	KUNIT_CASE(pinned_write_dirties),
	KUNIT_CASE(faults_disabled),
	KUNIT_CASE(nested_user0),
	CASES(atomic_context),
	CASES(unmapped_meanwhile),
	CASES(made_to_fail),
	KUNIT_CASE(pin_made_to_fail),
	KUNIT_CASE(other_process),
	KUNIT_CASE(counters),
	CASES(value_types),
	{}
};

static struct kunit_suite uaccess_suite = {
	.name = "uaccess",
	.test_cases = uaccess_cases,
};

kunit_test_suite(uaccess_suite);
