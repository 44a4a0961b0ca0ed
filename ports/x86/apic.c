/* SPDX-License-Identifier: MIT */
/*
 * apic.c - the local APIC: interrupts between CPUs, and each CPU's timer.
 *
 * Its registers lie at the same physical address on every CPU and are that
 * CPU's own. CPU 0 gets the old controllers' interrupts through its input
 * LINT0 ("virtual wire"); the others get none.
 *
 * A CPU without an APIC, or whose firmware left it in the x2APIC mode, is used
 * alone, with the interval timer's channel 0 for ticks.
 *
 * Source: Intel SDM volume 3, chapter 11.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <asm/page.h>
#include "x86.h"

#define MSR_APIC_BASE		0x1b
#define APIC_BASE_X2APIC	0x400u
#define APIC_BASE_ENABLE	0x800u
#define CPUID_EDX_APIC		0x200u

/* Registers, as offsets. */
#define APIC_ID			0x020
#define APIC_TASK_PRIORITY	0x080
#define APIC_EOI		0x0b0
#define APIC_SPURIOUS		0x0f0
#define APIC_ERROR		0x280
#define APIC_COMMAND		0x300
#define APIC_COMMAND_HIGH	0x310
#define APIC_LVT_TIMER		0x320
#define APIC_LVT_LINT0		0x350
#define APIC_LVT_LINT1		0x360
#define APIC_LVT_ERROR		0x370
#define APIC_TIMER_INITIAL	0x380
#define APIC_TIMER_CURRENT	0x390
#define APIC_TIMER_DIVIDE	0x3e0

#define SPURIOUS_ENABLE		0x100u
#define COMMAND_PENDING		0x1000u
#define COMMAND_NMI		0x0400u
#define COMMAND_INIT		0x4500u	/* INIT, assert */
#define COMMAND_STARTUP		0x0600u
#define LVT_MASKED		0x10000u
#define LVT_NMI			0x400u
#define LVT_EXTINT		0x700u
#define LVT_PERIODIC		0x20000u
#define DIVIDE_BY_16		0x3u

#define HZ			100u
#define PIT_HZ			1193182u
#define PIT_CHANNEL0		0x40
#define PIT_COMMAND		0x43
#define PIT_RATE0		0x34	/* channel 0, both bytes, mode 2 */

static volatile u32 *apic;		/* NULL: there is none */
static u32 timer_hz;			/* counts per second, divided by 16 */

static inline u32 apic_read(unsigned int reg)
{
	return apic[reg / 4];
}

static inline void apic_write(unsigned int reg, u32 val)
{
	apic[reg / 4] = val;
}

static u64 rdmsr(u32 msr)
{
	u32 low, high;

	__asm__ __volatile__("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (u64)high << 32 | low;
}

static void wrmsr(u32 msr, u64 val)
{
	__asm__ __volatile__("wrmsr" : : "c"(msr), "a"((u32)val),
			     "d"((u32)(val >> 32)) : "memory");
}

static bool cpu_has_apic(void)
{
	u32 a = 1, b, c = 0, d;

	__asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	return d & CPUID_EDX_APIC;
}

/* ---- this CPU's ------------------------------------------------------------------ */

/* Find the registers; false: do without. */
static bool map_registers(void)
{
	u64 base;

	if (!cpu_has_apic()) {
		pr_info("no local APIC: one CPU\n");
		return false;
	}
	base = rdmsr(MSR_APIC_BASE);
	if (base & APIC_BASE_X2APIC) {
		pr_info("local APIC is in x2APIC mode: one CPU\n");
		return false;
	}
	apic = ioremap(base & ~0xfffull & 0xfffffffffull, PAGE_SIZE);
	return apic != NULL;
}

void apic_init_cpu(void)
{
	const bool boot_cpu = smp_processor_id() == 0;

	if (boot_cpu && !map_registers())
		return;
	wrmsr(MSR_APIC_BASE, rdmsr(MSR_APIC_BASE) | APIC_BASE_ENABLE);
	apic_write(APIC_SPURIOUS, SPURIOUS_ENABLE | VECTOR_SPURIOUS);
	apic_write(APIC_TASK_PRIORITY, 0);
	apic_write(APIC_LVT_TIMER, LVT_MASKED);
	apic_write(APIC_LVT_ERROR, LVT_MASKED);
	apic_write(APIC_LVT_LINT0, boot_cpu ? LVT_EXTINT : LVT_MASKED);
	apic_write(APIC_LVT_LINT1, boot_cpu ? LVT_NMI : LVT_MASKED);
	apic_write(APIC_EOI, 0);
	if (boot_cpu)
		x86_cpus[0].apic_id = apic_id();
}

bool apic_present(void)
{
	return apic != NULL;
}

unsigned int apic_id(void)
{
	return apic_read(APIC_ID) >> 24;
}

void apic_eoi(void)
{
	apic_write(APIC_EOI, 0);
}

/* ---- interrupts to others ------------------------------------------------------------- */

/* The two halves of the command must not be mixed with an interrupt's. */
static void send_command(unsigned int id, u32 command)
{
	unsigned long flags = arch_irq_save();

	while (apic_read(APIC_COMMAND) & COMMAND_PENDING)
		cpu_relax();
	apic_write(APIC_COMMAND_HIGH, id << 24);
	apic_write(APIC_COMMAND, command);
	arch_irq_restore(flags);
}

void apic_send(unsigned int cpu, unsigned int vector)
{
	send_command(x86_cpus[cpu].apic_id, vector);
}

void apic_send_nmi(unsigned int cpu)
{
	send_command(x86_cpus[cpu].apic_id, COMMAND_NMI);
}

void apic_send_init(unsigned int cpu)
{
	send_command(x86_cpus[cpu].apic_id, COMMAND_INIT);
}

/* Begin in real mode at physical address @start. */
void apic_send_startup(unsigned int cpu, unsigned long start)
{
	send_command(x86_cpus[cpu].apic_id,
		     COMMAND_STARTUP | (u32)(start >> PAGE_SHIFT));
}

/* ---- the timer ------------------------------------------------------------------------- */

/* Count down from the most there is, while somebody measures a time. */
void apic_timer_start(void)
{
	if (!apic)
		return;
	apic_write(APIC_TIMER_DIVIDE, DIVIDE_BY_16);
	apic_write(APIC_TIMER_INITIAL, ~0u);
}

unsigned int apic_timer_read(void)
{
	return apic ? apic_read(APIC_TIMER_CURRENT) : 0;
}

void apic_timer_set_hz(u32 hz)
{
	timer_hz = hz;
	if (apic)
		apic_write(APIC_TIMER_INITIAL, 0);
}

static void pit_tick(void *arg)
{
	timer_tick(user_mode(this_x86_cpu()->irq_regs));
}

static void pit_timer_init(void)
{
	const unsigned int count = PIT_HZ / HZ;

	outb(PIT_RATE0, PIT_COMMAND);
	outb((u8)count, PIT_CHANNEL0);
	outb((u8)(count >> 8), PIT_CHANNEL0);
	BUG_ON(request_isa_irq(0, "timer", pit_tick, NULL));
}

void timer_init_cpu(void)
{
	if (!apic) {
		pit_timer_init();
		return;
	}
	apic_write(APIC_TIMER_DIVIDE, DIVIDE_BY_16);
	apic_write(APIC_LVT_TIMER, LVT_PERIODIC | VECTOR_TIMER);
	apic_write(APIC_TIMER_INITIAL, max(timer_hz / HZ, 1u));
}

void timer_stop_cpu(void)
{
	apic_write(APIC_LVT_TIMER, LVT_MASKED);
	apic_write(APIC_TIMER_INITIAL, 0);
}
