/* SPDX-License-Identifier: MIT */
/*
 * workqueue.c - works and the tasks that call them, see octavo/workqueue.h.
 *
 *	queue_work --> wq->waiting (queue full) --> pool.works --> a worker
 *	                          ^                                   |
 *	                          +---- one of wq is done ------------+
 *
 * A worker takes works one after the other. Before it calls one it sees to it
 * that another worker idles: that one takes over when the work sleeps.
 *
 * Invariants:
 *  1. A work is in one list at most, and is not called twice at once.
 *  2. wq->active counts those of wq that are in pool.works or being called, and
 *     is not above wq->max_active.
 *  3. A worker does not touch a work after it has called its function, which
 *     may have freed it.
 *
 * Who waits for a work waits for its number (seq), which no other ever has.
 *
 * Locking: pool.lock, interrupts off; not held while a function is called.
 */
#include "internal.h"
#include <octavo/kthread.h>
#include <octavo/workqueue.h>

#define MAX_IDLE	2u

struct workqueue_struct {
	struct list_head node;		/* among all */
	struct list_head waiting;	/* works beyond max_active */
	unsigned int active, max_active;
	bool dying;
	char name[24];
};

struct worker {
	struct list_head node;
	struct task_struct *task;
	/* What is being called; not to be looked into. */
	struct work_struct *work;
	work_func_t fn;
	struct workqueue_struct *wq;
	u64 seq;
};

static struct workqueue_struct system_queue = {
	.node = LIST_HEAD_INIT(system_queue.node),
	.waiting = LIST_HEAD_INIT(system_queue.waiting),
	.max_active = WQ_DFL_ACTIVE,
	.name = "events",
};
struct workqueue_struct *const system_wq = &system_queue;

static struct {
	spinlock_t lock;
	struct list_head works, workers, queues;
	unsigned int nr_workers, nr_idle, last_name;
	u64 last_seq;
	wait_queue_head_t idle;		/* who has nothing to do */
	wait_queue_head_t done;		/* woken after each work */
} pool = {
	.works = LIST_HEAD_INIT(pool.works),
	.workers = LIST_HEAD_INIT(pool.workers),
	.queues = LIST_HEAD_INIT(pool.queues),
	.idle = __WAIT_QUEUE_HEAD_INITIALIZER(pool.idle),
	.done = __WAIT_QUEUE_HEAD_INITIALIZER(pool.done),
};

/* ---- workers ----------------------------------------------------------------------- */

static struct worker *worker_of(const struct work_struct *work)
{
	struct worker *w;

	list_for_each_entry(w, &pool.workers, node)
		if (w->work == work)
			return w;
	return NULL;
}

/* The first work that is not being called yet from before. */
static struct work_struct *next_work(void)
{
	struct work_struct *work;

	list_for_each_entry(work, &pool.works, entry)
		if (!worker_of(work))
			return work;
	return NULL;
}

static bool take_work(struct worker *w)
{
	struct work_struct *work;
	unsigned long flags;

	spin_lock_irqsave(&pool.lock, flags);
	work = next_work();
	if (work) {
		list_del_init(&work->entry);
		w->work = work;
		w->fn = work->func;
		w->wq = work->wq;
		w->seq = work->seq;
	}
	spin_unlock_irqrestore(&pool.lock, flags);
	return work;
}

/* One less of @wq is active: another may be. */
static void let_next(struct workqueue_struct *wq)
{
	struct work_struct *work;

	wq->active--;
	work = list_first_entry_or_null(&wq->waiting, struct work_struct,
					entry);
	if (!work)
		return;
	wq->active++;
	list_move_tail(&work->entry, &pool.works);
}

static void work_done(struct worker *w)
{
	unsigned long flags;

	spin_lock_irqsave(&pool.lock, flags);
	w->work = NULL;
	let_next(w->wq);
	spin_unlock_irqrestore(&pool.lock, flags);
	wake_up_all(&pool.done);
}

static void call_work(struct worker *w)
{
	const unsigned int before = preempt_count();

	if (!pool.nr_idle)
		workers_start(GFP_KERNEL);
	w->fn(w->work);
	async_end(before, "work", (void *)w->fn);
	work_done(w);
}

static bool is_work_there(void)
{
	unsigned long flags;
	bool there;

	spin_lock_irqsave(&pool.lock, flags);
	there = next_work() != NULL;
	spin_unlock_irqrestore(&pool.lock, flags);
	return there;
}

static int worker_run(void *data)
{
	struct worker *w = data;
	unsigned long flags;

	pool.nr_idle--;
	for (;;) {
		while (take_work(w))
			call_work(w);
		if (pool.nr_idle >= MAX_IDLE)
			break;
		pool.nr_idle++;
		wait_event_exclusive(pool.idle, is_work_there());
		pool.nr_idle--;
	}
	spin_lock_irqsave(&pool.lock, flags);
	list_del(&w->node);
	pool.nr_workers--;
	spin_unlock_irqrestore(&pool.lock, flags);
	kfree(w);
	return 0;
}

int workers_start(gfp_t gfp)
{
	struct worker *w;
	char name[TASK_COMM_LEN];
	struct kthread *kt;
	unsigned long flags;

	if (pool.nr_idle)
		return 0;
	w = kzalloc(sizeof(*w), gfp);
	snprintf(name, sizeof(name), "kworker/0:%u", pool.last_name);
	kt = w ? kthread_make(worker_run, w, name, gfp) : NULL;
	if (!kt) {
		kfree(w);
		/* Some other time: something will be given back. */
		if (!pool.nr_workers)
			raise_pending(PENDING_WORKERS);
		return -ENOMEM;
	}
	w->task = kthread_task(kt);
	w->task->flags |= PF_WQ_WORKER;
	spin_lock_irqsave(&pool.lock, flags);
	list_add_tail(&w->node, &pool.workers);
	pool.nr_workers++;
	pool.nr_idle++;			/* until it first looks for work */
	pool.last_name++;
	spin_unlock_irqrestore(&pool.lock, flags);
	wake_up_process(w->task);
	return 0;
}

int workqueue_start(void)
{
	return pool.nr_workers ? 0 : workers_start(GFP_KERNEL);
}

struct work_struct *current_work(void)
{
	const struct worker *w;

	list_for_each_entry(w, &pool.workers, node)
		if (w->task == current)
			return w->work;
	return NULL;
}

/* ---- queues ------------------------------------------------------------------------ */

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags,
					 int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	unsigned long irq;
	va_list args;

	if (!wq)
		return NULL;
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	INIT_LIST_HEAD(&wq->waiting);
	wq->max_active = max_active > 0 ?
		min((unsigned int)max_active, WQ_MAX_ACTIVE + 0u) :
		WQ_DFL_ACTIVE;
	spin_lock_irqsave(&pool.lock, irq);
	list_add_tail(&wq->node, &pool.queues);
	spin_unlock_irqrestore(&pool.lock, irq);
	return wq;
}

/* The lock is held. */
static void put_in(struct workqueue_struct *wq, struct work_struct *work)
{
	work->wq = wq;
	work->seq = ++pool.last_seq;
	if (wq->active < wq->max_active) {
		wq->active++;
		list_add_tail(&work->entry, &pool.works);
	} else {
		list_add_tail(&work->entry, &wq->waiting);
	}
}

static void find_worker(void)
{
	if (waitqueue_active(&pool.idle))
		wake_up(&pool.idle);
	else if (!pool.nr_workers)
		raise_pending(PENDING_WORKERS);
}

static bool is_usable(const struct workqueue_struct *wq,
		      const struct work_struct *work)
{
	if (unlikely(!work->func || !work->entry.next)) {
		octavo_report("queue_work: work %p has no function: INIT_WORK() is missing",
			      work);
		return false;
	}
	if (unlikely(wq->dying && !(current->flags & PF_WQ_WORKER))) {
		octavo_report("queue_work: queue %s is being destroyed",
			      wq->name);
		return false;
	}
	return true;
}

bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;
	bool queued;

	if (!is_usable(wq, work))
		return false;
	spin_lock_irqsave(&pool.lock, flags);
	queued = list_empty(&work->entry);
	if (queued)
		put_in(wq, work);
	spin_unlock_irqrestore(&pool.lock, flags);
	if (queued)
		find_worker();
	return queued;
}

bool cancel_work(struct work_struct *work)
{
	unsigned long flags;
	bool waited;
	u64 seq;

	spin_lock_irqsave(&pool.lock, flags);
	waited = work->entry.next && !list_empty(&work->entry);
	if (waited) {
		const struct work_struct *w;
		bool active = false;

		seq = work->seq;
		list_for_each_entry(w, &pool.works, entry)
			active |= w->seq == seq;
		list_del_init(&work->entry);
		if (active)
			let_next(work->wq);
	}
	spin_unlock_irqrestore(&pool.lock, flags);
	if (waited)
		wake_up_all(&pool.done);
	return waited;
}

/* ---- waiting ----------------------------------------------------------------------- */

/* Are there works that wait or are called, of @wq or of all (NULL), with a
 * number in [first, last]? */
static bool any_left(const struct workqueue_struct *wq, u64 first, u64 last)
{
	const struct workqueue_struct *q;
	const struct work_struct *work;
	const struct worker *w;
	unsigned long flags;
	bool left = false;

	spin_lock_irqsave(&pool.lock, flags);
	list_for_each_entry(w, &pool.workers, node)
		left |= w->work && (!wq || w->wq == wq) && w->seq >= first &&
			w->seq <= last;
	list_for_each_entry(work, &pool.works, entry)
		left |= (!wq || work->wq == wq) && work->seq >= first &&
			work->seq <= last;
	list_for_each_entry(work, &system_queue.waiting, entry)
		left |= (!wq || wq == &system_queue) && work->seq >= first &&
			work->seq <= last;
	list_for_each_entry(q, &pool.queues, node)
		list_for_each_entry(work, &q->waiting, entry)
			left |= (!wq || q == wq) && work->seq >= first &&
				work->seq <= last;
	spin_unlock_irqrestore(&pool.lock, flags);
	return left;
}

/* Its own function waits for a work: that would never end. */
static bool waits_for_itself(const struct work_struct *work, const char *call)
{
	if (likely(current_work() != work))
		return false;
	octavo_report("%s: work %p is waited for by its own function, which would never end",
		      call, work);
	return true;
}

static bool wait_for_work(struct work_struct *work)
{
	const struct worker *w;
	unsigned long flags;
	u64 seq = 0;

	spin_lock_irqsave(&pool.lock, flags);
	w = worker_of(work);
	if (work_pending(work))
		seq = work->seq;
	else if (w)
		seq = w->seq;
	spin_unlock_irqrestore(&pool.lock, flags);
	if (!seq)
		return false;
	wait_event(pool.done, !any_left(NULL, seq, seq));
	return true;
}

bool flush_work(struct work_struct *work)
{
	might_sleep();
	if (unlikely(!work->entry.next)) {
		octavo_report("flush_work: work %p was never prepared", work);
		return false;
	}
	if (waits_for_itself(work, "flush_work"))
		return false;
	return wait_for_work(work);
}

bool cancel_work_sync(struct work_struct *work)
{
	bool waited;

	might_sleep();
	waited = cancel_work(work);
	if (worker_of(work) && !waits_for_itself(work, "cancel_work_sync"))
		wait_event(pool.done, !worker_of(work));
	return waited;
}

void flush_workqueue(struct workqueue_struct *wq)
{
	might_sleep();
	wait_event(pool.done, !any_left(wq, 0, pool.last_seq));
}

void drain_workqueue(struct workqueue_struct *wq)
{
	while (any_left(wq, 0, ~0ull))
		flush_workqueue(wq);
}

void destroy_workqueue(struct workqueue_struct *wq)
{
	unsigned long flags;

	might_sleep();
	wq->dying = true;
	drain_workqueue(wq);
	spin_lock_irqsave(&pool.lock, flags);
	list_del(&wq->node);
	spin_unlock_irqrestore(&pool.lock, flags);
	kfree(wq);
}

unsigned int work_busy(struct work_struct *work)
{
	return (work_pending(work) ? WORK_BUSY_PENDING : 0) |
	       (worker_of(work) ? WORK_BUSY_RUNNING : 0);
}

/* ---- delayed works ------------------------------------------------------------------ */

void delayed_work_timer_fn(struct timer_list *timer)
{
	struct delayed_work *dwork = from_timer(dwork, timer, timer);

	queue_work(dwork->wq, &dwork->work);
}

static void start_delay(struct workqueue_struct *wq, struct delayed_work *work,
			unsigned long delay)
{
	work->wq = wq;
	if (delay)
		mod_timer(&work->timer, jiffies + delay);
	else
		queue_work(wq, &work->work);
}

bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *work,
			unsigned long delay)
{
	if (!is_usable(wq, &work->work) || delayed_work_pending(work))
		return false;
	start_delay(wq, work, delay);
	return true;
}

bool mod_delayed_work(struct workqueue_struct *wq, struct delayed_work *work,
		      unsigned long delay)
{
	bool waited;

	if (!is_usable(wq, &work->work))
		return false;
	waited = cancel_delayed_work(work);
	start_delay(wq, work, delay);
	return waited;
}

bool cancel_delayed_work(struct delayed_work *work)
{
	const int waited = timer_delete(&work->timer);

	return cancel_work(&work->work) || waited;
}

bool cancel_delayed_work_sync(struct delayed_work *work)
{
	const int waited = timer_delete_sync(&work->timer);
	const bool was = cancel_work_sync(&work->work);

	/* Its function may have started the timer again meanwhile. */
	return timer_delete_sync(&work->timer) || was || waited;
}

bool flush_delayed_work(struct delayed_work *work)
{
	if (timer_delete_sync(&work->timer))
		queue_work(work->wq, &work->work);
	return flush_work(&work->work);
}

/* ---- looking, and the end ------------------------------------------------------------- */

static bool visit_list(struct async_visitor *v, const struct list_head *list)
{
	const struct work_struct *work;

	list_for_each_entry(work, list, entry)
		if (!async_visit(v, ASYNC_WORK, work, (void *)work->func, NULL))
			return false;
	return true;
}

bool async_walk_works(struct async_visitor *v)
{
	const struct workqueue_struct *q;
	const struct worker *w;
	unsigned long flags;
	bool more;

	spin_lock_irqsave(&pool.lock, flags);
	more = visit_list(v, &pool.works) &&
	       visit_list(v, &system_queue.waiting);
	list_for_each_entry(q, &pool.queues, node)
		more = more && visit_list(v, &q->waiting);
	list_for_each_entry(w, &pool.workers, node)
		if (w->work)
			more = more && async_visit(v, ASYNC_RUNNING_WORK,
						   w->work, (void *)w->fn,
						   NULL);
	spin_unlock_irqrestore(&pool.lock, flags);
	return more;
}

/* The machine stops: nobody calls anything any more. */
void workqueue_exit(void)
{
	struct workqueue_struct *q, *next_q;
	struct work_struct *work, *next;
	struct worker *w, *next_w;

	list_for_each_entry_safe(work, next, &pool.works, entry)
		list_del_init(&work->entry);
	list_for_each_entry_safe(w, next_w, &pool.workers, node)
		kfree(w);
	list_for_each_entry_safe(q, next_q, &pool.queues, node)
		kfree(q);
	INIT_LIST_HEAD(&pool.workers);
	INIT_LIST_HEAD(&pool.queues);
	INIT_LIST_HEAD(&system_queue.waiting);
	INIT_LIST_HEAD(&pool.idle.head);
	INIT_LIST_HEAD(&pool.done.head);
	pool.nr_workers = pool.nr_idle = 0;
	system_queue.active = 0;
}
