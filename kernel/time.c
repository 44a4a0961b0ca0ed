/* SPDX-License-Identifier: MIT */
/*
 * time.c - how long a task has run.
 *
 * The scheduler measures it. A tick is charged to whatever it interrupts, user
 * code or the kernel, and divides what was measured between the two; without
 * ticks all of it counts as user code's.
 */
#include <octavo/math64.h>
#include "internal.h"

static struct cpu_ticks cpu_ticks[NR_CPUS];

struct cpu_ticks cpu_ticks_of(unsigned int cpu)
{
	struct cpu_ticks t = cpu_ticks[cpu];
	const unsigned long all = (unsigned long)div_u64(
		arch_clock_ns(false) - kernel.boot_ns, NSEC_PER_TICK);

	t.idle = all > t.user + t.kernel ? all - t.user - t.kernel : 0;
	return t;
}

/* The whole is measured; the ticks say how to divide it. */
struct cpu_time task_cpu_time(const struct task *task)
{
	const u64 ran = task_ran_ns(task);
	const unsigned long user = task->user_ticks, kern = task->kernel_ticks;
	u64 in_kernel = 0;

	if (kern)
		in_kernel = div64_u64(ran, (u64)user + kern) * kern;
	return (struct cpu_time){
		.user_ns = ran - in_kernel, .kernel_ns = in_kernel,
	};
}

void cpu_time_add(struct cpu_time *to, const struct cpu_time *t)
{
	to->user_ns += t->user_ns;
	to->kernel_ns += t->kernel_ns;
}

struct cpu_time process_cpu_time(const struct signal_struct *sig)
{
	struct cpu_time sum = sig->dead;
	const struct task *task;

	list_for_each_entry(task, &sig->threads, thread_node) {
		const struct cpu_time t = task_cpu_time(task);

		cpu_time_add(&sum, &t);
	}
	return sum;
}

/* ---- the tick ---------------------------------------------------------- */

static void send_timer_signal(struct signal_struct *sig, int signo)
{
	const struct kernel_siginfo info = {
		.si_signo = signo, .si_code = SI_KERNEL,
	};

	send_group_locked(sig, &info);
}

static void cpu_timer_check(struct signal_struct *sig, struct cpu_timer *timer,
			    u64 now, int signo)
{
	if (!timer->expires || now < timer->expires)
		return;
	timer->expires = timer->interval ? now + timer->interval : 0;
	send_timer_signal(sig, signo);
}

/* SIGXCPU every second from the soft limit on, the end at the hard one. */
static void cpu_limit_check(struct signal_struct *sig, u64 now)
{
	struct rlimit64 *rlim = &sig->rlim[RLIMIT_CPU];

	const u64 seconds = div_u64(now, NSEC_PER_SEC);

	if (seconds >= rlim->rlim_max) {
		send_timer_signal(sig, SIGKILL);
	} else if (seconds >= rlim->rlim_cur) {
		send_timer_signal(sig, SIGXCPU);
		rlim->rlim_cur = seconds + 1;
	}
}

void cpu_timers_run(struct signal_struct *sig)
{
	const bool limited = sig->rlim[RLIMIT_CPU].rlim_cur < RLIM_INFINITY;
	struct cpu_time t;

	if (!limited && !sig->cpu_timers[0].expires &&
	    !sig->cpu_timers[1].expires && list_empty(&sig->timers))
		return;
	lock_tasklist();
	t = process_cpu_time(sig);
	cpu_timer_check(sig, &sig->cpu_timers[0], t.user_ns, SIGVTALRM);
	cpu_timer_check(sig, &sig->cpu_timers[1], t.user_ns + t.kernel_ns,
			SIGPROF);
	posix_cpu_timers_run(sig);
	if (limited)
		cpu_limit_check(sig, t.user_ns + t.kernel_ns);
	unlock_tasklist();
}

void kernel_tick(bool user)
{
	struct cpu_ticks *ticks = &cpu_ticks[smp_processor_id()];
	struct task *task = task_running();

	if (smp_processor_id() == 0)
		sched_tick();
	if (!task)
		return;
	if (task->signal && smp_processor_id() == 0)
		cpu_timers_run(task->signal);
	if (user) {
		task->user_ticks++;
		ticks->user++;
	} else {
		task->kernel_ticks++;
		ticks->kernel++;
	}
}
