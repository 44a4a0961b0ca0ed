/* SPDX-License-Identifier: MIT */
/*
 * fixture.c - see fixture.h.
 */
#include "fixture.h"

struct ktest kt;

int ktest_init(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kernel_boot(), 0);
	kt.task = task_create(1);
	KUNIT_ASSERT_NOT_NULL(test, kt.task);
	user_mm_enter(test, &kt.u, "wwwwr");
	kt.task->thread.mm = kt.u.mm;
	kt.task->regs = &kt.regs;
	kt.old = current;
	kernel.task = kt.task;
	this_cpu()->task = &kt.task->thread;
	return 0;
}

void ktest_exit(struct kunit *test)
{
	this_cpu()->task = kt.old;
	kernel.task = NULL;
	kt.task->thread.mm = NULL;
	task_free(kt.task);
	user_mm_leave(&kt.u);
	kernel_exit();
}

unsigned long kt_bytes(unsigned long off, const void *data, size_t len)
{
	BUG_ON(!user_mm_poke(&kt.u, kt_at(off), data, len));
	return kt_at(off);
}

unsigned long kt_string(unsigned long off, const char *s)
{
	return kt_bytes(off, s, strlen(s) + 1);
}

long kt_call(unsigned long nr, unsigned long a, unsigned long b,
	     unsigned long c, unsigned long d)
{
	const unsigned long args[6] = { a, b, c, d };

	return do_syscall(nr, args);
}
