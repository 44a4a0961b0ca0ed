/* SPDX-License-Identifier: MIT */
/*
 * smp.c - the CPUs: who they are, how they start, work and stop.
 */
#include <octavo/cpu.h>
#include <octavo/port.h>
#include <octavo/vmstat.h>
#include "x86.h"

struct x86_cpu x86_cpus[NR_CPUS];

void smp_prepare_cpu(unsigned int id)
{
	struct x86_cpu *c = &x86_cpus[id];

	c->core = (struct cpu){
		.id = id, .task = &c->idle, .vmstat = &vm_cpu_stat[id],
	};
	c->cpu = &c->core;
}

static bool stopping;

bool smp_stopping(void)
{
	return __atomic_load_n(&stopping, __ATOMIC_RELAXED);
}

void smp_halt(void)
{
	for (;;)
		__asm__ __volatile__("cli\n\thlt");
}

void smp_stop_others(void)
{
	__atomic_store_n(&stopping, true, __ATOMIC_RELAXED);
}

/* The interrupt has ended the halt; what is to be done is looked up there. */
void smp_call_interrupt(void)
{
}

void smp_init(void)
{
}

int arch_run_on_cpus(unsigned int nr, void (*fn)(void *arg, unsigned int cpu),
		     void *arg)
{
	if (nr)
		fn(arg, 0);
	return 0;
}
