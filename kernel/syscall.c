/* SPDX-License-Identifier: MIT */
/*
 * syscall.c - from a number to a handler.
 *
 * The table is made from <abi/syscalls.h>. A number without a handler answers
 * -ENOSYS and is named once on the console, so that one sees what a program
 * would have liked.
 */
#include <octavo/highmem.h>
#include <octavo/lockcheck.h>
#include "internal.h"

typedef long (*syscall_fn)(struct pt_regs *regs);

static const syscall_fn table[NR_SYSCALL_NAMES] = {
#define X(nr, name, kinds)	[nr] = sys_##name,
	SYSCALLS(X)
#undef X
};

static const char *const missing[NR_SYSCALL_NAMES] = {
#define X(nr, name)	[nr] = #name,
	SYSCALL_NAMES(X)
#undef X
};

static __cold long no_syscall(unsigned long nr)
{
	unsigned char bit = 1u << nr % 8;

	if (nr >= NR_SYSCALL_NAMES) {
		pr_warn_once("octavo: system call %lu is not implemented\n",
			     nr);
		return -ENOSYS;
	}
	if (kernel.unknown_named[nr / 8] & bit)
		return -ENOSYS;
	kernel.unknown_named[nr / 8] |= bit;
	if (nr != NR_QUIETLY_MISSING)
		pr_warn("octavo: system call %lu (%s) is not implemented\n",
			nr, missing[nr] ? missing[nr] : "?");
	return -ENOSYS;
}

void print_missing_syscalls(void)
{
	bool any = false;

	for (unsigned long nr = 0; nr < NR_SYSCALL_NAMES; nr++) {
		if (!(kernel.unknown_named[nr / 8] & 1u << nr % 8) ||
		    nr == NR_QUIETLY_MISSING)
			continue;
		printk("%s %s", any ? "," : "octavo: asked for, and not there:",
		       missing[nr] ? missing[nr] : "?");
		any = true;
	}
	if (any)
		printk("\n");
}

long do_syscall(unsigned long nr, struct pt_regs *regs)
{
	if (unlikely(nr >= NR_SYSCALL_NAMES || !table[nr]))
		return no_syscall(nr);
	return table[nr](regs);
}

/* Invariant 1 of internal.h, as far as it can be seen. */
static noinline __cold void not_at_rest(unsigned long nr)
{
	octavo_report("system call %lu returns with preempt_count %x, faults off %u, maps %d",
		      nr, preempt_count(), current->pagefault_disabled,
		      current->kmap_ctrl.idx);
	kmap_assert_nomap();
	/* What follows is not to blame. */
	this_cpu_var(preempt_count) = 0;
	current->pagefault_disabled = current->rcu_depth = 0;
}

static __always_inline void check_at_rest(unsigned long nr)
{
	if (unlikely(preempt_count() | current->pagefault_disabled |
		     (unsigned int)current->kmap_ctrl.idx))
		not_at_rest(nr);
}

void kernel_call_over(unsigned long nr)
{
	check_at_rest(nr);
	lockcheck_leave("the system call");
}

void kernel_syscall(struct pt_regs *regs)
{
	unsigned long nr = syscall_nr(regs);
	struct task *task = current_task();

	task->regs = regs;
	if (likely(nr < NR_SYSCALL_NAMES && table[nr]))
		syscall_set_return(regs, table[nr](regs));
	else
		syscall_set_return(regs, no_syscall(nr));
	check_at_rest(nr);
	if (unlikely(task->work))
		kernel_user_return(regs);
}

bool kernel_user_work(void)
{
	return current_task()->work;
}

void kernel_user_return(struct pt_regs *regs)
{
	lockcheck_leave("the system call");
	if (READ_ONCE(kernel.pending))
		run_pending();
	if (need_resched())
		schedule();
	do_signals(regs);
}
