/* SPDX-License-Identifier: MIT */
/*
 * time.c - how long a task has run.
 *
 * A tick is charged to whatever it interrupts. A machine without ticks (a
 * process of a host) has one task that runs all the time: its time is the
 * time since it began.
 */
#include <octavo/math64.h>
#include "internal.h"

static struct cpu_ticks cpu_ticks[NR_CPUS];

void kernel_tick(bool user)
{
	struct cpu_ticks *ticks = &cpu_ticks[smp_processor_id()];
	struct task *task = task_running();

	kernel.has_ticks = true;
	if (smp_processor_id() == 0)
		sched_tick();
	if (!task) {
		ticks->idle++;
	} else if (user) {
		task->user_ticks++;
		ticks->user++;
	} else {
		task->kernel_ticks++;
		ticks->kernel++;
	}
}

struct cpu_ticks cpu_ticks_of(unsigned int cpu)
{
	if (!kernel.has_ticks && cpu == 0)
		return (struct cpu_ticks){
			.user = (unsigned long)div64_u64(
				arch_clock_ns(false) - kernel.boot_ns,
				NSEC_PER_TICK),
		};
	return cpu_ticks[cpu];
}

struct cpu_time task_cpu_time(const struct task *task)
{
	if (!kernel.has_ticks)
		return (struct cpu_time){
			.user_ns = arch_clock_ns(false) - task->start_ns,
		};
	return (struct cpu_time){
		.user_ns = (u64)task->user_ticks * NSEC_PER_TICK,
		.kernel_ns = (u64)task->kernel_ticks * NSEC_PER_TICK,
	};
}
