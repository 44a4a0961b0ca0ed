/* SPDX-License-Identifier: MIT */
/*
 * cpu.c - a CPU's own tables: segments, task state, traps, and its modes.
 *
 *	GDT	 6-8	TLS of the running task		(context.c)
 *		12, 13	kernel code and data		flat, ring 0
 *		14, 15	user code and data		flat, ring 3
 *		16	TSS: stack of entries from user code
 *		27	data, from this CPU's struct x86_cpu on: FS
 *		31	TSS that a double fault switches to
 *	IDT	one for all CPUs
 *
 * Code from the boot loader's call on can trap: CPU 0 comes here twice, first
 * from boot.S with nothing known, again when the options have been read.
 *
 * Locking: each CPU writes its own tables; the IDT is written by CPU 0 alone.
 * Source: Intel SDM volume 3, 3.4, 6.11, 7.2; volume 2, CPUID.
 */
#include <octavo/bug.h>
#include <octavo/mm.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "../x86/x86.h"
#include "i386.h"

BUILD_BUG_ON(offsetof(struct pt_regs, ebp) != PT_EBP);
BUILD_BUG_ON(offsetof(struct pt_regs, eax) != PT_EAX);
BUILD_BUG_ON(offsetof(struct pt_regs, eip) != PT_EIP);
BUILD_BUG_ON(offsetof(struct pt_regs, cs) != PT_CS);
BUILD_BUG_ON(offsetof(struct pt_regs, eflags) != PT_EFLAGS);
BUILD_BUG_ON(sizeof(struct tss) != 104);
BUILD_BUG_ON(offsetof(struct x86_cpu, cpu) != 0);

#define DESC_FLAT	0x00cf000000000000ull	/* 4 GiB, 32-bit */
#define DESC_CODE	0x00009b000000ffffull	/* present, read, accessed */
#define DESC_DATA	0x000093000000ffffull	/* present, write, accessed */
#define DESC_USER	0x0000600000000000ull	/* ring 3 */
#define DESC_TSS	0x0000890000000000ull

#define GATE_INTERRUPT	0x8e00u			/* present, ring 0, IF off */
#define GATE_TASK	0x8500u
#define GATE_USER	0x6000u			/* user code may raise it */

#define TRAP_DEBUG	1
#define TRAP_BREAKPOINT	3
#define TRAP_OVERFLOW	4
#define TRAP_DOUBLE_FAULT 8
#define FIRST_HIGH	0xf0			/* vectors with a stub: below */
#define LAST_LOW	0x2f			/* or from here on */
#define STUB_SIZE	16

#define CR0_WP		0x00010000ul
#define CR4_MCE		0x0040ul
#define CR4_OSFXSR	0x0200ul
#define CR4_OSXMMEXCPT	0x0400ul
#define CR4_UMIP	0x0800ul
#define CR4_SMEP	0x100000ul

#define MSR_SYSENTER_CS	0x174
#define MSR_SYSENTER_ESP 0x175
#define MSR_SYSENTER_EIP 0x176

struct table_pointer {
	u16 limit;
	u32 base;
} __packed;

struct cpu_tables cpu_tables[NR_CPUS];
struct x86_features x86_features;

static u64 idt[256];

extern const char trap_stubs[], interrupt_stubs[], debug_entry[], int80_entry[];
extern const char sysenter_entry[], double_fault_entry[];
extern char double_fault_stack_end[];
extern const char trampoline_start[], trampoline_end[];

/* ---- features -------------------------------------------------------------- */

struct cpuid {
	u32 a, b, c, d;
};

static struct cpuid cpuid(u32 leaf)
{
	struct cpuid r;

	__asm__("cpuid" : "=a"(r.a), "=b"(r.b), "=c"(r.c), "=d"(r.d)
			: "0"(leaf), "2"(0));
	return r;
}

static bool bit(u32 word, unsigned int n)
{
	return word >> n & 1;
}

/* The first CPUs that say they have it do not. */
static bool has_sysenter(const struct cpuid *basic)
{
	return bit(basic->d, 11) && (basic->a & 0xfff) >= 0x633;
}

/* boot.S has refused a CPU that lacks what is needed. */
void cpu_check_features(void)
{
	const struct cpuid basic = cpuid(1);
	struct cpuid ext = { 0 }, more = { 0 };

	if (cpuid(0x80000000).a >= 0x80000001)
		ext = cpuid(0x80000001);
	if (cpuid(0).a >= 7)
		more = cpuid(7);
	x86_features = (struct x86_features){
		.nx = bit(ext.d, 20) && has_pte_nx,
		.pge = bit(basic.d, 13),
		.sysenter = has_sysenter(&basic),
		.fxsr = bit(basic.d, 24),
		.x2apic = bit(basic.c, 21),
		.rdrand = bit(basic.c, 30),
		.smep = bit(more.b, 7),
		.erms = bit(more.b, 9),
		.umip = bit(more.c, 2),
	};
}

/* ---- tables ------------------------------------------------------------------ */

static u64 descriptor(u64 kind, unsigned long base, unsigned long limit)
{
	return kind | (limit & 0xffff) | (u64)(limit & 0xf0000) << 32 |
	       (u64)(base & 0xffffff) << 16 | (u64)(base >> 24) << 56;
}

static u64 tss_descriptor(const struct tss *tss)
{
	return descriptor(DESC_TSS, (unsigned long)tss, sizeof(*tss) - 1);
}

static void set_gate(unsigned int vector, const char *entry, u32 type)
{
	const unsigned long addr = (unsigned long)entry;

	idt[vector] = (u64)((addr & 0xffff0000) | type) << 32 |
		      KERNEL_CS << 16 | (addr & 0xffff);
}

static void init_idt(void)
{
	for (unsigned int v = 0; v <= LAST_LOW; v++)
		set_gate(v, trap_stubs + v * STUB_SIZE, GATE_INTERRUPT);
	for (unsigned int v = FIRST_HIGH; v < 256; v++)
		set_gate(v, interrupt_stubs + (v - FIRST_HIGH) * STUB_SIZE,
			 GATE_INTERRUPT);
	set_gate(TRAP_DEBUG, debug_entry, GATE_INTERRUPT);
	set_gate(TRAP_BREAKPOINT, trap_stubs + TRAP_BREAKPOINT * STUB_SIZE,
		 GATE_INTERRUPT | GATE_USER);
	set_gate(TRAP_OVERFLOW, trap_stubs + TRAP_OVERFLOW * STUB_SIZE,
		 GATE_INTERRUPT | GATE_USER);
	set_gate(VECTOR_SYSCALL, int80_entry, GATE_INTERRUPT | GATE_USER);
	idt[TRAP_DOUBLE_FAULT] = (u64)GATE_TASK << 32 | DOUBLE_FAULT_TSS << 16;
}

static void init_tss(struct cpu_tables *t)
{
	t->tss.ss0 = KERNEL_DS;
	t->tss.io_map = sizeof(t->tss);		/* beyond the limit: no ports */
	t->double_fault = (struct tss){
		.cr3 = (u32)__pa(kernel_pgd),
		.eip = (u32)double_fault_entry,
		.esp = (u32)double_fault_stack_end,
		.eflags = 2, .cs = KERNEL_CS, .ss = KERNEL_DS,
		.ds = KERNEL_DS, .es = KERNEL_DS, .fs = PERCPU_SELECTOR,
		.io_map = sizeof(t->double_fault),
	};
}

static void init_gdt(struct cpu_tables *t, const struct x86_cpu *cpu)
{
	t->gdt[KERNEL_CS / 8] = DESC_FLAT | DESC_CODE;
	t->gdt[KERNEL_DS / 8] = DESC_FLAT | DESC_DATA;
	t->gdt[USER_CS / 8] = DESC_FLAT | DESC_CODE | DESC_USER;
	t->gdt[USER_DS / 8] = DESC_FLAT | DESC_DATA | DESC_USER;
	t->gdt[TSS_SELECTOR / 8] = tss_descriptor(&t->tss);
	t->gdt[DOUBLE_FAULT_TSS / 8] = tss_descriptor(&t->double_fault);
	t->gdt[PERCPU_SELECTOR / 8] =
		descriptor(DESC_FLAT | DESC_DATA, (unsigned long)cpu, 0xfffff);
}

static void load_tables(struct cpu_tables *t)
{
	const struct table_pointer gdtr = { sizeof(t->gdt) - 1, (u32)t->gdt };
	const struct table_pointer idtr = { sizeof(idt) - 1, (u32)idt };

	__asm__ __volatile__("lgdt %0" : : "m"(gdtr));
	__asm__ __volatile__("movl %0, %%fs" : : "r"(PERCPU_SELECTOR));
	__asm__ __volatile__("lidt %0" : : "m"(idtr));
	__asm__ __volatile__("ltr %w0" : : "r"(TSS_SELECTOR));
	__asm__ __volatile__("lldt %w0" : : "r"(0));
}

u64 *cpu_gdt(void)
{
	return cpu_tables[smp_processor_id()].gdt;
}

/* ---- modes --------------------------------------------------------------------- */

static void wrmsr(u32 msr, u32 val)
{
	__asm__ __volatile__("wrmsr" : : "c"(msr), "a"(val), "d"(0));
}

void cpu_set_kernel_stack(unsigned long top)
{
	struct x86_cpu *c = this_x86_cpu();

	c->kernel_sp = top;
	cpu_tables[c->core.id].tss.esp0 = top;
	if (x86_features.sysenter)
		wrmsr(MSR_SYSENTER_ESP, top);
}

static void init_sysenter(void)
{
	if (!x86_features.sysenter)
		return;
	wrmsr(MSR_SYSENTER_CS, KERNEL_CS);
	wrmsr(MSR_SYSENTER_EIP, (u32)sysenter_entry);
}

static void set_write_protect(bool on)
{
	unsigned long cr0;

	__asm__ __volatile__("mov %%cr0, %0" : "=r"(cr0));
	cr0 = on ? cr0 | CR0_WP : cr0 & ~CR0_WP;
	__asm__ __volatile__("mov %0, %%cr0" : : "r"(cr0) : "memory");
}

static void init_modes(void)
{
	const u32 has = cpuid(1).d;
	unsigned long cr4;

	__asm__ __volatile__("mov %%cr4, %0" : "=r"(cr4));
	cr4 |= bit(has, 7) ? CR4_MCE : 0;
	cr4 |= bit(has, 24) ? CR4_OSFXSR : 0;
	cr4 |= bit(has, 25) ? CR4_OSXMMEXCPT : 0;
	cr4 |= x86_features.smep ? CR4_SMEP : 0;
	cr4 |= x86_features.umip ? CR4_UMIP : 0;
	__asm__ __volatile__("mov %0, %%cr4" : : "r"(cr4) : "memory");
	set_write_protect(!boot_info.options.wp_off);
}

void cpu_init(unsigned int id)
{
	struct cpu_tables *t = &cpu_tables[id];

	init_tss(t);
	init_gdt(t, &x86_cpus[id]);
	load_tables(t);
	init_sysenter();
	init_modes();
	cpu_reset_fpu();
}

void i386_early_init(void)
{
	cpu_check_features();
	init_idt();
	smp_prepare_cpu(0);
	cpu_init(0);
	protect_image();
}

/* x87 and SSE as the ABI wants them at a program's start: all exceptions
 * masked, round to nearest, extended precision, registers 0. */
void cpu_reset_fpu(void)
{
	static const struct {
		u16 control, status, tag, opcode;
		u32 unused[4];
		u32 mxcsr, mxcsr_mask;
		u64 registers[60];
	} __aligned(16) initial = { .control = 0x37f, .mxcsr = 0x1f80 };

	BUILD_BUG_ON(sizeof(initial) != 512);
	__asm__ __volatile__("clts");
	if (x86_features.fxsr)
		__asm__ __volatile__("fxrstor %0" : : "m"(initial));
	else
		__asm__ __volatile__("fninit");
}

/* ---- other CPUs ------------------------------------------------------------------ */

void cpu_setup_trampoline(void)
{
	memcpy(__va(TRAMPOLINE_PA), trampoline_start,
	       (size_t)(trampoline_end - trampoline_start));
}
