/* SPDX-License-Identifier: MIT */
/*
 * fixture.c - see fixture.h.
 */
#include "fixture.h"

struct ktest kt;

int ktest_init(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, kernel_boot(), 0);
	kt.task = task_create(pid_alloc());
	KUNIT_ASSERT_NOT_NULL(test, kt.task);
	KUNIT_ASSERT_EQ(test, task_publish(kt.task), 0);
	kernel.first = kt.task->signal;
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
	list_del_init(&kt.task->thread_node);
	xa_erase(&kernel.tasks, 1);
	forget_process(kt.task->signal);
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

long kt_syscall(unsigned long nr, const unsigned long *args)
{
	struct pt_regs before, regs = kt.regs;
	long ret;

	SYSCALL_ARG0(&regs) = args[0];
	SYSCALL_ARG1(&regs) = args[1];
	SYSCALL_ARG2(&regs) = args[2];
	SYSCALL_ARG3(&regs) = args[3];
	SYSCALL_ARG4(&regs) = args[4];
	SYSCALL_ARG5(&regs) = args[5];
	before = regs;
	kt.task->regs = &regs;
	ret = do_syscall(nr, &regs);
	kt.task->regs = &kt.regs;
	if (memcmp(&regs, &before, sizeof(regs)))
		kt.regs = regs;
	return ret;
}

long kt_call(unsigned long nr, unsigned long a, unsigned long b,
	     unsigned long c, unsigned long d)
{
	const unsigned long args[6] = { a, b, c, d };

	return kt_syscall(nr, args);
}

long kt_pread(long fd, unsigned long buf, size_t len, loff_t pos)
{
	const unsigned long args[6] = { fd, buf, len, KT_ARGS_AT(pos) };

	return kt_syscall(NR_pread64, args);
}

long kt_pwrite(long fd, unsigned long buf, size_t len, loff_t pos)
{
	const unsigned long args[6] = { fd, buf, len, KT_ARGS_AT(pos) };

	return kt_syscall(NR_pwrite64, args);
}
