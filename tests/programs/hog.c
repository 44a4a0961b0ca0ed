/* SPDX-License-Identifier: MIT */
/*
 * hog.c - takes all the memory it is given.
 *
 *	hog		maps and touches, until a signal or a refusal
 *	hog stack	the same by calling itself
 *	hog read	has the kernel touch it, by reading /dev/zero
 *
 * Prints "refused" where a call said no.
 */
#include "start.h"

#define PIECE	(1ul << 20)

static int refused(void)
{
	put("refused\n");
	return 3;
}

static volatile char deepest;

__attribute__((__noinline__))
static void deep(ulong depth)
{
	volatile char page[16384];

	page[0] = 1;
	if (depth)
		deep(depth - 1);
	deepest = page[1];
}

int main(int argc, char **argv, char **envp)
{
	const int by_read = argc > 1 && str_eq(argv[1], "read");
	int zero = (int)sys3(SYS_open, "/dev/zero", 0, 0);

	if (argc > 1 && str_eq(argv[1], "stack"))
		deep(~0ul);
	for (;;) {
		ulong p = (ulong)sys6(SYS_mmap, 0, PIECE, 3, 0x22, -1, 0);

		if (p >= -4095ul)
			return refused();
		if (by_read && sys3(SYS_read, zero, p, PIECE) < 0)
			return refused();
		for (ulong i = 0; i < PIECE; i += 4096)
			*(volatile char *)(p + i) = 1;
	}
}
