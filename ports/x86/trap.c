/* SPDX-License-Identifier: MIT */
/*
 * trap.c - what happens when the CPU stops an instruction.
 *
 * The entry stubs of the machine save the registers and call x86_trap() with
 * interrupts off; here is decided what the trap means.
 *
 *	vector >= 32	an interrupt: irq.c
 *	page fault	do_page_fault() knows: again, a fixup, a signal, an oops
 *	other traps	ring 3: a signal, as on Linux
 *			ring 0: the exception table, else an oops
 *	NMI		another CPU stops the machine; else an oops
 *	double fault,
 *	machine check	an oops
 *
 * Invariants:
 *  1. CR2 is read before interrupts are on again: the next fault changes it.
 *  2. A trap is served with interrupts on if the trapped code had them on, so
 *     that page faults may sleep and do not delay interrupts.
 *  3. User code is returned to with no signal pending that it does not block.
 *
 * Source: Intel SDM volume 3, chapter 6 (traps), volume 1, chapters 8 and 11
 * (floating-point exceptions); si_code values as Linux gives them.
 */
#include <octavo/cpu.h>
#include <octavo/extable.h>
#include <octavo/kernel.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <uapi/signal.h>
#include <asm/page.h>
#include "x86.h"

#define TRAP_DIVIDE		0
#define TRAP_DEBUG		1
#define TRAP_NMI		2
#define TRAP_BREAKPOINT		3
#define TRAP_OVERFLOW		4
#define TRAP_BOUNDS		5
#define TRAP_OPCODE		6
#define TRAP_NO_FPU		7
#define TRAP_DOUBLE_FAULT	8
#define TRAP_OLD_FPU		9
#define TRAP_TSS		10
#define TRAP_SEGMENT		11
#define TRAP_STACK		12
#define TRAP_PROTECTION		13
#define TRAP_PAGE_FAULT		14
#define TRAP_FPU		16
#define TRAP_ALIGNMENT		17
#define TRAP_MACHINE_CHECK	18
#define TRAP_SIMD		19
#define NR_TRAPS		20
#define FIRST_INTERRUPT		0x20

#if __SIZEOF_POINTER__ == 8
#define regs_flags(regs)	((regs)->rflags)
#else
#define regs_flags(regs)	((regs)->eflags)
#endif
#define FLAGS_IF		0x200ul
#define FLAGS_AC		0x40000ul
#define PF_RESERVED		0x08u	/* error code: a damaged page table */
#define DR6_STEP		0x4000ul
#define DR6_BREAKPOINTS		0x000ful

/* si_code values that only traps have. */
#define ILL_ILLOPN		2
#define FPE_INTDIV		1
#define FPE_FLTDIV		3
#define FPE_FLTOVF		4
#define FPE_FLTUND		5
#define FPE_FLTRES		6
#define FPE_FLTINV		7
#define BUS_ADRALN		1
#define TRAP_BRKPT		1
#define TRAP_TRACE		2
#define TRAP_HWBKPT		4

/* What a trap of user code becomes. @at_ip: si_addr is the instruction. */
struct trap_kind {
	const char *name;
	u8 sig, code;
	bool at_ip;
};

static const struct trap_kind kinds[NR_TRAPS] = {
	[TRAP_DIVIDE]	  = { "division error", SIGFPE, FPE_INTDIV, true },
	[TRAP_DEBUG]	  = { "debug trap", SIGTRAP, TRAP_BRKPT, true },
	[TRAP_NMI]	  = { "non-maskable interrupt", 0, 0, false },
	[TRAP_BREAKPOINT] = { "breakpoint", SIGTRAP, SI_KERNEL, false },
	[TRAP_OVERFLOW]	  = { "overflow", SIGSEGV, SI_KERNEL, false },
	[TRAP_BOUNDS]	  = { "bounds", SIGSEGV, SI_KERNEL, false },
	[TRAP_OPCODE]	  = { "invalid instruction", SIGILL, ILL_ILLOPN, true },
	[TRAP_NO_FPU]	  = { "no FPU", SIGFPE, SI_KERNEL, false },
	[TRAP_DOUBLE_FAULT] = { "double fault", 0, 0, false },
	[TRAP_OLD_FPU]	  = { "coprocessor overrun", SIGFPE, SI_KERNEL, false },
	[TRAP_TSS]	  = { "invalid TSS", SIGSEGV, SI_KERNEL, false },
	[TRAP_SEGMENT]	  = { "segment not present", SIGBUS, SI_KERNEL, false },
	[TRAP_STACK]	  = { "stack segment", SIGBUS, SI_KERNEL, false },
	[TRAP_PROTECTION] = { "general protection fault", SIGSEGV, SI_KERNEL,
			      false },
	[TRAP_PAGE_FAULT] = { "unhandled page fault", SIGSEGV, SI_KERNEL, true },
	[TRAP_FPU]	  = { "floating-point error", SIGFPE, 0, true },
	[TRAP_ALIGNMENT]  = { "alignment check", SIGBUS, BUS_ADRALN, false },
	[TRAP_MACHINE_CHECK] = { "machine check", 0, 0, false },
	[TRAP_SIMD]	  = { "SIMD floating-point error", SIGFPE, 0, true },
};

static inline void irqs_on(void)
{
	__asm__ __volatile__("sti" : : : "memory");
}

static inline void irqs_off(void)
{
	__asm__ __volatile__("cli" : : : "memory");
}

static inline unsigned long read_cr2(void)
{
	unsigned long addr;

	__asm__ __volatile__("mov %%cr2, %0" : "=r"(addr));
	return addr;
}

/* ---- floating-point errors ------------------------------------------------- */

/* Exceptions that happened and are not masked: bit 0 invalid, 1 denormal,
 * 2 division, 3 overflow, 4 underflow, 5 precision. */
static unsigned int fpu_errors(unsigned int vector)
{
	u16 control, status;
	u32 mxcsr;

	if (vector == TRAP_SIMD) {
		__asm__ __volatile__("stmxcsr %0" : "=m"(mxcsr));
		return mxcsr & ~(mxcsr >> 7) & 0x3f;
	}
	__asm__ __volatile__("fnstcw %0" : "=m"(control));
	__asm__ __volatile__("fnstsw %0" : "=m"(status));
	return status & ~(unsigned int)control & 0x3f;
}

/* The si_code for them; 0: none is left, as after a spurious trap. */
static int fpu_code(unsigned int errors)
{
	if (errors & 0x01)
		return FPE_FLTINV;
	if (errors & 0x04)
		return FPE_FLTDIV;
	if (errors & 0x08)
		return FPE_FLTOVF;
	if (errors & 0x12)
		return FPE_FLTUND;
	return errors & 0x20 ? FPE_FLTRES : 0;
}

/* ---- traps of user code ---------------------------------------------------- */

/* A debug trap's si_code; acknowledges it. */
static int debug_code(void)
{
	unsigned long dr6;

	__asm__ __volatile__("mov %%dr6, %0" : "=r"(dr6));
	__asm__ __volatile__("mov %0, %%dr6" : : "r"(0ul));
	if (dr6 & DR6_STEP)
		return TRAP_TRACE;
	return dr6 & DR6_BREAKPOINTS ? TRAP_HWBKPT : TRAP_BRKPT;
}

static void user_trap(struct pt_regs *regs, unsigned int vector)
{
	const struct trap_kind *kind = &kinds[vector];
	int code = kind->code;

	if (vector == TRAP_DEBUG)
		code = debug_code();
	irqs_on();
	if (vector == TRAP_FPU || vector == TRAP_SIMD)
		code = fpu_code(fpu_errors(vector));
	if (code)
		kernel_user_fault(regs, kind->sig, code,
				  kind->at_ip ? instruction_pointer(regs) : 0);
	irqs_off();
}

/*
 * An access the CPU made for user code in the kernel's name, which SMAP
 * refuses whatever the tables say: trying again would trap forever. Emulators
 * (QEMU before 9.1) read the stack of a far return like that.
 */
static bool is_refused(unsigned long addr, unsigned int code)
{
	return x86_features.smap && addr < TASK_SIZE && code & PF_PROT &&
	       !(code & PF_USER);
}

static void user_page_fault(struct pt_regs *regs, unsigned long addr,
			    unsigned int code)
{
	unsigned long fixup;

	if (is_refused(addr, code)) {
		kernel_user_fault(regs, SIGSEGV, SEGV_ACCERR, addr);
		return;
	}
	switch (do_page_fault(addr, code | PF_USER, instruction_pointer(regs),
			      &fixup)) {
	case FAULT_RETRY:
		break;
	case FAULT_SIGSEGV_MAPERR:
		kernel_user_fault(regs, SIGSEGV, SEGV_MAPERR, addr);
		break;
	case FAULT_SIGSEGV_ACCERR:
		kernel_user_fault(regs, SIGSEGV, SEGV_ACCERR, addr);
		break;
	case FAULT_SIGBUS:
		kernel_user_fault(regs, SIGBUS, BUS_ADRERR, addr);
		break;
	case FAULT_OOM:
		kernel_user_fault(regs, SIGKILL, 0, addr);
		break;
	case FAULT_FIXUP:
	case FAULT_BUG:
		x86_oops("page fault of user code taken for the kernel's", addr,
			 regs);
	}
}

/* ---- traps of kernel code --------------------------------------------------- */

/* A user page that the CPU keeps kernel code from (SMAP, SMEP): the tables
 * allow the access, so trying again would trap forever. */
static bool is_stray(const struct pt_regs *regs, unsigned long addr,
		     unsigned int code)
{
	if (addr >= TASK_SIZE || !(code & PF_PROT))
		return false;
	return code & PF_INSTR ||
	       (x86_features.smap && !(regs_flags(regs) & FLAGS_AC));
}

/* Nothing is served: where the table has an entry for it the access failed. */
static void stray_access(struct pt_regs *regs, unsigned long addr,
			 unsigned int code)
{
	unsigned long fixup = search_exception_tables(instruction_pointer(regs));

	if (!fixup)
		x86_oops(code & PF_INSTR ? "execution of user memory" :
					   "stray access to user memory",
			 addr, regs);
	instruction_pointer(regs) = fixup;
}

static void kernel_page_fault(struct pt_regs *regs, unsigned long addr,
			      unsigned int code)
{
	unsigned long fixup;

	if (is_stray(regs, addr, code)) {
		stray_access(regs, addr, code);
		return;
	}
	switch (do_page_fault(addr, code, instruction_pointer(regs), &fixup)) {
	case FAULT_RETRY:
		break;
	case FAULT_FIXUP:
		instruction_pointer(regs) = fixup;
		break;
	default:
		x86_oops(kinds[TRAP_PAGE_FAULT].name, addr, regs);
	}
}

static void kernel_trap(struct pt_regs *regs, unsigned int vector)
{
	unsigned long fixup = search_exception_tables(instruction_pointer(regs));

	if (vector == TRAP_NMI && smp_stopping())
		smp_halt();
	if (!fixup || !kinds[vector].sig)
		x86_oops(kinds[vector].name, instruction_pointer(regs), regs);
	instruction_pointer(regs) = fixup;
}

/* ---- the doors ---------------------------------------------------------------- */

static void page_fault(struct pt_regs *regs)
{
	unsigned int code = (unsigned int)regs->error_code;
	unsigned long addr = read_cr2();

	if (code & PF_RESERVED)
		x86_oops("reserved bit set in a page table", addr, regs);
	code &= PF_PROT | PF_WRITE | PF_USER | PF_INSTR;
	if (regs_flags(regs) & FLAGS_IF)
		irqs_on();
	if (user_mode(regs))
		user_page_fault(regs, addr, code);
	else
		kernel_page_fault(regs, addr, code);
	irqs_off();
}

static void other_trap(struct pt_regs *regs, unsigned int vector)
{
	if (vector >= NR_TRAPS || !kinds[vector].name)
		x86_oops("unknown trap", instruction_pointer(regs), regs);
	else if (user_mode(regs) && kinds[vector].sig)
		user_trap(regs, vector);
	else
		kernel_trap(regs, vector);
}

void x86_trap(struct pt_regs *regs)
{
	unsigned int vector = (unsigned int)regs->vector;

	if (likely(vector == TRAP_PAGE_FAULT))
		page_fault(regs);
	else if (vector >= FIRST_INTERRUPT)
		x86_interrupt(regs, vector);
	else
		other_trap(regs, vector);
}

void x86_user_return(struct pt_regs *regs)
{
	while (unlikely(kernel_user_work())) {
		irqs_on();
		kernel_user_return(regs);
		irqs_off();
	}
}
