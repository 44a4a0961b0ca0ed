/* SPDX-License-Identifier: MIT */
/*
 * cpu.c - CPUs of the hosted machine, and the interrupts it does not have.
 *
 * A CPU is a host thread: CPU 0 the one that started the machine, the others
 * come and go with arch_run_on_cpus(). Each has a struct cpu and an idle task
 * to be `current` when nothing else is.
 *
 * Nothing interrupts a CPU here, so saving and restoring the interrupt state
 * could be empty. It is a checker instead: the state is the nesting depth, and
 * a restore that is not the innermost save's is reported.
 */
#include <octavo/port.h>
#include <octavo/cpu.h>
#include <octavo/bug.h>
#include <octavo/gfp.h>
#include <octavo/printk.h>
#include <octavo/vmstat.h>
#include "hosted.h"

__thread struct cpu *hosted_this_cpu __attribute__((__tls_model__("initial-exec")));

static __thread unsigned long irq_depth
	__attribute__((__tls_model__("initial-exec")));

static struct cpu cpus[NR_CPUS];
static struct task_struct idle_tasks[NR_CPUS];

unsigned int hosted_nr_cpus;

static void cpu_enter(unsigned int id)
{
	cpus[id] = (struct cpu){
		.id = id, .task = &idle_tasks[id], .vmstat = &vm_cpu_stat[id],
	};
	hosted_this_cpu = &cpus[id];
	irq_depth = 0;
}

/* Make the calling thread CPU 0 of @nr. */
void hosted_cpus_init(unsigned int nr)
{
	hosted_nr_cpus = nr;
	for (unsigned int i = 0; i < NR_CPUS; i++)
		idle_tasks[i] = (struct task_struct){ 0 };
	cpu_enter(0);
}

unsigned long arch_irq_save(void)
{
	return irq_depth++;
}

void arch_irq_restore(unsigned long flags)
{
	if (unlikely(irq_depth != flags + 1))
		octavo_report("interrupt state restored out of order: depth %lu, saved at %lu",
			      irq_depth, flags);
	irq_depth = flags;
}

bool arch_irqs_disabled(void)
{
	return irq_depth != 0;
}

struct cpu_work {
	void (*fn)(void *arg, unsigned int cpu);
	void *arg;
};

static void run_on_cpu(void *arg, unsigned int id)
{
	struct cpu_work *work = arg;

	if (id)
		cpu_enter(id);
	work->fn(work->arg, id);
	if (id)
		drain_local_pages();	/* nobody else can, see mm/page/pcp.c */
	if (irq_depth && id)
		octavo_report("CPU %u stopped with interrupts off", id);
}

int arch_run_on_cpus(unsigned int nr, void (*fn)(void *arg, unsigned int cpu),
		     void *arg)
{
	struct cpu_work work = { .fn = fn, .arg = arg };

	return host_run_threads(min(nr, hosted_nr_cpus), run_on_cpu, &work);
}

size_t arch_cpu_info(unsigned int cpu, char *buf, size_t size)
{
	return (size_t)scnprintf(buf, size,
				 "vendor_id\t: Octavo\nmodel name\t: Octavo CPU\n"
				 "flags\t\t: fpu sse sse2\n");
}
