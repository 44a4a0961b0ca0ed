/* SPDX-License-Identifier: MIT */
/*
 * fill.c - fill most of memory and see that every page keeps what it got.
 *
 *	fill PERCENT		of MemFree; as much of it as has room below
 *				the stack
 *
 * Before that a file of 4 MiB is written and read. Prints for each step how
 * many pages came from high memory and from anywhere, as /proc/vmstat counts:
 *
 *	file: 1024 pages, 1030 taken, 1024 high
 *	memory: 100000 pages, 100100 taken, 100000 high
 */
#include "start.h"

#define PAGE		4096ul
#define FILE_PAGES	1024ul
#define MOST_PAGES	(2600ul << 8)	/* 2,600 MiB */
#define PIECE		(64ul << 20)

struct counters {
	ulong high, all;
};

static char text[16384];
static ulong buffer[PAGE / sizeof(ulong)];

/* The number behind a word of a file in /proc. */
static ulong number_of(const char *path, const char *word)
{
	long fd = sys3(SYS_open, path, 0, 0), n, len = 0;

	while ((n = sys3(SYS_read, fd, text + len, sizeof(text) - 1 - len)) > 0)
		len += n;
	sys1(SYS_close, fd);
	text[len] = 0;
	for (const char *p = text; *p; p++) {
		const char *w = word;

		if (p != text && p[-1] != '\n')
			continue;
		while (*w && *p == *w) {
			p++;
			w++;
		}
		if (*w)
			continue;
		while (*p == ' ' || *p == ':')
			p++;
		return get_number(p);
	}
	return 0;
}

static struct counters count(void)
{
	struct counters c = { number_of("/proc/vmstat", "pgalloc_high "), 0 };

	c.all = c.high + number_of("/proc/vmstat", "pgalloc_normal ") +
		number_of("/proc/vmstat", "pgalloc_dma32 ") +
		number_of("/proc/vmstat", "pgalloc_dma ");
	return c;
}

static void say(const char *what, ulong pages, struct counters before)
{
	struct counters now = count();

	put(what);
	put_number((long)pages);
	put(" pages, ");
	put_number((long)(now.all - before.all));
	put(" taken, ");
	put_number((long)(now.high - before.high));
	put(" high\n");
}

static int fill_file(void)
{
	struct counters before = count();
	long fd = sys3(SYS_open, "/tmp/filled", 02 | 0100, 0600);

	for (ulong i = 0; i < FILE_PAGES; i++) {
		buffer[0] = buffer[100] = i;
		if (sys3(SYS_write, fd, buffer, PAGE) != (long)PAGE)
			return 1;
	}
	sys3(SYS_lseek, fd, 0, 0);
	for (ulong i = 0; i < FILE_PAGES; i++) {
		sys3(SYS_read, fd, buffer, PAGE);
		if (buffer[0] != i || buffer[100] != i || buffer[1])
			return 1;
	}
	say("file: ", FILE_PAGES, before);
	sys1(SYS_close, fd);
	return (int)sys1(SYS_unlink, "/tmp/filled");
}

/* The first and last word of page @n of a piece. */
static void mark(ulong *page, ulong n)
{
	page[0] = n * 0x9e3779b1;
	page[PAGE / sizeof(ulong) - 1] = ~n;
}

static int is_marked(const ulong *page, ulong n)
{
	return page[0] == n * 0x9e3779b1 && page[1] == 0 &&
	       page[PAGE / sizeof(ulong) - 1] == ~n;
}

static ulong *pieces[64];

static int fill_memory(ulong pages)
{
	struct counters before = count();
	ulong n = 0;

	for (; n < pages; n++) {
		ulong **piece = &pieces[n * PAGE / PIECE];

		if (!*piece)
			*piece = (ulong *)sys6(SYS_mmap, 0, PIECE, 3, 0x22, -1,
					       0);
		if ((ulong)*piece >= -4095ul)
			return 2;
		mark(*piece + n * PAGE % PIECE / sizeof(ulong), n);
	}
	for (n = 0; n < pages; n++)
		if (!is_marked(pieces[n * PAGE / PIECE] +
			       n * PAGE % PIECE / sizeof(ulong), n))
			return 3;
	say("memory: ", pages, before);
	return 0;
}

int main(int argc, char **argv, char **envp)
{
	ulong pages;

	if (argc != 2)
		return 1;
	if (fill_file())
		return 4;
	pages = number_of("/proc/meminfo", "MemFree:") / 4 *
		get_number(argv[1]) / 100;
	return fill_memory(pages < MOST_PAGES ? pages : MOST_PAGES);
}
