/* SPDX-License-Identifier: MIT */
/*
 * start.h - what a user program needs to run without a libc: an entry point,
 * system calls, a few numbers and a way to print them. For x86-64 and i386;
 * what differs between the two is in abi_x86_64.h and abi_i386.h.
 *
 * A program includes this once and defines
 *
 *	int main(int argc, char **argv, char **envp);
 */
#ifndef START_H
#define START_H

#include <stddef.h>
#include <stdint.h>

typedef unsigned long ulong;

#ifdef __x86_64__
#include "abi_x86_64.h"
#else
#include "abi_i386.h"
#endif

#define sys1(nr, a)		sys6(nr, (long)(a), 0, 0, 0, 0, 0)
#define sys2(nr, a, b)		sys6(nr, (long)(a), (long)(b), 0, 0, 0, 0)
#define sys3(nr, a, b, c)	sys6(nr, (long)(a), (long)(b), (long)(c), 0, 0, 0)

static inline size_t str_len(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

static inline int str_eq(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static inline void put(const char *s)
{
	sys3(SYS_write, 1, s, str_len(s));
}

static inline void put_number(long n)
{
	char buf[24], *p = buf + sizeof(buf);
	ulong u = n < 0 ? -(ulong)n : (ulong)n;

	*--p = 0;
	do {
		*--p = (char)('0' + u % 10);
		u /= 10;
	} while (u);
	if (n < 0)
		*--p = '-';
	put(p);
}

static inline void put_hex(ulong n)
{
	char buf[2 * sizeof(n) + 3], *p = buf + sizeof(buf);

	*--p = 0;
	do {
		*--p = "0123456789abcdef"[n & 15];
		n >>= 4;
	} while (n);
	*--p = 'x';
	*--p = '0';
	put(p);
}

static inline ulong get_number(const char *s)
{
	ulong n = 0;

	while (*s >= '0' && *s <= '9')
		n = n * 10 + (ulong)(*s++ - '0');
	return n;
}

int main(int argc, char **argv, char **envp);

__attribute__((__used__, __noreturn__))
static void start_c(long *sp)
{
	int argc = (int)sp[0];
	char **argv = (char **)(sp + 1);

	sys1(SYS_exit_group, main(argc, argv, argv + argc + 1));
	__builtin_unreachable();
}

/* The compiler may call these by itself. */
__attribute__((__used__)) void *memset(void *to, int c, size_t n);
void *memset(void *to, int c, size_t n)
{
	for (char *p = to; n--; p++)
		*(volatile char *)p = (char)c;
	return to;
}

__attribute__((__used__)) void *memcpy(void *to, const void *from, size_t n);
void *memcpy(void *to, const void *from, size_t n)
{
	const char *f = from;

	for (char *p = to; n--; p++)
		*(volatile char *)p = *f++;
	return to;
}

#endif
