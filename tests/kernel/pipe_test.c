/* SPDX-License-Identifier: MIT */
/*
 * pipe_test.c - a pipe against a model: bytes come out in the order they went
 * in, never more than there is room for, and no page stays behind.
 */
#include "fixture.h"
#include <octavo/fault_inject.h>

#define SLOTS	16u			/* buffers of a pipe, a page each */
#define CHUNK	9000u			/* most of one call */

struct model {
	int fd[2];
	u32 written, read;		/* bytes so far; byte n is n * 7 */
	u32 used;			/* buffers */
	u32 end[SLOTS];			/* bytes ever put into each, 0 first */
	u32 len[SLOTS];			/* of which are left */
};

/* Bytes of a write of @len that find room, one buffer after the other. */
static u32 model_write(struct model *m, u32 len)
{
	u32 tail = len % PAGE_SIZE, done = 0, n;

	if (tail && m->used && m->end[m->used - 1] + tail <= PAGE_SIZE) {
		m->end[m->used - 1] += tail;
		m->len[m->used - 1] += tail;
		done = tail;
	}
	for (; done < len && m->used < SLOTS; done += n) {
		n = min_t(u32, len - done, PAGE_SIZE);
		m->end[m->used] = m->len[m->used] = n;
		m->used++;
	}
	return done;
}

static u32 model_read(struct model *m, u32 len)
{
	u32 done = 0, n;

	while (done < len && m->used) {
		n = min(len - done, m->len[0]);
		done += n;
		m->len[0] -= n;
		if (m->len[0])
			break;
		m->used--;
		memmove(m->len, m->len + 1, m->used * sizeof(u32));
		memmove(m->end, m->end + 1, m->used * sizeof(u32));
	}
	return done;
}

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
	long want = model_write(m, len);

	for (u32 i = 0; i < len; i++)
		tmp[i] = (m->written + i) * 7;
	if (!want)
		want = -EAGAIN;
	KUNIT_ASSERT_EQ(test, kt_call(NR_write, m->fd[1],
				      kt_bytes(0, tmp, len), len, 0), want);
	m->written += want > 0 ? want : 0;
}

static void read_some(struct kunit *test, struct model *m, u8 *tmp)
{
	u32 len = 1 + kunit_random_below(test, CHUNK);
	long want = model_read(m, len);

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

/* A fault takes the rest of its page with it, and no more. */
static void faults(struct kunit *test)
{
	unsigned long hole = kt_at(KT_HOLE * PAGE_SIZE);
	struct model m;

	make(test, &m);
	kt_string(KT_RO * PAGE_SIZE - 8, "0123456");
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1], hole, 8, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1], hole - 8, 16, 0),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, m.fd[1],
				      kt_at(KT_RO * PAGE_SIZE - 8), 8, 0), 8);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0],
				      kt_at(KT_RO * PAGE_SIZE), 8, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0],
				      kt_at(KT_RO * PAGE_SIZE - 4), 8, 0),
			-EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0], kt_at(0), 64, 0), 8);
}

/* Bytes of a file go from its cache to a pipe, and on, and no page is taken,
 * nor any byte copied. */
static void spliced_by_reference(struct kunit *test)
{
	struct page *page;
	struct file *file;
	unsigned long free;
	struct model m, n;
	long fd;

	make(test, &m);
	make(test, &n);
	fd = kt_call(NR_open, kt_string(0, "/tmp/spliced"), O_RDWR | O_CREAT,
		     0600, 0);
	kt_string(0, "some text");
	KUNIT_ASSERT_EQ(test, kt_pwrite(fd, kt_at(0), PAGE_SIZE, 0),
			(long)PAGE_SIZE);
	file = fget(fd);
	page = find_get_page(&file->f_inode->i_data, 0);
	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	free = nr_free_pages();
	KUNIT_EXPECT_EQ(test, kt_syscall(NR_splice, (unsigned long[6]){
		fd, 0, m.fd[1], 0, PAGE_SIZE, 0 }), (long)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, page_count(page), 3);
	KUNIT_EXPECT_EQ(test, kt_call(NR_tee, m.fd[0], n.fd[1], 100, 0), 100);
	KUNIT_EXPECT_EQ(test, page_count(page), 4);
	KUNIT_EXPECT_EQ(test, nr_free_pages(), free);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, m.fd[0], kt_at(0),
				      2 * PAGE_SIZE, 0), (long)PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, page_count(page), 3);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, n.fd[0], kt_at(0), 200, 0), 100);
	KUNIT_EXPECT_EQ(test, page_count(page), 2);
	put_page(page);
	fput(file);
}

#define MAX_POINTS	300u

/* Calls that allocate: pipes, sets, numbers, buffers. */
static void scenario(struct model *m)
{
	const unsigned long event = kt_at(128), uvec = kt_at(256);
	const unsigned long name = kt_at(512);
	long set = kt_call(NR_epoll_create1, 0, 0, 0, 0);
	long nr = kt_call(NR_eventfd2, 0, 0, 0, 0);

	kt_call(NR_epoll_ctl, set, EPOLL_CTL_ADD, m->fd[0], event);
	kt_call(NR_epoll_ctl, set, EPOLL_CTL_ADD, nr, event);
	kt_call(NR_pipe2, kt_at(64), O_NONBLOCK, 0, 0);
	kt_call(NR_write, m->fd[1], kt_at(0), 2 * PAGE_SIZE, 0);
	kt_call(NR_fcntl, m->fd[0], F_SETPIPE_SZ, 1 << 17, 0);
	kt_call(NR_vmsplice, m->fd[1], uvec, 1, SPLICE_F_NONBLOCK);
	kt_call(NR_readv, m->fd[0], uvec, 1, 0);
	kt_call(NR_mknod, name, S_IFIFO | 0600, 0, 0);
	kt_call(NR_open, name, O_RDWR, 0, 0);
	kt_call(NR_unlink, name, 0, 0, 0);
}

/* What the scenario reads, put there before anything fails. */
static void put_arguments(void)
{
	static const u8 event[16] = { POLLIN };
	const unsigned long vec[2] = { kt_at(PAGE_SIZE), 2 * PAGE_SIZE };

	kt_bytes(128, event, sizeof(event));
	kt_bytes(256, vec, sizeof(vec));
	kt_string(512, "/tmp/fifo");
}

static void close_all(void)
{
	for (unsigned int fd = 0; fd < 32; fd++)
		fd_close(kt.task->files, fd);
}

/* Each allocation fails once; nothing is left behind. */
static void without_memory(struct kunit *test)
{
	static const enum fault_kind kinds[] = {
		FAULT_SLAB_ALLOC, FAULT_PAGE_ALLOC, FAULT_PIN,
	};
	unsigned long nth, failed;
	struct model m;

	for (size_t k = 0; k < ARRAY_SIZE(kinds); k++) {
		nth = 0;
		do {
			make(test, &m);
			put_arguments();
			fault_inject_arm(kinds[k], ++nth, false);
			scenario(&m);
			fault_inject_disarm();
			failed = fault_inject_failed(kinds[k]);
			close_all();
		} while (failed && nth < MAX_POINTS);
		KUNIT_EXPECT_LT(test, nth, MAX_POINTS);
	}
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
	KUNIT_CASE(spliced_by_reference),
	KUNIT_CASE(without_memory),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_pipe",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
