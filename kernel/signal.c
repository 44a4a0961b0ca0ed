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
#include <octavo/bitops.h>

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

void recalc_sigpending(struct task *task)
{
	task->work = signal_pending(task) || task->restore_sigmask;
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
	recalc_sigpending(task);
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

unsigned long sigframe_top(const struct task *task,
			   const struct k_sigaction *sa, unsigned long sp)
{
	const struct k_stack *st = &task->altstack;

	if (sa->flags & SA_ONSTACK && !(st->ss_flags & SS_DISABLE) &&
	    !on_altstack(task, sp))
		return st->ss_sp + st->ss_size;
	return sp - SIGFRAME_REDZONE;
}

u64 sigmask_to_save(struct task *task)
{
	return task->restore_sigmask ? task->saved_sigmask : task->blocked;
}

void bad_sigframe(void)
{
	die(SIGSEGV);
}

void fpu_reset(void)
{
	/* The control words: all exceptions masked, 64-bit precision. */
	const struct {
		u16 fcw, fsw;
		u32 unused[5];
		u32 mxcsr;
		u8 rest[FPU_IMAGE_SIZE - 28];
	} __aligned(16) image = { .fcw = 0x37f, .mxcsr = 0x1f80 };

	BUILD_BUG_ON(sizeof(image) != FPU_IMAGE_SIZE);
	arch_set_user_fpu(&image);
}

/* Let @sig's handler run next. False: no room for its frame. */
static bool handle_signal(struct task *task, const struct kernel_siginfo *info,
			  struct pt_regs *regs)
{
	struct k_sigaction *sa = &task->sighand->action[info->si_signo - 1];

	if (!abi_setup_frame(task, info, regs))
		return false;
	task->restore_sigmask = false;
	task->blocked |= sa->mask & ~UNBLOCKABLE;
	if (!(sa->flags & SA_NODEFER))
		task->blocked |= SIGBIT(info->si_signo);
	if (sa->flags & SA_RESETHAND)
		sa->handler = SIG_DFL;
	return true;
}

static void deliver(struct task *task, const struct kernel_siginfo *info,
		    struct pt_regs *regs)
{
	int sig = info->si_signo;

	if (is_ignored(task, sig))
		return;
	if (task->sighand->action[sig - 1].handler == SIG_DFL)
		die(sig);
	if (!handle_signal(task, info, regs))
		die(SIGSEGV);
}

void do_signals(struct pt_regs *regs)
{
	struct task *task = current_task();

	while (signal_pending(task)) {
		int sig = __ffs64(task->pending & ~task->blocked) + 1;
		struct kernel_siginfo info = { .si_signo = sig };

		task->pending &= ~SIGBIT(sig);
		deliver(task, &info, regs);
	}
	if (task->restore_sigmask) {
		task->restore_sigmask = false;
		set_blocked(task, task->saved_sigmask);
	}
	recalc_sigpending(task);
}

void kernel_user_fault(struct pt_regs *regs, int sig, int code,
		       unsigned long addr)
{
	struct task *task = current_task();
	struct kernel_siginfo info = {
		.si_signo = sig, .si_code = code, .si_addr = addr,
	};

	if (sig == SIGKILL || task->blocked & SIGBIT(sig) ||
	    is_ignored(task, sig))
		die(sig);
	deliver(task, &info, regs);
	do_signals(regs);
}

/* ---- system calls ------------------------------------------------------ */

void set_blocked(struct task *task, u64 mask)
{
	task->blocked = mask & ~UNBLOCKABLE;
	recalc_sigpending(task);
}

int do_sigaction(int sig, const struct k_sigaction *new,
		 struct k_sigaction *old)
{
	struct k_sigaction *sa;

	if (sig < 1 || sig > NSIG || (new && SIGBIT(sig) & UNBLOCKABLE))
		return -EINVAL;
	sa = &current_task()->sighand->action[sig - 1];
	*old = *sa;
	if (new) {
		*sa = *new;
		sa->mask &= ~UNBLOCKABLE;
	}
	return 0;
}

SYSCALL_DEFINE4(rt_sigaction, int, sig, const struct k_sigaction __user *, act,
		struct k_sigaction __user *, oact, size_t, size)
{
	struct k_sigaction new, old;
	int err;

	if (size != sizeof(u64))
		return -EINVAL;
	if (act && copy_from_user(&new, act, sizeof(new)))
		return -EFAULT;
	err = do_sigaction(sig, act ? &new : NULL, &old);
	if (err)
		return err;
	return oact && copy_to_user(oact, &old, sizeof(old)) ? -EFAULT : 0;
}

/* @set may be NULL. */
int do_sigprocmask(int how, const u64 *set, u64 *old)
{
	struct task *task = current_task();

	*old = task->blocked;
	if (!set)
		return 0;
	if (how == SIG_BLOCK)
		set_blocked(task, task->blocked | *set);
	else if (how == SIG_UNBLOCK)
		set_blocked(task, task->blocked & ~*set);
	else if (how == SIG_SETMASK)
		set_blocked(task, *set);
	else
		return -EINVAL;
	return 0;
}

SYSCALL_DEFINE4(rt_sigprocmask, int, how, const u64 __user *, set,
		u64 __user *, oset, size_t, size)
{
	u64 old, mask;
	int err;

	if (size != sizeof(u64))
		return -EINVAL;
	if (set && get_user(mask, set))
		return -EFAULT;
	err = do_sigprocmask(how, set ? &mask : NULL, &old);
	if (err)
		return err;
	return oset ? put_user(old, oset) : 0;
}

/* With one task only what is pending already can end the wait. */
long do_sigsuspend(u64 mask)
{
	struct task *task = current_task();

	task->saved_sigmask = task->blocked;
	set_blocked(task, mask);
	if (signal_pending(task))
		task->restore_sigmask = true;
	else
		set_blocked(task, task->saved_sigmask);
	return -EINTR;
}

SYSCALL_DEFINE2(rt_sigsuspend, const u64 __user *, set, size_t, size)
{
	u64 mask;

	if (size != sizeof(u64))
		return -EINVAL;
	if (get_user(mask, set))
		return -EFAULT;
	return do_sigsuspend(mask);
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
