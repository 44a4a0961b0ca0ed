/* SPDX-License-Identifier: MIT */
/*
 * start.h - what a user program needs to run without a libc: an entry point,
 * system calls, a few numbers and a way to print them.
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

static inline long sys6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ __volatile__("syscall" : "=a"(ret)
			     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10),
			       "r"(r8), "r"(r9)
			     : "rcx", "r11", "memory");
	return ret;
}

#define SYS_read		0
#define SYS_write		1
#define SYS_open		2
#define SYS_close		3
#define SYS_mmap		9
#define SYS_mprotect		10
#define SYS_munmap		11
#define SYS_brk			12
#define SYS_rt_sigaction	13
#define SYS_exit		60
#define SYS_clock_gettime	228
#define SYS_exit_group		231

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

int main(int argc, char **argv, char **envp);

__attribute__((__used__, __noreturn__))
static void start_c(long *sp)
{
	int argc = (int)sp[0];
	char **argv = (char **)(sp + 1);

	sys1(SYS_exit_group, main(argc, argv, argv + argc + 1));
	__builtin_unreachable();
}

__asm__(".globl _start\n"
	"_start:\n"
	"	xor %ebp, %ebp\n"
	"	mov %rsp, %rdi\n"
	"	and $-16, %rsp\n"
	"	call start_c\n");

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
