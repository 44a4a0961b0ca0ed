/* SPDX-License-Identifier: MIT */
/*
 * fail_test.c - every place that can fail is made to, one after the other.
 *
 * A scenario runs with its first point failing, then with its second, and so
 * on until it passes no more points than that. Each time it must say an error
 * or recover, leave the address space sound, and leak nothing.
 */
#include "vm_test.h"

struct scenario {
	const char *name;
	/* 0 or a negative errno; whatever it made is in @mm. */
	int (*run)(struct mm_struct *mm, struct test_file *f);
};

static int as_errno(unsigned long ret)
{
	return IS_ERR_VALUE(ret) ? (int)(long)ret : 0;
}

static int touch_all(struct mm_struct *mm, unsigned long nr)
{
	for (unsigned long i = 0; i < nr; i++)
		if (!poke(mm, BASE + PAGES(i), 1))
			return -ENOMEM;
	return 0;
}

static int map_and_touch(struct mm_struct *mm, struct test_file *f)
{
	int err = as_errno(map(mm, BASE, PAGES(600), RW, ANON | MAP_FIXED));

	for (unsigned int i = 0; !err && i < 600; i += 100)
		err = fault_in(mm, BASE + PAGES(i), FAULT_FLAG_WRITE);
	return err;
}

static int map_in_order(struct mm_struct *mm, struct test_file *f)
{
	int err = as_errno(map(mm, BASE, PAGES(20), RW, ANON | MAP_FIXED));

	return err ? err : touch_all(mm, 20);
}

static int split_and_protect(struct mm_struct *mm, struct test_file *f)
{
	int err = as_errno(map(mm, BASE, PAGES(9), RW, ANON | MAP_FIXED));

	if (!err)
		err = protect(mm, BASE + PAGES(3), PAGES(3), PROT_READ);
	if (!err)
		err = vm_munmap(mm, BASE + PAGES(1), PAGES(1));
	if (!err)
		err = advise(mm, BASE + PAGES(4), PAGES(1), MADV_RANDOM);
	return err;
}

static int move_area(struct mm_struct *mm, struct test_file *f)
{
	int err = as_errno(map(mm, BASE, PAGES(1100), RW, ANON | MAP_FIXED));

	for (unsigned int i = 0; !err && i < 1100; i += 500)
		err = fault_in(mm, BASE + PAGES(i), FAULT_FLAG_WRITE);
	if (!err)
		err = as_errno(remap(mm, BASE + PAGES(1), PAGES(1050), PAGES(1050),
				     MREMAP_MAYMOVE | MREMAP_FIXED,
				     BASE + PAGES(5000)));
	return err;
}

static int files(struct mm_struct *mm, struct test_file *f)
{
	int err = as_errno(map_file(mm, BASE, PAGES(40), RW, MAP_PRIVATE, f));

	if (!err && peek(mm, BASE) < 0)
		err = -ENOMEM;
	if (!err)
		err = touch_all(mm, 5);
	if (!err)
		err = as_errno(map(mm, BASE + PAGES(50), PAGES(2), RW,
				   MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED));
	if (!err && !poke(mm, BASE + PAGES(51), 1))
		err = -ENOMEM;
	return err;
}

static int forks(struct mm_struct *mm, struct test_file *f)
{
	struct mm_struct *child;
	struct page *page;
	int err = as_errno(map(mm, BASE, PAGES(4), RW, ANON | MAP_FIXED));

	if (!err)
		err = touch_all(mm, 4);
	if (err)
		return err;
	mmap_read_lock(mm);
	err = (int)pin_user_pages_remote(mm, BASE, 1, FOLL_WRITE, &page, NULL);
	mmap_read_unlock(mm);
	if (err < 0)
		return err;
	child = mm_alloc();
	err = child ? dup_mmap(child, mm) : -ENOMEM;
	if (!err && !poke(child, BASE + PAGES(1), 7))
		err = -ENOMEM;
	unpin_user_page(page);
	if (child)
		mmput(child);
	return err;
}

static const struct scenario scenarios[] = {
	{ "map and touch", map_and_touch },
	{ "touch in order", map_in_order },
	{ "split", split_and_protect },
	{ "move", move_area },
	{ "files", files },
	{ "fork", forks },
};

/* One round with point @nth of @kind failing; says whether it came so far. */
static bool fail_one(struct kunit *test, const struct scenario *s,
		     enum fault_kind kind, unsigned long nth)
{
	struct mm_struct *mm = mm_alloc();
	struct test_file f = { .error = 0 };
	bool hit;

	KUNIT_ASSERT_NOT_NULL(test, mm);
	address_space_init(&f.mapping, &test_aops, NULL);
	f.mapping.i_size = (loff_t)PAGES(40);
	fault_inject_arm(kind, nth, false);
	s->run(mm, &f);
	fault_inject_disarm();
	hit = fault_inject_failed(kind);
	KUNIT_EXPECT_EQ_MSG(test, mm_check(mm), 0, "%s, %s %lu: %s", s->name,
			    fault_inject_name(kind), nth, octavo_last_report());
	mmput(mm);
	truncate_inode_pages(&f.mapping, 0);
	return hit;
}

static void fail_each(struct kunit *test, enum fault_kind kind)
{
	unsigned long total = 0, nth;

	for (unsigned int i = 0; i < ARRAY_SIZE(scenarios); i++) {
		for (nth = 1; fail_one(test, &scenarios[i], kind, nth); nth++)
			;
		total += nth - 1;
	}
	kunit_info(test, "%lu points", total);
	KUNIT_EXPECT_GT(test, total, 0);
}

static void fail_pages(struct kunit *test)
{
	fail_each(test, FAULT_PAGE_ALLOC);
}

static void fail_objects(struct kunit *test)
{
	fail_each(test, FAULT_SLAB_ALLOC);
}

static void fail_faults(struct kunit *test)
{
	fail_each(test, FAULT_FAULT_IN);
}

static void fail_pins(struct kunit *test)
{
	fail_each(test, FAULT_PIN);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(fail_pages),
	KUNIT_CASE(fail_objects),
	KUNIT_CASE(fail_faults),
	KUNIT_CASE(fail_pins),
	{}
};

static struct kunit_suite suite = {
	.name = "vm_fail", .test_cases = cases,
};
kunit_test_suites(&suite);
