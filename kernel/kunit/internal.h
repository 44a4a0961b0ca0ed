/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the parts of the test runner share.
 *
 *	runner.c    suites and cases in order, the KTAP report
 *	check.c	    expectations: compare, say what was wrong
 *	guard.c	    calls that an assertion or a panic may leave by a jump
 *	resource.c  what a test has, undone when it ends
 *	task.c	    a task with an address space, for tests to run on
 *	faults.c    failures on a driver's paths, and whose path it is
 *	user.c	    user memory and system calls for tests, octavo's own
 *	leak.c	    what must be the same after a test as before
 *	counters.c  and which numbers those are
 */
#ifndef KERNEL_KUNIT_INTERNAL_H
#define KERNEL_KUNIT_INTERNAL_H

#include <kunit/test.h>

/* Print a text of the report at once. */
void kunit_print(const char *text, size_t len);

/* Print a line of the report, indented by @depth steps. */
__printf(2, 3)
void kunit_line(unsigned int depth, const char *fmt, ...);

/* Call fn(arg); true if it returned, false if it left by a jump. The preempt
 * count is then put back. */
bool kunit_guard(void (*fn)(void *arg), void *arg);
/* The code in the guarded call has become another task. */
void kunit_guard_moved(void);

/* Undo everything, last first. */
void kunit_free_resources(struct kunit *test);

#define KUNIT_MAX_COUNTERS	32

/* What there was before a test. */
struct kunit_before {
	unsigned long counters[KUNIT_MAX_COUNTERS];
	unsigned long unexpected;
	unsigned int preempt;
	unsigned int nr;
	bool keeps;
};

/* @keeps: what is counted may change. */
void kunit_leak_begin(struct kunit_before *before, bool keeps);

/* Fail the test for everything that is not as it was. */
void kunit_leak_end(struct kunit *test, const struct kunit_before *before);

/* Count what the memory core has handed out. */
void kunit_add_counters(void);

/* faults.c: is there something made to fail, or counted, from outside? */
bool kunit_has_faults(void);
/* user.c: the address space is a fresh one. */
void kunit_new_process(void);
/* The test makes a system call; what is further out is the program. */
void kunit_enter_user(void);
void kunit_leave_user(void);
/* What happens now is the helpers' own: it does not fail. */
extern bool kunit_outside;

#endif
