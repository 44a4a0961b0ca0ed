/* SPDX-License-Identifier: MIT */
/*
 * fixture.h - a booted kernel and a task that makes system calls, for a test.
 *
 *	kt.u.base --> [ rw ][ rw ][ rw ][ rw ][ read only ][ hole ]
 *
 * The task is `current` and has an address space but no program: the test
 * calls the handlers as functions, with pointers into those pages.
 */
#ifndef TESTS_KERNEL_FIXTURE_H
#define TESTS_KERNEL_FIXTURE_H

#include "../../kernel/internal.h"
#include "../user_mm.h"

#define KT_RO	4			/* number of the read-only page */
#define KT_HOLE	5			/* number of the missing page */

struct ktest {
	struct user_mm u;
	struct task *task;
	struct task_struct *old;
	struct pt_regs regs;
};

extern struct ktest kt;

/* init and exit of a suite. */
int ktest_init(struct kunit *test);
void ktest_exit(struct kunit *test);

/* User address @off bytes into the fixture's pages. */
static inline unsigned long kt_at(unsigned long off)
{
	return kt.u.base + off;
}

/* Put a string (with its NUL) or bytes at @off; their user address. */
unsigned long kt_string(unsigned long off, const char *s);
unsigned long kt_bytes(unsigned long off, const void *data, size_t len);

/* A system call by its number. What it changes of the registers (returning from
 * a signal handler) is seen in kt.regs. */
long kt_syscall(unsigned long nr, const unsigned long *args);
long kt_call(unsigned long nr, unsigned long a, unsigned long b,
	     unsigned long c, unsigned long d);

/* pread64(2) and pwrite64(2), whose position comes in one word or two. */
long kt_pread(long fd, unsigned long buf, size_t len, loff_t pos);
long kt_pwrite(long fd, unsigned long buf, size_t len, loff_t pos);

#define NR_CALL_1(nr, name, kinds)	NR_##name = nr,
enum { SYSCALLS(NR_CALL_1) };
#undef NR_CALL_1

#if __SIZEOF_POINTER__ == 8
#include "x86_64/abi.h"
#else
#include "i386/abi.h"
#endif

#endif
