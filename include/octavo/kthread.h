/* SPDX-License-Identifier: MIT */
/*
 * kthread.h - tasks of the kernel's own.
 *
 * A kernel thread is a task like others, in ps too, in brackets; it has no
 * memory of its own and no signal reaches it. Numbers of kernel threads are
 * given from the top, so that those of programs are the same with and without.
 */
#ifndef OCTAVO_KTHREAD_H
#define OCTAVO_KTHREAD_H

#include <octavo/compiler.h>
#include <octavo/cpu.h>
#include <octavo/err.h>
#include <octavo/wait.h>

/**
 * kthread_create() - make a thread that does not run yet
 * @fn: what it does; what it returns is told to kthread_stop()
 * @data: passed on
 * @fmt: its name, cut to 15 bytes
 *
 * wake_up_process() starts it. One that is stopped before never runs @fn.
 *
 * Context: May sleep.
 * Return: the thread, or ERR_PTR(-ENOMEM).
 */
__printf(3, 4)
struct task_struct *kthread_create(int (*fn)(void *data), void *data,
				   const char *fmt, ...);

#define kthread_create_on_node(fn, data, node, fmt, ...)	\
	kthread_create(fn, data, fmt, ##__VA_ARGS__)
#define kthread_create_on_cpu(fn, data, cpu, fmt)		\
	kthread_create(fn, data, fmt, cpu)

#define kthread_run(fn, data, fmt, ...)					\
	({								\
		struct task_struct *kthread_new =			\
			kthread_create(fn, data, fmt, ##__VA_ARGS__);	\
		if (!IS_ERR(kthread_new))				\
			wake_up_process(kthread_new);			\
		kthread_new;						\
	})

/**
 * kthread_stop() - ask a thread to end, and wait until it has
 * @thread: made by kthread_create(); reported if it is over already and
 *	nobody kept it
 *
 * Context: May sleep.
 * Return: what its function returned; -EINTR if it never ran.
 */
int kthread_stop(struct task_struct *thread);

/**
 * kthread_stop_put() - kthread_stop(), then put_task_struct()
 * @thread: kept by the caller
 *
 * Context: May sleep.
 * Return: what its function returned; -EINTR if it never ran.
 */
int kthread_stop_put(struct task_struct *thread);

/**
 * kthread_should_stop() - is the running thread asked to end?
 *
 * Context: May sleep.
 * Return: true if so.
 */
bool kthread_should_stop(void);

/**
 * kthread_park() - ask a thread to rest, and wait until it does
 * @thread: that calls kthread_parkme()
 *
 * Context: May sleep.
 * Return: 0, or -ENOSYS: it has ended.
 */
int kthread_park(struct task_struct *thread);

/**
 * kthread_unpark() - have it go on
 * @thread: parked
 *
 * Context: Any context.
 */
void kthread_unpark(struct task_struct *thread);

/**
 * kthread_should_park() - is the running thread asked to rest?
 *
 * Context: May sleep.
 * Return: true if so.
 */
bool kthread_should_park(void);

/**
 * kthread_parkme() - rest until kthread_unpark()
 *
 * Context: May sleep.
 */
void kthread_parkme(void);

/**
 * kthread_data() - what a thread was made with
 * @thread: made by kthread_create()
 *
 * Context: Any context.
 * Return: the data.
 */
void *kthread_data(struct task_struct *thread);

/**
 * kthread_exit() - end the running thread
 * @result: for kthread_stop()
 *
 * Context: May sleep.
 */
__noreturn void kthread_exit(long result);

struct completion;

/**
 * kthread_complete_and_exit() - complete() something and end
 * @x: what, or NULL
 * @result: for kthread_stop()
 *
 * Context: May sleep.
 */
__noreturn void kthread_complete_and_exit(struct completion *x, long result);

struct mm_struct;

/**
 * kthread_use_mm() - let user addresses mean those of an address space
 * @mm: kept by the caller
 *
 * Context: May sleep; a kernel thread.
 * Pairs with: kthread_unuse_mm().
 */
void kthread_use_mm(struct mm_struct *mm);

/**
 * kthread_unuse_mm() - undo kthread_use_mm()
 * @mm: the same
 *
 * Context: May sleep; a kernel thread.
 */
void kthread_unuse_mm(struct mm_struct *mm);

#endif
