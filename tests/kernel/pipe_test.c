/* SPDX-License-Identifier: MIT */
/*
 * pipe_test.c - a pipe against a model: bytes come out in the order they went
 * in, never more than there is room for, and no page stays behind.
 */
#include "fixture.h"

#define ROOM	65536u			/* what a pipe holds */
#define CHUNK	9000u			/* most of one call */

struct model {
	int fd[2];
	u32 written, read;		/* bytes so far; byte n is n * 7 */
};

/* One that nobody waits at. */
static void make(struct kunit *test, struct model *m)
{
	*m = (struct model){ .written = 0 };
	KUNIT_ASSERT_EQ(test, kt_call(NR_pipe2, kt_at(0), O_NONBLOCK, 0, 0), 0);
	user_mm_peek(&kt.u, kt_at(0), m->fd, sizeof(m->fd));
}

static void write_some(struct kunit *test, struct model *m, u8 *tmp)
{
	u32 len = 1 + kunit_random_below(test, CHUNK);
	u32 room = ROOM - (m->written - m->read);
	long want = min(len, room);

	for (u32 i = 0; i < len; i++)
		tmp[i] = (m->written + i) * 7;
	/* With little room a short write is all or nothing. */
	if (!room || (len <= 4096 && room < len))
		want = -EAGAIN;
	KUNIT_ASSERT_EQ(test, kt_call(NR_write, m->fd[1],
				      kt_bytes(0, tmp, len), len, 0), want);
	m->written += want > 0 ? want : 0;
}

static void read_some(struct kunit *test, struct model *m, u8 *tmp)
{
	u32 len = 1 + kunit_random_below(test, CHUNK);
	long want = min(len, m->written - m->read);

	KUNIT_ASSERT_EQ(test, kt_call(NR_read, m->fd[0], kt_at(0), len, 0),
			want ? want : -EAGAIN);
	if (!want)
		return;
	KUNIT_ASSERT_TRUE(test, user_mm_peek(&kt.u, kt_at(0), tmp, want));
	for (long i = 0; i < want; i++)
		KUNIT_ASSERT_EQ(test, (u8)tmp[i], (u8)((m->read + i) * 7));
	m->read += want;
}

static void against_model(struct kunit *test)
{
	u8 *tmp = kunit_kzalloc(test, CHUNK + 1, GFP_KERNEL);
	struct model m;

	make(test, &m);
	for (int i = 0; i < 600; i++) {
		/* Mostly filling, then mostly emptying, in turn. */
		if (kunit_random_below(test, 8) < (i / 50 % 2 ? 2u : 6u))
			write_some(test, &m, tmp);
		else
			read_some(test, &m, tmp);
	}
}

/* What a fault cuts short has moved as far as it says. */
static void faults(struct kunit *test)
{
	unsigned long hole = kt_at(KT_HOLE * PAGE_SIZE);
	struct model m;

	make(test, &m);
	kt_string(KT_RO * PAGE_SIZE - 8, "0123456");
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1], hole, 8, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1], hole - 8, 16, 0), 8);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1],
				      kt_at(KT_RO * PAGE_SIZE - 8), 8, 0), 8);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0],
				      kt_at(KT_RO * PAGE_SIZE), 8, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0],
				      kt_at(KT_RO * PAGE_SIZE - 4), 8, 0), 4);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0], kt_at(0), 64, 0), 12);
}

/* Pages are there for bytes only. */
static void takes_what_it_holds(struct kunit *test)
{
	unsigned long before;
	struct model m;

	make(test, &m);
	before = nr_free_pages();
	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1], kt_at(0),
					      4 * PAGE_SIZE, 0),
				4 * (long)PAGE_SIZE);
	KUNIT_EXPECT_LE(test, nr_free_pages(), before - 16);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1], kt_at(0), 1, 0),
			-EAGAIN);
	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0], kt_at(0),
					      4 * PAGE_SIZE, 0),
				4 * (long)PAGE_SIZE);
	KUNIT_EXPECT_GE(test, nr_free_pages(), before - 1);
}

/* Nobody reads, nobody writes. */
static void ends(struct kunit *test)
{
	struct model m;

	make(test, &m);
	kt_call(NR_close, m.fd[1], 0, 0, 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0], kt_at(0), 8, 0), 0);
	make(test, &m);
	kt_call(NR_close, m.fd[0], 0, 0, 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1], kt_at(0), 8, 0),
			-EPIPE);
	KUNIT_EXPECT_EQ(test, kt.task->pending.set, SIGBIT(SIGPIPE));
	sigpending_flush(&kt.task->pending);
	recalc_sigpending(kt.task);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(against_model),
	KUNIT_CASE(faults),
	KUNIT_CASE(takes_what_it_holds),
	KUNIT_CASE(ends),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_pipe",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
