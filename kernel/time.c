/* SPDX-License-Identifier: MIT */
/*
 * time.c - how long a task has run.
 *
 * A tick is charged to whatever it interrupts. A machine without ticks (a
 * process of a host) has one task that runs all the time: its time is the
 * time since it began.
 */
#include "internal.h"

#define NSEC_PER_TICK	10000000ull

void kernel_tick(bool user)
{
	struct task *task = task_running();

	if (!task)
		return;
	if (user)
		task->user_ticks++;
	else
		task->kernel_ticks++;
	kernel.has_ticks = true;
}

struct cpu_time task_cpu_time(const struct task *task)
{
	if (!kernel.has_ticks)
		return (struct cpu_time){
			.user_ns = arch_clock_ns(false) - task->start_ns,
		};
	return (struct cpu_time){
		.user_ns = task->user_ticks * NSEC_PER_TICK,
		.kernel_ns = task->kernel_ticks * NSEC_PER_TICK,
	};
}
