/* SPDX-License-Identifier: MIT */
/*
 * exit.c - how threads and processes end, and how a parent hears of it.
 *
 *	do_exit: give everything back -> the last thread makes the process a
 *	zombie -> parent told by signal and wake-up -> wait4(2) takes the
 *	status and frees it; at once if the parent does not care
 *
 * Children of a process that ends become children of the first process. When
 * that one ends the machine does: everybody else is killed.
 */
#include "internal.h"
#include <octavo/math64.h>
#include <uapi/wait.h>

/* Free a process that nobody can ask about any more. */
void forget_process(struct signal_struct *sig)
{
	lock_tasklist();
	list_del_init(&sig->sibling);
	unlock_tasklist();
	xa_erase(&kernel.processes, (unsigned long)sig->pid);
	signal_free(sig);
}

/* What @sig does about its children's signals, or NULL. Handlers are per
 * thread group; any thread's will do. */
static const struct k_sigaction *sigchld_action(const struct signal_struct *sig)
{
	if (list_empty(&sig->threads))
		return NULL;
	return &list_first_entry(&sig->threads, struct task, thread_node)
		->sighand->action[SIGCHLD - 1];
}

/* Does the parent of @sig want no zombies? */
static bool parent_ignores(const struct signal_struct *sig)
{
	const struct k_sigaction *sa = sigchld_action(sig->parent);

	return sa && sig->exit_signal == SIGCHLD &&
	       (sa->handler == SIG_IGN || sa->flags & SA_NOCLDWAIT);
}

static bool is_end(int code)
{
	return code == CLD_EXITED || code == CLD_KILLED ||
	       code == CLD_DUMPED;
}

/* Does nobody want to hear that a child of @parent stopped or goes on? */
static bool stops_are_quiet(const struct signal_struct *parent)
{
	const struct k_sigaction *sa = sigchld_action(parent);

	return !sa || sa->handler == SIG_IGN || sa->flags & SA_NOCLDSTOP;
}

void notify_parent(struct signal_struct *sig, int code, int status)
{
	struct signal_struct *parent = sig->parent;
	struct cpu_time t = process_cpu_time(sig);
	struct kernel_siginfo info = {
		.si_signo = is_end(code) ? sig->exit_signal : SIGCHLD,
		.si_code = code, .si_pid = sig->pid, .si_uid = uid_of(sig),
		.si_status = status,
		.si_utime = (long)div_u64(t.user_ns, NSEC_PER_TICK),
		.si_stime = (long)div_u64(t.kernel_ns, NSEC_PER_TICK),
	};

	if (!parent)
		return;
	if (info.si_signo && (is_end(code) || !stops_are_quiet(parent)))
		send_group_locked(parent, &info);
	wake_up_all(&parent->child_wait);
}

static int exit_code_of(const struct signal_struct *sig)
{
	return sig->exit_status & WAIT_CORE ? CLD_DUMPED :
	       sig->exit_status & 0x7f ? CLD_KILLED : CLD_EXITED;
}

/* What a parent sees of an end: exit code or signal. */
static int exit_value_of(const struct signal_struct *sig)
{
	return sig->exit_status & 0x7f ?: sig->exit_status >> 8;
}

static void tell_end(struct signal_struct *sig)
{
	notify_parent(sig, exit_code_of(sig), exit_value_of(sig));
}

/* Who takes over the children of @sig: a forefather that asked for it, or the
 * first process. */
static struct signal_struct *find_reaper(const struct signal_struct *sig)
{
	struct signal_struct *p = sig->parent;

	while (p && p != kernel.first && !(p->subreaper && p->nr_threads))
		p = p->parent;
	return p ? p : kernel.first;
}

/* The threads of @child that asked for a signal when their parent ends. */
static void tell_of_death(struct signal_struct *child)
{
	struct task *t;

	list_for_each_entry(t, &child->threads, thread_node) {
		const struct kernel_siginfo info = {
			.si_signo = t->death_signal, .si_code = SI_USER,
			.si_pid = current_task()->signal->pid,
			.si_uid = current_task()->uid,
		};

		if (info.si_signo)
			send_group_locked(child, &info);
	}
}

/* Zombies that the new parent does not care about go to @unwanted. */
static void reparent_children(struct signal_struct *sig,
			      struct list_head *unwanted)
{
	struct signal_struct *child, *next, *reaper = find_reaper(sig);

	list_for_each_entry_safe(child, next, &sig->children, sibling) {
		child->parent = reaper;
		child->exit_signal = SIGCHLD;
		list_move_tail(&child->sibling, &reaper->children);
		tell_of_death(child);
		if (child->nr_threads)
			continue;
		tell_end(child);
		if (parent_ignores(child))
			list_move_tail(&child->sibling, unwanted);
	}
}

/* The last thread is going; what nobody will ask about goes to @unwanted. */
static void process_over(struct signal_struct *sig, struct list_head *unwanted)
{
	timer_stop(&sig->real_timer);
	stop_posix_timers(sig);
	if (sig == kernel.first) {
		kill_everybody();
		return;
	}
	reparent_children(sig, unwanted);
	pidfd_process_over();
	if (parent_ignores(sig))
		list_move_tail(&sig->sibling, unwanted);
	tell_end(sig);
}

void release_vfork_parent(struct task *task)
{
	lock_tasklist();
	if (task->vfork_done)
		complete(task->vfork_done);
	task->vfork_done = NULL;
	unlock_tasklist();
}

/* Tell who waits for this thread to be gone. */
static void announce_end(struct task *task)
{
	int __user *tid = (int __user *)task->clear_child_tid;

	futex_exit_robust(task);
	if (tid && task->thread.mm &&
	    atomic_read(&task->thread.mm->mm_users) > 1 && !put_user(0, tid))
		do_futex((u32 __user *)tid, FUTEX_WAKE, 1, NULL, 0);
	task->clear_child_tid = 0;
	release_vfork_parent(task);
}

/* From now on signals go to the other threads, those that came included. */
static void refuse_signals(struct task *task)
{
	struct task *t;

	lock_tasklist();
	task->exiting = true;
	list_for_each_entry(t, &task->signal->threads, thread_node)
		if (!t->exiting && task->signal->pending.set & ~t->blocked)
			signal_wake(t);
	unlock_tasklist();
}

/* Take @task out of its process. Processes that are over and that nobody will
 * ask about, this one or children of it, go to @unwanted. */
static void leave_process(struct task *task, int status,
			  struct list_head *unwanted)
{
	struct signal_struct *sig = task->signal;
	struct cpu_time t;

	lock_tasklist();
	t = task_cpu_time(task);
	cpu_time_add(&sig->dead, &t);
	if (!sig->group_exit)
		sig->exit_status = status;
	list_del_init(&task->thread_node);
	strscpy(sig->comm, task->thread.comm, sizeof(sig->comm));
	sig->uid = task->uid;
	sig->dead_uid = task->euid;
	sig->dead_gid = task->egid;
	sig->nr_exiting--;
	if (--sig->nr_threads == 0)
		process_over(sig, unwanted);
	else if (sig->exec_task && sig->nr_threads == 1)
		wake_up_all(&sig->child_wait);
	task->signal = NULL;
	unlock_tasklist();
}

__noreturn void do_exit(int status)
{
	struct task *task = current_task();
	struct signal_struct *sig = task->signal, *next;
	LIST_HEAD(unwanted);

	refuse_signals(task);
	announce_end(task);
	/* The last to come by; others may still be closing their files. */
	if (++sig->nr_exiting == sig->nr_threads) {
		jobctl_exit(sig);
		sem_undo_all(sig);
	}
	task_release(task);
	leave_process(task, status, &unwanted);
	xa_erase(&kernel.tasks, (unsigned long)task->thread.pid);
	list_for_each_entry_safe(sig, next, &unwanted, sibling)
		forget_process(sig);
	schedule_dead();
}

bool must_make_way(const struct task *task)
{
	const struct task *exec_task = task->signal->exec_task;

	return exec_task && exec_task != task;
}

void end_other_threads(struct signal_struct *sig)
{
	struct task *t;

	list_for_each_entry(t, &sig->threads, thread_node) {
		if (t == current_task())
			continue;
		t->pending.set |= SIGBIT(SIGKILL);
		signal_wake(t);
	}
}

__noreturn void do_group_exit(int status)
{
	struct signal_struct *sig = current_task()->signal;

	lock_tasklist();
	if (!sig->group_exit && !must_make_way(current_task())) {
		sig->group_exit = true;
		sig->exit_status = status;
		end_other_threads(sig);
	}
	unlock_tasklist();
	do_exit(status);
}

SYSCALL_DEFINE1(exit, int, code)
{
	do_exit((code & 0xff) << 8);
}

SYSCALL_DEFINE1(exit_group, int, code)
{
	do_group_exit((code & 0xff) << 8);
}

/* ---- waiting for children --------------------------------------------------- */

/* What is waited for, and what came of it. */
struct wait_request {
	pid_t pid;			/* as wait4(2): > 0, 0, -1, -group */
	int options;
	pid_t group;			/* the caller's, for 0 */
	int code, status;		/* CLD_*, and the rest */
	int wait_status;		/* as wait4(2) has it */
	u32 uid;
	struct cpu_time time;
	struct signal_struct *zombie;	/* to be forgotten */
};

static bool is_wanted(const struct wait_request *w,
		      const struct signal_struct *child)
{
	if (!(w->options & __WALL) &&
	    (child->exit_signal != SIGCHLD) != !!(w->options & __WCLONE))
		return false;
	if (w->pid > 0)
		return child->pid == w->pid;
	if (w->pid == 0)
		return child->pgid == w->group;
	return w->pid == -1 || child->pgid == -w->pid;
}

static bool take_zombie(struct wait_request *w, struct signal_struct *child)
{
	struct signal_struct *self = current_task()->signal;

	if (child->nr_threads || !(w->options & WEXITED))
		return false;
	w->code = exit_code_of(child);
	w->wait_status = child->exit_status;
	w->status = exit_value_of(child);
	w->uid = child->uid;
	w->time = child->dead;
	cpu_time_add(&w->time, &child->waited);
	if (!(w->options & WNOWAIT)) {
		cpu_time_add(&self->waited, &w->time);
		list_del_init(&child->sibling);
		w->zombie = child;
	}
	return true;
}

static bool take_stopped(struct wait_request *w, struct signal_struct *child)
{
	bool keep = w->options & WNOWAIT;

	if (!child->nr_threads)
		return false;
	w->uid = uid_of(child);
	w->time = process_cpu_time(child);
	if (w->options & WUNTRACED && child->stop_signal &&
	    !child->stop_told) {
		child->stop_told = !keep;
		w->code = CLD_STOPPED;
		w->status = child->stop_signal;
		w->wait_status = child->stop_signal << 8 | 0x7f;
		return true;
	}
	if (w->options & WCONTINUED && child->continued) {
		child->continued = keep;
		w->code = CLD_CONTINUED;
		w->status = SIGCONT;
		w->wait_status = 0xffff;
		return true;
	}
	return false;
}

/* The number of a child that has something to tell, 0: not yet, -ECHILD. */
static pid_t look_at_children(struct wait_request *w)
{
	struct signal_struct *self = current_task()->signal, *child;
	pid_t found = -ECHILD;

	lock_tasklist();
	w->group = self->pgid;
	list_for_each_entry(child, &self->children, sibling) {
		if (!is_wanted(w, child))
			continue;
		found = 0;
		if (take_zombie(w, child) || take_stopped(w, child)) {
			found = child->pid;
			break;
		}
	}
	unlock_tasklist();
	if (w->zombie)
		forget_process(w->zombie);
	return found;
}

/* A child's number, 0 with WNOHANG, or -errno. */
static pid_t do_wait(struct wait_request *w)
{
	pid_t found = 0;
	int err = 0;

	if (w->options & WNOHANG)
		return look_at_children(w);
	err = wait_event_interruptible(current_task()->signal->child_wait,
				       (found = look_at_children(w)) != 0);
	return err ? err : found;
}

static long put_rusage(struct k_rusage __user *uru, const struct cpu_time *t)
{
	struct k_rusage ru = { .ru_minflt = 0 };

	if (!uru)
		return 0;
	rusage_set_times(&ru, t);
	return copy_to_user(uru, &ru, sizeof(ru)) ? -EFAULT : 0;
}

SYSCALL_DEFINE4(wait4, pid_t, pid, int __user *, status, int, options,
		struct k_rusage __user *, ru)
{
	struct wait_request w = { .pid = pid, .options = options | WEXITED };
	pid_t found;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD |
			__WCLONE | __WALL))
		return -EINVAL;
	if (pid == INT_MIN)
		return -ESRCH;
	found = do_wait(&w);
	if (found <= 0)
		return found;
	if (status && put_user(w.wait_status, status))
		return -EFAULT;
	return put_rusage(ru, &w.time) ? -EFAULT : found;
}

static pid_t wait_id(int which, pid_t id)
{
	switch (which) {
	case P_ALL:
		return -1;
	case P_PID:
		return id > 0 ? id : INT_MIN;
	case P_PIDFD:
		return pidfd_pid((unsigned int)id);
	case P_PGID:
		return id >= 0 ? -id : INT_MIN;
	}
	return INT_MIN;
}

SYSCALL_DEFINE5(waitid, int, which, pid_t, id, struct k_siginfo __user *, uinfo,
		int, options, struct k_rusage __user *, ru)
{
	struct wait_request w = { .pid = wait_id(which, id),
				  .options = options };
	struct kernel_siginfo info = { 0 };
	struct k_siginfo user;
	pid_t found;

	if (which == P_PIDFD && w.pid < 0)
		return w.pid == -EBADF ? -EBADF : -ECHILD;
	if (options & ~(WNOHANG | WEXITED | WUNTRACED | WCONTINUED | WNOWAIT |
			__WNOTHREAD | __WCLONE | __WALL) ||
	    !(options & (WEXITED | WUNTRACED | WCONTINUED)) ||
	    w.pid == INT_MIN)
		return -EINVAL;
	if (which == P_PIDFD && pidfd_nonblock((unsigned int)id))
		w.options |= WNOHANG;
	found = do_wait(&w);
	if (found < 0)
		return found;
	if (!found && !(options & WNOHANG))
		return -EAGAIN;
	if (found)
		info = (struct kernel_siginfo){
			.si_signo = SIGCHLD, .si_code = w.code,
			.si_pid = found, .si_uid = w.uid,
			.si_status = w.status,
		};
	siginfo_to_user(&user, &info);
	if (uinfo && copy_to_user(uinfo, &user, sizeof(user)))
		return -EFAULT;
	return found ? put_rusage(ru, &w.time) : 0;
}
