/* SPDX-License-Identifier: MIT */
/*
 * smp.c - the CPUs: who they are, how they start, work and stop.
 */
#include <octavo/cpu.h>
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
