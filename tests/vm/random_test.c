/* SPDX-License-Identifier: MIT */
/*
 * random_test.c - a million random calls against a model of one entry a page.
 *
 * The model knows of each page of a small window whether it is mapped, with
 * what rights, from what, and its first byte. It also predicts how many areas
 * there are: neighbours that agree are one, so there is one right answer.
 */
#include "vm_test.h"

#define WINDOW	48			/* pages */
#define OPS	1000000u

struct mpage {
	u8 prot;
	u8 val;
	bool mapped;
	bool file;
	unsigned int pgoff;		/* of a file page */
};

struct model {
	struct kunit *test;
	struct mm_struct *mm;
	struct test_file *file;
	struct mpage page[WINDOW];
};

static unsigned long at(unsigned int n)
{
	return BASE + PAGES(n);
}

static unsigned int below(struct model *m, unsigned int n)
{
	return kunit_random_below(m->test, n);
}

/* ---- what the model predicts ------------------------------------------------ */

static bool same_area(const struct mpage *a, const struct mpage *b)
{
	return a->mapped && b->mapped && a->prot == b->prot &&
	       a->file == b->file && (!a->file || a->pgoff + 1 == b->pgoff);
}

static unsigned int area_end(const struct model *m, unsigned int n)
{
	while (n + 1 < WINDOW && same_area(&m->page[n], &m->page[n + 1]))
		n++;
	return n + 1;
}

static int count_areas(const struct model *m)
{
	int nr = 0;

	for (unsigned int n = 0; n < WINDOW; n++)
		nr += m->page[n].mapped &&
			(n == 0 || !same_area(&m->page[n - 1], &m->page[n]));
	return nr;
}

static u8 fresh_byte(const struct mpage *p)
{
	return p->file ? file_byte(p->pgoff) : 0;
}

static void forget(struct model *m, unsigned int n, unsigned int nr)
{
	memset(&m->page[n], 0, nr * sizeof(m->page[0]));
}

/* ---- operations -------------------------------------------------------------- */

static void range(struct model *m, unsigned int *n, unsigned int *nr)
{
	*n = below(m, WINDOW);
	*nr = 1 + below(m, min(WINDOW - *n, 12u));
}

static void op_mmap(struct model *m)
{
	struct mmap_request req = { .flags = MAP_PRIVATE | MAP_FIXED };
	unsigned int n, nr;

	range(m, &n, &nr);
	req.addr = at(n);
	req.len = PAGES(nr);
	req.prot = below(m, 4) ? RW : below(m, 8);
	if (below(m, 3) == 0) {
		req.mapping = &m->file->mapping;
		req.pgoff = below(m, 100);
	} else {
		req.flags |= MAP_ANONYMOUS;
	}
	KUNIT_EXPECT_EQ(m->test, vm_mmap(m->mm, &req), req.addr);
	for (unsigned int i = 0; i < nr; i++) {
		struct mpage *p = &m->page[n + i];

		*p = (struct mpage){
			.mapped = true, .prot = (u8)req.prot,
			.file = req.mapping, .pgoff = (unsigned int)req.pgoff + i,
		};
		p->val = fresh_byte(p);
	}
}

static void op_munmap(struct model *m)
{
	unsigned int n, nr;

	range(m, &n, &nr);
	KUNIT_EXPECT_EQ(m->test, vm_munmap(m->mm, at(n), PAGES(nr)), 0);
	forget(m, n, nr);
}

static void op_mprotect(struct model *m)
{
	unsigned int n, nr, i, prot = below(m, 3) ? RW : below(m, 8);
	int want = 0;

	range(m, &n, &nr);
	for (i = 0; i < nr && m->page[n + i].mapped; i++)
		m->page[n + i].prot = (u8)prot;
	if (i < nr)
		want = -ENOMEM;
	KUNIT_EXPECT_EQ(m->test, protect(m->mm, at(n), PAGES(nr), prot), want);
}

static void op_dontneed(struct model *m)
{
	unsigned int n, nr;
	int want = 0;

	range(m, &n, &nr);
	for (unsigned int i = 0; i < nr; i++) {
		if (!m->page[n + i].mapped)
			want = -ENOMEM;
		m->page[n + i].val = fresh_byte(&m->page[n + i]);
	}
	KUNIT_EXPECT_EQ(m->test, advise(m->mm, at(n), PAGES(nr), MADV_DONTNEED),
			want);
}

/* Grow or shrink in place. */
static void op_resize(struct model *m)
{
	unsigned int n, old, new;
	unsigned long want;

	range(m, &n, &old);
	new = 1 + below(m, min(WINDOW - n, 12u));
	want = at(n);
	if (!m->page[n].mapped) {
		want = ERR(EFAULT);
	} else if (new < old) {
		forget(m, n + new, old - new);
	} else if (new > old && n + old > area_end(m, n)) {
		want = ERR(EFAULT);
	} else if (new > old) {
		if (n + old < area_end(m, n))
			want = ERR(ENOMEM);
		for (unsigned int i = old; i < new; i++)
			if (m->page[n + i].mapped)
				want = ERR(ENOMEM);
	}
	for (unsigned int i = old; want == at(n) && i < new; i++) {
		m->page[n + i] = m->page[n + i - 1];
		m->page[n + i].pgoff++;
		m->page[n + i].val = fresh_byte(&m->page[n + i]);
	}
	KUNIT_EXPECT_EQ(m->test, remap(m->mm, at(n), PAGES(old), PAGES(new), 0, 0),
			want);
}

static void model_move(struct model *m, unsigned int n, unsigned int to,
		       unsigned int old, unsigned int new)
{
	for (unsigned int i = 0; i < new; i++) {
		struct mpage *p = &m->page[to + i];

		if (i < old) {
			*p = m->page[n + i];
			continue;
		}
		*p = m->page[to + i - 1];
		p->pgoff++;
		p->val = fresh_byte(p);
	}
	forget(m, n, old);
}

/* Move to a fixed place. */
static void op_move(struct model *m)
{
	unsigned int n, len, old, new, to;
	unsigned long want;

	range(m, &n, &len);
	old = len;
	new = 1 + below(m, 8);
	to = below(m, WINDOW - 8);
	want = at(to);
	if (!m->page[n].mapped) {
		want = ERR(EFAULT);
	} else if (n + old > to && to + new > n) {
		want = ERR(EINVAL);
	} else {
		forget(m, to, new);
		if (new < old) {
			forget(m, n + new, old - new);
			old = new;
		}
		if (n + old > area_end(m, n))
			want = ERR(EFAULT);
		else
			model_move(m, n, to, old, new);
	}
	KUNIT_EXPECT_EQ(m->test, remap(m->mm, at(n), PAGES(len), PAGES(new),
				       MREMAP_MAYMOVE | MREMAP_FIXED, at(to)),
			want);
}

static void op_write(struct model *m)
{
	unsigned int n = below(m, WINDOW);
	struct mpage *p = &m->page[n];
	u8 val = (u8)below(m, 256);
	bool ok = p->mapped && (p->prot & PROT_WRITE);

	KUNIT_EXPECT_EQ(m->test, poke(m->mm, at(n), val), ok);
	if (ok)
		p->val = val;
}

static void check_read(struct model *m, struct mm_struct *mm, unsigned int n)
{
	const struct mpage *p = &m->page[n];
	int want = p->mapped && (p->prot & PROT_READ) ? p->val : -1;

	KUNIT_EXPECT_EQ(m->test, peek(mm, at(n)), want);
}

static void op_read(struct model *m)
{
	check_read(m, m->mm, below(m, WINDOW));
}

/* A child sees what the parent has; then each writes without the other. */
static void op_fork(struct model *m)
{
	struct mm_struct *child = mm_alloc();
	unsigned int n = below(m, WINDOW);

	KUNIT_ASSERT_NOT_NULL(m->test, child);
	KUNIT_EXPECT_EQ(m->test, dup_mmap(child, m->mm), 0);
	EXPECT_SOUND(m->test, child);
	for (unsigned int i = 0; i < WINDOW; i++)
		check_read(m, child, i);
	poke(child, at(n), (u8)(m->page[n].val + 1));
	check_read(m, m->mm, n);
	op_write(m);
	EXPECT_SOUND(m->test, child);
	mmput(child);
}

/* ---- the whole --------------------------------------------------------------- */

static void random_op(struct model *m)
{
	static void (*const ops[])(struct model *m) = {
		op_mmap, op_munmap, op_mprotect, op_dontneed, op_resize,
		op_move, op_write, op_write, op_write, op_read, op_read,
	};

	ops[below(m, ARRAY_SIZE(ops))](m);
}

static void check_all(struct model *m)
{
	EXPECT_SOUND(m->test, m->mm);
	KUNIT_EXPECT_EQ(m->test, m->mm->map_count, count_areas(m));
	for (unsigned int n = 0; n < WINDOW; n++)
		check_read(m, m->mm, n);
}

static void random_calls(struct kunit *test)
{
	struct model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	m->test = test;
	m->file = test_file(test, 200);
	m->mm = test_mm(test);
	for (unsigned int i = 0; i < OPS && !test->status; i++) {
		random_op(m);
		if (i % 16384 == 0)
			op_fork(m);
		if (i % 4096 == 0)
			check_all(m);
	}
	check_all(m);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_SLOW(random_calls),
	{}
};

static struct kunit_suite suite = {
	.name = "vm_random", .test_cases = cases,
};
kunit_test_suites(&suite);
