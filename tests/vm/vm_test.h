/* SPDX-License-Identifier: MIT */
/*
 * vm_test.h - address spaces and files for tests.
 *
 * An address space from test_mm() need not be loaded: its memory is touched by
 * way of access_process_vm(), as a debugger would, so these tests need no MMU.
 */
#ifndef TESTS_VM_TEST_H
#define TESTS_VM_TEST_H

#include <kunit/test.h>
#include <octavo/fault_inject.h>
#include <octavo/gfp.h>
#include <octavo/highmem.h>
#include <octavo/mm.h>
#include <octavo/pagemap.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>
#include <uapi/mman.h>

#define BASE	0x20000000ul
#define PAGES(n)	((unsigned long)(n) << PAGE_SHIFT)
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)
#define ERR(e)	((unsigned long)-(e))

static inline void put_test_mm(void *mm)
{
	mmput(mm);
}

static inline struct mm_struct *test_mm(struct kunit *test)
{
	struct mm_struct *mm = mm_alloc();

	KUNIT_ASSERT_NOT_NULL(test, mm);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, put_test_mm, mm), 0);
	return mm;
}

static inline unsigned long map(struct mm_struct *mm, unsigned long addr,
				unsigned long len, unsigned long prot,
				unsigned long flags)
{
	const struct mmap_request req = {
		.addr = addr, .len = len, .prot = prot, .flags = flags,
	};

	return vm_mmap(mm, &req);
}

static inline int protect(struct mm_struct *mm, unsigned long addr,
			  unsigned long len, unsigned long prot)
{
	int err;

	mmap_write_lock(mm);
	err = do_mprotect(mm, addr, len, prot);
	mmap_write_unlock(mm);
	return err;
}

static inline unsigned long remap(struct mm_struct *mm, unsigned long addr,
				  unsigned long old_len, unsigned long new_len,
				  unsigned long flags, unsigned long to)
{
	unsigned long ret;

	mmap_write_lock(mm);
	ret = do_mremap(mm, addr, old_len, new_len, flags, to);
	mmap_write_unlock(mm);
	return ret;
}

static inline int advise(struct mm_struct *mm, unsigned long addr,
			 unsigned long len, int advice)
{
	int err;

	mmap_write_lock(mm);
	err = do_madvise(mm, addr, len, advice);
	mmap_write_unlock(mm);
	return err;
}

static inline bool poke(struct mm_struct *mm, unsigned long addr, u8 val)
{
	return access_process_vm(mm, addr, &val, 1, FOLL_WRITE) == 1;
}

/* The byte there, or -1. */
static inline int peek(struct mm_struct *mm, unsigned long addr)
{
	u8 val;

	return access_process_vm(mm, addr, &val, 1, 0) == 1 ? val : -1;
}

static inline int fault_in(struct mm_struct *mm, unsigned long addr,
			   unsigned int flags)
{
	int err;

	mmap_read_lock(mm);
	err = fixup_user_fault(mm, addr, flags);
	mmap_read_unlock(mm);
	return err;
}

/* The page mapped at @addr, not held; NULL if none is. */
static inline struct page *page_at(struct mm_struct *mm, unsigned long addr)
{
	pte_t *ptep = pgtable_walk(mm, addr);

	if (!ptep || !pte_present(ptep_get(ptep)))
		return NULL;
	return pfn_to_page(pte_pfn(ptep_get(ptep)));
}

#define EXPECT_SOUND(test, mm)					\
	KUNIT_EXPECT_EQ_MSG(test, mm_check(mm), 0, "%s", octavo_last_report())

/* ---- a file: page n begins with the byte file_byte(n) ------------------------ */

struct test_file {
	struct address_space mapping;
	unsigned int reads;
	int error;			/* of readpage, if not 0 */
};

static inline u8 file_byte(unsigned long index)
{
	return (u8)(index * 7 + 3);
}

static inline int test_readpage(struct address_space *mapping,
				struct page *page)
{
	struct test_file *f = container_of(mapping, struct test_file, mapping);
	u8 *p;

	f->reads++;
	if (f->error)
		return f->error;
	p = kmap_local_page(page);
	memset(p, file_byte(page->index), PAGE_SIZE);
	kunmap_local(p);
	SetPageUptodate(page);
	return 0;
}

static const struct address_space_operations test_aops = {
	.readpage = test_readpage,
};

static inline void test_file_exit(void *f)
{
	truncate_inode_pages(&((struct test_file *)f)->mapping, 0);
}

/* A file of @nr pages until the test ends. Make it before the address space
 * that maps it: what is made last goes first. */
static inline struct test_file *test_file(struct kunit *test, unsigned long nr)
{
	struct test_file *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, f);
	address_space_init(&f->mapping, &test_aops, NULL);
	f->mapping.i_size = (loff_t)PAGES(nr);
	KUNIT_ASSERT_EQ(test, kunit_add_action(test, test_file_exit, f), 0);
	return f;
}

static inline unsigned long map_file(struct mm_struct *mm, unsigned long addr,
				     unsigned long len, unsigned long prot,
				     unsigned long flags, struct test_file *f)
{
	const struct mmap_request req = {
		.addr = addr, .len = len, .prot = prot,
		.flags = flags | (addr ? MAP_FIXED : 0),
		.mapping = &f->mapping,
	};

	return vm_mmap(mm, &req);
}

#endif
