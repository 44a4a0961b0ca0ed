/* SPDX-License-Identifier: MIT */
/*
 * machine_test.c - the page tables as the machine sees them.
 *
 * Here memory is touched by user accesses of the CPU, so a flush that was
 * forgotten, or came before the entry changed, shows as stale bytes.
 */
#include <octavo/port.h>
#include <octavo/uaccess.h>
#include "vm_test.h"

struct loaded {
	struct mm_struct *mm;
	struct mm_struct *old;
	enum uaccess_mode mode;
};

static void load(struct mm_struct *mm)
{
	current->mm = mm;
	arch_switch_mm(mm);
}

static void unload(void *arg)
{
	struct loaded *l = arg;

	uaccess_set_mode(l->mode);
	load(l->old);
}

/* An address space that user addresses mean until the test ends. */
static struct mm_struct *loaded_mm(struct kunit *test)
{
	struct loaded *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, l);
	l->mm = test_mm(test);
	l->old = current->mm;
	l->mode = octavo_uaccess_mode;
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, unload, l), 0);
	uaccess_set_mode(UACCESS_DIRECT);
	load(l->mm);
	return l->mm;
}

/* The byte there, or -1, by the CPU. */
static int cpu_peek(unsigned long addr)
{
	u8 val;

	return get_user(val, (u8 __user *)addr) ? -1 : val;
}

static bool cpu_poke(unsigned long addr, u8 val)
{
	return put_user(val, (u8 __user *)addr) == 0;
}

static void rights_are_obeyed(struct kunit *test)
{
	struct mm_struct *mm = loaded_mm(test);

	map(mm, BASE, PAGES(3), RW, ANON | MAP_FIXED);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), 0);
	KUNIT_EXPECT_TRUE(test, cpu_poke(BASE, 1));
	KUNIT_EXPECT_TRUE(test, cpu_poke(BASE + PAGES(1), 2));
	protect(mm, BASE, PAGES(1), PROT_READ);
	KUNIT_EXPECT_FALSE(test, cpu_poke(BASE, 3));
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), 1);
	protect(mm, BASE, PAGES(2), PROT_NONE);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), -1);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(1)), -1);
	protect(mm, BASE, PAGES(2), RW);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(1)), 2);
	KUNIT_EXPECT_TRUE(test, cpu_poke(BASE, 4));
	vm_munmap(mm, BASE, PAGES(1));
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), -1);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(3)), -1);
	EXPECT_SOUND(test, mm);
}

static void moved_is_gone(struct kunit *test)
{
	struct mm_struct *mm = loaded_mm(test);
	const unsigned long to = BASE + PAGES(1000);

	map(mm, BASE, PAGES(40), RW, ANON | MAP_FIXED);
	for (unsigned int i = 0; i < 40; i++)
		cpu_poke(BASE + PAGES(i), (u8)(i + 1));
	KUNIT_EXPECT_EQ(test, remap(mm, BASE, PAGES(40), PAGES(40),
				    MREMAP_MAYMOVE | MREMAP_FIXED, to), to);
	for (unsigned int i = 0; i < 40; i++) {
		KUNIT_EXPECT_EQ(test, cpu_peek(to + PAGES(i)), i + 1);
		KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(i)), -1);
	}
	advise(mm, to, PAGES(40), MADV_DONTNEED);
	KUNIT_EXPECT_EQ(test, cpu_peek(to + PAGES(7)), 0);
	EXPECT_SOUND(test, mm);
}

static void fork_is_seen(struct kunit *test)
{
	struct mm_struct *mm = loaded_mm(test), *child = mm_alloc();

	KUNIT_ASSERT_NOT_NULL(test, child);
	map(mm, BASE, PAGES(20), RW, ANON | MAP_FIXED);
	for (unsigned int i = 0; i < 20; i++)
		cpu_poke(BASE + PAGES(i), (u8)i);
	KUNIT_EXPECT_EQ(test, dup_mmap(child, mm), 0);
	/* The parent's translations were writable: they must be gone. */
	KUNIT_EXPECT_TRUE(test, cpu_poke(BASE + PAGES(3), 99));
	load(child);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(3)), 3);
	KUNIT_EXPECT_TRUE(test, cpu_poke(BASE + PAGES(4), 77));
	load(mm);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(3)), 99);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(4)), 4);
	EXPECT_SOUND(test, mm);
	EXPECT_SOUND(test, child);
	mmput(child);
	KUNIT_EXPECT_TRUE(test, cpu_poke(BASE + PAGES(4), 5));
}

static void dirty_comes_through(struct kunit *test)
{
	struct test_file *f = test_file(test, 8);
	struct mm_struct *mm = loaded_mm(test);
	struct page *page;

	map_file(mm, BASE, PAGES(8), RW, MAP_SHARED, f);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), file_byte(0));
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(1)), file_byte(1));
	KUNIT_EXPECT_TRUE(test, cpu_poke(BASE + PAGES(1), 9));
	page = find_get_page(&f->mapping, 0);
	KUNIT_EXPECT_FALSE(test, PageDirty(page));
	put_page(page);
	page = find_get_page(&f->mapping, 1);
	KUNIT_EXPECT_TRUE(test, PageDirty(page));
	put_page(page);
	truncate_inode_pages(&f->mapping, PAGES(1));
	f->mapping.i_size = PAGES(1);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE + PAGES(1)), -1);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), file_byte(0));
	for (unsigned int i = 0; i < 4; i++)
		page_cache_shrink(100);
	KUNIT_EXPECT_EQ(test, f->mapping.nrpages, 0);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), file_byte(0));
	EXPECT_SOUND(test, mm);
}

static void stack_by_cpu(struct kunit *test)
{
	struct mm_struct *mm = loaded_mm(test);
	const unsigned long top = BASE + PAGES(3000);

	map(mm, top - PAGES(2), PAGES(2), RW, ANON | MAP_FIXED | MAP_GROWSDOWN);
	mm->limit.stack = PAGES(100);
	for (unsigned int i = 1; i <= 100; i++)
		KUNIT_EXPECT_TRUE(test, cpu_poke(top - PAGES(i), (u8)i));
	KUNIT_EXPECT_FALSE(test, cpu_poke(top - PAGES(101), 1));
	KUNIT_EXPECT_EQ(test, cpu_peek(top - PAGES(50)), 50);
	EXPECT_SOUND(test, mm);
}

/* ---- do_page_fault ------------------------------------------------------------- */

static void fault_answers(struct kunit *test)
{
	struct mm_struct *mm = loaded_mm(test);
	unsigned long fixup;

	map(mm, BASE, PAGES(1), PROT_READ, ANON | MAP_FIXED);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, PF_USER, 0, &fixup),
			FAULT_RETRY);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, PF_USER | PF_WRITE, 0, &fixup),
			FAULT_SIGSEGV_ACCERR);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, PF_USER | PF_INSTR, 0, &fixup),
			FAULT_SIGSEGV_ACCERR);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE + PAGES(1), PF_USER, 0, &fixup),
			FAULT_SIGSEGV_MAPERR);
	KUNIT_EXPECT_EQ(test, do_page_fault(TASK_SIZE, PF_USER, 0, &fixup),
			FAULT_SIGSEGV_MAPERR);
	/* Kernel code without a table entry. */
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, 0, 1, &fixup), FAULT_RETRY);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, PF_WRITE, 1, &fixup), FAULT_BUG);
	KUNIT_EXPECT_EQ(test, do_page_fault(TASK_SIZE, 0, 1, &fixup), FAULT_BUG);
	preempt_disable();
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, 0, 1, &fixup), FAULT_BUG);
	preempt_enable();
	/* The holder of the lock must not wait for itself. */
	mmap_write_lock(mm);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, 0, 1, &fixup), FAULT_BUG);
	mmap_write_unlock(mm);
	fault_inject_arm(FAULT_FAULT_IN, 1, false);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, PF_USER, 0, &fixup), FAULT_OOM);
	fault_inject_disarm();
}

static void fault_beyond_file(struct kunit *test)
{
	struct test_file *f = test_file(test, 1);
	struct mm_struct *mm = loaded_mm(test);
	unsigned long fixup;

	map_file(mm, BASE, PAGES(2), RW, MAP_PRIVATE, f);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE + PAGES(1), PF_USER, 0, &fixup),
			FAULT_SIGBUS);
	KUNIT_EXPECT_EQ(test, do_page_fault(BASE, PF_USER | PF_WRITE, 0, &fixup),
			FAULT_RETRY);
	KUNIT_EXPECT_EQ(test, cpu_peek(BASE), file_byte(0));
}

static struct kunit_case cases[] = {
	KUNIT_CASE(rights_are_obeyed),
	KUNIT_CASE(moved_is_gone),
	KUNIT_CASE(fork_is_seen),
	KUNIT_CASE(dirty_comes_through),
	KUNIT_CASE(stack_by_cpu),
	KUNIT_CASE(fault_answers),
	KUNIT_CASE(fault_beyond_file),
	{}
};

static struct kunit_suite suite = {
	.name = "vm_machine", .test_cases = cases,
};
kunit_test_suites(&suite);
