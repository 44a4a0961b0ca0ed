/* SPDX-License-Identifier: MIT */
/*
 * mmap_test.c - each call with its list of errors, places and limits.
 */
#include "vm_test.h"

/* ---- mmap --------------------------------------------------------------------- */

struct bad_mmap {
	unsigned long addr, len, prot, flags;
	int err;
};

static void mmap_errors(struct kunit *test)
{
	static const struct bad_mmap bad[] = {
		{ 0, 0, RW, ANON, EINVAL },
		{ 0, ~0ul, RW, ANON, ENOMEM },
		{ 0, TASK_SIZE + PAGE_SIZE, RW, ANON, ENOMEM },
		{ 0, TASK_SIZE, RW, ANON, ENOMEM },
		{ BASE + 1, PAGE_SIZE, RW, ANON | MAP_FIXED, EINVAL },
		{ TASK_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED, ENOMEM },
		{ TASK_SIZE - PAGE_SIZE, PAGES(2), RW, ANON | MAP_FIXED, ENOMEM },
		{ ~0ul & PAGE_MASK, PAGE_SIZE, RW, ANON | MAP_FIXED, ENOMEM },
		{ 0, PAGE_SIZE, RW, ANON | MAP_FIXED, EPERM },
		{ TASK_SIZE_MIN - PAGE_SIZE, PAGE_SIZE, RW, ANON | MAP_FIXED,
		  EPERM },
		{ 0, PAGE_SIZE, RW, MAP_ANONYMOUS, EINVAL },
		{ 0, PAGE_SIZE, RW, MAP_ANONYMOUS | MAP_SHARED_VALIDATE, EINVAL },
		{ 0, PAGE_SIZE, RW, MAP_ANONYMOUS | MAP_SHARED | MAP_GROWSDOWN,
		  EINVAL },
		{ 0, PAGE_SIZE, RW, ANON | MAP_HUGETLB, ENOMEM },
		{ BASE, PAGE_SIZE, RW, ANON | MAP_FIXED_NOREPLACE, EEXIST },
		{ BASE - PAGE_SIZE, PAGES(2), RW, ANON | MAP_FIXED_NOREPLACE,
		  EEXIST },
	};
	struct mm_struct *mm = test_mm(test);

	KUNIT_EXPECT_EQ(test, map(mm, BASE, PAGE_SIZE, RW, ANON | MAP_FIXED),
			BASE);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test, map(mm, bad[i].addr, bad[i].len,
					      bad[i].prot, bad[i].flags),
				    ERR(bad[i].err), "row %u", i);
	KUNIT_EXPECT_EQ(test, mm->map_count, 1);
	EXPECT_SOUND(test, mm);
}

static void mmap_file_errors(struct kunit *test)
{
	struct test_file *f = test_file(test, 4);
	struct mm_struct *mm = test_mm(test);
	struct mmap_request req = {
		.len = PAGE_SIZE, .mapping = &f->mapping,
		.prot = RW, .flags = MAP_SHARED, .may = VM_MAYREAD,
	};

	KUNIT_EXPECT_EQ(test, vm_mmap(mm, &req), ERR(EACCES));
	req.flags = MAP_PRIVATE;
	req.prot = RW | PROT_EXEC;
	KUNIT_EXPECT_EQ(test, vm_mmap(mm, &req), ERR(EPERM));
	req.may = VM_MAYWRITE;
	req.prot = PROT_NONE;
	KUNIT_EXPECT_EQ(test, vm_mmap(mm, &req), ERR(EACCES));
	req.may = 0;
	req.pgoff = ~0ul;
	KUNIT_EXPECT_EQ(test, vm_mmap(mm, &req), ERR(EOVERFLOW));
	req.pgoff = 0;
	req.flags = MAP_SHARED_VALIDATE | MAP_SYNC;
	KUNIT_EXPECT_EQ(test, vm_mmap(mm, &req), ERR(EOPNOTSUPP));
	req.flags = MAP_ANONYMOUS;
	KUNIT_EXPECT_EQ(test, vm_mmap(mm, &req), ERR(EINVAL));
	KUNIT_EXPECT_EQ(test, mm->map_count, 0);
}

static void mmap_places(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	unsigned long a, b, c;

	a = map(mm, 0, PAGES(2), RW, ANON);
	KUNIT_EXPECT_EQ(test, a, mm->mmap_base - PAGES(2));
	b = map(mm, 0, PAGES(1), PROT_READ, ANON);
	KUNIT_EXPECT_EQ(test, b, a - PAGES(1));
	c = map(mm, 0, PAGES(1), RW, ANON);
	KUNIT_EXPECT_EQ(test, c, b - PAGES(1));
	/* The highest hole that is large enough. */
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, b, PAGES(1)), 0);
	KUNIT_EXPECT_EQ(test, map(mm, 0, PAGES(2), RW, ANON), c - PAGES(2));
	KUNIT_EXPECT_EQ(test, map(mm, 0, PAGES(1), PROT_READ, ANON), b);
	/* A hint that is free is taken, rounded; one that is not is not. */
	KUNIT_EXPECT_EQ(test, map(mm, BASE + 5, PAGES(1), RW, ANON), BASE);
	KUNIT_EXPECT_NE(test, map(mm, BASE, PAGES(1), RW, ANON), BASE);
	KUNIT_EXPECT_EQ(test, map(mm, PAGE_SIZE, PAGES(1), RW, ANON),
			TASK_SIZE_MIN);
	EXPECT_SOUND(test, mm);
}

/* Rights so that neighbours differ: as many areas as there may be. */
static void map_count_limit(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	unsigned long addr = 0;
	unsigned int n = 0;

	for (; n < (unsigned)sysctl_max_map_count + 5u; n++) {
		addr = map(mm, 0, PAGE_SIZE, n & 1 ? RW : PROT_READ, ANON);
		if (IS_ERR_VALUE(addr))
			break;
	}
	KUNIT_EXPECT_EQ(test, addr, ERR(ENOMEM));
	KUNIT_EXPECT_EQ(test, n, sysctl_max_map_count);
	/* At the limit what would split an area fails and changes nothing. */
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, mm->mmap_base - PAGES(2), PAGES(2)),
			0);
	addr = map(mm, BASE, PAGES(3), RW, ANON | MAP_FIXED);
	KUNIT_EXPECT_EQ(test, addr, BASE);
	addr = map(mm, BASE + PAGES(8), PAGES(3), RW, ANON | MAP_FIXED);
	KUNIT_EXPECT_EQ(test, mm->map_count, sysctl_max_map_count);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE + PAGES(1), PAGES(1)), -ENOMEM);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE + PAGES(1), PAGES(1), PROT_READ),
			-ENOMEM);
	KUNIT_EXPECT_EQ(test, mm->map_count, sysctl_max_map_count);
	EXPECT_SOUND(test, mm);
}

static void as_limit(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	unsigned long a;

	mm->limit.as = PAGES(10);
	a = map(mm, BASE, PAGES(10), RW, ANON | MAP_FIXED);
	KUNIT_EXPECT_EQ(test, a, BASE);
	KUNIT_EXPECT_EQ(test, map(mm, 0, PAGES(1), RW, ANON), ERR(ENOMEM));
	/* What it replaces does not count. */
	KUNIT_EXPECT_EQ(test, map(mm, BASE, PAGES(10), PROT_READ,
				  ANON | MAP_FIXED), BASE);
	KUNIT_EXPECT_EQ(test, remap(mm, BASE, PAGES(10), PAGES(11), 0, 0),
			ERR(ENOMEM));
	mm->start_brk = mm->brk = BASE + PAGES(100);
	mmap_write_lock(mm);
	KUNIT_EXPECT_EQ(test, do_brk(mm, mm->brk + 1), mm->start_brk);
	mmap_write_unlock(mm);
}

/* ---- munmap, brk ----------------------------------------------------------------- */

static void munmap_errors(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);

	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE + 1, PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE, ~0ul), -EINVAL);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, TASK_SIZE, PAGE_SIZE), -EINVAL);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, ~0ul & PAGE_MASK, PAGE_SIZE),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE, PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, 0, TASK_SIZE), 0);
}

static void munmap_frees_tables(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	const long root = atomic_long_read(&mm->pgtables);
	/* Tables between the root and level 0 that the first page makes. */
	const long before = root + PGTABLE_LEVELS - 2;
	unsigned long span = 1ul << pgtable_shift(1);

	map(mm, BASE, 3 * span, RW, ANON | MAP_FIXED);
	for (unsigned int i = 0; i < 3; i++)
		KUNIT_EXPECT_TRUE(test, poke(mm, BASE + i * span, 1));
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->pgtables), before + 3);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE + span, span), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->pgtables), before + 2);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE, span - PAGE_SIZE), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->pgtables), before + 2);
	EXPECT_SOUND(test, mm);
	KUNIT_EXPECT_EQ(test, vm_munmap(mm, BASE, 3 * span), 0);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->pgtables), root);
}

static void brk_moves(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);

	mm->start_brk = mm->brk = BASE + 100;
	mmap_write_lock(mm);
	KUNIT_EXPECT_EQ(test, do_brk(mm, 0), BASE + 100);
	KUNIT_EXPECT_EQ(test, do_brk(mm, BASE + 99), BASE + 100);
	KUNIT_EXPECT_EQ(test, do_brk(mm, TASK_SIZE + 1), BASE + 100);
	KUNIT_EXPECT_EQ(test, do_brk(mm, ~0ul), BASE + 100);
	KUNIT_EXPECT_EQ(test, do_brk(mm, BASE + 200), BASE + 200);
	KUNIT_EXPECT_EQ(test, do_brk(mm, BASE + PAGES(5)), BASE + PAGES(5));
	KUNIT_EXPECT_STREQ(test, vma_name(vma_first(mm)), "[heap]");
	KUNIT_EXPECT_EQ(test, mm->total_vm, 4);
	KUNIT_EXPECT_EQ(test, do_brk(mm, BASE + PAGES(2) + 1), BASE + PAGES(2) + 1);
	KUNIT_EXPECT_EQ(test, mm->total_vm, 2);
	mmap_write_unlock(mm);
	/* Not into what is mapped above, nor next to it. */
	map(mm, BASE + PAGES(6), PAGES(1), RW, ANON | MAP_FIXED);
	mmap_write_lock(mm);
	KUNIT_EXPECT_EQ(test, do_brk(mm, BASE + PAGES(6)), BASE + PAGES(2) + 1);
	KUNIT_EXPECT_EQ(test, do_brk(mm, BASE + PAGES(5)), BASE + PAGES(5));
	mmap_write_unlock(mm);
	EXPECT_SOUND(test, mm);
}

/* ---- mprotect, mremap, madvise, msync, mincore ---------------------------------- */

static void mprotect_errors(struct kunit *test)
{
	struct test_file *f = test_file(test, 4);
	struct mm_struct *mm = test_mm(test);
	struct mmap_request req = {
		.addr = BASE, .len = PAGES(2), .mapping = &f->mapping,
		.prot = PROT_READ, .flags = MAP_SHARED | MAP_FIXED,
		.may = VM_MAYREAD,
	};

	vm_mmap(mm, &req);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE + 1, 1, RW), -EINVAL);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, 0, RW), 0);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, ~0ul, RW), -ENOMEM);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, 1, 0x10), -EINVAL);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, 1, PROT_GROWSUP), -EINVAL);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, 1, PROT_GROWSDOWN), -EINVAL);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, 1, PROT_GROWSDOWN | PROT_GROWSUP),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, 1, RW), -EACCES);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, 1, PROT_EXEC), -EACCES);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE - PAGES(1), PAGES(2), PROT_NONE),
			-ENOMEM);
	/* Up to the hole it is done. */
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, PAGES(3), PROT_NONE), -ENOMEM);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), -1);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, PAGES(2), PROT_READ), 0);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), file_byte(0));
	EXPECT_SOUND(test, mm);
}

/* A page keeps its place and bytes through PROT_NONE. */
static void prot_none_keeps(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	struct page *page;

	map(mm, BASE, PAGES(1), RW, ANON | MAP_FIXED);
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE, 77));
	page = page_at(mm, BASE);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, PAGES(1), PROT_NONE), 0);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), -1);
	KUNIT_EXPECT_FALSE(test, poke(mm, BASE, 1));
	EXPECT_SOUND(test, mm);
	KUNIT_EXPECT_EQ(test, protect(mm, BASE, PAGES(1), RW), 0);
	KUNIT_EXPECT_PTR_EQ(test, page_at(mm, BASE), page);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), 77);
}

struct bad_mremap {
	unsigned long addr, old, new, flags, to;
	int err;
};

static void mremap_errors(struct kunit *test)
{
	const unsigned long may = MREMAP_MAYMOVE, fix = may | MREMAP_FIXED;
	const struct bad_mremap bad[] = {
		{ BASE, PAGES(2), PAGES(2), 8, 0, EINVAL },
		{ BASE, PAGES(2), PAGES(2), MREMAP_FIXED, 0, EINVAL },
		{ BASE, PAGES(2), PAGES(2), MREMAP_DONTUNMAP, 0, EINVAL },
		{ BASE, PAGES(2), PAGES(1), may | MREMAP_DONTUNMAP, 0, EINVAL },
		{ BASE + 1, PAGES(2), PAGES(2), may, 0, EINVAL },
		{ BASE, PAGES(2), 0, may, 0, EINVAL },
		{ BASE, PAGES(2), ~0ul, may, 0, EINVAL },
		{ BASE, 0, PAGES(2), may, 0, EINVAL },
		{ BASE, PAGES(3), PAGES(4), may, 0, EFAULT },
		{ BASE - PAGES(1), PAGES(1), PAGES(2), may, 0, EFAULT },
		{ BASE, PAGES(2), PAGES(4), 0, 0, ENOMEM },
		{ BASE, PAGES(1), PAGES(2), 0, 0, ENOMEM },
		{ BASE, PAGES(2), TASK_SIZE, may, 0, ENOMEM },
		{ BASE, PAGES(2), PAGES(2), fix, BASE + PAGES(1), EINVAL },
		{ BASE, PAGES(2), PAGES(2), fix, BASE + 1, EINVAL },
		{ BASE, PAGES(2), PAGES(2), fix, TASK_SIZE, EINVAL },
		{ BASE, PAGES(2), PAGES(2), fix, 0, EPERM },
	};
	struct mm_struct *mm = test_mm(test);

	map(mm, BASE, PAGES(2), RW, ANON | MAP_FIXED);
	map(mm, BASE + PAGES(2), PAGES(1), PROT_READ, ANON | MAP_FIXED);
	for (unsigned int i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ_MSG(test, remap(mm, bad[i].addr, bad[i].old,
						bad[i].new, bad[i].flags,
						bad[i].to),
				    ERR(bad[i].err), "row %u", i);
	KUNIT_EXPECT_EQ(test, mm->map_count, 2);
	EXPECT_SOUND(test, mm);
}

static void mremap_moves_pages(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	unsigned long to;
	struct page *page;

	map(mm, BASE, PAGES(600), RW, ANON | MAP_FIXED);
	for (unsigned int i = 0; i < 600; i += 7)
		KUNIT_EXPECT_TRUE(test, poke(mm, BASE + PAGES(i), (u8)i));
	page = page_at(mm, BASE + PAGES(70));
	map(mm, BASE + PAGES(600), PAGES(1), PROT_READ, ANON | MAP_FIXED);
	to = remap(mm, BASE, PAGES(600), PAGES(700), MREMAP_MAYMOVE, 0);
	KUNIT_EXPECT_FALSE(test, IS_ERR_VALUE(to));
	KUNIT_EXPECT_PTR_EQ(test, page_at(mm, to + PAGES(70)), page);
	for (unsigned int i = 0; i < 600; i += 7)
		KUNIT_EXPECT_EQ(test, peek(mm, to + PAGES(i)), (u8)i);
	KUNIT_EXPECT_EQ(test, peek(mm, to + PAGES(699)), 0);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), -1);
	EXPECT_SOUND(test, mm);
	/* The old place stays, empty. */
	KUNIT_EXPECT_EQ(test, remap(mm, to, PAGES(100), PAGES(100),
				    MREMAP_MAYMOVE | MREMAP_DONTUNMAP, BASE), BASE);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(7)), 7);
	KUNIT_EXPECT_EQ(test, peek(mm, to + PAGES(7)), 0);
	EXPECT_SOUND(test, mm);
}

static void madvise_errors(struct kunit *test)
{
	struct test_file *f = test_file(test, 4);
	struct mm_struct *mm = test_mm(test);

	map(mm, BASE, PAGES(3), RW, ANON | MAP_FIXED);
	map_file(mm, BASE + PAGES(5), PAGES(2), RW, MAP_PRIVATE, f);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE + 1, 1, MADV_DONTNEED), -EINVAL);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE, ~0ul, MADV_DONTNEED), -EINVAL);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE, 1, 12345), -EINVAL);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE, 1, MADV_REMOVE), -EINVAL);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE, 0, MADV_DONTNEED), 0);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE + PAGES(5), 1, MADV_FREE), -EINVAL);
	poke(mm, BASE + PAGES(1), 9);
	poke(mm, BASE + PAGES(5), 9);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE, PAGES(7), MADV_DONTNEED), -ENOMEM);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(1)), 0);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(5)), file_byte(0));
	/* Marks split areas and merge them again. */
	KUNIT_EXPECT_EQ(test, advise(mm, BASE + PAGES(1), 1, MADV_RANDOM), 0);
	KUNIT_EXPECT_EQ(test, mm->map_count, 4);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE, PAGES(3), MADV_NORMAL), 0);
	KUNIT_EXPECT_EQ(test, mm->map_count, 2);
	KUNIT_EXPECT_EQ(test, advise(mm, BASE + PAGES(5), PAGES(2), MADV_WILLNEED),
			0);
	EXPECT_SOUND(test, mm);
}

static void msync_mincore_errors(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	unsigned char vec[4] = { 9, 9, 9, 9 };

	map(mm, BASE, PAGES(2), RW, ANON | MAP_FIXED);
	map(mm, BASE + PAGES(2), PAGES(1), RW, ANON | MAP_FIXED | MAP_LOCKED);
	poke(mm, BASE + PAGES(1), 1);
	mmap_read_lock(mm);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE + 1, 1, MS_SYNC), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE, 1, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE, 1, MS_SYNC | MS_ASYNC), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE, ~0ul, MS_SYNC), -ENOMEM);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE, 0, MS_SYNC), 0);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE, PAGES(3), MS_SYNC), 0);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE, PAGES(4), MS_SYNC), -ENOMEM);
	KUNIT_EXPECT_EQ(test, do_msync(mm, BASE, PAGES(3), MS_INVALIDATE), -EBUSY);
	KUNIT_EXPECT_EQ(test, do_mincore(mm, BASE + 1, 1, vec), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_mincore(mm, TASK_SIZE, 1, vec), -ENOMEM);
	KUNIT_EXPECT_EQ(test, do_mincore(mm, BASE, ~0ul, vec), -ENOMEM);
	KUNIT_EXPECT_EQ(test, do_mincore(mm, BASE, 4, vec), -ENOMEM);
	KUNIT_EXPECT_EQ(test, do_mincore(mm, BASE, 3, vec), 0);
	mmap_read_unlock(mm);
	KUNIT_EXPECT_EQ(test, vec[0], 0);
	KUNIT_EXPECT_EQ(test, vec[1], 1);
	KUNIT_EXPECT_EQ(test, vec[2], 1);
}

/* ---- stacks ----------------------------------------------------------------------- */

static void stack_grows(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	const unsigned long top = BASE + PAGES(4096);
	char perms[5];

	map(mm, top - PAGES(2), PAGES(2), RW, ANON | MAP_FIXED | MAP_GROWSDOWN);
	mm->start_stack = top - 100;
	mm->limit.stack = PAGES(1000);
	KUNIT_EXPECT_STREQ(test, vma_name(vma_first(mm)), "[stack]");
	vma_perms(vma_first(mm), perms);
	KUNIT_EXPECT_STREQ(test, perms, "rw-p");
	KUNIT_EXPECT_TRUE(test, poke(mm, top - PAGES(500), 5));
	KUNIT_EXPECT_EQ(test, vma_first(mm)->vm_start, top - PAGES(500));
	KUNIT_EXPECT_TRUE(test, poke(mm, top - PAGES(1000), 5));
	KUNIT_EXPECT_FALSE(test, poke(mm, top - PAGES(1001), 5));
	EXPECT_SOUND(test, mm);
}

/*
 *	[ other ]<---- at least 256 pages ---->[ stack ]
 */
static void stack_keeps_its_gap(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);
	const unsigned long top = BASE + PAGES(4096), low = top - PAGES(600);

	map(mm, top - PAGES(2), PAGES(2), RW, ANON | MAP_FIXED | MAP_GROWSDOWN);
	map(mm, low - PAGES(1), PAGES(1), RW, ANON | MAP_FIXED);
	KUNIT_EXPECT_FALSE(test, poke(mm, low + PAGES(255), 1));
	KUNIT_EXPECT_TRUE(test, poke(mm, low + PAGES(256), 1));
	KUNIT_EXPECT_FALSE(test, poke(mm, low + PAGES(255), 1));
	/* Nothing is placed in the gap, but MAP_FIXED may. */
	KUNIT_EXPECT_NE(test, map(mm, low + PAGES(100), PAGES(1), RW, ANON),
			low + PAGES(100));
	/* An area without rights is as good as a gap. */
	protect(mm, low - PAGES(1), PAGES(1), PROT_NONE);
	KUNIT_EXPECT_TRUE(test, poke(mm, low + PAGES(10), 1));
	EXPECT_SOUND(test, mm);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(mmap_errors),
	KUNIT_CASE(mmap_file_errors),
	KUNIT_CASE(mmap_places),
	KUNIT_CASE_SLOW(map_count_limit),
	KUNIT_CASE(as_limit),
	KUNIT_CASE(munmap_errors),
	KUNIT_CASE(munmap_frees_tables),
	KUNIT_CASE(brk_moves),
	KUNIT_CASE(mprotect_errors),
	KUNIT_CASE(prot_none_keeps),
	KUNIT_CASE(mremap_errors),
	KUNIT_CASE(mremap_moves_pages),
	KUNIT_CASE(madvise_errors),
	KUNIT_CASE(msync_mincore_errors),
	KUNIT_CASE(stack_grows),
	KUNIT_CASE(stack_keeps_its_gap),
	{}
};

static struct kunit_suite suite = {
	.name = "vm_calls", .test_cases = cases,
};
kunit_test_suites(&suite);
