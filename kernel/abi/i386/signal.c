/* SPDX-License-Identifier: MIT */
/*
 * signal.c - the frames that signal handlers of i386 find.
 *
 * There are two. With SA_SIGINFO the handler gets pointers to what happened
 * and to the registers; without, the registers lie right behind its argument.
 *
 *	high	| the program's stack	      |
 *		| fpstate: FNSAVE and FXSAVE  |
 *		| siginfo, ucontext           | or: sigcontext, rest of the mask
 *		| signal, 2 pointers	      | or: signal
 *	sp ->	| where the handler returns   |	sp + 4 is 16-byte aligned
 *
 * It returns to SA_RESTORER or to a place in the page at VDSO_BASE: either makes
 * the call that unpacks the frame again.
 *
 * Source: System V ABI, Intel386 supplement; Intel SDM volume 1, 8.1.10 and
 * 10.5 (the two forms of the floating point registers).
 */
#include "../../internal.h"

BUILD_BUG_ON(sizeof(struct k_sigaction) != 20);
BUILD_BUG_ON(sizeof(struct old_sigaction) != 16);
BUILD_BUG_ON(sizeof(struct k_stack) != 12);
BUILD_BUG_ON(sizeof(struct k_siginfo) != 128);
BUILD_BUG_ON(offsetof(struct k_siginfo, si_addr) != 12);
BUILD_BUG_ON(sizeof(struct k_sigcontext) != 88);
BUILD_BUG_ON(offsetof(struct k_sigcontext, eip) != 56);
BUILD_BUG_ON(sizeof(struct k_fpstate) != 624);
BUILD_BUG_ON(offsetof(struct k_fpstate, fxsave) != 112);
BUILD_BUG_ON(offsetof(struct k_ucontext, uc_mcontext) != 20);
BUILD_BUG_ON(offsetof(struct k_ucontext, uc_sigmask) != 108);

/* ---- floating point ---------------------------------------------------- */

struct fxsave {
	u16 fcw, fsw;
	u8 ftw, reserved;		/* ftw: a bit for each register in use */
	u16 fop;
	u32 fip;
	u16 fcs, reserved2;
	u32 fdp;
	u16 fds, reserved3;
	u32 mxcsr, mxcsr_mask;
	u8 st[8][16];
	u8 rest[352];
};

BUILD_BUG_ON(sizeof(struct fxsave) != FPU_IMAGE_SIZE);

enum { TAG_VALID, TAG_ZERO, TAG_SPECIAL, TAG_EMPTY };

/* What a register holds, in the older form's words. */
static unsigned int fpu_tag(const u8 *st)
{
	u64 significand;
	u16 exponent;

	memcpy(&significand, st, sizeof(significand));
	memcpy(&exponent, st + 8, sizeof(exponent));
	exponent &= 0x7fff;
	if (exponent == 0 && significand == 0)
		return TAG_ZERO;
	return exponent == 0 || exponent == 0x7fff || !(significand >> 63) ?
		TAG_SPECIAL : TAG_VALID;
}

/* Tags are by physical register, contents from the top of stack on. */
static u32 fpu_tags(const struct fxsave *fx)
{
	unsigned int top = fx->fsw >> 11 & 7;
	u32 tags = 0;

	for (unsigned int i = 0; i < 8; i++) {
		const u8 *st = fx->st[(i - top) & 7];
		unsigned int tag = fx->ftw >> i & 1 ? fpu_tag(st) : TAG_EMPTY;

		tags |= tag << 2 * i;
	}
	return tags;
}

static void fpu_to_frame(struct k_fpstate *fp, const struct fxsave *fx)
{
	*fp = (struct k_fpstate){
		.cw = fx->fcw | 0xffff0000,
		.sw = fx->fsw | 0xffff0000,
		.tag = fpu_tags(fx) | 0xffff0000,
		.ipoff = fx->fip,
		.cssel = fx->fcs | (u32)fx->fop << 16,
		.dataoff = fx->fdp,
		.datasel = fx->fds | 0xffff0000,
		.status = fx->fsw,
	};
	for (int i = 0; i < 8; i++)
		memcpy(fp->st[i], fx->st[i], sizeof(fp->st[i]));
	memcpy(fp->fxsave, fx, sizeof(*fx));
}

static void fpu_from_frame(struct fxsave *fx, const struct k_fpstate *fp)
{
	memcpy(fx, fp->fxsave, sizeof(*fx));
	fx->fcw = fp->cw;
	fx->fsw = fp->sw;
	fx->ftw = 0;
	for (int i = 0; i < 8; i++)
		if ((fp->tag >> 2 * i & 3) != TAG_EMPTY)
			fx->ftw |= 1u << i;
	fx->fip = fp->ipoff;
	fx->fcs = fp->cssel;
	fx->fop = fp->cssel >> 16;
	fx->fdp = fp->dataoff;
	fx->fds = fp->datasel;
	for (int i = 0; i < 8; i++)
		memcpy(fx->st[i], fp->st[i], sizeof(fp->st[i]));
}

/* The floating point registers below @sp. Their address, 0 if the machine
 * cannot tell, or TASK_SIZE if there is no room. */
static unsigned long push_fpu(unsigned long sp)
{
	struct fxsave fx __aligned(32) = { 0 };
	struct k_fpstate fp;

	if (!arch_get_user_fpu(&fx))
		return 0;
	fpu_to_frame(&fp, &fx);
	/* The second form shall be aligned. */
	sp = ((sp - sizeof(fx)) & ~63ul) - offsetof(struct k_fpstate, fxsave);
	return copy_to_user((void __user *)sp, &fp, sizeof(fp)) ? TASK_SIZE :
								  sp;
}

/* False: what should be there cannot be read. */
static bool pop_fpu(unsigned long addr)
{
	struct fxsave fx __aligned(32);
	struct k_fpstate fp;

	if (!addr) {
		fpu_reset();
		return true;
	}
	if (copy_from_user(&fp, (void __user *)addr, sizeof(fp)))
		return false;
	fpu_from_frame(&fx, &fp);
	arch_set_user_fpu(&fx);
	return true;
}

/* ---- registers --------------------------------------------------------- */

static void save_regs(struct k_sigcontext *sc, const struct pt_regs *regs)
{
	*sc = (struct k_sigcontext){
		.gs = regs->gs, .fs = regs->fs, .es = regs->es, .ds = regs->ds,
		.edi = regs->edi, .esi = regs->esi, .ebp = regs->ebp,
		.esp = regs->esp, .ebx = regs->ebx, .edx = regs->edx,
		.ecx = regs->ecx, .eax = regs->eax, .eip = regs->eip,
		.cs = regs->cs, .eflags = regs->eflags,
		.esp_at_signal = regs->esp, .ss = regs->ss,
	};
}

static void load_regs(struct pt_regs *regs, const struct k_sigcontext *sc)
{
	regs->gs = sc->gs;
	regs->fs = sc->fs;
	regs->es = sc->es;
	regs->ds = sc->ds;
	regs->edi = sc->edi;
	regs->esi = sc->esi;
	regs->ebp = sc->ebp;
	regs->esp = sc->esp;
	regs->ebx = sc->ebx;
	regs->edx = sc->edx;
	regs->ecx = sc->ecx;
	regs->eax = sc->eax;
	regs->eip = sc->eip;
	regs->cs = sc->cs;
	regs->eflags = sc->eflags;
	regs->ss = sc->ss;
	regs->orig_eax = -1ul;
	regs_make_user(regs);
}

/* Enter a handler whose frame is at @sp. */
static void enter_handler(struct pt_regs *regs, const struct k_sigaction *sa,
			  unsigned long sp, int sig)
{
	regs->eip = sa->handler;
	regs->esp = sp;
	regs->eax = sig;
	regs->edx = regs->ecx = 0;
	regs->ds = regs->es = regs->ss = USER_DS;
	regs->cs = USER_CS;
	regs_make_user(regs);
	regs->eflags &= ~(X86_EFLAGS_DF | X86_EFLAGS_TF | X86_EFLAGS_RF);
	regs->orig_eax = -1ul;
}

/* ---- frames ------------------------------------------------------------ */

/* The address of a frame of @size bytes below @top: as after a call. */
static unsigned long frame_below(unsigned long top, size_t size)
{
	return ((top - size + 4) & ~15ul) - 4;
}

static bool plain_frame(struct task *task, const struct kernel_siginfo *info,
			struct pt_regs *regs, unsigned long top)
{
	const struct k_sigaction *sa =
		&task->sighand->action[info->si_signo - 1];
	unsigned long fpu = push_fpu(top);
	u64 mask = sigmask_to_save(task);
	struct sigframe frame = {
		.pretcode = sa->flags & SA_RESTORER ? sa->restorer :
						      VDSO_SIGRETURN,
		.sig = info->si_signo,
		.extramask = mask >> 32,
		/* pop %eax; mov $119, %eax; int $0x80 */
		.retcode = { 0x58, 0xb8, 119, 0, 0, 0, 0xcd, 0x80 },
	};
	unsigned long sp = frame_below(fpu ? fpu : top, sizeof(frame));

	save_regs(&frame.sc, regs);
	frame.sc.oldmask = (u32)mask;
	frame.sc.fpstate = fpu;
	if (fpu == TASK_SIZE ||
	    copy_to_user((void __user *)sp, &frame, sizeof(frame)))
		return false;
	enter_handler(regs, sa, sp, info->si_signo);
	return true;
}

static bool rt_frame(struct task *task, const struct kernel_siginfo *info,
		     struct pt_regs *regs, unsigned long top)
{
	const struct k_sigaction *sa =
		&task->sighand->action[info->si_signo - 1];
	unsigned long fpu = push_fpu(top);
	unsigned long sp = frame_below(fpu ? fpu : top,
				       sizeof(struct rt_sigframe));
	struct rt_sigframe frame = {
		.pretcode = sa->flags & SA_RESTORER ? sa->restorer :
						      VDSO_RT_SIGRETURN,
		.sig = info->si_signo,
		.pinfo = sp + offsetof(struct rt_sigframe, info),
		.puc = sp + offsetof(struct rt_sigframe, uc),
		.uc = {
			.uc_stack = task->altstack,
			.uc_sigmask = sigmask_to_save(task),
		},
		/* mov $173, %eax; int $0x80 */
		.retcode = { 0xb8, 173, 0, 0, 0, 0xcd, 0x80 },
	};

	siginfo_to_user(&frame.info, info);
	save_regs(&frame.uc.uc_mcontext, regs);
	frame.uc.uc_mcontext.oldmask = (u32)frame.uc.uc_sigmask;
	frame.uc.uc_mcontext.fpstate = fpu;
	if (fpu == TASK_SIZE ||
	    copy_to_user((void __user *)sp, &frame, sizeof(frame)))
		return false;
	enter_handler(regs, sa, sp, info->si_signo);
	regs->edx = frame.pinfo;
	regs->ecx = frame.puc;
	return true;
}

bool abi_setup_frame(struct task *task, const struct kernel_siginfo *info,
		     struct pt_regs *regs)
{
	const struct k_sigaction *sa =
		&task->sighand->action[info->si_signo - 1];
	unsigned long top = sigframe_top(task, sa, user_stack_pointer(regs));

	return sa->flags & SA_SIGINFO ? rt_frame(task, info, regs, top) :
					plain_frame(task, info, regs, top);
}

static long restore(struct pt_regs *regs, const struct k_sigcontext *sc,
		    u64 mask)
{
	if (!pop_fpu(sc->fpstate))
		bad_sigframe();
	load_regs(regs, sc);
	set_blocked(current_task(), mask);
	return regs->eax;
}

/* The return address and the signal's number have been popped. */
SYSCALL_DEFINE0(sigreturn)
{
	unsigned long sp = user_stack_pointer(regs) - 8;
	struct sigframe frame;

	if (copy_from_user(&frame, (void __user *)sp, sizeof(frame)))
		bad_sigframe();
	return restore(regs, &frame.sc,
		       (u64)frame.extramask << 32 | frame.sc.oldmask);
}

SYSCALL_DEFINE0(rt_sigreturn)
{
	unsigned long sp = user_stack_pointer(regs) - 4;
	struct k_ucontext uc;

	if (copy_from_user(&uc, (void __user *)
			   (sp + offsetof(struct rt_sigframe, uc)), sizeof(uc)))
		bad_sigframe();
	return restore(regs, &uc.uc_mcontext, uc.uc_sigmask);
}

/* ---- calls from before there were more than 32 signals ------------------ */

SYSCALL_DEFINE3(sigaction, int, sig, const struct old_sigaction __user *, act,
		struct old_sigaction __user *, oact)
{
	struct old_sigaction new, old;
	struct k_sigaction sa, osa;
	int err;

	if (act && copy_from_user(&new, act, sizeof(new)))
		return -EFAULT;
	if (act)
		sa = (struct k_sigaction){
			.handler = new.handler, .flags = new.flags,
			.restorer = new.restorer, .mask = new.mask,
		};
	err = do_sigaction(sig, act ? &sa : NULL, &osa);
	if (err || !oact)
		return err;
	old = (struct old_sigaction){
		.handler = osa.handler, .flags = osa.flags,
		.restorer = osa.restorer, .mask = (u32)osa.mask,
	};
	return copy_to_user(oact, &old, sizeof(old)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(signal, int, sig, unsigned long, handler)
{
	const struct k_sigaction sa = {
		.handler = handler, .flags = SA_RESETHAND | SA_NODEFER,
	};
	struct k_sigaction old;
	int err = do_sigaction(sig, &sa, &old);

	return err ? err : (long)old.handler;
}

/* The signals from 33 on stay as they are. */
SYSCALL_DEFINE3(sigprocmask, int, how, const u32 __user *, set,
		u32 __user *, oset)
{
	u64 old = current_task()->blocked, mask;
	u32 low;
	int err = 0;

	if (set) {
		if (get_user(low, set))
			return -EFAULT;
		mask = low;
		if (how == SIG_SETMASK)
			mask |= old & ~0xffffffffull;
		err = do_sigprocmask(how, &mask, &old);
	}
	if (err || !oset)
		return err;
	return put_user((u32)old, oset);
}

SYSCALL_DEFINE1(sigpending, u32 __user *, set)
{
	const struct task *task = current_task();

	return put_user((u32)(signals_pending(task) & task->blocked), set);
}

/* Two arguments are of no use. */
SYSCALL_DEFINE3(sigsuspend, int, unused1, int, unused2, unsigned long, mask)
{
	return do_sigsuspend(mask);
}

SYSCALL_DEFINE0(sgetmask)
{
	return (u32)current_task()->blocked;
}

SYSCALL_DEFINE1(ssetmask, u32, mask)
{
	struct task *task = current_task();
	u32 old = task->blocked;

	set_blocked(task, mask);
	return old;
}
