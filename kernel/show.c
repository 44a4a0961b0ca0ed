/* SPDX-License-Identifier: MIT */
/*
 * show.c - last words: which tasks there are, and where they sleep.
 *
 * Locking: none, nobody gives any back any more.
 */
#include <octavo/printk.h>
#include <octavo/stacktrace.h>
#include "internal.h"

static const char *state_name(const struct task *task)
{
	if (task == kernel.task)
		return "runs";
	return task->word ? "sleeps" : "is ready";
}

static void show_task(const struct task *task)
{
	unsigned long entries[STACK_TRACE_MAX];
	const struct stack_part part = {
		arch_context_frame(&task->ctx),
		(unsigned long)task->stack + KSTACK_SIZE,
	};

	printk(KERN_EMERG "task %d '%s' %s\n", task->thread.pid, task->thread.comm,
	       state_name(task));
	if (task == kernel.task || part.frame < (unsigned long)task->stack)
		return;
	stack_trace_print(entries, stack_trace_frames(entries, STACK_TRACE_MAX,
						      0, &part), 2);
}

void kernel_show_tasks(void)
{
	struct task *task;
	unsigned long i;

	xa_for_each(&kernel.tasks, i, task)
		show_task(task);
}
