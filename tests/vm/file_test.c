/* SPDX-License-Identifier: MIT */
/*
 * file_test.c - the page cache: reading, mapping, truncation, reclaim.
 */
#include "vm_test.h"

static unsigned long cached(struct test_file *f)
{
	return f->mapping.nrpages;
}

/* ---- reading ---------------------------------------------------------------------- */

static void reads_once(struct kunit *test)
{
	struct test_file *f = test_file(test, 100);
	struct page *a, *b;

	KUNIT_EXPECT_NULL(test, find_get_page(&f->mapping, 5));
	a = read_mapping_page(&f->mapping, 50);
	KUNIT_ASSERT_FALSE(test, IS_ERR(a));
	KUNIT_EXPECT_EQ(test, f->reads, 1);
	b = read_mapping_page(&f->mapping, 50);
	KUNIT_EXPECT_PTR_EQ(test, a, b);
	KUNIT_EXPECT_EQ(test, f->reads, 1);
	KUNIT_EXPECT_EQ(test, page_count(a), 3);
	put_page(a);
	put_page(b);
}

static void reads_ahead_in_order(struct kunit *test)
{
	struct test_file *f = test_file(test, 50);
	struct page *page = read_mapping_page(&f->mapping, 0);

	KUNIT_EXPECT_EQ(test, cached(f), 4);
	put_page(page);
	put_page(read_mapping_page(&f->mapping, 4));
	KUNIT_EXPECT_EQ(test, cached(f), 12);
	put_page(read_mapping_page(&f->mapping, 40));
	KUNIT_EXPECT_EQ(test, cached(f), 13);
	for (unsigned int i = 0; i < 50; i++)
		put_page(read_mapping_page(&f->mapping, i));
	KUNIT_EXPECT_EQ(test, cached(f), 50);
	KUNIT_EXPECT_EQ(test, f->reads, 50);
}

static int test_readpages(struct address_space *mapping, unsigned long index,
			  unsigned int nr, struct page **pages)
{
	int err = 0;

	for (unsigned int i = 0; i < nr && !err; i++)
		err = test_readpage(mapping, pages[i]);
	return err;
}

static void a_fault_reads_around(struct kunit *test)
{
	static const struct address_space_operations aops = {
		.readpage = test_readpage, .readpages = test_readpages,
	};
	struct test_file *f = test_file(test, 61);
	struct mm_struct *mm = test_mm(test);

	f->mapping.a_ops = &aops;
	map_file(mm, BASE, PAGES(70), PROT_READ, MAP_PRIVATE, f);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(22)), file_byte(22));
	KUNIT_EXPECT_EQ(test, f->reads, 4);
	for (unsigned int i = 20; i < 24; i++)
		KUNIT_EXPECT_NOT_NULL(test, page_at(mm, BASE + PAGES(i)));
	/* In order: twice as many; else what is missing, up to the end. */
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(24)), file_byte(24));
	KUNIT_EXPECT_EQ(test, cached(f), 4 + 8);
	put_page(read_mapping_page(&f->mapping, 41));
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(43)), file_byte(43));
	KUNIT_EXPECT_EQ(test, cached(f), 4 + 8 + 1 + 2);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(60)), file_byte(60));
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(61)), -1);
	KUNIT_EXPECT_EQ(test, cached(f), 4 + 8 + 1 + 2 + 1);
	/* A read that fails is told, and tried again. */
	f->error = -EIO;
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), -1);
	f->error = 0;
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), file_byte(0));
	/* Of an area read at random, one page. */
	KUNIT_EXPECT_EQ(test, advise(mm, BASE, PAGES(70), MADV_RANDOM), 0);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(54)), file_byte(54));
	KUNIT_EXPECT_FALSE(test, page_at(mm, BASE + PAGES(55)));
}

static void read_error_is_told(struct kunit *test)
{
	struct test_file *f = test_file(test, 100);
	struct mm_struct *mm = test_mm(test);
	struct page *page;

	f->error = -EIO;
	KUNIT_EXPECT_EQ(test, PTR_ERR(read_mapping_page(&f->mapping, 7)), -EIO);
	map_file(mm, BASE, PAGES(10), RW, MAP_PRIVATE, f);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), -1);
	KUNIT_EXPECT_FALSE(test, poke(mm, BASE, 1));
	f->error = 0;
	page = read_mapping_page(&f->mapping, 7);
	KUNIT_ASSERT_FALSE(test, IS_ERR(page));
	put_page(page);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), file_byte(0));
}

static void page_locks(struct kunit *test)
{
	struct page *page = alloc_page(GFP_KERNEL);

	lock_page(page);
	KUNIT_EXPECT_FALSE(test, trylock_page(page));
	unlock_page(page);
	KUNIT_EXPECT_TRUE(test, trylock_page(page));
	unlock_page(page);
	octavo_report_expect(1);
	unlock_page(page);
	__free_page(page);
}

struct lock_race {
	struct page *page;
	unsigned long count;		/* guarded by the page lock */
};

static void lock_often(void *arg, unsigned int cpu)
{
	struct lock_race *r = arg;

	for (unsigned int i = 0; i < 20000; i++) {
		lock_page(r->page);
		r->count++;
		unlock_page(r->page);
	}
}

static void page_lock_excludes(struct kunit *test)
{
	struct lock_race r = { .page = alloc_page(GFP_KERNEL) };

	kunit_run_on_cpus(test, 2, lock_often, &r);
	KUNIT_EXPECT_EQ(test, r.count, kunit_has_cpus(2) ? 40000 : 20000);
	__free_page(r.page);
}

/* ---- mapping ------------------------------------------------------------------------ */

static void private_and_shared(struct kunit *test)
{
	struct test_file *f = test_file(test, 40);
	struct mm_struct *a = test_mm(test), *b = test_mm(test);
	struct page *page;

	map_file(a, BASE, PAGES(40), RW, MAP_SHARED, f);
	map_file(b, BASE, PAGES(40), RW, MAP_PRIVATE, f);
	for (unsigned int i = 0; i < 40; i++)
		KUNIT_EXPECT_EQ(test, peek(b, BASE + PAGES(i)), file_byte(i));
	KUNIT_EXPECT_TRUE(test, poke(b, BASE, 1));
	KUNIT_EXPECT_EQ(test, peek(a, BASE), file_byte(0));
	KUNIT_EXPECT_TRUE(test, poke(a, BASE + PAGES(1), 2));
	KUNIT_EXPECT_EQ(test, peek(b, BASE + PAGES(1)), 2);
	page = find_get_page(&f->mapping, 1);
	KUNIT_EXPECT_TRUE(test, PageDirty(page));
	put_page(page);
	page = find_get_page(&f->mapping, 2);
	KUNIT_EXPECT_FALSE(test, PageDirty(page));
	put_page(page);
	KUNIT_EXPECT_EQ(test, vm_stat(NR_FILE_DIRTY), 1);
	EXPECT_SOUND(test, a);
	EXPECT_SOUND(test, b);
}

static void beyond_the_end(struct kunit *test)
{
	struct test_file *f = test_file(test, 2);
	struct mm_struct *mm = test_mm(test);

	f->mapping.i_size = PAGE_SIZE + 10;
	map_file(mm, BASE, PAGES(4), RW, MAP_SHARED, f);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(1)), file_byte(1));
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(2)), -1);
	KUNIT_EXPECT_FALSE(test, poke(mm, BASE + PAGES(3), 1));
	f->mapping.i_size = PAGES(3);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(2)), file_byte(2));
	EXPECT_SOUND(test, mm);
}

static vm_fault_t mkwrite_result;
static unsigned int mkwrite_calls;

static vm_fault_t test_mkwrite(struct vm_fault *vmf)
{
	mkwrite_calls++;
	return mkwrite_result;
}

static const struct vm_operations_struct mkwrite_ops = {
	.fault = filemap_fault, .page_mkwrite = test_mkwrite,
};

static void owner_is_asked(struct kunit *test)
{
	struct test_file *f = test_file(test, 4);
	struct mm_struct *mm = test_mm(test);
	const struct mmap_request req = {
		.addr = BASE, .len = PAGES(4), .prot = RW,
		.flags = MAP_SHARED | MAP_FIXED, .mapping = &f->mapping,
		.vm_ops = &mkwrite_ops,
	};

	mkwrite_calls = 0;
	mkwrite_result = VM_FAULT_SIGBUS;
	KUNIT_EXPECT_EQ(test, vm_mmap(mm, &req), BASE);
	KUNIT_EXPECT_FALSE(test, poke(mm, BASE, 1));
	KUNIT_EXPECT_EQ(test, peek(mm, BASE), file_byte(0));
	KUNIT_EXPECT_FALSE(test, poke(mm, BASE, 1));
	KUNIT_EXPECT_EQ(test, mkwrite_calls, 2);
	mkwrite_result = 0;
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE, 1));
	KUNIT_EXPECT_TRUE(test, poke(mm, BASE, 2));
	KUNIT_EXPECT_EQ(test, mkwrite_calls, 3);
	EXPECT_SOUND(test, mm);
}

/* ---- truncation ----------------------------------------------------------------------- */

static void truncate_under_mapping(struct kunit *test)
{
	struct test_file *f = test_file(test, 8);
	struct mm_struct *mm = test_mm(test);

	map_file(mm, BASE, PAGES(8), RW, MAP_PRIVATE, f);
	for (unsigned int i = 0; i < 8; i++)
		peek(mm, BASE + PAGES(i));
	poke(mm, BASE + PAGES(6), 99);
	poke(mm, BASE + PAGES(1), 98);
	f->mapping.i_size = PAGES(3) + 100;
	truncate_inode_pages(&f->mapping, PAGES(3) + 100);
	KUNIT_EXPECT_EQ(test, cached(f), 4);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(1)), 98);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(3) + 99), file_byte(3));
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(3) + 100), 0);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(4)), -1);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(6)), -1);
	EXPECT_SOUND(test, mm);
}

/* Who holds a page keeps it; it is not the file's any more. */
static void truncate_leaves_held(struct kunit *test)
{
	struct test_file *f = test_file(test, 8);
	struct page *page = read_mapping_page(&f->mapping, 5);

	truncate_inode_pages(&f->mapping, 0);
	KUNIT_EXPECT_NULL(test, page->mapping);
	KUNIT_EXPECT_EQ(test, page_count(page), 1);
	KUNIT_EXPECT_EQ(test, set_page_dirty_lock(page), 1);
	KUNIT_EXPECT_EQ(test, vm_stat(NR_FILE_DIRTY), 0);
	put_page(page);
}

/* ---- reclaim --------------------------------------------------------------------------- */

static void shrink_takes_clean_idle(struct kunit *test)
{
	struct test_file *f = test_file(test, 64);
	struct mm_struct *mm = test_mm(test);
	struct page *held, *dirty;

	map_file(mm, BASE, PAGES(64), RW, MAP_SHARED, f);
	for (unsigned int i = 0; i < 64; i++)
		KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(i)), file_byte(i));
	poke(mm, BASE + PAGES(3), 77);
	held = read_mapping_page(&f->mapping, 10);
	dirty = read_mapping_page(&f->mapping, 11);
	set_page_dirty_lock(dirty);
	put_page(dirty);
	for (unsigned int i = 0; i < 8; i++)
		page_cache_shrink(1000);
	KUNIT_EXPECT_EQ(test, cached(f), 3);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&mm->rss) <= 3, 1);
	put_page(held);
	EXPECT_SOUND(test, mm);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(3)), 77);
	KUNIT_EXPECT_EQ(test, peek(mm, BASE + PAGES(40)), file_byte(40));
}

static void shrink_spares_unevictable(struct kunit *test)
{
	struct test_file *f = test_file(test, 8);

	f->mapping.unevictable = true;
	for (unsigned int i = 0; i < 8; i++)
		put_page(read_mapping_page(&f->mapping, i));
	page_cache_shrink(1000);
	page_cache_shrink(1000);
	KUNIT_EXPECT_EQ(test, cached(f), 8);
}

/* A file larger than memory is read twice through; nothing else is lost. */
static void cache_larger_than_memory(struct kunit *test)
{
	unsigned long nr = totalram_pages() + 1000;
	struct test_file *f = test_file(test, nr);
	struct page *page;

	for (unsigned long i = 0; i < nr; i++) {
		page = read_mapping_page(&f->mapping, i);
		KUNIT_ASSERT_FALSE(test, IS_ERR(page));
		put_page(page);
	}
	KUNIT_EXPECT_LT(test, cached(f), totalram_pages());
	KUNIT_EXPECT_GT(test, cached(f), totalram_pages() / 2);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(reads_once),
	KUNIT_CASE(reads_ahead_in_order),
	KUNIT_CASE(a_fault_reads_around),
	KUNIT_CASE(read_error_is_told),
	KUNIT_CASE(page_locks),
	KUNIT_CASE(page_lock_excludes),
	KUNIT_CASE(private_and_shared),
	KUNIT_CASE(beyond_the_end),
	KUNIT_CASE(owner_is_asked),
	KUNIT_CASE(truncate_under_mapping),
	KUNIT_CASE(truncate_leaves_held),
	KUNIT_CASE(shrink_takes_clean_idle),
	KUNIT_CASE(shrink_spares_unevictable),
	KUNIT_CASE_SLOW(cache_larger_than_memory),
	{}
};

static struct kunit_suite suite = {
	.name = "vm_file", .test_cases = cases,
};
kunit_test_suites(&suite);
