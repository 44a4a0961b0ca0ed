/* SPDX-License-Identifier: MIT */
/*
 * fork.c - fork, vfork and clone: a thread made after another.
 *
 * The flags say what the two share; what they do not is copied. Everything is
 * made before anybody can see it, so a failure undoes it quietly. The child
 * begins in child_start() on its own kernel stack and leaves for user code with
 * the registers of its parent, but 0 as the result.
 */
#include "internal.h"
#include <uapi/wait.h>

struct clone_request {
	u64 flags;
	unsigned long stack, tls;	/* stack 0: the parent's address */
	int __user *parent_tid, *child_tid, *pidfd;
	int exit_signal;
};

static void child_start(void)
{
	struct task *task = current_task();
	struct pt_regs regs = *task->fork_regs;

	schedule_tail();
	kfree(task->fork_regs);
	task->fork_regs = NULL;
	if (task->set_child_tid)
		put_user(task->thread.pid, task->set_child_tid);
	abi_start_thread(task);
	if (task->has_fpu)
		arch_set_user_fpu(task->fpu);
	if (signal_pending(task))
		do_signals(&regs);
	arch_enter_user(&regs);
}

static int copy_mm(struct task *child, u64 flags)
{
	struct mm_struct *mm = current->mm;

	if (flags & CLONE_VM) {
		mmget(mm);
		child->thread.mm = mm;
		return 0;
	}
	child->thread.mm = mm_alloc();
	if (!child->thread.mm)
		return -ENOMEM;
	return dup_mmap(child->thread.mm, mm);
}

static int copy_tables(struct task *child, const struct task *parent, u64 flags)
{
	child->files = flags & CLONE_FILES ? files_get(parent->files) :
					     files_dup(parent->files);
	child->fs = flags & CLONE_FS ? fs_get(parent->fs) : fs_dup(parent->fs);
	child->sighand = flags & CLONE_SIGHAND ?
			 sighand_get(parent->sighand) :
			 sighand_dup(parent->sighand);
	if (!child->files || !child->fs || !child->sighand)
		return -ENOMEM;
	if (flags & CLONE_CLEAR_SIGHAND)
		sighand_clear(child->sighand);
	return 0;
}

static int copy_signal(struct task *child, const struct clone_request *req)
{
	struct signal_struct *mine = current_task()->signal, *sig;
	bool brother;

	child->thread.tgid = req->flags & CLONE_THREAD ? mine->pid :
							 child->thread.pid;
	if (req->flags & CLONE_THREAD) {
		child->signal = mine;
		return 0;
	}
	brother = req->flags & CLONE_PARENT && mine->parent;
	sig = signal_alloc(brother ? mine->parent : mine);
	if (!sig)
		return -ENOMEM;
	sig->pid = child->thread.pid;
	sig->pgid = mine->pgid;
	sig->sid = mine->sid;
	sig->tty = mine->tty;
	/* The parent of a brother hears what it asked for, not what he says. */
	sig->exit_signal = brother ? mine->exit_signal : req->exit_signal;
	sig->undumpable = mine->undumpable;
	memcpy(sig->rlim, mine->rlim, sizeof(sig->rlim));
	sig->oom_score_adj = mine->oom_score_adj;
	child->signal = sig;
	return 0;
}

static void copy_identity(struct task *child, const struct task *parent,
			  const struct clone_request *req)
{
	child->blocked = parent->blocked;
	if (!(req->flags & CLONE_VM) || req->flags & CLONE_VFORK)
		child->altstack = parent->altstack;
	memcpy(child->thread.comm, parent->thread.comm,
	       sizeof(child->thread.comm));
	cred_copy(child, parent);
	child->personality = parent->personality;
	child->ioprio = parent->ioprio;
	child->timer_slack = parent->timer_slack;
	child->default_slack = parent->timer_slack;
	child->nice = parent->nice;
	child->policy = parent->policy;
	child->rt_prio = parent->rt_prio;
	child->exe = get_file(parent->exe);
	if (req->flags & CLONE_CHILD_CLEARTID)
		child->clear_child_tid = (unsigned long)req->child_tid;
	if (req->flags & CLONE_CHILD_SETTID)
		child->set_child_tid = req->child_tid;
}

static int copy_registers(struct task *child, const struct clone_request *req)
{
	const struct task *parent = current_task();

	child->fork_regs = kmemdup(parent->regs, sizeof(*parent->regs),
				   GFP_KERNEL);
	if (!child->fork_regs)
		return -ENOMEM;
	syscall_set_return(child->fork_regs, 0);
	syscall_end(child->fork_regs);
	if (req->stack)
		user_stack_pointer(child->fork_regs) = req->stack;
	child->has_fpu = arch_get_user_fpu(child->fpu);
	arch_context_init(&child->ctx, child->stack, KSTACK_SIZE, child_start);
	return abi_copy_thread(child, req->flags & CLONE_SETTLS ? &req->tls :
								  NULL);
}

/* Everything of @child but its number; it is unknown to others so far. */
static int copy_task(struct task *child, const struct clone_request *req)
{
	const struct task *parent = current_task();
	int err;

	copy_identity(child, parent, req);
	err = copy_tables(child, parent, req->flags);
	if (!err)
		err = copy_registers(child, req);
	if (!err)
		err = copy_mm(child, req->flags);
	if (!err)
		err = copy_signal(child, req);
	return err;
}

static struct task *make_child(const struct clone_request *req)
{
	struct task *child = task_alloc();
	int err;

	if (!child)
		return ERR_PTR(-ENOMEM);
	child->thread.pid = pid_alloc();
	err = child->thread.pid < 0 ? child->thread.pid : copy_task(child, req);
	if (!err)
		err = task_publish(child);
	if (err) {
		if (child->signal && !(req->flags & CLONE_THREAD))
			signal_free(child->signal);
		task_free(child);
		return ERR_PTR(err);
	}
	return child;
}

static bool flags_make_sense(u64 flags)
{
	const u64 namespaces = 0x7e020080;
	const u64 known = 0x1ffffffffull & ~namespaces;

	if (flags & ~known)
		return false;
	if (flags & CLONE_PIDFD && flags & (CLONE_THREAD | CLONE_DETACHED))
		return false;
	if (flags & CLONE_SIGHAND && flags & CLONE_CLEAR_SIGHAND)
		return false;
	if (flags & CLONE_THREAD && !(flags & CLONE_SIGHAND))
		return false;
	return !(flags & CLONE_SIGHAND) || flags & CLONE_VM;
}

static u64 count_tasks_of(u32 uid)
{
	struct task *t;
	unsigned long i;
	u64 n = 0;

	xa_for_each(&kernel.tasks, i, t)
		n += t->uid == uid;
	return n;
}

/* Would one more be too many, for the machine or for the user? */
static bool too_many_tasks(void)
{
	const u64 limit = rlimit(RLIMIT_NPROC);

	if (kernel.nr_tasks >= kernel.max_tasks) {
		pr_warn_once("octavo: no more than %u processes: fork fails\n",
			     kernel.max_tasks);
		return true;
	}
	return limit != RLIM_INFINITY && !capable() &&
	       count_tasks_of(current_task()->uid) >= limit;
}

/* Sleep until the child is done with our memory, or we are to end. */
static void wait_for_vfork(struct completion *done, pid_t pid)
{
	struct task *child;
	DEFINE_WAIT(wait);

	for (;;) {
		prepare_to_wait(&done->wait, &wait, TASK_INTERRUPTIBLE);
		if (try_wait_for_completion(done))
			break;
		if (!fatal_signal_pending(current_task())) {
			task_sleep_until(~0ull);
			continue;
		}
		lock_tasklist();
		child = find_task(pid);
		if (child && child->vfork_done == done)
			child->vfork_done = NULL;
		unlock_tasklist();
		break;
	}
	finish_wait(&done->wait, &wait);
}

/* A descriptor of the child to be. */
static long make_pidfd(const struct clone_request *req)
{
	const long fd = pidfd_create(0, 0, 0);

	if (fd < 0 || !put_user((int)fd, req->pidfd))
		return fd;
	fd_close(current_task()->files, (unsigned int)fd);
	return -EFAULT;
}

static long do_clone(const struct clone_request *req)
{
	DECLARE_COMPLETION(vfork_done);
	long pidfd = -1;
	struct task *child;
	pid_t pid;

	if (!flags_make_sense(req->flags))
		return -EINVAL;
	if (too_many_tasks())
		return -EAGAIN;
	if (req->flags & CLONE_PIDFD) {
		pidfd = make_pidfd(req);
		if (pidfd < 0)
			return pidfd;
	}
	child = make_child(req);
	if (IS_ERR(child)) {
		if (pidfd >= 0)
			fd_close(current_task()->files, (unsigned int)pidfd);
		return PTR_ERR(child);
	}
	if (pidfd >= 0)
		pidfd_set((unsigned int)pidfd, child->signal);
	pid = child->thread.pid;
	if (req->flags & CLONE_PARENT_SETTID)
		put_user(pid, req->parent_tid);
	if (req->flags & CLONE_VFORK)
		child->vfork_done = &vfork_done;
	wake_up_new_task(child);
	if (req->flags & CLONE_VFORK)
		wait_for_vfork(&vfork_done, pid);
	return pid;
}

SYSCALL_DEFINE0(fork)
{
	return do_clone(&(struct clone_request){ .exit_signal = SIGCHLD });
}

SYSCALL_DEFINE0(vfork)
{
	return do_clone(&(struct clone_request){
		.flags = CLONE_VM | CLONE_VFORK, .exit_signal = SIGCHLD });
}

/* clone(2), whose last two arguments have changed places on some machines. */
long ksys_clone(unsigned long flags, unsigned long stack, int __user *ptid,
		int __user *ctid, unsigned long tls)
{
	const struct clone_request req = {
		.flags = (u32)flags & ~(u32)CSIGNAL, .stack = stack,
		.tls = tls, .parent_tid = ptid, .child_tid = ctid,
		.exit_signal = (int)(flags & CSIGNAL),
		.pidfd = ptid,
	};

	if (req.exit_signal > NSIG ||
	    (req.flags & CLONE_PIDFD && req.flags & CLONE_PARENT_SETTID))
		return -EINVAL;
	return do_clone(&req);
}

/* clone3(2)'s arguments; later versions may have more, which must be 0. */
struct k_clone_args {
	u64 flags, pidfd, child_tid, parent_tid, exit_signal;
	u64 stack, stack_size, tls;
	u64 set_tid, set_tid_size, cgroup;
};

#define CLONE_ARGS_SIZE_0	64

/* Copy @size bytes, of which we know some; the others must be 0. */
static long get_clone_args(struct k_clone_args *args, const void __user *uargs,
			   size_t size)
{
	u8 more;

	if (size < CLONE_ARGS_SIZE_0)
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	*args = (struct k_clone_args){ 0 };
	if (copy_from_user(args, uargs, min(size, sizeof(*args))))
		return -EFAULT;
	for (size_t i = sizeof(*args); i < size; i++) {
		if (get_user(more, (const u8 __user *)uargs + i))
			return -EFAULT;
		if (more)
			return -E2BIG;
	}
	return 0;
}

static bool clone_args_make_sense(const struct k_clone_args *args)
{
	if (args->flags & (CSIGNAL | CLONE_DETACHED) || args->set_tid ||
	    args->set_tid_size || args->exit_signal > NSIG)
		return false;
	if (args->flags & (CLONE_THREAD | CLONE_PARENT) && args->exit_signal)
		return false;
	return !args->stack == !args->stack_size &&
	       access_ok((void __user *)(unsigned long)args->stack,
			 args->stack_size);
}

SYSCALL_DEFINE2(clone3, const void __user *, uargs, size_t, size)
{
	struct k_clone_args args;
	long err = get_clone_args(&args, uargs, size);

	if (err)
		return err;
	if (!clone_args_make_sense(&args))
		return -EINVAL;
	return do_clone(&(struct clone_request){
		.flags = args.flags,
		.stack = (unsigned long)(args.stack + args.stack_size),
		.tls = (unsigned long)args.tls,
		.parent_tid = (int __user *)(unsigned long)args.parent_tid,
		.child_tid = (int __user *)(unsigned long)args.child_tid,
		.pidfd = (int __user *)(unsigned long)args.pidfd,
		.exit_signal = (int)args.exit_signal,
	});
}
