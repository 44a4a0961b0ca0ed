/* SPDX-License-Identifier: MIT */
/*
 * entry.c - from user code into the kernel and back, by the host's signals.
 *
 * User code runs natively. What it does that needs the kernel becomes a host
 * signal: a system call SIGSYS (syscall user dispatch, or seccomp where that
 * is missing), a refused access SIGSEGV, a tick SIGALRM, and so on. The handler is our ring-0
 * entry, and follows the same rules about stacks as hardware:
 *
 *	user code	  the task's kernel stack is armed as the signal stack
 *	   | signal	  pushes the frame at its top and disarms it
 *	   v
 *	kernel code	  a further signal (a fault in copy_to_user) is pushed
 *	   | sigreturn	  onto the stack in use
 *	   v
 *	user code	  the frame says which stack to arm again
 *
 * So "was a stack armed?" is our privilege level bit: it tells user from kernel
 * also when user code jumped to an address of ours.
 *
 *	kernel stack:	[ ... grows down ... | signal frame | entry record ]
 *
 * Invariants:
 *  1. While user code runs, the record at the end of the armed stack holds the
 *     FS base of the host thread it runs on.
 *  2. Floating point registers live in the signal frame while in the kernel.
 *  3. Only one thread at a time runs user code: there is one user half.
 *  4. Interrupts (the tick, terminal input, its new size, devices) are blocked except in
 *     user code, so that they interrupt nothing else; what came meanwhile
 *     arrives on the way back. The idle task lets in what it waits for.
 */
#include <octavo/port.h>
#include <octavo/cpu.h>
#include <octavo/mm.h>
#include <octavo/bug.h>
#include <octavo/errno.h>
#include <octavo/kernel.h>
#include <octavo/stacktrace.h>
#include <octavo/string.h>
#include <asm/fpu.h>
#include <asm/ptrace.h>
#include "hosted.h"
#include "sigframe.h"
#include "sys.h"

#define AUDIT_ARCH_X86_64	0xc000003eu
#define USER_RFLAGS_FIXED	0x202ul

struct entry_record {
	unsigned long user_fs;
	unsigned long host_fs;
	struct host_fpstate *fpstate;	/* in the kernel: in the frame */
	unsigned long unused[5];
	struct host_fpstate first;	/* before there was a frame */
} __aligned(64);

BUILD_BUG_ON(sizeof(struct entry_record) != ENTRY_RECORD_SIZE);
BUILD_BUG_ON(offsetof(struct entry_record, user_fs) != ENTRY_USER_FS);
BUILD_BUG_ON(offsetof(struct entry_record, host_fs) != ENTRY_HOST_FS);

struct kernel_stack {
	void *base;		/* NULL: not on a task's stack */
	size_t size;		/* up to the entry record */
};

/* The kernel stack of the context this thread runs. */
static __thread struct kernel_stack kstack
	__attribute__((__tls_model__("initial-exec")));

/* entry.S */
void hosted_signal(void);
void hosted_sigreturn(void);
__noreturn void hosted_load_context(struct host_ucontext *uc, unsigned long fs);
void hosted_switch(void **prev, void *next);
void hosted_context_start(void);
/* Called from there. */
void hosted_context_begin(void);
void hosted_user_trap(int sig, struct host_siginfo *info,
		      struct host_ucontext *uc);
void hosted_kernel_trap(int sig, struct host_siginfo *info,
			struct host_ucontext *uc);

/* Is the FS base writable by an instruction? Read by entry.S. */
bool hosted_fsgsbase;

static struct entry_record *entry_record(const struct kernel_stack *ks)
{
	return (struct entry_record *)((char *)ks->base + ks->size);
}

/* ---- registers ------------------------------------------------------------ */

static void regs_from_context(struct pt_regs *regs,
			      const struct host_ucontext *uc)
{
	*regs = (struct pt_regs){
		.r15 = uc->r15, .r14 = uc->r14, .r13 = uc->r13,
		.r12 = uc->r12, .rbp = uc->rbp, .rbx = uc->rbx,
		.r11 = uc->r11, .r10 = uc->r10, .r9 = uc->r9, .r8 = uc->r8,
		.rax = uc->rax, .rcx = uc->rcx, .rdx = uc->rdx,
		.rsi = uc->rsi, .rdi = uc->rdi, .orig_rax = -1ul,
		.rip = uc->rip, .rflags = uc->rflags, .rsp = uc->rsp,
	};
}

static void regs_to_context(struct host_ucontext *uc,
			    const struct pt_regs *regs)
{
	uc->r15 = regs->r15;
	uc->r14 = regs->r14;
	uc->r13 = regs->r13;
	uc->r12 = regs->r12;
	uc->rbp = regs->rbp;
	uc->rbx = regs->rbx;
	uc->r11 = regs->r11;
	uc->r10 = regs->r10;
	uc->r9 = regs->r9;
	uc->r8 = regs->r8;
	uc->rax = regs->rax;
	uc->rcx = regs->rcx;
	uc->rdx = regs->rdx;
	uc->rsi = regs->rsi;
	uc->rdi = regs->rdi;
	uc->rip = regs->rip;
	uc->rflags = regs->rflags | USER_RFLAGS_FIXED;
	uc->rsp = regs->rsp;
}

/* ---- traps ---------------------------------------------------------------- */

/* The host's error code without what it says about its own page tables. */
static unsigned int fault_code(const struct host_ucontext *uc)
{
	return (unsigned int)uc->err & (PF_WRITE | PF_INSTR);
}

/* A page fault that the page tables do not answer: ask the kernel. */
static void user_page_fault(struct pt_regs *regs, unsigned long addr,
			    unsigned int code)
{
	unsigned long fixup;

	switch (do_page_fault(addr, code, regs->rip, &fixup)) {
	case FAULT_RETRY:
		hosted_mmu_fill(addr, code, false);
		break;
	case FAULT_SIGSEGV_MAPERR:
		kernel_user_fault(regs, HOST_SIGSEGV, 1, addr);
		break;
	case FAULT_SIGSEGV_ACCERR:
		kernel_user_fault(regs, HOST_SIGSEGV, 2, addr);
		break;
	case FAULT_SIGBUS:
		kernel_user_fault(regs, HOST_SIGBUS, 2, addr);
		break;
	case FAULT_OOM:
		kernel_user_fault(regs, 9, 0, addr);
		break;
	case FAULT_FIXUP:
	case FAULT_BUG:
		panic("page fault of user code at %#lx taken for the kernel's",
		      addr);
	}
}

static void user_call(struct pt_regs *regs, const struct host_siginfo *info)
{
	if (info->arch != AUDIT_ARCH_X86_64) {
		regs->rax = (unsigned long)-ENOSYS;
		return;
	}
	regs->orig_rax = (unsigned long)info->syscall;
	hosted_stats.syscalls++;
	kernel_syscall(regs);
}

static void user_fault(struct pt_regs *regs, int sig,
		       const struct host_siginfo *info,
		       const struct host_ucontext *uc)
{
	unsigned int code = fault_code(uc) | PF_USER;

	if (uc->trapno != HOST_TRAP_PAGE_FAULT) {
		kernel_user_fault(regs, sig, info->code, info->addr);
		return;
	}
	if (sig == HOST_SIGBUS)
		panic("the host has no memory left for our RAM");
	hosted_stats.user_faults++;
	if (!hosted_mmu_fill(uc->cr2, code, true))
		user_page_fault(regs, uc->cr2, code);
}

/* Something was typed, or a frame came: one signal says both. */
static void user_input(void)
{
	kernel_console_input();
	hosted_tap_input();
}

static void user_tick(void)
{
	unsigned long flags = arch_irq_save();

	kernel_tick(true);
	hosted_console_tick();
	hosted_tap_input();
	arch_irq_restore(flags);
}

void hosted_user_trap(int sig, struct host_siginfo *info,
		      struct host_ucontext *uc)
{
	struct pt_regs regs;

	++*host_progress;
	entry_record(&kstack)->fpstate = uc->fpstate;
	regs_from_context(&regs, uc);
	if (sig == HOST_SIGSYS)
		user_call(&regs, info);
	else if (sig == HOST_SIGALRM)
		user_tick();
	else if (sig == HOST_SIGIO || sig == HOST_SIGWINCH)
		user_input();
	else if (sig == HOST_SIGUSR2)
		hosted_device_interrupt();
	else if (sig == HOST_SIGXCPU)
		hosted_out_of_time(uc, true);
	else
		user_fault(&regs, sig, info, uc);
	while (unlikely(kernel_user_work()))
		kernel_user_return(&regs);
	regs_to_context(uc, &regs);
}

/* True if the instruction may be run again or uc->rip is where to go on. */
static bool kernel_page_fault(struct host_ucontext *uc, unsigned long addr)
{
	unsigned int code = fault_code(uc);
	unsigned long fixup;

	hosted_stats.kernel_faults++;
	if (hosted_mmu_fill(addr, code, true) ||
	    hosted_fence_fault(addr, code & PF_WRITE, uc->rip))
		return true;
	switch (do_page_fault(addr, code, uc->rip, &fixup)) {
	case FAULT_RETRY:
		hosted_mmu_fill(addr, code, false);
		return true;
	case FAULT_FIXUP:
		uc->rip = fixup;
		hosted_stats.fixups++;
		return true;
	default:
		return false;
	}
}

void hosted_kernel_trap(int sig, struct host_siginfo *info,
			struct host_ucontext *uc)
{
	/* Without a page fault (#GP) the address is not a canonical one. */
	unsigned long addr = uc->trapno == HOST_TRAP_PAGE_FAULT ? uc->cr2 :
								  -1ul;

	if (sig == HOST_SIGSEGV && kernel_page_fault(uc, addr))
		return;
	if (sig == HOST_SIGWINCH) {
		kernel_console_input();
		return;
	}
	if (sig == HOST_SIGUSR2) {
		hosted_device_interrupt();
		return;
	}
	if (sig == HOST_SIGXCPU)
		hosted_out_of_time(uc, false);
	hosted_oops(sig, sig == HOST_SIGSEGV ? addr : uc->rip, uc);
}

/* ---- the tick --------------------------------------------------------------- */

#define TICK_US		10000

/* Only one machine of a process runs programs at a time; the ticks just go on
 * between two. */
static void start_ticks(void)
{
	static const struct {
		long sec, usec;
	} timer[2] = { { 0, TICK_US }, { 0, TICK_US } };
	static bool started;

	if (started)
		return;
	started = true;
	if (host_failed(host_syscall3(HOST_NR_setitimer, HOST_ITIMER_REAL,
				      timer, 0)))
		panic("the host has no timer for us");
}

/* ---- contexts --------------------------------------------------------------- */

void arch_context_init(struct arch_context *ctx, void *stack, size_t size,
		       void (*fn)(void))
{
	struct kernel_stack ks = { stack, size - ENTRY_RECORD_SIZE };
	void **sp = (void **)entry_record(&ks);

	*entry_record(&ks) = (struct entry_record){ 0 };
	*--sp = NULL;			/* the end of a backtrace, twice: */
	*--sp = NULL;			/* calls want 16 bytes' alignment */
	*--sp = (void *)hosted_context_start;
	*--sp = NULL;			/* rbp */
	*--sp = (void *)fn;		/* rbx */
	for (int i = 0; i < 4; i++)	/* r12 to r15 */
		*--sp = NULL;
	ctx->sp = sp;
}

/* As hosted_switch() saves it. */
unsigned long arch_context_frame(const struct arch_context *ctx)
{
	return ((const unsigned long *)ctx->sp)[5];
}

/* Not inlined: a switch of stacks may continue on another thread, whose
 * kstack is elsewhere. */
static noinline void set_kstack(struct kernel_stack ks)
{
	kstack = ks;
}

void arch_context_switch(struct arch_context *prev, struct arch_context *next,
			 void *stack, size_t size)
{
	const struct kernel_stack mine = kstack;
	const struct kernel_stack theirs = {
		stack, stack ? size - ENTRY_RECORD_SIZE : 0
	};
	void *fiber = NULL;

	++*host_progress;

	/* Perhaps for good: what its functions fenced off must not stay so. */
	if (mine.base)
		sanitizer_forget(mine.base, mine.size);
	set_kstack(theirs);
	fiber_leave(&fiber, stack, size);
	hosted_switch(&prev->sp, next->sp);
	fiber_arrive(fiber);
	set_kstack(mine);
}

/* First on a fresh stack. */
void hosted_context_begin(void)
{
	fiber_arrive(NULL);
}

/* In the frame that brought us here; NULL before there was one or something
 * to put into it. */
static struct host_fpstate *user_fpstate(void)
{
	return kstack.base ? entry_record(&kstack)->fpstate : NULL;
}

void arch_enter_user(const struct pt_regs *regs)
{
	struct entry_record *record = entry_record(&kstack);
	struct host_ucontext uc = {
		.flags = HOST_UC_SS,
		.stack = { kstack.base, HOST_SS_AUTODISARM, 0, kstack.size },
		.cs = HOST_USER_CS,
		.ss = HOST_USER_SS,
		.fpstate = user_fpstate(),
	};

	BUG_ON(!kstack.base);
	hosted_dispatch_on();
	start_ticks();
	regs_to_context(&uc, regs);
	record->host_fs = hosted_thread_pointer();
	if (!hosted_stats.first_user_ns)
		hosted_stats.first_user_ns = arch_clock_ns(false);
	sanitizer_forget(kstack.base, kstack.size);
	hosted_load_context(&uc, record->user_fs);
}

/* On a task's stack, or the thread's own. */
unsigned int arch_stack_trace(unsigned long *entries, unsigned int nr,
			      unsigned int skip, unsigned long from)
{
	const unsigned long here = (unsigned long)__builtin_frame_address(0);
	const unsigned long base = (unsigned long)kstack.base;
	struct stack_part part = { from, base + kstack.size };

	if (!base || here < base || here >= part.end)
		part.end = host_stack_end();
	return from < here ? 0 : stack_trace_frames(entries, nr, skip, &part);
}

void arch_symbol_name(unsigned long addr, char *buf, size_t size)
{
	host_symbol(addr, buf, size);
}

void arch_function_name(unsigned long addr, char *buf, size_t size)
{
	host_function(addr, buf, size, NULL, NULL);
}

void arch_set_user_tls(unsigned long base)
{
	entry_record(&kstack)->user_fs = base;
}

unsigned long arch_get_user_tls(void)
{
	return entry_record(&kstack)->user_fs;
}

/* Bytes of @fp behind FXSAVE's image that programs have a part in. */
static size_t fpu_parts_size(const struct host_fpstate *fp)
{
	if (fp->magic != HOST_FP_XSTATE || !(fp->features & HOST_FP_PARTS))
		return 0;
	return min((size_t)fp->xstate_size, (size_t)FPU_IMAGE_SIZE) -
	       offsetof(struct host_fpstate, parts);
}

bool arch_get_user_fpu(void *image)
{
	const struct host_fpstate *fp = user_fpstate();
	struct host_fpstate *to = image;
	size_t parts;

	if (!fp)
		return false;
	parts = fpu_parts_size(fp);
	memset(image, 0, FPU_IMAGE_SIZE);
	memcpy(image, fp, HOST_FP_LEGACY);
	if (parts) {
		to->xstate_bv = fp->xstate_bv & HOST_FP_PARTS;
		memcpy(to->parts, fp->parts, parts);
	}
	return true;
}

/* A task that was never interrupted has no frame yet to put them into. */
void arch_set_user_fpu(const void *image)
{
	const struct host_fpstate *from = image;
	struct host_fpstate *fp = user_fpstate();
	size_t parts;
	u32 mask;

	if (!kstack.base)
		return;
	if (!fp)
		fp = entry_record(&kstack)->fpstate =
			&entry_record(&kstack)->first;
	parts = fpu_parts_size(fp);
	mask = fp->mxcsr_mask ? fp->mxcsr_mask : 0xffbf;
	memcpy(fp, image, HOST_FP_LEGACY);
	fp->mxcsr &= mask;
	fp->mxcsr_mask = mask;
	if (fp->magic != HOST_FP_XSTATE)
		return;
	fp->xstate_bv = (fp->xstate_bv & ~HOST_FP_PARTS) | 3;
	if (parts) {
		fp->xstate_bv |= from->xstate_bv & HOST_FP_PARTS & fp->features;
		memcpy(fp->parts, from->parts, parts);
	}
}

/* ---- start ------------------------------------------------------------------ */

int hosted_entry_init(void)
{
	static const int signals[] = { HOST_SIGSEGV, HOST_SIGBUS, HOST_SIGILL,
				       HOST_SIGFPE, HOST_SIGTRAP, HOST_SIGSYS,
				       HOST_SIGALRM, HOST_SIGIO, HOST_SIGWINCH,
				       HOST_SIGUSR2, HOST_SIGXCPU };
	const struct host_sigaction sa = {
		.handler = (void *)hosted_signal,
		.flags = HOST_SA_SIGINFO | HOST_SA_ONSTACK | HOST_SA_NODEFER |
			 HOST_SA_RESTORER,
		.restorer = hosted_sigreturn,
		.mask = HOSTED_INTERRUPTS,
	};
	const u64 mask = HOSTED_INTERRUPTS;
	long ret = host_syscall(HOST_NR_rt_sigprocmask, HOST_SIG_BLOCK,
				(long)&mask, 0, sizeof(mask), 0, 0);

	if (host_failed(ret))
		return (int)ret;
	hosted_fsgsbase = host_has_fsgsbase();
	hosted_console_init();
	for (unsigned int i = 0; i < ARRAY_SIZE(signals); i++) {
		ret = host_syscall(HOST_NR_rt_sigaction, signals[i], (long)&sa,
				   0, sizeof(sa.mask), 0, 0);
		if (host_failed(ret))
			return (int)ret;
	}
	return 0;
}
