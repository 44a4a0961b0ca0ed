/* SPDX-License-Identifier: MIT */
/*
 * signal.c - signals: what is pending, what is blocked, what happens.
 *
 *	kill, faults, timers --> pending of the thread or of the process
 *		--- not blocked, on the way to user code -->
 *		ignore | stop | end the process | a frame on the user stack
 *
 * A fault that cannot wait (the instruction would fault again) is forced: if
 * its signal is blocked or ignored the default happens.
 *
 * thread.sigpending says that a thread has something to act on; interruptible
 * waits end when it is set.
 *
 * Locking: tasklist_lock for what is pending and for stopping; the mask of
 * blocked signals is the thread's own. sighand->action is changed by its
 * threads only, one of which runs.
 */
#include "internal.h"
#include <octavo/bitops.h>

#define UNBLOCKABLE	(SIGBIT(SIGKILL) | SIGBIT(SIGSTOP))
#define DEFAULT_IGNORED							\
	(SIGBIT(SIGCHLD) | SIGBIT(SIGCONT) | SIGBIT(SIGURG) |		\
	 SIGBIT(SIGWINCH))
#define STOPS								\
	(SIGBIT(SIGSTOP) | SIGBIT(SIGTSTP) | SIGBIT(SIGTTIN) | SIGBIT(SIGTTOU))
#define FAULTS								\
	(SIGBIT(SIGILL) | SIGBIT(SIGTRAP) | SIGBIT(SIGBUS) |		\
	 SIGBIT(SIGFPE) | SIGBIT(SIGSEGV))

struct sighand_struct *sighand_alloc(void)
{
	struct sighand_struct *sighand = kzalloc(sizeof(*sighand), GFP_KERNEL);

	if (sighand)
		refcount_set(&sighand->count, 1);
	return sighand;
}

struct sighand_struct *sighand_get(struct sighand_struct *sighand)
{
	refcount_inc(&sighand->count);
	return sighand;
}

struct sighand_struct *sighand_dup(const struct sighand_struct *old)
{
	struct sighand_struct *sighand = kmemdup(old, sizeof(*old), GFP_KERNEL);

	if (sighand)
		refcount_set(&sighand->count, 1);
	return sighand;
}

void sighand_put(struct sighand_struct *sighand)
{
	if (sighand && refcount_dec_and_test(&sighand->count))
		kfree(sighand);
}

/* Defaults for what is not ignored. */
void sighand_clear(struct sighand_struct *sighand)
{
	for (int i = 0; i < NSIG; i++) {
		struct k_sigaction *sa = &sighand->action[i];
		unsigned long handler = sa->handler;

		*sa = (struct k_sigaction){ 0 };
		if (handler == SIG_IGN)
			sa->handler = SIG_IGN;
	}
}

/* A new program starts with defaults; ignored signals stay ignored. */
void flush_signal_handlers(struct task *task)
{
	sighand_clear(task->sighand);
	task->altstack = (struct k_stack){ .ss_flags = SS_DISABLE };
}

static bool is_ignored(const struct task *task, int sig)
{
	unsigned long handler = task->sighand->action[sig - 1].handler;

	return handler == SIG_IGN ||
	       (handler == SIG_DFL && (SIGBIT(sig) & DEFAULT_IGNORED ||
				       task->signal->unkillable));
}

/* ---- sending ---------------------------------------------------------- */

/* What is known of one pending signal. */
struct sigqueue {
	struct list_head node;
	struct kernel_siginfo info;
};

void sigpending_flush(struct sigpending *pending)
{
	struct sigqueue *q, *next;

	list_for_each_entry_safe(q, next, &pending->queue, node)
		kfree(q);
	INIT_LIST_HEAD(&pending->queue);
	pending->set = 0;
	pending->nr = 0;
}

/* A signal that is pending already is not queued again, but the real-time
 * ones; without memory, or beyond @max, only that it happened is kept. False:
 * it was not queued. */
static bool queue_signal(struct sigpending *pending, u64 max,
			 const struct kernel_siginfo *info)
{
	struct sigqueue *q = NULL;

	if (pending->set & SIGBIT(info->si_signo) && info->si_signo < SIGRTMIN)
		return false;
	pending->set |= SIGBIT(info->si_signo);
	if (pending->nr < max)
		q = kmalloc(sizeof(*q), GFP_ATOMIC);
	if (!q)
		return false;
	q->info = *info;
	list_add_tail(&q->node, &pending->queue);
	pending->nr++;
	return true;
}

static void drop_signals(struct sigpending *pending, u64 which)
{
	struct sigqueue *q, *next;

	pending->set &= ~which;
	list_for_each_entry_safe(q, next, &pending->queue, node) {
		if (!(SIGBIT(q->info.si_signo) & which))
			continue;
		list_del(&q->node);
		pending->nr--;
		kfree(q);
	}
}

u64 signals_pending(const struct task *task)
{
	return task->pending.set | task->signal->pending.set;
}

bool fatal_signal_pending(const struct task *task)
{
	return signals_pending(task) & SIGBIT(SIGKILL);
}

/* After a change of what is pending or blocked. */
void recalc_sigpending(struct task *task)
{
	task->thread.sigpending = (signals_pending(task) & ~task->blocked) ||
				  task->signal->stop_signal;
	task->thread.sigkill = fatal_signal_pending(task);
	task->work = task->thread.sigpending || task->restore_sigmask ||
		     need_resched() || READ_ONCE(kernel.pending);
}

void signal_wake(struct task *task)
{
	task->thread.sigpending = task->work = true;
	task->thread.sigkill = fatal_signal_pending(task);
	kick_task(task);
}

/* Let a stopped process go on, and forget that it was to stop; or the other
 * way round. */
static void before_sending(struct signal_struct *sig, int signo)
{
	const u64 forget = signo == SIGCONT ? STOPS : SIGBIT(SIGCONT);
	struct task *t;

	if (signo != SIGCONT && !(SIGBIT(signo) & STOPS) && signo != SIGKILL)
		return;
	if (signo != SIGKILL) {
		drop_signals(&sig->pending, forget);
		list_for_each_entry(t, &sig->threads, thread_node)
			drop_signals(&t->pending, forget);
	}
	if (SIGBIT(signo) & STOPS || !sig->stop_signal)
		return;
	sig->stop_signal = 0;
	sig->continued = signo == SIGCONT;
	list_for_each_entry(t, &sig->threads, thread_node)
		signal_wake(t);
	if (sig->continued)
		notify_parent(sig, CLD_CONTINUED, SIGCONT);
}

static u64 queue_max(const struct signal_struct *sig)
{
	return sig->rlim[RLIMIT_SIGPENDING].rlim_cur;
}

static bool wants(const struct task *task, int signo)
{
	return !task->exiting && !(task->blocked & SIGBIT(signo));
}

/* It may be ignored now, but what is blocked or waited for is kept. */
static bool drops(const struct task *task, int signo)
{
	return is_ignored(task, signo) && wants(task, signo) &&
	       !(task->sigwait & SIGBIT(signo));
}

bool send_thread_locked(struct task *task, const struct kernel_siginfo *info)
{
	bool queued;

	before_sending(task->signal, info->si_signo);
	if (drops(task, info->si_signo))
		return false;
	queued = queue_signal(&task->pending, queue_max(task->signal), info);
	if (wants(task, info->si_signo))
		signal_wake(task);
	else
		signalfd_notify();
	return queued;
}

/* To a thread of the process that does not block it. */
bool send_group_locked(struct signal_struct *sig,
		       const struct kernel_siginfo *info)
{
	struct task *t;
	bool queued;

	if (list_empty(&sig->threads))
		return false;
	before_sending(sig, info->si_signo);
	t = list_first_entry(&sig->threads, struct task, thread_node);
	if (drops(t, info->si_signo))
		return false;
	queued = queue_signal(&sig->pending, queue_max(sig), info);
	list_for_each_entry(t, &sig->threads, thread_node) {
		if (!wants(t, info->si_signo))
			continue;
		signal_wake(t);
		return queued;
	}
	signalfd_notify();
	return queued;
}

void send_signal(struct task *task, int sig)
{
	const struct kernel_siginfo info = {
		.si_signo = sig, .si_code = SI_KERNEL,
	};

	lock_tasklist();
	if (task->signal)
		send_thread_locked(task, &info);
	unlock_tasklist();
}

void kill_everybody(void)
{
	struct signal_struct *sig;
	unsigned long i;
	struct task *t;

	xa_for_each(&kernel.processes, i, sig) {
		if (sig == current_task()->signal)
			continue;
		sig->stop_signal = 0;
		list_for_each_entry(t, &sig->threads, thread_node) {
			if (t->thread.flags & PF_KTHREAD)
				continue;
			t->pending.set |= SIGBIT(SIGKILL);
			signal_wake(t);
		}
	}
}

void real_timer_fired(struct ktimer *timer)
{
	struct signal_struct *sig = container_of(timer, struct signal_struct,
						 real_timer);
	const struct kernel_siginfo info = {
		.si_signo = SIGALRM, .si_code = SI_KERNEL,
	};

	lock_tasklist();
	send_group_locked(sig, &info);
	if (sig->real_interval)
		timer_start(timer, timer->expires + sig->real_interval);
	unlock_tasklist();
}

#define CORE_SIGNALS	(SIGBIT(SIGQUIT) | SIGBIT(SIGILL) | SIGBIT(SIGTRAP) | \
			 SIGBIT(SIGABRT) | SIGBIT(SIGBUS) | SIGBIT(SIGFPE) | \
			 SIGBIT(SIGSEGV) | SIGBIT(SIGXCPU) | SIGBIT(SIGXFSZ) | \
			 SIGBIT(SIGSYS))

/* No core is ever written, but the status is as if, where the limits allow it. */
static __noreturn void die(int sig)
{
	const bool core = SIGBIT(sig) & CORE_SIGNALS &&
			  rlimit(RLIMIT_CORE) >= PAGE_SIZE &&
			  !current_task()->signal->undumpable;

	do_group_exit(core ? sig | WAIT_CORE : sig);
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
	static const struct {
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
	set_blocked(task, task->blocked | sa->mask |
			  (sa->flags & SA_NODEFER ? 0 :
						    SIGBIT(info->si_signo)));
	if (sa->flags & SA_RESETHAND)
		sa->handler = SIG_DFL;
	return true;
}

/* A frame for @sig could not be written: that is a fault, for which there may be
 * a handler that runs elsewhere. */
static void no_room(struct task *task, int sig, struct pt_regs *regs)
{
	const struct kernel_siginfo fault = {
		.si_signo = SIGSEGV, .si_code = SI_KERNEL,
	};
	unsigned long handler = task->sighand->action[SIGSEGV - 1].handler;

	if (sig == SIGSEGV || task->blocked & SIGBIT(SIGSEGV) ||
	    handler == SIG_DFL || handler == SIG_IGN ||
	    !handle_signal(task, &fault, regs))
		die(SIGSEGV);
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
		no_room(task, sig, regs);
}

/* Take the first signal of @set out of @pending. */
static bool take_signal(struct sigpending *pending, u64 set,
			struct kernel_siginfo *info)
{
	struct sigqueue *q, *found = NULL;
	bool more = false;
	int sig;

	set &= pending->set;
	if (!set)
		return false;
	sig = (int)__ffs64(set & SIGBIT(SIGKILL) ? SIGBIT(SIGKILL) : set) + 1;
	*info = (struct kernel_siginfo){ .si_signo = sig };
	list_for_each_entry(q, &pending->queue, node) {
		if (q->info.si_signo != sig)
			continue;
		more = found != NULL;
		if (more)
			break;
		found = q;
	}
	if (!more)
		pending->set &= ~SIGBIT(sig);
	if (found) {
		*info = found->info;
		list_del(&found->node);
		pending->nr--;
		kfree(found);
	}
	return true;
}

void siginfo_to_user(struct k_siginfo *to, const struct kernel_siginfo *info)
{
	const bool own = info->si_code > 0 && info->si_code != SI_KERNEL;

	*to = (struct k_siginfo){
		.si_signo = info->si_signo, .si_errno = info->si_errno,
		.si_code = info->si_code,
	};
	if (own && SIGBIT(info->si_signo) & FAULTS) {
		to->si_addr = info->si_addr;
		return;
	}
	if (info->si_band && own && info->si_signo != SIGCHLD) {
		to->si_band = info->si_band;
		to->si_fd = info->si_fd;
		return;
	}
	to->si_pid = info->si_pid;
	to->si_uid = info->si_uid;
	if (own && info->si_signo == SIGCHLD) {
		to->si_status = info->si_status;
		to->si_utime = info->si_utime;
		to->si_stime = info->si_stime;
	} else if (info->si_code < 0) {
		to->si_value = info->si_value;
	}
}

bool dequeue_signal(struct task *task, u64 set, struct kernel_siginfo *info)
{
	bool got;

	lock_tasklist();
	got = take_signal(&task->pending, set, info) ||
	      take_signal(&task->signal->pending, set, info);
	if (got && info->si_code == SI_TIMER)
		posix_timer_delivered(info);
	recalc_sigpending(task);
	unlock_tasklist();
	return got;
}

/* Is the process of a group whose session has nobody else to restart it? */
static bool is_orphaned(const struct signal_struct *sig)
{
	const struct signal_struct *p;
	unsigned long i;

	xa_for_each(&kernel.processes, i, p)
		if (p->pgid == sig->pgid && p->nr_threads && p->parent &&
		    p->parent->pgid != sig->pgid && p->parent->sid == sig->sid)
			return false;
	return true;
}

/* Stop all threads, each when it comes by here. */
static void begin_stop(struct task *task, int signo)
{
	struct signal_struct *sig = task->signal;
	struct task *t;

	lock_tasklist();
	if (signo != SIGSTOP && is_orphaned(sig)) {
		unlock_tasklist();
		return;
	}
	sig->stop_signal = signo;
	sig->stop_told = sig->continued = false;
	list_for_each_entry(t, &sig->threads, thread_node)
		signal_wake(t);
	notify_parent(sig, CLD_STOPPED, signo);
	unlock_tasklist();
}

/* Stay here while the process is stopped. */
static void stay_stopped(struct task *task)
{
	const unsigned int word = 0;

	while (READ_ONCE(task->signal->stop_signal) &&
	       !(signals_pending(task) & SIGBIT(SIGKILL)))
		arch_wait(&word, 0);
	lock_tasklist();
	recalc_sigpending(task);
	unlock_tasklist();
}

/* A call that a signal ended, and a handler will run. */
static void syscall_interrupted(struct pt_regs *regs, bool restart)
{
	long ret = syscall_get_return(regs);

	if ((long)syscall_nr(regs) == -1)
		return;
	if (ret == -ERESTARTNOINTR || (ret == -ERESTARTSYS && restart))
		syscall_rewind(regs);
	else if (ret == -ERESTARTNOHAND || ret == -ERESTARTSYS)
		syscall_set_return(regs, -EINTR);
	current_task()->sleep_until = 0;
}

bool syscall_wants_restart(const struct pt_regs *regs)
{
	const long ret = syscall_get_return(regs);

	return (long)syscall_nr(regs) != -1 &&
	       (ret == -ERESTARTNOINTR || ret == -ERESTARTSYS ||
		ret == -ERESTARTNOHAND);
}

/* No handler will run: undo what the interrupted call did. */
static void no_handler(struct task *task, struct pt_regs *regs)
{
	if (task->restore_sigmask) {
		task->restore_sigmask = false;
		set_blocked(task, task->saved_sigmask);
	}
	if (syscall_wants_restart(regs))
		syscall_rewind(regs);
}

void do_signals(struct pt_regs *regs)
{
	struct task *task = current_task();
	struct kernel_siginfo info;

	for (;;) {
		const struct k_sigaction *sa;

		if (must_make_way(task))
			do_exit(0);
		if (task->signal->stop_signal)
			stay_stopped(task);
		if (!dequeue_signal(task, ~task->blocked, &info))
			break;
		sa = &task->sighand->action[info.si_signo - 1];
		if (info.si_signo == SIGKILL)
			die(SIGKILL);
		if (sa->handler == SIG_DFL && SIGBIT(info.si_signo) & STOPS) {
			begin_stop(task, info.si_signo);
			continue;
		}
		if (is_ignored(task, info.si_signo))
			continue;
		syscall_interrupted(regs, sa->flags & SA_RESTART);
		deliver(task, &info, regs);
	}
	no_handler(task, regs);
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
	lock_tasklist();
	task->blocked = mask & ~UNBLOCKABLE;
	recalc_sigpending(task);
	unlock_tasklist();
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

/* The signal that ends the wait is delivered before the old mask comes back. */
long do_sigsuspend(u64 mask)
{
	struct task *task = current_task();
	const unsigned int word = 0;

	task->saved_sigmask = task->blocked;
	set_blocked(task, mask);
	while (!signal_pending(task))
		arch_wait(&word, 0);
	task->restore_sigmask = true;
	return -ERESTARTNOHAND;
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
	return put_user(signals_pending(task) & task->blocked, set);
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

/* ---- kill ------------------------------------------------------------- */

static struct kernel_siginfo from_user(int sig, int code)
{
	return (struct kernel_siginfo){
		.si_signo = sig, .si_code = code,
		.si_pid = current_task()->signal->pid,
		.si_uid = current_task()->uid,
	};
}

static bool may_kill(const struct signal_struct *sig, int signo)
{
	const struct task *self = current_task(), *t;

	if (!self->euid || list_empty(&sig->threads))
		return true;
	t = list_first_entry(&sig->threads, struct task, thread_node);
	if (signo == SIGCONT && sig->sid == self->signal->sid)
		return true;
	return self->euid == t->suid || self->euid == t->uid ||
	       self->uid == t->suid || self->uid == t->uid;
}

/* -errno, or 0; a signal of 0 only asks. */
static int kill_process(struct signal_struct *sig,
			const struct kernel_siginfo *info)
{
	if (!may_kill(sig, info->si_signo))
		return -EPERM;
	if (info->si_signo)
		send_group_locked(sig, info);
	return 0;
}

/* All of a group, or with @pgid 0 all but the first process and the caller. */
static int kill_many(pid_t pgid, const struct kernel_siginfo *info)
{
	struct signal_struct *self = current_task()->signal, *sig;
	int err = -ESRCH;
	unsigned long i;

	xa_for_each(&kernel.processes, i, sig) {
		if (pgid ? sig->pgid != pgid :
			   sig == self || sig == kernel.first)
			continue;
		if (kill_process(sig, info) == 0)
			err = 0;
		else if (err)
			err = -EPERM;
	}
	return err;
}

int kill_pgrp(pid_t pgid, const struct kernel_siginfo *info)
{
	int err;

	lock_tasklist();
	err = kill_many(pgid, info);
	unlock_tasklist();
	return err;
}

/* The process called @nr, or the one that has a thread of that number. */
static struct signal_struct *process_with(pid_t nr)
{
	struct signal_struct *sig = find_process(nr);
	struct task *task = sig ? NULL : find_task(nr);

	return task ? task->signal : sig;
}

SYSCALL_DEFINE2(kill, pid_t, pid, int, sig)
{
	const struct kernel_siginfo info = from_user(sig, SI_USER);
	struct signal_struct *to;
	int err = -ESRCH;

	if (sig < 0 || sig > NSIG)
		return -EINVAL;
	if (pid == INT_MIN)
		return -ESRCH;
	lock_tasklist();
	if (pid > 0) {
		to = process_with(pid);
		if (to)
			err = kill_process(to, &info);
	} else {
		err = kill_many(pid == 0 ? current_task()->signal->pgid :
				pid == -1 ? 0 : -pid, &info);
	}
	unlock_tasklist();
	return err;
}

/* Of real-time signals none may be lost. */
static bool queue_is_full(const struct signal_struct *sig,
			  const struct sigpending *pending,
			  const struct kernel_siginfo *info)
{
	return info->si_signo >= SIGRTMIN && info->si_code != SI_USER &&
	       pending->nr >= queue_max(sig);
}

long do_tgsigqueue(pid_t tgid, pid_t tid, const struct kernel_siginfo *info)
{
	struct task *task;
	long err = -ESRCH;

	lock_tasklist();
	task = find_task(tid);
	if (task && task->signal && (!tgid || task->signal->pid == tgid)) {
		err = !may_kill(task->signal, info->si_signo) ? -EPERM :
		      queue_is_full(task->signal, &task->pending, info) ?
		      -EAGAIN : 0;
		if (!err && info->si_signo)
			send_thread_locked(task, info);
	}
	unlock_tasklist();
	return err;
}

long do_sigqueue(pid_t pid, const struct kernel_siginfo *info)
{
	struct signal_struct *to;
	long err = -ESRCH;

	lock_tasklist();
	to = process_with(pid);
	if (to)
		err = queue_is_full(to, &to->pending, info) ? -EAGAIN :
		      kill_process(to, info);
	unlock_tasklist();
	return err;
}

static long kill_thread(pid_t tgid, pid_t tid, int sig)
{
	const struct kernel_siginfo info = from_user(sig, SI_TKILL);

	if (sig < 0 || sig > NSIG || tid <= 0)
		return -EINVAL;
	return do_tgsigqueue(tgid, tid, &info);
}

SYSCALL_DEFINE2(tkill, pid_t, tid, int, sig)
{
	return kill_thread(0, tid, sig);
}

SYSCALL_DEFINE3(tgkill, pid_t, tgid, pid_t, tid, int, sig)
{
	return tgid <= 0 ? -EINVAL : kill_thread(tgid, tid, sig);
}
