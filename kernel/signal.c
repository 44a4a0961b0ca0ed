/* SPDX-License-Identifier: MIT */
/*
 * signal.c - signals: what is pending, what is blocked, what happens.
 *
 *	kill, faults --> pending --- not blocked, on the way to user code -->
 *		ignore | end the task | a frame on the user stack, handler runs
 *
 * A fault that cannot wait (the instruction would fault again) is forced: if
 * its signal is blocked or ignored the default happens. Stopping is not done;
 * the stop signals are ignored.
 */
#include "internal.h"

#define SIGBIT(sig)	(1ull << ((sig) - 1))

#define UNBLOCKABLE	(SIGBIT(SIGKILL) | SIGBIT(SIGSTOP))
#define DEFAULT_IGNORED							\
	(SIGBIT(SIGCHLD) | SIGBIT(SIGCONT) | SIGBIT(SIGURG) |		\
	 SIGBIT(SIGWINCH) | SIGBIT(SIGSTOP) | SIGBIT(SIGTSTP) |		\
	 SIGBIT(SIGTTIN) | SIGBIT(SIGTTOU))
#define DUMPS_CORE							\
	(SIGBIT(SIGQUIT) | SIGBIT(SIGILL) | SIGBIT(SIGTRAP) |		\
	 SIGBIT(SIGABRT) | SIGBIT(SIGBUS) | SIGBIT(SIGFPE) |		\
	 SIGBIT(SIGSEGV) | SIGBIT(SIGXCPU) | SIGBIT(SIGXFSZ) |		\
	 SIGBIT(SIGSYS))

#define MIN_FRAME_GAP	128		/* the ABI's red zone */

/* What a handler finds at its stack pointer. */
struct rt_sigframe {
	unsigned long pretcode;
	struct k_ucontext uc;
	struct k_siginfo info;
};

struct sighand_struct *sighand_alloc(void)
{
	struct sighand_struct *sighand = kzalloc(sizeof(*sighand), GFP_KERNEL);

	if (sighand)
		refcount_set(&sighand->count, 1);
	return sighand;
}

void sighand_put(struct sighand_struct *sighand)
{
	if (sighand && refcount_dec_and_test(&sighand->count))
		kfree(sighand);
}

/* A new program starts with defaults; ignored signals stay ignored. */
void flush_signal_handlers(struct task *task)
{
	for (int i = 0; i < NSIG; i++) {
		struct k_sigaction *sa = &task->sighand->action[i];
		unsigned long handler = sa->handler;

		*sa = (struct k_sigaction){ 0 };
		if (handler == SIG_IGN)
			sa->handler = SIG_IGN;
	}
	task->altstack = (struct k_stack){ .ss_flags = SS_DISABLE };
}

bool signal_pending(const struct task *task)
{
	return task->pending & ~task->blocked;
}

static bool is_ignored(const struct task *task, int sig)
{
	unsigned long handler = task->sighand->action[sig - 1].handler;

	return handler == SIG_IGN ||
	       (handler == SIG_DFL && SIGBIT(sig) & DEFAULT_IGNORED);
}

void send_signal(struct task *task, int sig)
{
	if (!is_ignored(task, sig) || task->blocked & SIGBIT(sig))
		task->pending |= SIGBIT(sig);
}

static __noreturn void die(int sig)
{
	do_exit(sig | (SIGBIT(sig) & DUMPS_CORE ? 0x80 : 0));
}

/* ---- frames ------------------------------------------------------------ */

static bool on_altstack(const struct task *task, unsigned long sp)
{
	const struct k_stack *st = &task->altstack;

	return sp > st->ss_sp && sp - st->ss_sp <= st->ss_size;
}

static void save_regs(struct k_sigcontext *sc, const struct pt_regs *regs)
{
	*sc = (struct k_sigcontext){
		.r8 = regs->r8, .r9 = regs->r9, .r10 = regs->r10,
		.r11 = regs->r11, .r12 = regs->r12, .r13 = regs->r13,
		.r14 = regs->r14, .r15 = regs->r15, .rdi = regs->rdi,
		.rsi = regs->rsi, .rbp = regs->rbp, .rbx = regs->rbx,
		.rdx = regs->rdx, .rax = regs->rax, .rcx = regs->rcx,
		.rsp = regs->rsp, .rip = regs->rip, .eflags = regs->rflags,
		.cs = 0x33, .ss = 0x2b,
	};
}

static void load_regs(struct pt_regs *regs, const struct k_sigcontext *sc)
{
	const unsigned long user_flags = 0xcd5 | 0x400;

	*regs = (struct pt_regs){
		.r8 = sc->r8, .r9 = sc->r9, .r10 = sc->r10, .r11 = sc->r11,
		.r12 = sc->r12, .r13 = sc->r13, .r14 = sc->r14,
		.r15 = sc->r15, .rdi = sc->rdi, .rsi = sc->rsi,
		.rbp = sc->rbp, .rbx = sc->rbx, .rdx = sc->rdx,
		.rax = sc->rax, .rcx = sc->rcx, .rsp = sc->rsp,
		.rip = sc->rip, .orig_rax = -1ul,
		.rflags = (sc->eflags & user_flags) | 0x202,
	};
}

/* Where the frame of a handler goes: its address. */
static unsigned long frame_address(const struct task *task,
				   const struct k_sigaction *sa,
				   unsigned long sp)
{
	const struct k_stack *st = &task->altstack;

	if (sa->flags & SA_ONSTACK && !(st->ss_flags & SS_DISABLE) &&
	    !on_altstack(task, sp))
		sp = st->ss_sp + st->ss_size;
	else
		sp -= MIN_FRAME_GAP;
	sp = (sp - sizeof(struct rt_sigframe)) & ~15ul;
	return sp - 8;			/* as after a call */
}

/* Let @sig's handler run next. False: no room for its frame. */
static bool setup_frame(struct task *task, const struct k_siginfo *info,
			struct pt_regs *regs)
{
	int sig = info->si_signo;
	struct k_sigaction *sa = &task->sighand->action[sig - 1];
	unsigned long sp = frame_address(task, sa, user_stack_pointer(regs));
	struct rt_sigframe frame = { .pretcode = sa->restorer, .info = *info };

	if (!(sa->flags & SA_RESTORER))
		return false;
	save_regs(&frame.uc.uc_mcontext, regs);
	frame.uc.uc_stack = task->altstack;
	frame.uc.uc_sigmask = task->blocked;
	if (copy_to_user((void __user *)sp, &frame, sizeof(frame)))
		return false;
	regs->rip = sa->handler;
	regs->rsp = sp;
	regs->rdi = sig;
	regs->rsi = sp + offsetof(struct rt_sigframe, info);
	regs->rdx = sp + offsetof(struct rt_sigframe, uc);
	regs->rax = 0;
	regs->orig_rax = -1ul;
	task->blocked |= sa->mask & ~UNBLOCKABLE;
	if (!(sa->flags & SA_NODEFER))
		task->blocked |= SIGBIT(sig);
	if (sa->flags & SA_RESETHAND)
		sa->handler = SIG_DFL;
	return true;
}

static void deliver(struct task *task, const struct k_siginfo *info,
		    struct pt_regs *regs)
{
	int sig = info->si_signo;

	if (is_ignored(task, sig))
		return;
	if (task->sighand->action[sig - 1].handler == SIG_DFL)
		die(sig);
	if (!setup_frame(task, info, regs))
		die(SIGSEGV);
}

void do_signals(struct pt_regs *regs)
{
	struct task *task = current_task();

	while (signal_pending(task)) {
		int sig = __builtin_ctzll(task->pending & ~task->blocked) + 1;
		struct k_siginfo info = { .si_signo = sig };

		task->pending &= ~SIGBIT(sig);
		deliver(task, &info, regs);
	}
}

void kernel_user_fault(struct pt_regs *regs, int sig, int code,
		       unsigned long addr)
{
	struct task *task = current_task();
	struct k_siginfo info = {
		.si_signo = sig, .si_code = code, .si_addr = addr,
	};

	if (sig == SIGKILL || task->blocked & SIGBIT(sig) ||
	    is_ignored(task, sig))
		die(sig);
	deliver(task, &info, regs);
	do_signals(regs);
}

/* ---- system calls ------------------------------------------------------ */

SYSCALL_DEFINE0(rt_sigreturn)
{
	struct task *task = current_task();
	struct pt_regs *regs = task->regs;
	struct k_ucontext uc;
	unsigned long frame = user_stack_pointer(regs) - 8;

	if (copy_from_user(&uc, (void __user *)
			   (frame + offsetof(struct rt_sigframe, uc)),
			   sizeof(uc)))
		die(SIGSEGV);
	load_regs(regs, &uc.uc_mcontext);
	task->blocked = uc.uc_sigmask & ~UNBLOCKABLE;
	return regs->rax;
}

SYSCALL_DEFINE4(rt_sigaction, int, sig, const struct k_sigaction __user *, act,
		struct k_sigaction __user *, oact, size_t, size)
{
	struct k_sigaction new, old, *sa;

	if (size != sizeof(u64))
		return -EINVAL;
	if (sig < 1 || sig > NSIG)
		return -EINVAL;
	if (act && copy_from_user(&new, act, sizeof(new)))
		return -EFAULT;
	if (act && SIGBIT(sig) & UNBLOCKABLE)
		return -EINVAL;
	sa = &current_task()->sighand->action[sig - 1];
	old = *sa;
	if (act) {
		*sa = new;
		sa->mask &= ~UNBLOCKABLE;
	}
	return oact && copy_to_user(oact, &old, sizeof(old)) ? -EFAULT : 0;
}

SYSCALL_DEFINE4(rt_sigprocmask, int, how, const u64 __user *, set,
		u64 __user *, oset, size_t, size)
{
	struct task *task = current_task();
	u64 old = task->blocked, mask;

	if (size != sizeof(u64))
		return -EINVAL;
	if (set) {
		if (get_user(mask, set))
			return -EFAULT;
		mask &= ~UNBLOCKABLE;
		if (how == SIG_BLOCK)
			task->blocked |= mask;
		else if (how == SIG_UNBLOCK)
			task->blocked &= ~mask;
		else if (how == SIG_SETMASK)
			task->blocked = mask;
		else
			return -EINVAL;
	}
	return oset ? put_user(old, oset) : 0;
}

SYSCALL_DEFINE2(rt_sigpending, u64 __user *, set, size_t, size)
{
	struct task *task = current_task();

	if (size > sizeof(u64))
		return -EINVAL;
	return put_user(task->pending & task->blocked, set);
}

SYSCALL_DEFINE2(sigaltstack, const struct k_stack __user *, ss,
		struct k_stack __user *, oss)
{
	struct task *task = current_task();
	struct k_stack new, old = task->altstack;
	bool active = on_altstack(task, user_stack_pointer(task->regs));

	if (ss && copy_from_user(&new, ss, sizeof(new)))
		return -EFAULT;
	if (ss && active)
		return -EPERM;
	if (ss && new.ss_flags & ~(SS_DISABLE | SS_ONSTACK))
		return -EINVAL;
	if (ss && !(new.ss_flags & SS_DISABLE) && new.ss_size < MINSIGSTKSZ)
		return -ENOMEM;
	if (ss) {
		new.ss_flags &= SS_DISABLE;
		task->altstack = new;
	}
	if (active)
		old.ss_flags |= SS_ONSTACK;
	return oss && copy_to_user(oss, &old, sizeof(old)) ? -EFAULT : 0;
}

/* The one task is in every group that contains it. */
static long signal_self(int sig)
{
	if (sig < 0 || sig > NSIG)
		return -EINVAL;
	if (sig)
		send_signal(current_task(), sig);
	return 0;
}

SYSCALL_DEFINE2(kill, pid_t, pid, int, sig)
{
	const struct task *task = current_task();

	if (pid != task->pid && pid != 0 && pid != -1 && pid != -task->pgid)
		return -ESRCH;
	if (pid == -1)
		return sig < 0 || sig > NSIG ? -EINVAL : -ESRCH;
	return signal_self(sig);
}

SYSCALL_DEFINE2(tkill, pid_t, tid, int, sig)
{
	if (tid <= 0)
		return -EINVAL;
	return tid == current_task()->pid ? signal_self(sig) : -ESRCH;
}

SYSCALL_DEFINE3(tgkill, pid_t, tgid, pid_t, tid, int, sig)
{
	const struct task *task = current_task();

	if (tgid <= 0 || tid <= 0)
		return -EINVAL;
	if (tgid != task->pid || tid != task->pid)
		return -ESRCH;
	return signal_self(sig);
}
