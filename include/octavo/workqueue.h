/* SPDX-License-Identifier: MIT */
/*
 * workqueue.h - functions that tasks of the kernel call.
 *
 *	queue_work() --> its queue's turn --> workers (kworker/...) call it
 *
 * Works of all queues share the workers: there is always one that idles, so a
 * work that sleeps keeps nobody waiting. A queue limits how many of its own are
 * called at once; an ordered one, to one. A work that waits is not queued again;
 * one that is being called is, and is then called again when that is over.
 */
#ifndef OCTAVO_WORKQUEUE_H
#define OCTAVO_WORKQUEUE_H

#include <octavo/compiler.h>
#include <octavo/list.h>
#include <octavo/timer.h>

struct workqueue_struct;
struct work_struct;

typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
	struct list_head entry;		/* empty: does not wait */
	work_func_t func;
	struct workqueue_struct *wq;	/* that it was last in */
	u64 seq;			/* its number among all that were queued */
};

struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *wq;
};

#define WORK_CPU_UNBOUND	((int)nr_cpu_ids)

/* How a queue is to be; those not here are hints, without effect. */
#define WQ_UNBOUND		0x00002u
#define WQ_FREEZABLE		0x00004u
#define WQ_MEM_RECLAIM		0x00008u
#define WQ_HIGHPRI		0x00010u
#define WQ_CPU_INTENSIVE	0x00020u
#define WQ_SYSFS		0x00040u
#define WQ_POWER_EFFICIENT	0x00080u
#define __WQ_ORDERED		0x20000u
#define WQ_MAX_ACTIVE		512
#define WQ_DFL_ACTIVE		256

#define __WORK_INITIALIZER(name, fn)	\
	{ .entry = LIST_HEAD_INIT((name).entry), .func = (fn) }
#define DECLARE_WORK(name, fn)		\
	struct work_struct name = __WORK_INITIALIZER(name, fn)
#define DECLARE_DELAYED_WORK(name, fn)					\
	struct delayed_work name = {					\
		.work = __WORK_INITIALIZER((name).work, fn),		\
		.timer = __TIMER_INITIALIZER((name).timer,		\
					     delayed_work_timer_fn, 0),	\
	}
#define DECLARE_DEFERRABLE_WORK(name, fn)	DECLARE_DELAYED_WORK(name, fn)

/**
 * delayed_work_timer_fn() - the time of a delayed work has come
 * @timer: its timer
 *
 * Context: Any context.
 */
void delayed_work_timer_fn(struct timer_list *timer);

#define INIT_WORK(w, fn)						\
	do {								\
		struct work_struct *work_new = (w);			\
		INIT_LIST_HEAD(&work_new->entry);			\
		work_new->func = (fn);					\
		work_new->wq = NULL;					\
	} while (0)
#define INIT_WORK_ONSTACK(w, fn)	INIT_WORK(w, fn)
#define INIT_DELAYED_WORK(w, fn)					\
	do {								\
		INIT_WORK(&(w)->work, fn);				\
		timer_setup(&(w)->timer, delayed_work_timer_fn, 0);	\
	} while (0)
#define INIT_DEFERRABLE_WORK(w, fn)		INIT_DELAYED_WORK(w, fn)
#define INIT_DELAYED_WORK_ONSTACK(w, fn)	INIT_DELAYED_WORK(w, fn)
#define destroy_work_on_stack(w)		((void)(w))
#define destroy_delayed_work_on_stack(w)	((void)(w))

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}

/* Does it wait? */
static inline bool work_pending(const struct work_struct *work)
{
	return !list_empty(&work->entry);
}

static inline bool delayed_work_pending(const struct delayed_work *work)
{
	return work_pending(&work->work) || timer_pending(&work->timer);
}

/* The queues that everybody has. */
extern struct workqueue_struct *const system_wq;
#define system_highpri_wq		system_wq
#define system_long_wq			system_wq
#define system_unbound_wq		system_wq
#define system_freezable_wq		system_wq
#define system_power_efficient_wq	system_wq
#define system_percpu_wq		system_wq
#define system_dfl_wq			system_wq

/**
 * alloc_workqueue() - make a queue
 * @fmt: its name
 * @flags: WQ_*
 * @max_active: how many of its works are called at once; 0: as usual
 *
 * Context: May sleep.
 * Return: the queue, or NULL without memory.
 * Pairs with: destroy_workqueue().
 */
__printf(1, 4)
struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags,
					 int max_active, ...);

#define alloc_ordered_workqueue(fmt, flags, ...)			\
	alloc_workqueue(fmt, WQ_UNBOUND | __WQ_ORDERED | (flags), 1,	\
			##__VA_ARGS__)
#define create_workqueue(name)			\
	alloc_workqueue("%s", WQ_MEM_RECLAIM, 1, name)
#define create_freezable_workqueue(name)	create_workqueue(name)
#define create_singlethread_workqueue(name)	\
	alloc_ordered_workqueue("%s", WQ_MEM_RECLAIM, name)

/**
 * destroy_workqueue() - have the works of a queue called, then free it
 * @wq: the queue
 *
 * Context: May sleep.
 */
void destroy_workqueue(struct workqueue_struct *wq);

/**
 * queue_work() - have a work called soon
 * @wq: by this queue
 * @work: prepared
 *
 * Context: Any context.
 * Return: false if it waited already.
 */
bool queue_work(struct workqueue_struct *wq, struct work_struct *work);

#define queue_work_on(cpu, wq, work)	queue_work(wq, work)
#define queue_work_node(node, wq, work)	queue_work(wq, work)
#define schedule_work(work)		queue_work(system_wq, work)
#define schedule_work_on(cpu, work)	queue_work(system_wq, work)

/**
 * queue_delayed_work() - have a work called after a time
 * @wq: by this queue
 * @work: prepared
 * @delay: jiffies
 *
 * Context: Any context.
 * Return: false if it waited already.
 */
bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *work,
			unsigned long delay);

/**
 * mod_delayed_work() - the same, whether or not it waits
 * @wq: by this queue
 * @work: prepared
 * @delay: jiffies
 *
 * Context: Any context.
 * Return: true if it waited.
 */
bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *work,
		      unsigned long delay);

#define queue_delayed_work_on(cpu, wq, work, delay)	\
	queue_delayed_work(wq, work, delay)
#define mod_delayed_work_on(cpu, wq, work, delay)	\
	mod_delayed_work(wq, work, delay)
#define schedule_delayed_work(work, delay)		\
	queue_delayed_work(system_wq, work, delay)
#define schedule_delayed_work_on(cpu, work, delay)	\
	queue_delayed_work(system_wq, work, delay)

/**
 * flush_work() - wait until a work that was queued has been called
 * @work: prepared
 *
 * Context: May sleep.
 * Return: false if there was nothing to wait for.
 */
bool flush_work(struct work_struct *work);

/**
 * flush_delayed_work() - have a delayed work called now, and wait for it
 * @work: prepared
 *
 * Context: May sleep.
 * Return: false if there was nothing to wait for.
 */
bool flush_delayed_work(struct delayed_work *work);

/**
 * cancel_work() - have a work not called
 * @work: prepared
 *
 * Context: Any context.
 * Return: true if it waited.
 */
bool cancel_work(struct work_struct *work);

/**
 * cancel_work_sync() - have a work not called, and not being called
 * @work: prepared; reported if its own function calls this
 *
 * Context: May sleep.
 * Return: true if it waited.
 */
bool cancel_work_sync(struct work_struct *work);

/**
 * cancel_delayed_work() - have a delayed work not called
 * @work: prepared
 *
 * Context: Any context.
 * Return: true if it waited.
 */
bool cancel_delayed_work(struct delayed_work *work);

/**
 * cancel_delayed_work_sync() - the same, and not being called
 * @work: prepared
 *
 * Context: May sleep.
 * Return: true if it waited.
 */
bool cancel_delayed_work_sync(struct delayed_work *work);

/**
 * flush_workqueue() - wait until all works that wait now have been called
 * @wq: the queue
 *
 * Context: May sleep.
 */
void flush_workqueue(struct workqueue_struct *wq);

/**
 * drain_workqueue() - the same, with those that they queue
 * @wq: the queue
 *
 * Context: May sleep.
 */
void drain_workqueue(struct workqueue_struct *wq);

#define flush_scheduled_work()	flush_workqueue(system_wq)

/**
 * work_busy() - is a work waiting or being called?
 * @work: prepared
 *
 * Context: Any context.
 * Return: 0, or WORK_BUSY_PENDING and WORK_BUSY_RUNNING or-ed.
 */
unsigned int work_busy(struct work_struct *work);

#define WORK_BUSY_PENDING	1u
#define WORK_BUSY_RUNNING	2u

/**
 * current_work() - which work calls the running task?
 *
 * Context: Any context.
 * Return: the work, or NULL: this is no worker.
 */
struct work_struct *current_work(void);

/**
 * workqueue_start() - see to it that there is a worker
 *
 * Done by the first work that is queued, too; but a work that is queued where
 * nobody may sleep has to wait for memory.
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int workqueue_start(void);

#endif
