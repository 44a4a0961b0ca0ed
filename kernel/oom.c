/* SPDX-License-Identifier: MIT */
/*
 * oom.c - when there is no page for a program that touches its memory.
 *
 * Somebody must go, so that the others can go on. It is the process with most
 * pages: those present and those of its page tables. The first process is
 * spared as long as there is another, and so is one that is on its way out
 * already: its memory is waited for. Then the access is tried again.
 *
 *	fault, no page --> one is dying? -- yes --> wait --> try again
 *			      | no
 *			 most pages: end it --> the own process? give up:
 *			      |			its fault ends it
 *			      +--> wait --> try again
 *
 * System calls that need memory answer -ENOMEM and end nobody.
 *
 * The wait is bounded: what the other holds may be waiting for a lock that is
 * held here. Then the access fails.
 *
 * Locking: tasklist_lock while looking.
 */
#include "internal.h"
#include <octavo/mmzone.h>

#define WAIT_NS		(2ull * 1000 * 1000)
#define WAIT_ROUNDS	250

/* Its address space, or NULL where it is gone already. */
static struct mm_struct *process_mm(const struct signal_struct *sig)
{
	struct task *t;

	list_for_each_entry(t, &sig->threads, thread_node)
		if (t->thread.mm)
			return t->thread.mm;
	return NULL;
}

static unsigned long badness(const struct signal_struct *sig)
{
	const struct mm_struct *mm = process_mm(sig);

	if (!mm || sig == kernel.first)
		return 0;
	return (unsigned long)(atomic_long_read(&mm->rss) +
			       atomic_long_read(&mm->pgtables));
}

static bool is_dying(const struct signal_struct *sig)
{
	return sig->group_exit || sig->pending.set & SIGBIT(SIGKILL);
}

struct choice {
	pid_t pid;			/* 0: nobody but the first */
	bool dying;			/* already, without our doing */
	unsigned long pages;
	char comm[TASK_COMM_LEN];
};

static void end_process(struct signal_struct *sig)
{
	const struct kernel_siginfo info = { .si_signo = SIGKILL };

	send_group_locked(sig, &info);
}

/* Choose who goes, and tell it. */
static struct choice choose(void)
{
	struct choice c = { 0 };
	struct signal_struct *sig, *worst = NULL;
	unsigned long i, pages;

	lock_tasklist();
	xa_for_each(&kernel.processes, i, sig) {
		pages = badness(sig);
		if (!pages)
			continue;
		if (is_dying(sig) && sig != current_task()->signal) {
			c.dying = true;
			worst = sig;
			break;
		}
		if (pages > c.pages) {
			c.pages = pages;
			worst = sig;
		}
	}
	if (worst) {
		c.pid = worst->pid;
		strscpy(c.comm, list_first_entry(&worst->threads, struct task,
						 thread_node)->thread.comm,
			sizeof(c.comm));
		if (!c.dying)
			end_process(worst);
	}
	unlock_tasklist();
	return c;
}

static bool still_there(pid_t pid)
{
	struct signal_struct *sig;
	bool there;

	lock_tasklist();
	sig = find_process(pid);
	there = sig && process_mm(sig);
	unlock_tasklist();
	return there;
}

/* True: it is gone. */
static bool wait_for_end(pid_t pid)
{
	const unsigned int never = 0;

	for (int i = 0; i < WAIT_ROUNDS; i++) {
		schedule();
		if (!still_there(pid))
			return true;
		wait_until(&never, 0, arch_clock_ns(false) + WAIT_NS);
	}
	return false;
}

/* A page could not be had for the running task. True: try again. */
static bool out_of_memory(void)
{
	struct task *task = task_running();
	struct choice c;

	if (!task || is_dying(task->signal))
		return false;
	c = choose();
	if (!c.pid || c.pid == task->signal->pid)
		printk("octavo: out of memory: ended process %d (%s), %lu kB free\n",
		       task->signal->pid, task->thread.comm,
		       nr_free_pages() << (PAGE_SHIFT - 10));
	else if (!c.dying)
		printk("octavo: out of memory: ended process %d (%s) with %lu kB\n",
		       c.pid, c.comm, c.pages << (PAGE_SHIFT - 10));
	if (!c.pid || c.pid == task->signal->pid)
		return false;
	return wait_for_end(c.pid);
}

void oom_init(void)
{
	vm_out_of_memory = out_of_memory;
}
