/* SPDX-License-Identifier: MIT */
/*
 * smp.c - the CPUs: who they are, how they start, work, rest and stop.
 *
 *	CPU 0					CPU n
 *	smp_init: INIT, STARTUP interrupts -->	trampoline, x86_ap_main
 *						idle: halted, interrupts on
 *	arch_run_on_cpus: a function,
 *	a call interrupt  ------------------->	runs it as its idle task,
 *	waits					with ticks, then rests again
 *
 * An idle CPU has no timer running and no address space; see tlb.c for what it
 * need not be told. It looks for work with interrupts off and halts by "sti;
 * hlt", so that a call between the two ends the halt at once.
 *
 * To stop the machine every other CPU gets a non-maskable interrupt, which
 * reaches it even where it hangs with interrupts off.
 *
 * Locking: a CPU's `work` is written by CPU 0 while the CPU is idle and
 * cleared by the CPU; whoever sees it with acquire sees what it points to.
 * Source: Intel SDM volume 3, 8.4 (starting CPUs).
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/errno.h>
#include <octavo/gfp.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/vmstat.h>
#include <asm/page.h>
#include "x86.h"

#define AP_STACK_ORDER		2
#define INIT_DELAY_US		10000
#define STARTUP_DELAY_US	200
#define STARTUP_LIMIT_US	100000

struct x86_cpu x86_cpus[NR_CPUS];

static unsigned int nr_online = 1;
static bool stopping;

/* What CPUs are to run together. */
struct cpu_work {
	void (*fn)(void *arg, unsigned int cpu);
	void *arg;
	unsigned int running;		/* CPUs that are not done; a word to wait on */
};

void smp_prepare_cpu(unsigned int id)
{
	struct x86_cpu *c = &x86_cpus[id];

	c->core = (struct cpu){
		.id = id, .task = &c->idle, .vmstat = &vm_cpu_stat[id],
	};
	c->cpu = &c->core;
}

/* ---- stopping ------------------------------------------------------------------- */

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
	/* The second CPU that wants to stop the machine is stopped itself. */
	if (__atomic_exchange_n(&stopping, true, __ATOMIC_SEQ_CST))
		return;
	for (unsigned int i = 0; i < NR_CPUS; i++)
		if (x86_cpus[i].online && i != smp_processor_id())
			apic_send_nmi(i);
}

/* ---- a CPU that is not the first ---------------------------------------------------- */

static void check_after_work(void)
{
	if (arch_irqs_disabled() || in_atomic())
		octavo_report("CPU %u done with interrupts %s, preempt_count %x",
			      smp_processor_id(),
			      arch_irqs_disabled() ? "off" : "on",
			      preempt_count());
}

static void do_work(struct cpu_work *work)
{
	struct x86_cpu *c = this_x86_cpu();

	tlb_busy();
	timer_init_cpu();
	__asm__ __volatile__("sti" : : : "memory");
	work->fn(work->arg, c->core.id);
	check_after_work();
	drain_local_pages();		/* nobody else can, see mm/page/pcp.c */
	arch_switch_mm(NULL);
	__asm__ __volatile__("cli" : : : "memory");
	timer_stop_cpu();
	tlb_idle();
	__atomic_store_n(&c->work, NULL, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&work->running, 1, __ATOMIC_RELEASE);
	arch_wake(&work->running, 1);
}

void x86_ap_main(unsigned int id)
{
	struct x86_cpu *c = &x86_cpus[id];

	cpu_init(id);
	apic_init_cpu();
	__atomic_store_n(&c->online, 1u, __ATOMIC_RELEASE);
	for (;;) {
		struct cpu_work *work = __atomic_load_n(&c->work,
							__ATOMIC_ACQUIRE);

		if (work)
			do_work(work);
		else
			__asm__ __volatile__("sti\n\thlt\n\tcli" : : : "memory");
	}
}

/* The interrupt has ended the halt; the idle loop looks for work. */
void smp_call_interrupt(void)
{
}

/* ---- CPU 0 ------------------------------------------------------------------------ */

/* Wait for CPU @id to say that it is there. */
static bool came_online(unsigned int id, unsigned int limit_us)
{
	for (unsigned int us = 0; us < limit_us; us += 10) {
		if (__atomic_load_n(&x86_cpus[id].online, __ATOMIC_ACQUIRE))
			return true;
		udelay(10);
	}
	return false;
}

static bool start_cpu(unsigned int id)
{
	unsigned long stack = __get_free_pages(GFP_KERNEL, AP_STACK_ORDER);

	if (!stack)
		return false;
	smp_prepare_cpu(id);
	trampoline_cpu = id;
	trampoline_stack = stack + (PAGE_SIZE << AP_STACK_ORDER);
	smp_mb();
	apic_send_startup(id, TRAMPOLINE_PA);
	if (!came_online(id, STARTUP_DELAY_US))
		apic_send_startup(id, TRAMPOLINE_PA);
	/* Its stack is not given back if it never came: it might yet. */
	return came_online(id, STARTUP_LIMIT_US);
}

void smp_init(void)
{
	x86_cpus[0].online = 1;
	if (nr_cpu_ids == 1)
		return;
	cpu_setup_trampoline();
	for (unsigned int i = 1; i < nr_cpu_ids; i++)
		apic_send_init(i);
	udelay(INIT_DELAY_US);
	for (unsigned int i = 1; i < nr_cpu_ids; i++) {
		if (!start_cpu(i)) {
			pr_warn("CPU %u did not start; using %u\n", i, i);
			break;
		}
		nr_online++;
	}
}

static void start_work(unsigned int cpu, struct cpu_work *work)
{
	BUG_ON(x86_cpus[cpu].work);
	__atomic_store_n(&x86_cpus[cpu].work, work, __ATOMIC_RELEASE);
	apic_send(cpu, VECTOR_CALL);
}

int arch_run_on_cpus(unsigned int nr, void (*fn)(void *arg, unsigned int cpu),
		     void *arg)
{
	struct cpu_work work = { .fn = fn, .arg = arg };
	unsigned int left;

	nr = min(nr, nr_online);
	if (!nr)
		return 0;
	work.running = nr - 1;
	for (unsigned int i = 1; i < nr; i++)
		start_work(i, &work);
	fn(arg, 0);
	while ((left = __atomic_load_n(&work.running, __ATOMIC_ACQUIRE)) != 0)
		arch_wait(&work.running, left);
	return 0;
}
