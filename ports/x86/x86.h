/* SPDX-License-Identifier: MIT */
/*
 * x86.h - what the files of the two bare-metal machines share.
 *
 * ports/x86/ holds what i386 and x86-64 have in common; ports/i386/ and
 * ports/x86_64/ hold the rest: boot code, tables of segments and traps, the
 * stubs that enter and leave the kernel, page-table formats. The functions
 * that the shared part calls and each of the two defines are named cpu_*.
 *
 *	boot.S -> x86_main -> boot information -> mm_init -> traps, interrupts,
 *	CPUs -> x86_payload (a program, the unit suites or the benchmarks)
 *	-> x86_exit
 *
 * Invariants:
 *  1. Page tables of the kernel's half are complete when x86_main starts the
 *     payload: no top-level entry of it changes afterwards, so that every
 *     address space can copy them.
 *  2. What the boot loader left in memory is copied, or reserved, before the
 *     first frame is handed out.
 */
#ifndef X86_X86_H
#define X86_X86_H

#include <octavo/types.h>
#include <octavo/cpu.h>
#include <octavo/init.h>
#include <octavo/io.h>
#include <asm/ptrace.h>

/* ---- CPUs ----------------------------------------------------------------- */

/* One for each CPU; its segment base points here. */
struct x86_cpu {
	struct cpu *cpu;		/* first: this_cpu() reads it */
	unsigned long kernel_sp;	/* where an entry from user code begins */
	unsigned long user_sp;		/* scratch of the x86-64 entry */
	struct mm_struct *mm;		/* whose page table is loaded */
	struct cpu core;		/* at PERCPU_CORE */
	unsigned int apic_id;
	unsigned int online;
	unsigned long nr_ticks, nr_user_ticks;
	struct cpu_work *work;		/* smp.c: to be run; NULL: idle */
	struct pt_regs *irq_regs;	/* what an interrupt interrupted */
	struct task_struct idle;	/* current while nothing else is */
} __aligned(L1_CACHE_BYTES);
BUILD_BUG_ON(__builtin_offsetof(struct x86_cpu, core) != PERCPU_CORE);

extern struct x86_cpu x86_cpus[NR_CPUS];

/* Who CPU @id is: number, idle task, counters. Before its cpu_init(). */
void smp_prepare_cpu(unsigned int id);

static inline struct x86_cpu *this_x86_cpu(void)
{
	return container_of(this_cpu(), struct x86_cpu, core);
}

/* Features that are used when they are there, found on CPU 0. */
struct x86_features {
	bool nx, smep, smap, pge, sysenter, fsgsbase, rdrand, fxsr, x2apic,
	     gb_pages, erms, umip;
};
extern struct x86_features x86_features;

/* ---- what the boot loader said (boot.c) ------------------------------------ */

#define MAX_BOOT_RANGES		64
#define MAX_BOOT_CMDLINE	65536

struct boot_module {
	phys_addr_t start, end;
};

/* From kernel.ld: the image in memory, with .bss and the boot stack, at its
 * addresses in the kernel's half; page-aligned. */
extern char kernel_start[], kernel_end[];

/* What the image's addresses are above its physical ones. */
#define KERNEL_OFFSET	\
	((unsigned long)(__SIZEOF_POINTER__ == 8 ? 0xffffffff80000000 : 0xc0000000))

/* boot.S maps physical memory below this at PAGE_OFFSET. */
#define BOOT_MAPPED	(__SIZEOF_POINTER__ == 8 ? 4ull << 30 : 896ull << 20)

/* What was on the command line; see docs. Sizes in bytes, 0: not given. */
struct boot_options {
	phys_addr_t lowmem;		/* lowmem=SIZE */
	phys_addr_t mem;		/* mem=SIZE: use no more than this */
	bool pinned;			/* uaccess=pinned */
	bool wp_off;			/* wp=off */
	bool stats;			/* stats */
	bool link;			/* link=ttyS1: speak with octavo run */
	bool init;			/* init: the program runs the system */
	unsigned int terminal;		/* tty=MASK,ROWS,COLUMNS: a bit for each */
	unsigned int rows, columns;	/* stream at the link's terminal */
	unsigned int cpus;		/* cpus=N: use no more */
	const char *filter;		/* filter=GLOB   (suites) */
	unsigned long long seed;	/* seed=N	 (suites) */
	bool list;			/* list		 (suites) */
	const char **argv, **envp;	/* NAME=VALUE before, words after "--" */
};

/* A command line to be taken apart. */
struct cmdline {
	char *text;			/* changed, and kept */
	const char **words;		/* room for half its length and 4 */
	char why[160];
};

/* Fills in @o. NULL, or one line about what is wrong. */
const char *cmdline_parse(struct cmdline *cl, struct boot_options *o);

#define NR_OWN_RANGES	4	/* what the kernel itself keeps of RAM */

struct boot_info {
	struct mem_range ranges[MAX_BOOT_RANGES + NR_OWN_RANGES];
	unsigned int nr_ranges;
	phys_addr_t lowmem_end;		/* RAM below it is to be mapped */
	struct boot_module initrd;	/* start == end: none */
	struct boot_options options;
};

extern struct boot_info boot_info;

#ifdef CONFIG_X86_PAE
#define MACHINE_NAME	"i386 with PAE"
#elif __SIZEOF_POINTER__ == 8
#define MACHINE_NAME	"x86_64"
#else
#define MACHINE_NAME	"i386"
#endif

/* From boot.S, on the boot stack, low memory mapped, interrupts off. */
__noreturn void x86_main(u32 magic, u32 multiboot_info);

/* What this image is for: linked in once. The exit status. */
int x86_payload(const struct boot_info *boot);

/* Stop with one line on the console, before or after mm_init(). */
__noreturn __printf(1, 2) void boot_die(const char *fmt, ...);

/* Leave: status to whoever started the machine (debug-exit), or halt. */
__noreturn void x86_exit(unsigned int status);

/* ---- console (serial.c, console.c) ------------------------------------------ */

void serial_init(void);
/* Take input and open the link, once interrupts work. */
void console_init(void);

/* ---- memory (mmu.c, tlb.c) --------------------------------------------------- */

/* Make windows, device mappings and (x86-64) RAM beyond the boot map
 * reachable. Page tables come from early_alloc() until mm_init(). */
void mmu_init(const struct boot_info *boot);
/* Zeroed pages from RAM that mm_init() will find reserved. */
void *early_alloc(size_t size);

/* On this CPU only. */
void tlb_flush_page(unsigned long addr);
/* On every CPU; kernel addresses, page-aligned. */
void tlb_flush_kernel(unsigned long start, unsigned long end);
/* The handler of the shootdown interrupt; also polled while waiting. */
void x86_tlb_serve(void);
/* This CPU goes to work, or to rest, where nobody asks it to forget. */
void tlb_busy(void);
void tlb_idle(void);

/* ---- traps and interrupts (trap.c, irq.c, apic.c, smp.c, clock.c) ------------- */

#define IRQ_VECTOR(n)	(0x20 + (n))	/* ISA interrupt n */
#define VECTOR_SYSCALL	0x80
#define VECTOR_TIMER	0xf0		/* local APIC timer */
#define VECTOR_CALL	0xf1		/* end a halt: there is something to see */
#define VECTOR_TLB	0xf2		/* forget translations */
#define VECTOR_SPURIOUS	0xff

/* From the entry stubs: regs->vector says which. Interrupts off. */
void x86_trap(struct pt_regs *regs);
/* Before going back to user code, interrupts off. */
void x86_user_return(struct pt_regs *regs);

/* In this order: irq_init(), apic_init_cpu(), clock_init(), timer_init_cpu();
 * acpi_find_cpus() before mm_init(), smp_init() behind it. */
void irq_init(void);
/* What x86_trap() does with vectors from 0x20 on. */
void x86_interrupt(struct pt_regs *regs, unsigned int vector);
/* Have @fn called, interrupts off, when ISA interrupt @irq comes. */
int request_isa_irq(unsigned int irq, const char *name, void (*fn)(void *arg),
		    void *arg);
/* Mask it and forget the handler. On CPU 0, whose interrupt it is. */
void free_isa_irq(unsigned int irq);
void apic_init_cpu(void);
void apic_eoi(void);
bool apic_present(void);
unsigned int apic_id(void);
void apic_send(unsigned int cpu, unsigned int vector);
void apic_send_nmi(unsigned int cpu);
void apic_send_init(unsigned int cpu);
void apic_send_startup(unsigned int cpu, unsigned long start);
void apic_timer_start(void);
unsigned int apic_timer_read(void);
void apic_timer_set_hz(u32 hz);

/* CPUs there are, from the firmware's tables; fills in apic_id. */
unsigned int acpi_find_cpus(void);
void smp_init(void);
/* Halt every other CPU for good; the caller is about to stop. */
void smp_stop_others(void);
bool smp_stopping(void);
__noreturn void smp_halt(void);
/* The call interrupt: the CPU looks at what it has to do. */
void smp_call_interrupt(void);
/* From the trampoline: CPU @id, on its own stack. */
__noreturn void x86_ap_main(unsigned int id);

void clock_init(void);
/* Ticks of this CPU, HZ a second. */
void timer_init_cpu(void);
void timer_stop_cpu(void);
void timer_tick(bool user);
extern u64 tsc_hz;
void udelay(unsigned int us);

/* Something happened at a time nobody could foresee (random.c). */
void random_stir(void);

/* ---- what i386 and x86_64 each define ------------------------------------------ */

/* Tables of segments and traps, the CPU's features and segment base, for CPU
 * @id, on that CPU. From here on this_cpu() and traps work. */
void cpu_init(unsigned int id);
/* Fill in x86_features; stop if something needed is missing. */
void cpu_check_features(void);
/*
 * From <asm/page.h> and <asm/pgtable.h>: IOREMAP_BASE and IOREMAP_END; pteval_t;
 * PTE_KERNEL, the rights of the kernel's own entries (global), and pte_nx, 0 or
 * the bit that forbids execution; window_ptes[], made by boot.S, the entry of
 * window n at n.
 */
/* Load the page table of @mm; NULL: the kernel's. */
void cpu_load_mm(struct mm_struct *mm);
/* Entry of @addr in the kernel's tables at page size, made if missing (from
 * early_alloc()). */
void cpu_map_kernel(unsigned long addr, phys_addr_t pa, bool cached);
/* Undo it; the caller has the address forgotten. */
void cpu_unmap_kernel(unsigned long addr);
/* Make what arch_vmap() needs before the first address space is made. */
void cpu_init_vmalloc(void);
/* x86-64: make RAM from 4 GiB, where boot.S ends, to @end reachable at
 * PAGE_OFFSET, in large pages. */
void cpu_map_linear(phys_addr_t end);
/* FPU and vector registers as a fresh program finds them. */
void cpu_reset_fpu(void);
/* Print the registers of an oops. */
void cpu_show_regs(const struct pt_regs *regs);
/* Physical address of the real-mode trampoline, copied below 1 MiB, that brings
 * a CPU up to x86_ap_main() with its id and stack in these variables. */
void cpu_setup_trampoline(void);
extern unsigned int trampoline_cpu;
extern unsigned long trampoline_stack;
#define TRAMPOLINE_PA	0x8000ul

/* ---- the last words (oops.c, symbols.c) ----------------------------------------- */

__noreturn void x86_oops(const char *what, unsigned long addr,
			 const struct pt_regs *regs);
/* From @ip on; @from: see arch_stack_trace(). */
void show_backtrace(unsigned long ip, unsigned long from);

/* ---- who called whom (stacktrace.c) ---------------------------------------------- */

/* i386 keeps no frame pointers: what looks like a return address is one. */
#ifdef __i386__
#define STACK_IS_SCANNED	1
#else
#define STACK_IS_SCANNED	0
#endif

/* Where arch_stack_trace() begins for code that was interrupted. */
unsigned long stack_trace_start(const struct pt_regs *regs);

/* ---- text for /proc (cpuinfo.c) ----------------------------------------------------- */

struct text {
	char *buf;
	size_t size, len;
};

/* What does not fit is left out. */
__printf(2, 3) void text_add(struct text *t, const char *fmt, ...);

/* ---- ports ----------------------------------------------------------------------- */

static inline void outb(u8 v, u16 port)
{
	__asm__ __volatile__("outb %0, %1" : : "a"(v), "Nd"(port));
}

static inline u8 inb(u16 port)
{
	u8 v;

	__asm__ __volatile__("inb %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

static inline void outw(u16 v, u16 port)
{
	__asm__ __volatile__("outw %0, %1" : : "a"(v), "Nd"(port));
}

static inline void outl(u32 v, u16 port)
{
	__asm__ __volatile__("outl %0, %1" : : "a"(v), "Nd"(port));
}

static inline u32 inl(u16 port)
{
	u32 v;

	__asm__ __volatile__("inl %1, %0" : "=a"(v) : "Nd"(port));
	return v;
}

#endif
