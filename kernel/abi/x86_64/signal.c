/* SPDX-License-Identifier: MIT */
/*
 * signal.c - the frame that a signal handler of x86-64 finds.
 *
 *	high	| the program's stack	   |
 *		| 128 bytes it may use	   |
 *		| fpstate, 512 bytes	   |	64-byte aligned
 *		| siginfo		   |	<- rsi
 *		| ucontext		   |	<- rdx
 *	sp ->	| address of rt_sigreturn  |	16-byte aligned, less 8
 *
 * Source: System V ABI for AMD64, "Signal Handler Interface".
 */
#include "../../internal.h"

#define USER_CS		0x33
#define USER_SS		0x2b
/* Flags that a program may set by returning from a handler: arithmetic,
 * trap, direction, alignment check. */
#define USER_RFLAGS	0x40dd5ul
#define RFLAGS_FIXED	0x202ul
/* What a handler does not start with: trap, direction, resume. */
#define HANDLER_OFF	0x10500ul

BUILD_BUG_ON(sizeof(struct k_stack) != 24);
BUILD_BUG_ON(sizeof(struct k_siginfo) != 128);
BUILD_BUG_ON(sizeof(struct k_sigcontext) != 256);
BUILD_BUG_ON(offsetof(struct k_ucontext, uc_mcontext) != 40);
BUILD_BUG_ON(offsetof(struct k_ucontext, uc_sigmask) != 296);

static void save_regs(struct k_sigcontext *sc, const struct pt_regs *regs)
{
	*sc = (struct k_sigcontext){
		.r8 = regs->r8, .r9 = regs->r9, .r10 = regs->r10,
		.r11 = regs->r11, .r12 = regs->r12, .r13 = regs->r13,
		.r14 = regs->r14, .r15 = regs->r15, .rdi = regs->rdi,
		.rsi = regs->rsi, .rbp = regs->rbp, .rbx = regs->rbx,
		.rdx = regs->rdx, .rax = regs->rax, .rcx = regs->rcx,
		.rsp = regs->rsp, .rip = regs->rip, .eflags = regs->rflags,
		.cs = USER_CS, .ss = USER_SS,
	};
}

/* Field by field: what else a machine keeps with them stays as it is. */
static void load_regs(struct pt_regs *regs, const struct k_sigcontext *sc)
{
	regs->r8 = sc->r8;
	regs->r9 = sc->r9;
	regs->r10 = sc->r10;
	regs->r11 = sc->r11;
	regs->r12 = sc->r12;
	regs->r13 = sc->r13;
	regs->r14 = sc->r14;
	regs->r15 = sc->r15;
	regs->rdi = sc->rdi;
	regs->rsi = sc->rsi;
	regs->rbp = sc->rbp;
	regs->rbx = sc->rbx;
	regs->rdx = sc->rdx;
	regs->rax = sc->rax;
	regs->rcx = sc->rcx;
	regs->rsp = sc->rsp;
	regs->rip = sc->rip;
	regs->rflags = (sc->eflags & USER_RFLAGS) | RFLAGS_FIXED;
	regs->orig_rax = -1ul;
}

/* The floating point registers below @sp. Their address, 0 if the machine
 * cannot tell, or TASK_SIZE if there is no room. */
static unsigned long push_fpu(unsigned long sp)
{
	u8 image[FPU_IMAGE_SIZE] __aligned(64) = { 0 };

	if (!arch_get_user_fpu(image))
		return 0;
	sp = (sp - sizeof(image)) & ~63ul;
	return copy_to_user((void __user *)sp, image, sizeof(image)) ?
		TASK_SIZE : sp;
}

bool abi_setup_frame(struct task *task, const struct kernel_siginfo *info,
		     struct pt_regs *regs)
{
	const struct k_sigaction *sa =
		&task->sighand->action[info->si_signo - 1];
	unsigned long sp = sigframe_top(task, sa, user_stack_pointer(regs));
	unsigned long fpu = push_fpu(sp);
	struct rt_sigframe frame = {
		.pretcode = sa->restorer,
	};

	if (!(sa->flags & SA_RESTORER) || fpu == TASK_SIZE)
		return false;
	siginfo_to_user(&frame.info, info);
	save_regs(&frame.uc.uc_mcontext, regs);
	frame.uc.uc_flags = UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS;
	frame.uc.uc_mcontext.fpstate = fpu;
	frame.uc.uc_stack = task->altstack;
	frame.uc.uc_sigmask = sigmask_to_save(task);
	sp = (((fpu ? fpu : sp) - sizeof(frame)) & ~15ul) - 8;
	if (copy_to_user((void __user *)sp, &frame, sizeof(frame)))
		return false;
	regs->rip = sa->handler;
	regs->rsp = sp;
	regs->rdi = info->si_signo;
	regs->rsi = sp + offsetof(struct rt_sigframe, info);
	regs->rdx = sp + offsetof(struct rt_sigframe, uc);
	regs->rax = 0;
	regs->rflags &= ~HANDLER_OFF;
	regs->orig_rax = -1ul;
	return true;
}

/* False: what should be there cannot be read. */
static bool pop_fpu(unsigned long addr)
{
	u8 image[FPU_IMAGE_SIZE] __aligned(64);

	if (!addr) {
		fpu_reset();
		return true;
	}
	if (copy_from_user(image, (void __user *)addr, sizeof(image)))
		return false;
	arch_set_user_fpu(image);
	return true;
}

SYSCALL_DEFINE0(rt_sigreturn)
{
	unsigned long frame = user_stack_pointer(regs) - 8;
	struct k_ucontext uc;

	if (copy_from_user(&uc, (void __user *)
			   (frame + offsetof(struct rt_sigframe, uc)),
			   sizeof(uc)) ||
	    !pop_fpu(uc.uc_mcontext.fpstate))
		bad_sigframe();
	load_regs(regs, &uc.uc_mcontext);
	set_blocked(current_task(), uc.uc_sigmask);
	return regs->rax;
}
