/* SPDX-License-Identifier: MIT */
/*
 * cpu.h - what the library knows of the CPU it runs on, and of the task.
 *
 * The port's <asm/percpu.h> answers one question, this_cpu(); everything else
 * about "here and now" is a field of what it returns. The kernel embeds
 * struct task_struct in its own task and sets cpu->task when it switches.
 *
 *	this_cpu() -> struct cpu -> task -> struct task_struct -> mm
 *	                  |                        |
 *	                  preempt_count            pagefault_disabled, kmap
 *
 * Locking: a struct cpu is written by its own CPU only.
 */
#ifndef OCTAVO_CPU_H
#define OCTAVO_CPU_H

#include <octavo/types.h>
#include <octavo/config.h>
#include <octavo/port.h>

struct mm_struct;
struct page;
struct vm_cpu_stat;

/* Live kmap_local / kmap_atomic maps of one task, innermost last. */
#define KM_MAX_IDX		16

struct kmap_ctrl {
	unsigned int idx;		/* live maps */
	unsigned int lost;		/* maps beyond the depth, reported */
	struct page *pages[KM_MAX_IDX];	/* NULL: its map is over */
	void *addrs[KM_MAX_IDX];
	u8 kinds[KM_MAX_IDX];		/* highmem.h: KMAP_* and KM_ type */
};

#define PF_EXITING		0x00000004	/* on its way out */
#define PF_WQ_WORKER		0x00000020	/* runs works */
#define PF_MEMALLOC		0x00000800	/* may use the last reserves */
#define PF_KTHREAD		0x00200000	/* made by kthread_create() */

#define TASK_COMM_LEN		16

/* __state, as on Linux: what the task sleeps for, and so who may wake it. It is
 * also the word that it sleeps on. */
#define TASK_RUNNING		0x00000000u
#define TASK_INTERRUPTIBLE	0x00000001u
#define TASK_UNINTERRUPTIBLE	0x00000002u
#define TASK_DEAD		0x00000080u
#define TASK_WAKEKILL		0x00000100u
#define TASK_NOLOAD		0x00000400u
#define TASK_KILLABLE		(TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_IDLE		(TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL		(TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)

struct task_struct {
	struct mm_struct *mm;		/* NULL: a kernel thread */
	unsigned int flags;		/* PF_* */
	unsigned int __state;		/* TASK_* */
	unsigned int pagefault_disabled;
	unsigned int rcu_depth;		/* rcu_read_lock() of drivers */
	bool sigpending;		/* interruptible waits are to end */
	bool sigkill;			/* killable ones, too */
	int pid, tgid;			/* of the thread, of the process */
	char comm[TASK_COMM_LEN];
	struct kmap_ctrl kmap_ctrl;
};

/*
 * preempt_count holds three counters, as on Linux: how deep preemption is
 * disabled (bits 0-7), softirq (8-15) and hard interrupt nesting (16-19).
 */
#define PREEMPT_MASK		0x000000ffU
#define SOFTIRQ_MASK		0x0000ff00U
#define HARDIRQ_MASK		0x000f0000U
#define SOFTIRQ_OFFSET		0x00000100U
#define SOFTIRQ_DISABLE_OFFSET	(2 * SOFTIRQ_OFFSET)
#define HARDIRQ_OFFSET		0x00010000U

struct cpu {
	unsigned int id;
	unsigned int preempt_count;
	struct task_struct *task;	/* never NULL once the CPU runs */
	struct vm_cpu_stat *vmstat;	/* &vm_cpu_stat[id], see vmstat.h */
	unsigned long slab_cpu;		/* mm/slab's; 0 at first and whenever an
					 * interrupt has begun */
} __aligned(L1_CACHE_BYTES);

/* CPUs of this machine, from mm_boot; set by page_init(). */
extern unsigned int nr_cpu_ids;

#include <asm/percpu.h>			/* struct cpu *this_cpu(void) */

/* A field of this CPU's struct cpu: a port that has a shorter way to it than
 * by this_cpu() says so. */
#ifndef this_cpu_var
#define this_cpu_var(field)	(this_cpu()->field)
#endif

#define current			(this_cpu_var(task))
#define smp_processor_id()	(this_cpu_var(id))

static inline unsigned int preempt_count(void)
{
	return this_cpu_var(preempt_count);
}

#define in_interrupt()		(preempt_count() & (HARDIRQ_MASK | SOFTIRQ_MASK))
#define in_hardirq()		(preempt_count() & HARDIRQ_MASK)
#define in_softirq()		(preempt_count() & SOFTIRQ_MASK)
#define in_serving_softirq()	(preempt_count() & SOFTIRQ_OFFSET)
#define in_task()							\
	(!(preempt_count() & (HARDIRQ_MASK | SOFTIRQ_OFFSET)))
#define in_atomic()		(preempt_count() != 0)

static inline void preempt_disable(void)
{
	this_cpu_var(preempt_count)++;
	barrier();
}

static inline void preempt_enable(void)
{
	barrier();
	this_cpu_var(preempt_count)--;
}

/**
 * irq_enter() - an interrupt handler begins on this CPU
 *
 * The machine calls it with interrupts off before anything that may allocate,
 * lock or report; in_interrupt() answers true until irq_exit(). Nests.
 *
 * Context: Any context.
 * Pairs with: irq_exit().
 */
static inline void irq_enter(void)
{
	this_cpu_var(preempt_count) += HARDIRQ_OFFSET;
	this_cpu_var(slab_cpu) = 0;
	barrier();
}

/**
 * irq_exit() - an interrupt handler is done
 *
 * Context: Any context.
 * Pairs with: irq_enter().
 */
static inline void irq_exit(void)
{
	barrier();
	this_cpu_var(preempt_count) -= HARDIRQ_OFFSET;
}

/* Faults of this task on user memory are not served until
 * pagefault_enable(): they go straight to the exception table. Nests. */
static inline void pagefault_disable(void)
{
	current->pagefault_disabled++;
	barrier();
}

/* Undo one pagefault_disable(). */
static inline void pagefault_enable(void)
{
	barrier();
	current->pagefault_disabled--;
}

/* Has this task disabled page faults? */
static inline bool pagefault_disabled(void)
{
	return current->pagefault_disabled != 0;
}

/**
 * might_sleep() - state that the caller may block here
 *
 * Reports (WARN) when the context is atomic or has
 * interrupts off, whether or not the call would have slept this time.
 *
 * Context: May sleep.
 */
#define might_sleep()							\
	do {								\
		if (SMALL_CODE)						\
			might_sleep_call(__FILE__, __LINE__);		\
		else if (unlikely(in_atomic() || arch_irqs_disabled()))	\
			__might_sleep(__FILE__, __LINE__);		\
	} while (0)

/**
 * might_sleep_call() - might_sleep() out of line
 * @file: of the call
 * @line: of the call
 *
 * Context: May sleep.
 */
void might_sleep_call(const char *file, int line);

/**
 * __might_sleep() - what might_sleep() calls where sleeping is a mistake
 * @file: of the call
 * @line: of the call
 *
 * Context: May sleep.
 */
void __might_sleep(const char *file, int line);

#endif
