/* SPDX-License-Identifier: MIT */
/*
 * cowstress.c - processes that share pages until they write, all of them
 * writing at once, and checking that nobody sees what another wrote.
 *
 *	cowstress SEED ROUNDS
 *
 * Each round the first process starts some children, they start some, and each
 * of them, children and parents alike, on the same 64 pages:
 *
 *	writes its own mark into random pages, by stores and by read(2) from a
 *	pipe, and sends pages through the pipe and compares
 *	compares all pages with what it knows they hold
 *	counts in a shared page, atomically; at the end all must be there
 *	writes to its places of a shared area, which the first one compares
 *
 * A page is a word repeated, and another at its end, so half a copy shows.
 * Prints "done" and the number of rounds, or the first difference.
 */
#include "start.h"
#ifdef __x86_64__
#define NR(x86_64, i386)	x86_64
#else
#define NR(x86_64, i386)	i386
#endif

#define SYS_madvise	NR(28, 219)
#define SYS_fork	NR(57, 2)
#define SYS_wait4	NR(61, 114)
#define SYS_vmsplice	NR(278, 316)
#define SYS_yield	NR(24, 158)

#define PAGE		4096ul
#define WORDS		(PAGE / 4)
#define PAGES		64u
#define CHILDREN	4u
#define DEEPEST		3u
#define STEPS		24u

struct shared {
	uint32_t count;
	uint32_t places[CHILDREN * CHILDREN * CHILDREN * 8];
};

static uint32_t *area;
static uint32_t value_of[PAGES];
static struct shared *shared;
static uint64_t state;
static ulong me;			/* a number for each process of a round */

static uint32_t pick(uint32_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % below;
}

__attribute__((__noreturn__))
static void differs(const char *what, ulong page, ulong want, ulong is)
{
	put(what);
	put(" of page ");
	put_number((long)page);
	put(", process ");
	put_number((long)me);
	put(": expected ");
	put_hex(want);
	put(", is ");
	put_hex(is);
	put("\n");
	sys1(SYS_exit_group, 1);
	__builtin_unreachable();
}

static uint32_t *page_at(ulong page)
{
	return area + page * WORDS;
}

/* Some words of a page, the ends among them. */
static void look(const uint32_t *at, ulong page)
{
	static const short words[] = { 0, 1, 100, 511, 512, 777, WORDS - 2 };
	const uint32_t want = value_of[page];

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (at[words[i]] != want)
			differs("word", page, want, at[words[i]]);
	if (at[WORDS - 1] != ~want)
		differs("end", page, ~want, at[WORDS - 1]);
}

static void look_at_all(void)
{
	for (ulong i = 0; i < PAGES; i++)
		look(page_at(i), i);
}

static void fill(uint32_t *at, uint32_t value)
{
	for (ulong i = 0; i < WORDS - 1; i++)
		((volatile uint32_t *)at)[i] = value;
	((volatile uint32_t *)at)[WORDS - 1] = ~value;
}

static void write_page(ulong page)
{
	value_of[page] = pick(0xffffff) << 8 | (uint32_t)(me & 0xff);
	fill(page_at(page), value_of[page]);
}

/* One page into another by way of a pipe: the kernel reads the one and writes
 * the other, both perhaps shared still. */
static void send(const int *channel, ulong from, ulong to)
{
	long n;

	if (pick(3)) {
		n = sys3(SYS_write, channel[1], page_at(from), PAGE);
	} else {
		const ulong iov[2] = { (ulong)page_at(from), PAGE };

		n = sys6(SYS_vmsplice, channel[1], (long)iov, 1, 0, 0, 0);
		if (n == -38)
			n = sys3(SYS_write, channel[1], page_at(from), PAGE);
	}
	if (n != (long)PAGE)
		differs("write(2)", from, PAGE, (ulong)n);
	n = sys3(SYS_read, channel[0], page_at(to), PAGE);
	if (n != (long)PAGE)
		differs("read(2)", to, PAGE, (ulong)n);
	value_of[to] = value_of[from];
	look(page_at(to), to);
}

static void drop(ulong page)
{
	sys3(SYS_madvise, page_at(page), PAGE, 4);
	if (*page_at(page) || page_at(page)[WORDS - 1])
		differs("dropped word", page, 0, *page_at(page));
	write_page(page);
}

static void work(void)
{
	int channel[2];

	if (sys1(SYS_pipe, channel))
		differs("pipe", 0, 0, 1);
	for (uint32_t i = 0; i < STEPS; i++) {
		switch (pick(8)) {
		case 0:
		case 1:
			send(channel, pick(PAGES), pick(PAGES));
			break;
		case 2:
			drop(pick(PAGES));
			break;
		case 3:
			sys1(SYS_yield, 0);
			break;
		default:
			write_page(pick(PAGES));
		}
		__atomic_fetch_add(&shared->count, 1, __ATOMIC_SEQ_CST);
	}
	sys1(SYS_close, channel[0]);
	sys1(SYS_close, channel[1]);
	look_at_all();
}

static void wait_all(uint32_t nr)
{
	int status;

	while (nr--) {
		status = 0;
		if (sys6(SYS_wait4, -1, (long)&status, 0, 0, 0, 0) < 0 || status)
			differs("child", 0, 0, (ulong)status);
	}
}

/* Work, with children that work, and again after they began. The process's
 * own number is made of those of its parents. */
static void run(uint32_t depth)
{
	uint32_t nr = depth ? pick(CHILDREN + 1) : 0;

	__atomic_store_n(&shared->places[me], (uint32_t)me + 1, __ATOMIC_SEQ_CST);
	work();
	for (uint32_t i = 0; i < nr; i++) {
		long pid = sys1(SYS_fork, 0);

		if (pid < 0)
			differs("fork", 0, 0, (ulong)pid);
		if (!pid) {
			me = me * CHILDREN + i + 1;
			state += me * 0x9e3779b9u;
			run(depth - 1);
			sys1(SYS_exit_group, 0);
		}
		if (i & 1)
			write_page(pick(PAGES));
	}
	work();
	wait_all(nr);
	look_at_all();
}

static void round_of(void)
{
	uint32_t workers = 0;

	shared->count = 0;
	for (size_t i = 0; i < sizeof(shared->places) / 4; i++)
		shared->places[i] = 0;
	me = 0;
	run(DEEPEST);
	for (size_t i = 0; i < sizeof(shared->places) / 4; i++) {
		if (shared->places[i] && shared->places[i] != i + 1)
			differs("place", i, i + 1, shared->places[i]);
		workers += shared->places[i] != 0;
	}
	if (shared->count != workers * STEPS * 2)
		differs("count", 0, workers * STEPS * 2, shared->count);
}

int main(int argc, char **argv, char **envp)
{
	ulong seed = argc > 1 ? get_number(argv[1]) : 1;
	ulong rounds = argc > 2 ? get_number(argv[2]) : 10;

	state = seed * 0x9e3779b97f4a7c15ull + 88172645463325252ull;
	area = (uint32_t *)sys6(SYS_mmap, 0, PAGES * PAGE, 3, 0x22, -1, 0);
	shared = (struct shared *)sys6(SYS_mmap, 0, PAGE, 3, 0x21, -1, 0);
	for (ulong i = 0; i < PAGES; i++)
		write_page(i);
	for (ulong i = 0; i < rounds; i++)
		round_of();
	put("done ");
	put_number((long)rounds);
	put("\n");
	return 0;
}
