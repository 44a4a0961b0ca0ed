/* SPDX-License-Identifier: MIT */
/*
 * costs.c - what entering the kernel costs, by the time-stamp counter.
 *
 * Where that counts instructions (QEMU with -icount), the figures are
 * instructions and the same in every run. Each is the difference of n and 2n
 * operations, so that what is done once does not count, divided by n, less an
 * empty loop; the smallest of some rounds, so that timer interrupts do not
 * count either. Prints, in tenths:
 *
 *	count NAME TENTHS
 *
 * and before anything else the counter at the start of main(), divided by 1024
 * (first_user), then what
 * /proc/meminfo says.
 */
#include "start.h"

#define PAGE		4096ul
#define ROUNDS		5
#define MAX_PAGES	256ul

#ifdef __i386__
#define call0(nr)							\
	({								\
		long ret;						\
		__asm__ __volatile__("int $0x80" : "=a"(ret)		\
				     : "0"(nr) : "memory");		\
		ret;							\
	})
#define call3(nr, a, b, c)						\
	({								\
		long ret;						\
		__asm__ __volatile__("int $0x80" : "=a"(ret)		\
				     : "0"(nr), "b"(a), "c"(b), "d"(c)	\
				     : "memory");			\
		ret;							\
	})
#else
#define call0(nr)		sys1(nr, 0)
#define call3(nr, a, b, c)	sys3(nr, a, b, c)
#endif

static int zero;			/* /dev/zero */
static char buf[PAGE];
static char *area;			/* MAX_PAGES pages */

static uint64_t counter(void)
{
	uint32_t lo, hi;

	__asm__ __volatile__("rdtsc" : "=a"(lo), "=d"(hi) : : "memory");
	return (uint64_t)hi << 32 | lo;
}

/* ---- what is measured: @n times ---------------------------------------------- */

static void empty(ulong n)
{
	while (n--)
		__asm__ __volatile__("" : : : "memory");
}

static void getpid(ulong n)
{
	while (n--)
		call0(SYS_getpid);
}

static void read_1(ulong n)
{
	while (n--)
		call3(SYS_read, zero, buf, 1);
}

static void read_4096(ulong n)
{
	while (n--)
		call3(SYS_read, zero, buf, PAGE);
}

static void open_close(ulong n)
{
	while (n--)
		sys1(SYS_close, sys3(SYS_open, "/dev/zero", 0, 0));
}

/* From the end, so that there is nothing to guess from. */
static void touch(ulong n)
{
	while (n--)
		*(volatile char *)(area + n * PAGE) = 1;
}

static void touch_in_order(ulong n)
{
	for (volatile char *p = area; n--; p += PAGE)
		*p = 1;
}

static void unmap(ulong n)
{
	sys2(SYS_munmap, area, n * PAGE);
}

static void unmap_one_by_one(ulong n)
{
	for (char *p = area; n--; p += PAGE)
		call3(SYS_munmap, p, PAGE, 0);
}

/* Read-only and back: two calls. */
static void protect(ulong n)
{
	while (n--) {
		call3(SYS_mprotect, area + 8 * PAGE, PAGE, 1);
		call3(SYS_mprotect, area + 8 * PAGE, PAGE, 3);
	}
}

/* ---- how ------------------------------------------------------------------------ */

static void map_area(void)
{
	sys6(SYS_mmap, (long)area, MAX_PAGES * PAGE, 3,
	     0x22 | (area ? 0x10 : 0), -1, 0);
}

/* Fresh pages in a table that is there. */
static void fresh(void)
{
	map_area();
	*(volatile char *)(area + (MAX_PAGES - 1) * PAGE) = 1;
}

static void touched(void)
{
	map_area();
	touch(MAX_PAGES);
}

static ulong once(void (*fn)(ulong n), ulong n, void (*before)(void))
{
	uint64_t start;

	if (before)
		before();
	start = counter();
	fn(n);
	return (ulong)(counter() - start);
}

/* Tenths of one operation. */
static long cost(void (*fn)(ulong n), ulong n, void (*before)(void))
{
	long best = 0;

	for (int i = 0; i < ROUNDS; i++) {
		long one = (long)once(fn, n, before);
		long two = (long)once(fn, 2 * n, before);
		long each = (two - one) * 10 / (long)n;

		/* A timer interrupt makes one of the two larger. */
		if (i == 0 || (each > 0 && each < best))
			best = each;
	}
	return best;
}

static void row(const char *name, long tenths)
{
	put("count ");
	put(name);
	put(" ");
	put_number(tenths);
	put("\n");
}

static void show_meminfo(void)
{
	int fd = (int)sys3(SYS_open, "/proc/meminfo", 0, 0);
	long n;

	while ((n = sys3(SYS_read, fd, buf, sizeof(buf))) > 0)
		sys3(SYS_write, 1, buf, n);
	sys1(SYS_close, fd);
}

int main(int argc, char **argv, char **envp)
{
	uint64_t start = counter();
	long loop;

	put("first_user ");
	put_number((long)(start >> 10));
	put("\n");
	show_meminfo();
	zero = (int)sys3(SYS_open, "/dev/zero", 0, 0);
	area = (char *)sys6(SYS_mmap, 0, MAX_PAGES * PAGE, 3, 0x22, -1, 0);
	if (zero < 0 || (ulong)area > -PAGE)
		return 1;
	loop = cost(empty, 1000, 0);
	row("loop", loop);
	row("getpid", cost(getpid, 100, 0) - loop);
	row("read_zero_1", cost(read_1, 100, 0) - loop);
	row("read_zero_4096", cost(read_4096, 100, 0) - loop);
	row("open_close", cost(open_close, 50, 0) - loop);
	row("touch", cost(touch, 100, fresh) - loop);
	row("touch_in_order", cost(touch_in_order, 64, fresh) - loop);
	row("unmap_page", cost(unmap, 100, touched));
	row("unmap_call", cost(unmap_one_by_one, 50, touched) - loop);
	touched();
	row("mprotect_toggle", cost(protect, 50, 0) - loop);
	return 0;
}
