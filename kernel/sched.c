/* SPDX-License-Identifier: MIT */
/*
 * sched.c - which task runs, and sleeping.
 *
 * The boot CPU runs user tasks, one at a time. What is ready waits in a tree
 * ordered by virtual run time: the time a task had, counted slower the nicer
 * others are to be to it. The task that had least is next, so a program that
 * mostly sleeps runs soon after it wakes.
 *
 *	ready tree --pick--> running --sleep--> bucket of its word
 *	    ^                   |                      |
 *	    +---- preempted ----+                      |
 *	    +------------------ wake ------------------+
 *
 * The library sleeps on words (arch_wait()); a machine asks kernel_wait()
 * first, which turns that into a switch to another task. The context that
 * booted is the idle task: it runs when nothing is ready.
 *
 * Invariants:
 *  1. A task is running, in the ready tree, in one bucket, or dead.
 *  2. sched.lock is held across the switch itself; the task switched to
 *     releases it.
 *  3. A task that is kicked while it runs does not sleep before it has looked
 *     again at what it waits for.
 *
 * Locking: sched.lock, interrupts off; inside every other lock.
 * Source: the idea of ordering by time received is stride scheduling
 * (Waldspurger and Weihl, 1995).
 */
#include <octavo/highmem.h>
#include <octavo/math64.h>
#include <octavo/rbtree.h>
#include <uapi/sched.h>
#include "internal.h"

#define BUCKET_BITS	6
#define NR_BUCKETS	(1u << BUCKET_BITS)
#define WAKE_CREDIT_NS	(5ull * 1000 * 1000)	/* most that sleeping earns */

static struct {
	spinlock_t lock;
	struct rb_root_cached ready;
	struct list_head buckets[NR_BUCKETS];
	struct task *running;		/* on the boot CPU; NULL: no scheduler */
	struct task idle;
	struct task *dead;		/* left its stack for good */
	u64 min_vruntime;
	u64 slice_end;
	unsigned long switches;
	unsigned int nr_ready;
	bool need_resched;
	unsigned long irq_flags;	/* of code that interrupts may come to */
} sched;

unsigned long nr_context_switches(void)
{
	return READ_ONCE(sched.switches);
}

unsigned int nr_running(void)
{
	return READ_ONCE(sched.nr_ready) + (sched.running != &sched.idle);
}

/* ---- the ready tree -------------------------------------------------------- */

static bool runs_before(struct rb_node *a, const struct rb_node *b)
{
	const struct task *x = rb_entry(a, struct task, ready);
	const struct task *y = rb_entry(b, struct task, ready);

	if (unlikely(x->ready_prio != y->ready_prio))
		return x->ready_prio > y->ready_prio;
	return x->vruntime < y->vruntime;
}

static void insert(struct task *task)
{
	task->ready_prio = task->rt_prio;
	rb_add_cached(&task->ready, &sched.ready, runs_before);
	sched.nr_ready++;
}

static void enqueue(struct task *task)
{
	task->vruntime = max(task->vruntime, sched.min_vruntime);
	insert(task);
}

static struct task *pick(void)
{
	struct rb_node *first = rb_first_cached(&sched.ready);
	struct task *task;

	if (!first)
		return &sched.idle;
	rb_erase_cached(first, &sched.ready);
	sched.nr_ready--;
	task = rb_entry(first, struct task, ready);
	if (!task->ready_prio)
		sched.min_vruntime = max(sched.min_vruntime, task->vruntime);
	return task;
}

/* Charge the running task; 20 steps of nice are a factor of about 8. */
static void charge(struct task *task, u64 now)
{
	u64 ran = now - task->run_since;

	task->run_since = now;
	task->ran_ns += ran;
	if (task->nice < 0)
		ran = div_u64(ran * 8, 8 - task->nice * 3);
	else
		ran = div_u64(ran * (8 + task->nice * 3), 8);
	task->vruntime += ran;
}

u64 task_ran_ns(const struct task *task)
{
	unsigned long flags;
	u64 ran;

	spin_lock_irqsave(&sched.lock, flags);
	ran = task->ran_ns;
	if (task == sched.running)
		ran += arch_clock_ns(false) - task->run_since;
	spin_unlock_irqrestore(&sched.lock, flags);
	return ran;
}

u64 idle_ns(void)
{
	return task_ran_ns(&sched.idle);
}

/* ---- switching --------------------------------------------------------------- */

/* On the new task's stack: give back what the last one of a dead task was. */
static void finish_switch(void)
{
	struct task *dead = sched.dead;

	sched.dead = NULL;
	if (dead) {
		kernel.nr_tasks--;
		kernel.nr_daemons -= dead->kthread != NULL;
	}
	spin_unlock(&sched.lock);
	if (dead)
		task_free(dead);
}

void task_load_mm(struct mm_struct *mm)
{
	kernel.loaded_mm = mm;
	arch_switch_mm(mm);
}

static void switch_to(struct task *prev, struct task *next)
{
	const bool fpu = !FPU_STAYS_IN_FRAME && prev != &sched.idle &&
			 prev->state != TASK_DEAD &&
			 arch_get_user_fpu(prev->fpu);

	if (prev->thread.kmap_ctrl.idx)
		kmap_local_sched_out(&prev->thread);
	sched.running = next;
	if (unlikely(READ_ONCE(kernel.pending)))
		next->work = true;
	sched.switches++;
	prev->switches[prev->state == TASK_RUNNING]++;
	kernel.task = next == &sched.idle ? NULL : next;
	this_cpu()->task = &next->thread;
	/* A task without one runs with whatever is loaded. */
	if (next->thread.mm && next->thread.mm != kernel.loaded_mm)
		task_load_mm(next->thread.mm);
	arch_context_switch(&prev->ctx, &next->ctx, next->stack,
			    next->stack ? KSTACK_SIZE : 0);
	if (fpu)
		arch_set_user_fpu(prev->fpu);
	if (prev->thread.kmap_ctrl.idx)
		kmap_local_sched_in(&prev->thread);
}

/* Let another task run; the lock is held, and not any more afterwards. */
static void schedule_locked(void)
{
	struct task *prev = sched.running, *next;
	u64 now = arch_clock_ns(false);

	charge(prev, now);
	if (prev != &sched.idle && prev->state == TASK_RUNNING)
		enqueue(prev);
	if (prev->state == TASK_DEAD)
		sched.dead = prev;
	next = pick();
	next->run_since = now;
	sched.slice_end = now + SCHED_SLICE_NS;
	sched.need_resched = false;
	if (next == prev) {
		spin_unlock(&sched.lock);
		return;
	}
	switch_to(prev, next);
	finish_switch();
}

void schedule(void)
{
	unsigned long flags = arch_irq_save();

	spin_lock(&sched.lock);
	schedule_locked();
	arch_irq_restore(flags);
}

void sched_yield_cpu(void)
{
	unsigned long flags = arch_irq_save();
	struct rb_node *last;

	spin_lock(&sched.lock);
	charge(sched.running, arch_clock_ns(false));
	last = rb_last(&sched.ready.rb_root);
	if (last)
		sched.running->vruntime =
			max(sched.running->vruntime,
			    rb_entry(last, struct task, ready)->vruntime);
	schedule_locked();
	arch_irq_restore(flags);
}

__noreturn void schedule_dead(void)
{
	arch_irq_save();
	spin_lock(&sched.lock);
	sched.running->state = TASK_DEAD;
	schedule_locked();
	BUG();
}

/* The first function on a fresh stack, in the place of schedule(). */
void schedule_tail(void)
{
	finish_switch();
	arch_irq_restore(sched.irq_flags);
}

bool need_resched(void)
{
	return READ_ONCE(sched.need_resched);
}

/* Have the running task come by before it goes on. */
static void resched(void)
{
	sched.need_resched = true;
	sched.running->work = true;
}

void sched_note_work(void)
{
	if (sched.running)
		sched.running->work = true;
}

/* ---- waking -------------------------------------------------------------------- */

static void make_ready(struct task *task)
{
	list_del_init(&task->waiting);
	task->word = NULL;
	task->state = TASK_RUNNING;
	if (task->vruntime + WAKE_CREDIT_NS < sched.min_vruntime)
		task->vruntime = sched.min_vruntime - WAKE_CREDIT_NS;
	insert(task);
	if (sched.running == &sched.idle ||
	    task->rt_prio > sched.running->rt_prio ||
	    task->vruntime + WAKE_CREDIT_NS / 2 < sched.running->vruntime)
		resched();
}

/* Start a new task. */
void wake_up_new_task(struct task *task)
{
	unsigned long flags;

	spin_lock_irqsave(&sched.lock, flags);
	task->vruntime = sched.min_vruntime;
	task->state = TASK_RUNNING;
	enqueue(task);
	spin_unlock_irqrestore(&sched.lock, flags);
}

void kick_task(struct task *task)
{
	unsigned long flags;

	spin_lock_irqsave(&sched.lock, flags);
	if (task->word)
		make_ready(task);
	else
		task->kicked = true;
	spin_unlock_irqrestore(&sched.lock, flags);
}

static struct list_head *bucket_of(const unsigned int *word)
{
	unsigned long key = (unsigned long)word >> 2;

	key ^= key >> BUCKET_BITS ^ key >> 2 * BUCKET_BITS;
	return &sched.buckets[key % NR_BUCKETS];
}

bool kernel_wait(const unsigned int *word, unsigned int val)
{
	struct task *task = task_running();
	unsigned long flags;

	if (!task || task != sched.running)
		return false;
	flags = arch_irq_save();
	spin_lock(&sched.lock);
	if (task->kicked || __atomic_load_n(word, __ATOMIC_ACQUIRE) != val) {
		task->kicked = false;
		spin_unlock(&sched.lock);
	} else {
		task->state = TASK_INTERRUPTIBLE;
		task->word = word;
		list_add_tail(&task->waiting, bucket_of(word));
		schedule_locked();
	}
	arch_irq_restore(flags);
	return true;
}

void kernel_wake(const unsigned int *word, unsigned int nr)
{
	struct task *task, *next;
	unsigned long flags;

	if (!sched.running)
		return;
	spin_lock_irqsave(&sched.lock, flags);
	list_for_each_entry_safe(task, next, bucket_of(word), waiting) {
		if (!nr)
			break;
		if (task->word != word)
			continue;
		make_ready(task);
		nr--;
	}
	spin_unlock_irqrestore(&sched.lock, flags);
}

/* ---- the idle task --------------------------------------------------------------- */

void sched_tick(void)
{
	timers_run();
	if (sched.running && sched.nr_ready &&
	    sched.running->policy != SCHED_FIFO &&
	    arch_clock_ns(false) >= sched.slice_end)
		resched();
}

/* Run tasks until none is left; the caller becomes the idle task. */
void sched_run(void)
{
	struct task_struct *caller = current;

	sched.irq_flags = arch_irq_save();
	arch_irq_restore(sched.irq_flags);
	sched.idle.run_since = arch_clock_ns(false);
	this_cpu()->task = &sched.idle.thread;
	sched.running = &sched.idle;
	while (kernel.nr_tasks > kernel.nr_daemons) {
		unsigned long flags;

		timers_run();
		if (READ_ONCE(kernel.pending))
			run_pending();
		flags = arch_irq_save();
		if (!READ_ONCE(sched.nr_ready) && !READ_ONCE(kernel.pending))
			arch_idle(timers_next());
		arch_irq_restore(flags);
		schedule();
	}
	sched.running = NULL;
	this_cpu()->task = caller;
}

void sched_init(void)
{
	memset(&sched, 0, sizeof(sched));
	spin_lock_init(&sched.lock);
	sched.ready = RB_ROOT_CACHED;
	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		INIT_LIST_HEAD(&sched.buckets[i]);
	sched.idle.state = TASK_RUNNING;
}
