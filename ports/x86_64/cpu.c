/* SPDX-License-Identifier: MIT */
/*
 * cpu.c - a CPU's own tables: segments, task state, traps, and its modes.
 *
 *	GDT	10 null null 18 kernel code, data, -, user data, user code, TSS
 *	TSS	rsp0: where an entry from user code begins; IST stacks
 *	IDT	one for all: 256 gates to trap_stubs, interrupts off
 *
 *	IST 1	NMI
 *	IST 2	double fault and machine check, which nobody returns from
 *
 * There is no 32-bit code segment and no gate for int 0x80: user code is 64-bit
 * code, its only door is SYSCALL, and int 0x80 is a #GP like any other
 * vector that user code may not raise. int3 and int 4 it may.
 *
 * SMAP: user accesses are assembled with no-ops where STAC and CLAC belong
 * (asm/uaccess.h). CPU 0 writes the instructions there, while it is alone,
 * if it has them; the others must have them then.
 *
 * Locking: each CPU writes its own tables; the IDT is written by CPU 0 alone.
 * Source: Intel SDM vol. 3, 3.4, 6.14, 7.7; vol. 2, CPUID.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/gfp.h>
#include <octavo/mm.h>
#include <octavo/string.h>
#include "../x86/x86.h"
#include "x86_64.h"

#define GDT_ENTRIES		10
#define IST_STACK_ORDER		1
#define IST_STACK_SIZE		(PAGE_SIZE << IST_STACK_ORDER)
#define IST_NMI			1
#define IST_FATAL		2

#define GATE_INTERRUPT		0x8e		/* present, ring 0 */
#define GATE_USER		0x60		/* user code may raise it */
#define DESC_CODE		0x00af9b000000ffffull
#define DESC_DATA		0x00cf93000000ffffull
#define DESC_USER		0x0000600000000000ull
#define DESC_TSS		0x0000890000000000ull

struct gate {
	u16 offset_low, selector;
	u8 ist, type;
	u16 offset_mid;
	u32 offset_high, unused;
};

struct tss {
	u32 unused0;
	u64 rsp[3];
	u64 unused1;
	u64 ist[7];
	u64 unused2;
	u16 unused3, io_map;
} __packed __aligned(8);

struct table_pointer {
	u16 limit;
	u64 base;
} __packed;

static struct cpu_tables {
	u64 gdt[GDT_ENTRIES];
	struct tss tss;
} __aligned(L1_CACHE_BYTES) tables[NR_CPUS];

static struct gate idt[256];

/* CPU 0's, used before there is memory to be had. */
static char boot_ist[2][IST_STACK_SIZE] __aligned(16);

struct x86_features x86_features;

extern const char trap_stubs[];
void syscall_entry(void);

extern const s32 __start_stac_sites[], __stop_stac_sites[];
extern const s32 __start_clac_sites[], __stop_clac_sites[];

/* ---- features -------------------------------------------------------------------- */

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

void cpu_check_features(void)
{
	const struct cpuid basic = cpuid(1), ext = cpuid(0x80000001);
	struct cpuid more = { 0 };

	if (cpuid(0).a >= 7)
		more = cpuid(7);
	x86_features = (struct x86_features){
		.nx = bit(ext.d, 20),
		.gb_pages = bit(ext.d, 26),
		.pge = bit(basic.d, 13),
		.fxsr = bit(basic.d, 24),
		.x2apic = bit(basic.c, 21),
		.rdrand = bit(basic.c, 30),
		.fsgsbase = bit(more.b, 0),
		.smep = bit(more.b, 7),
		.erms = bit(more.b, 9),
		.smap = bit(more.b, 20),
		.umip = bit(more.c, 2),
	};
	if (!x86_features.fxsr || !x86_features.pge || !bit(basic.d, 26))
		boot_die("this CPU lacks FXSAVE, SSE2 or global pages, which "
			 "every 64-bit CPU has");
}

/* ---- SMAP ------------------------------------------------------------------------- */

/* Put @insn, three bytes, where the no-ops are. The text is written through the
 * linear map: its own mapping may be read-only by now. */
static void patch_sites(const s32 *site, const s32 *end, const u8 *insn)
{
	static const u8 nop[3] = { 0x0f, 0x1f, 0x00 };

	for (; site < end; site++) {
		unsigned long at = (unsigned long)site + (long)*site;
		u8 *p = __va(at - KERNEL_BASE);

		if (memcmp(p, nop, sizeof(nop)) && memcmp(p, insn, sizeof(nop)))
			boot_die("no no-op to patch at %#lx", at);
		memcpy(p, insn, sizeof(nop));
	}
}

static void patch_user_access(void)
{
	static const u8 stac[3] = { 0x0f, 0x01, 0xcb };
	static const u8 clac[3] = { 0x0f, 0x01, 0xca };

	patch_sites(__start_stac_sites, __stop_stac_sites, stac);
	patch_sites(__start_clac_sites, __stop_clac_sites, clac);
}

/* ---- tables ----------------------------------------------------------------------- */

static void set_gate(unsigned int vector, unsigned int ist, u8 type)
{
	u64 addr = (u64)trap_stubs + ((u64)vector << TRAP_STUB_SHIFT);

	idt[vector] = (struct gate){
		.offset_low = (u16)addr, .offset_mid = (u16)(addr >> 16),
		.offset_high = (u32)(addr >> 32), .selector = KERNEL_CS,
		.ist = (u8)ist, .type = type,
	};
}

static void init_idt(void)
{
	for (unsigned int v = 0; v < 256; v++)
		set_gate(v, 0, GATE_INTERRUPT);
	set_gate(TRAP_BREAKPOINT, 0, GATE_INTERRUPT | GATE_USER);
	set_gate(TRAP_OVERFLOW, 0, GATE_INTERRUPT | GATE_USER);
	set_gate(TRAP_NMI, IST_NMI, GATE_INTERRUPT);
	set_gate(TRAP_DOUBLE_FAULT, IST_FATAL, GATE_INTERRUPT);
	set_gate(TRAP_MACHINE_CHECK, IST_FATAL, GATE_INTERRUPT);
}

/* The top of IST stack @n of CPU @id. */
static u64 ist_stack(unsigned int id, unsigned int n)
{
	unsigned long stack = (unsigned long)boot_ist[n - 1];

	if (id != 0)
		stack = __get_free_pages(GFP_ATOMIC, IST_STACK_ORDER);
	if (!stack)
		boot_die("no memory for the stacks of CPU %u", id);
	return stack + IST_STACK_SIZE;
}

static void init_tables(unsigned int id)
{
	struct cpu_tables *t = &tables[id];
	u64 tss = (u64)&t->tss;

	t->tss.ist[IST_NMI - 1] = ist_stack(id, IST_NMI);
	t->tss.ist[IST_FATAL - 1] = ist_stack(id, IST_FATAL);
	t->tss.io_map = sizeof(t->tss);		/* beyond the limit: no ports */
	t->gdt[KERNEL_CS / 8] = DESC_CODE;
	t->gdt[KERNEL_DS / 8] = DESC_DATA;
	t->gdt[USER_DS / 8] = DESC_DATA | DESC_USER;
	t->gdt[USER_CS / 8] = DESC_CODE | DESC_USER;
	t->gdt[TSS_SELECTOR / 8] = DESC_TSS | (sizeof(t->tss) - 1) |
				   (tss & 0xffffff) << 16 |
				   (tss >> 24 & 0xff) << 56;
	t->gdt[TSS_SELECTOR / 8 + 1] = tss >> 32;
}

static void load_tables(unsigned int id)
{
	const struct table_pointer gdtr = { sizeof(tables[id].gdt) - 1,
					    (u64)tables[id].gdt };
	const struct table_pointer idtr = { sizeof(idt) - 1, (u64)idt };

	__asm__ __volatile__("lgdt %0" : : "m"(gdtr));
	__asm__ __volatile__("lidt %0" : : "m"(idtr));
	__asm__ __volatile__("ltr %w0" : : "r"(TSS_SELECTOR));
	__asm__ __volatile__("lldt %w0" : : "r"(0));
}

void cpu_set_kernel_stack(unsigned long top)
{
	struct x86_cpu *c = this_x86_cpu();

	c->kernel_sp = top;
	tables[c->core.id].tss.rsp[0] = top;
}

/* ---- modes ------------------------------------------------------------------------- */

static void init_syscall(void)
{
	/* SYSRET adds 8 for SS and 16 for CS; SYSCALL 8 for SS. */
	wrmsr(MSR_STAR, (u64)USER32_CS << 48 | (u64)KERNEL_CS << 32);
	wrmsr(MSR_LSTAR, (u64)syscall_entry);
	wrmsr(MSR_SFMASK, EFLAGS_TF | EFLAGS_IF | EFLAGS_DF | EFLAGS_IOPL |
			  EFLAGS_NT | EFLAGS_RF | EFLAGS_AC);
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
}

/* FSGSBASE stays off: with it user code could load a GS base that looks like
 * the kernel's (entry.S). */
static void init_modes(void)
{
	u64 cr4 = CR4_PAE | CR4_PGE | CR4_MCE | CR4_OSFXSR | CR4_OSXMMEXCPT;

	if (x86_features.smep)
		cr4 |= CR4_SMEP;
	if (x86_features.smap)
		cr4 |= CR4_SMAP;
	if (x86_features.umip)
		cr4 |= CR4_UMIP;
	/* A change of PGE has the CPU forget what cpu_protect_image() changed. */
	__asm__ __volatile__("mov %0, %%cr4" : : "r"(cr4 & ~(u64)CR4_PGE)
				     : "memory");
	__asm__ __volatile__("mov %0, %%cr4" : : "r"(cr4) : "memory");
}

void cpu_init(unsigned int id)
{
	wrmsr(MSR_GS_BASE, (u64)&x86_cpus[id]);
	wrmsr(MSR_KERNEL_GS_BASE, 0);
	wrmsr(MSR_FS_BASE, 0);
	if (id == 0) {
		cpu_check_features();
		init_idt();
		if (x86_features.smap)
			patch_user_access();
		cpu_protect_image();
	}
	init_tables(id);
	load_tables(id);
	init_syscall();
	init_modes();
	cpu_reset_fpu();
}

/* x87 and SSE as the ABI wants them at a program's start: all exceptions masked,
 * round to nearest, extended precision, registers 0. */
void cpu_reset_fpu(void)
{
	static const struct {
		u16 control, status, tag, opcode;
		u64 ip, dp;
		u32 mxcsr, mxcsr_mask;
		u64 registers[60];
	} __aligned(16) initial = { .control = 0x37f, .mxcsr = 0x1f80 };

	BUILD_BUG_ON(sizeof(initial) != 512);
	__asm__ __volatile__("fxrstor64 %0" : : "m"(initial));
}
