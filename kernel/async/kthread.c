/* SPDX-License-Identifier: MIT */
/*
 * kthread.c - tasks of the kernel's own, see octavo/kthread.h.
 *
 * A kernel thread is a process with one thread, no address space and no files,
 * that takes no signals. It sleeps from birth on, in TASK_UNINTERRUPTIBLE, until
 * it is woken.
 *
 *	kthread_create --> sleeps --wake_up_process()--> fn(data) --> exited
 *	                     ^ kthread_stop(): ends without fn       |
 *	kthread_stop() waits <--------------------------------------+
 *
 * The machine does not run on for their sake: what is left of them when the last
 * program has ended sleeps until the next, or is freed by kernel_exit().
 *
 * Invariants:
 *  1. kthreads.list has each from its making until its structure is freed.
 *  2. A struct task whose users are not 0 stays, even if it is over.
 *
 * Locking: kthreads.lock for the list and for users.
 */
#include "internal.h"
#include <octavo/kthread.h>
#include <octavo/sched.h>

struct kthread {
	struct list_head node;
	struct task *task;
	int (*fn)(void *data);
	void *data;
	int result;
	bool should_stop, should_park;
	struct completion exited, parked;
};

static struct {
	spinlock_t lock;
	struct list_head list;
} kthreads = { .list = LIST_HEAD_INIT(kthreads.list) };

static struct task *task_of(struct task_struct *thread)
{
	return container_of(thread, struct task, thread);
}

/* NULL: it is no kernel thread. */
static struct kthread *self(void)
{
	return current->flags & PF_KTHREAD ? current_task()->kthread : NULL;
}

/* ---- who is kept ------------------------------------------------------------------ */

struct task_struct *get_task_struct(struct task_struct *thread)
{
	unsigned long flags;

	spin_lock_irqsave(&kthreads.lock, flags);
	task_of(thread)->users++;
	spin_unlock_irqrestore(&kthreads.lock, flags);
	return thread;
}

void put_task_struct(struct task_struct *thread)
{
	struct task *task = task_of(thread);
	unsigned long flags;
	bool last = false, none;

	spin_lock_irqsave(&kthreads.lock, flags);
	none = !task->users;
	if (!none)
		last = !--task->users && task->is_over;
	spin_unlock_irqrestore(&kthreads.lock, flags);
	if (none)
		octavo_report("put_task_struct: nobody keeps task %p", thread);
	if (last)
		task_forget(task);
}

bool task_is_known(const struct task_struct *thread)
{
	const struct kthread *kt;
	struct task *task;
	unsigned long flags, i;
	bool found = false;

	spin_lock_irqsave(&kthreads.lock, flags);
	list_for_each_entry(kt, &kthreads.list, node)
		found |= &kt->task->thread == thread;
	spin_unlock_irqrestore(&kthreads.lock, flags);
	xa_for_each(&kernel.tasks, i, task)
		found |= &task->thread == thread;
	return found;
}

int send_sig(int sig, struct task_struct *thread, int priv)
{
	struct task *task = task_of(thread);

	if (sig < 0 || sig > NSIG)
		return -EINVAL;
	if (!task->signal)
		return -ESRCH;
	if (sig)
		send_signal(task, sig);
	return 0;
}

/* ---- life -------------------------------------------------------------------------- */

/* Nobody can find the thread any more. */
static void leave(struct task *task)
{
	struct signal_struct *sig = task->signal;

	lock_tasklist();
	list_del_init(&task->thread_node);
	sig->nr_threads--;
	task->signal = NULL;
	unlock_tasklist();
	xa_erase(&kernel.tasks, (unsigned long)task->thread.pid);
	forget_process(sig);
}

__noreturn void kthread_exit(long result)
{
	struct kthread *kt = self();

	BUG_ON(!kt);
	current->flags |= PF_EXITING;
	kt->result = (int)result;
	leave(kt->task);
	complete_all(&kt->exited);
	complete_all(&kt->parked);
	schedule_dead();
}

__noreturn void kthread_complete_and_exit(struct completion *x, long result)
{
	if (x)
		complete(x);
	kthread_exit(result);
}

/* The first function on the thread's stack. */
static void kthread_begin(void)
{
	struct kthread *kt;
	unsigned int before;
	int result;

	schedule_tail();
	kt = self();
	if (READ_ONCE(current->__state) != TASK_RUNNING)
		schedule_current();
	if (kt->should_stop)
		kthread_exit(-EINTR);
	before = preempt_count();
	result = kt->fn(kt->data);
	async_end(before, "thread", (void *)kt->fn);
	kthread_exit(result);
}

/* The highest number that nobody has. */
static pid_t number_from_the_top(void)
{
	pid_t nr = PID_MAX - 1;

	while (nr > 1 && (find_task(nr) || find_process(nr)))
		nr--;
	return nr;
}

static int fill_in(struct task *task, const char *name)
{
	task->signal = signal_alloc(NULL);
	task->fs = fs_alloc();
	task->sighand = sighand_alloc();
	if (!task->signal || !task->fs || !task->sighand)
		return -ENOMEM;
	task->thread.pid = task->thread.tgid = number_from_the_top();
	task->thread.flags = PF_KTHREAD;
	task->thread.__state = TASK_UNINTERRUPTIBLE;
	strscpy(task->thread.comm, name, TASK_COMM_LEN);
	task->signal->pid = task->thread.pid;
	task->signal->unkillable = true;
	init_rlimits(task->signal->rlim);
	return task_publish(task);
}

/* NULL: no memory. */
struct kthread *kthread_make(int (*fn)(void *data), void *data,
			     const char *name, gfp_t gfp)
{
	struct kthread *kt = kzalloc(sizeof(*kt), gfp);
	struct task *task = kt ? task_alloc() : NULL;
	unsigned long flags;

	if (!task || fill_in(task, name)) {
		if (task)
			signal_free(task->signal);
		if (task)
			task_free(task);
		kfree(kt);
		return NULL;
	}
	*kt = (struct kthread){ .task = task, .fn = fn, .data = data };
	init_completion(&kt->exited);
	init_completion(&kt->parked);
	task->kthread = kt;
	spin_lock_irqsave(&kthreads.lock, flags);
	list_add_tail(&kt->node, &kthreads.list);
	spin_unlock_irqrestore(&kthreads.lock, flags);
	kernel.nr_daemons++;
	arch_context_init(&task->ctx, task->stack, KSTACK_SIZE, kthread_begin);
	wake_up_new_task(task);
	return kt;
}

struct task_struct *kthread_task(struct kthread *kt)
{
	return &kt->task->thread;
}

struct task_struct *kthread_create(int (*fn)(void *data), void *data,
				   const char *fmt, ...)
{
	char name[TASK_COMM_LEN];
	struct kthread *kt;
	va_list args;

	might_sleep();
	va_start(args, fmt);
	vsnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	kt = kthread_make(fn, data, name, GFP_KERNEL);
	return kt ? &kt->task->thread : ERR_PTR(-ENOMEM);
}

void kthread_forget(struct kthread *kt)
{
	unsigned long flags;

	if (!kt)
		return;
	spin_lock_irqsave(&kthreads.lock, flags);
	list_del(&kt->node);
	spin_unlock_irqrestore(&kthreads.lock, flags);
	kfree(kt);
}

void kthreads_exit(void)
{
	struct kthread *kt, *next;

	workqueue_exit();
	list_for_each_entry_safe(kt, next, &kthreads.list, node) {
		struct task *task = kt->task;

		if (!task->is_over) {
			leave(task);
			task->users = 0;
			task_free(task);
		} else {
			task_forget(task);
		}
	}
}

/* ---- asking ------------------------------------------------------------------------ */

int kthread_stop(struct task_struct *thread)
{
	struct kthread *kt;
	int result;

	might_sleep();
	if (unlikely(!task_is_known(thread))) {
		octavo_report("kthread_stop: thread %p has ended by itself, and nobody kept it",
			      thread);
		return -EINTR;
	}
	get_task_struct(thread);
	kt = task_of(thread)->kthread;
	WRITE_ONCE(kt->should_stop, true);
	kthread_unpark(thread);
	wake_up_process(thread);
	wait_for_completion(&kt->exited);
	result = kt->result;
	put_task_struct(thread);
	return result;
}

int kthread_stop_put(struct task_struct *thread)
{
	const int result = kthread_stop(thread);

	put_task_struct(thread);
	return result;
}

bool kthread_should_stop(void)
{
	const struct kthread *kt = self();

	return kt && READ_ONCE(kt->should_stop);
}

bool kthread_should_park(void)
{
	const struct kthread *kt = self();

	return kt && READ_ONCE(kt->should_park);
}

int kthread_park(struct task_struct *thread)
{
	struct kthread *kt = task_of(thread)->kthread;

	if (completion_done(&kt->exited))
		return -ENOSYS;
	WRITE_ONCE(kt->should_park, true);
	wake_up_process(thread);
	wait_for_completion(&kt->parked);
	return 0;
}

void kthread_unpark(struct task_struct *thread)
{
	struct kthread *kt = task_of(thread)->kthread;

	WRITE_ONCE(kt->should_park, false);
	wake_up_process(thread);
}

void kthread_parkme(void)
{
	struct kthread *kt = self();

	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		if (!READ_ONCE(kt->should_park))
			break;
		complete(&kt->parked);
		schedule_current();
	}
	__set_current_state(TASK_RUNNING);
	reinit_completion(&kt->parked);
}

void *kthread_data(struct task_struct *thread)
{
	return task_of(thread)->kthread->data;
}

void kthread_use_mm(struct mm_struct *mm)
{
	WARN_ON(!self() || current->mm);
	mmget(mm);
	current->mm = mm;
	task_load_mm(mm);
}

void kthread_unuse_mm(struct mm_struct *mm)
{
	WARN_ON(current->mm != mm);
	current->mm = NULL;
	task_load_mm(NULL);
	mmput(mm);
}

bool async_walk_kthreads(struct async_visitor *v)
{
	struct kthread *kt;
	unsigned long flags;
	bool more = true;

	spin_lock_irqsave(&kthreads.lock, flags);
	list_for_each_entry(kt, &kthreads.list, node)
		if (!kt->task->is_over)
			more = more && async_visit(v, ASYNC_KTHREAD,
						   &kt->task->thread,
						   (void *)kt->fn,
						   kt->task->thread.comm);
	spin_unlock_irqrestore(&kthreads.lock, flags);
	return more;
}
