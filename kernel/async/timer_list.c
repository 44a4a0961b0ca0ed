/* SPDX-License-Identifier: MIT */
/*
 * timer_list.c - timers of drivers: timer_list and hrtimer.
 *
 * Both are timers of the kernel (kernel/timer.c). An hrtimer's function is
 * called as soon as it is due, as an interrupt. A timer_list goes to the list
 * of those that are due, and its function is called with tasklets:
 *
 *	the kernel's tree --due--> timers.due --run_timers()--> function
 *
 * Locking: timers.lock, interrupts off; not held while a function is called.
 */
#include "internal.h"
#include <octavo/hrtimer.h>
#include <octavo/timer.h>

static struct {
	spinlock_t lock;
	struct list_head due;
	struct timer_list *running;
	struct hrtimer *hr_running;
} timers = { .due = LIST_HEAD_INIT(timers.due) };

static void timer_due(struct ktimer *kt)
{
	struct timer_list *timer = container_of(kt, struct timer_list, kt);

	spin_lock(&timers.lock);
	if (list_empty(&timer->entry))
		list_add_tail(&timer->entry, &timers.due);
	spin_unlock(&timers.lock);
	raise_pending(PENDING_TIMERS);
}

void timer_setup(struct timer_list *timer, void (*fn)(struct timer_list *),
		 unsigned int flags)
{
	*timer = (struct timer_list){ .function = fn, .flags = flags };
	INIT_LIST_HEAD(&timer->entry);
}

/* A driver's function for later: nothing of its own may be left behind. */
static void call_timer(struct timer_list *timer)
{
	void (*fn)(struct timer_list *) = timer->function;
	const unsigned int before = softirq_enter();

	fn(timer);
	async_end(before, "timer", (void *)fn);
	softirq_exit();
}

void run_timers(void)
{
	struct timer_list *timer;
	unsigned long flags;
	LIST_HEAD(now);

	spin_lock_irqsave(&timers.lock, flags);
	list_splice_init(&timers.due, &now);
	while ((timer = list_first_entry_or_null(&now, struct timer_list,
						 entry))) {
		list_del_init(&timer->entry);
		timers.running = timer;
		spin_unlock_irqrestore(&timers.lock, flags);
		call_timer(timer);
		spin_lock_irqsave(&timers.lock, flags);
		timers.running = NULL;
	}
	spin_unlock_irqrestore(&timers.lock, flags);
}

/* Was it waiting? Then it does not any more. */
static int take_out(struct timer_list *timer)
{
	unsigned long flags;
	int waited;

	spin_lock_irqsave(&timers.lock, flags);
	waited = timer_pending(timer);
	if (timer->kt.armed)
		timer_stop(&timer->kt);
	if (!list_empty(&timer->entry))
		list_del_init(&timer->entry);
	spin_unlock_irqrestore(&timers.lock, flags);
	return waited;
}

static bool is_usable(const struct timer_list *timer, const char *call)
{
	if (likely(timer->function))
		return true;
	if (!(timer->flags & TIMER_IS_SHUT))
		octavo_report("%s: timer %p has no function: timer_setup() is missing",
			      call, timer);
	return false;
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	const long ahead = (long)(expires - jiffies);
	int waited;

	if (!is_usable(timer, "mod_timer"))
		return 0;
	waited = take_out(timer);
	timer->expires = expires;
	timer->kt.fn = timer_due;
	timer_start(&timer->kt, arch_clock_ns(false) +
		    (ahead > 0 ? (u64)ahead * NSEC_PER_JIFFY : 0));
	return waited;
}

int mod_timer_pending(struct timer_list *timer, unsigned long expires)
{
	return timer_pending(timer) ? mod_timer(timer, expires) : 0;
}

int timer_reduce(struct timer_list *timer, unsigned long expires)
{
	if (timer_pending(timer) && !time_before(expires, timer->expires))
		return 1;
	return mod_timer(timer, expires);
}

void add_timer(struct timer_list *timer)
{
	if (unlikely(timer_pending(timer)))
		octavo_report("add_timer: timer %p waits already", timer);
	mod_timer(timer, timer->expires);
}

int timer_delete(struct timer_list *timer)
{
	return is_usable(timer, "del_timer") ? take_out(timer) : 0;
}

int timer_delete_sync(struct timer_list *timer)
{
	if (unlikely(timers.running == timer))
		octavo_report("del_timer_sync: timer %p is stopped by its own function, which would wait for itself",
			      timer);
	return is_usable(timer, "del_timer_sync") ? take_out(timer) : 0;
}

int timer_shutdown_sync(struct timer_list *timer)
{
	const int waited = timer_delete_sync(timer);

	timer->function = NULL;
	timer->flags |= TIMER_IS_SHUT;
	return waited;
}

/* ---- hrtimer -------------------------------------------------------------------- */

/* From a timer's clock to the monotonic one. */
static u64 monotonic_of(const struct hrtimer *timer)
{
	const s64 left = timer->expires - hrtimer_cb_get_time(timer);

	return arch_clock_ns(false) + (left > 0 ? (u64)left : 0);
}

static void hrtimer_due(struct ktimer *kt)
{
	struct hrtimer *timer = container_of(kt, struct hrtimer, kt);
	enum hrtimer_restart (*fn)(struct hrtimer *) = timer->function;
	const unsigned long flags = arch_irq_save();
	enum hrtimer_restart again;
	unsigned int before;

	irq_enter();
	before = preempt_count();
	timers.hr_running = timer;
	again = fn(timer);
	timers.hr_running = NULL;
	async_end(before, "hrtimer", (void *)fn);
	/* One that ends may be gone. One that was not moved has its turn after
	 * the others. */
	if (again == HRTIMER_RESTART && !kt->armed)
		timer_start(kt, max(monotonic_of(timer), kt->expires + 1));
	irq_exit();
	arch_irq_restore(flags);
}

bool hrtimer_callback_running(const struct hrtimer *timer)
{
	return timers.hr_running == timer;
}

void hrtimer_init(struct hrtimer *timer, int clock, enum hrtimer_mode mode)
{
	*timer = (struct hrtimer){ .clock = clock };
	timer->kt.fn = hrtimer_due;
}

ktime_t hrtimer_cb_get_time(const struct hrtimer *timer)
{
	return (ktime_t)arch_clock_ns(timer->clock == CLOCK_REALTIME ||
				      timer->clock == CLOCK_TAI);
}

void hrtimer_restart(struct hrtimer *timer)
{
	if (unlikely(!timer->function || !timer->kt.fn)) {
		octavo_report("hrtimer_start: timer %p has no function",
			      timer);
		return;
	}
	timer_start(&timer->kt, monotonic_of(timer));
}

void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode)
{
	if (mode & HRTIMER_MODE_REL)
		time += hrtimer_cb_get_time(timer);
	timer->expires = time;
	hrtimer_restart(timer);
}

int hrtimer_try_to_cancel(struct hrtimer *timer)
{
	const int waited = timer->kt.armed;

	if (hrtimer_callback_running(timer))
		return -1;
	timer_stop(&timer->kt);
	return waited;
}

int hrtimer_cancel(struct hrtimer *timer)
{
	const int waited = hrtimer_try_to_cancel(timer);

	if (unlikely(waited < 0)) {
		octavo_report("hrtimer_cancel: timer %p is stopped by its own function, which would wait for itself",
			      timer);
		timer_stop(&timer->kt);
		return 0;
	}
	return waited;
}

u64 hrtimer_forward(struct hrtimer *timer, ktime_t now, ktime_t interval)
{
	const s64 late = now - timer->expires;
	u64 times;

	if (late < 0 || interval <= 0)
		return 0;
	times = div64_u64((u64)late, (u64)interval) + 1;
	timer->expires += (ktime_t)times * interval;
	return times;
}

/* ---- looking ---------------------------------------------------------------------- */

static bool visit_armed(struct ktimer *kt, void *arg)
{
	const struct hrtimer *hr = container_of(kt, struct hrtimer, kt);
	const struct timer_list *tl = container_of(kt, struct timer_list, kt);

	if (kt->fn == timer_due)
		return async_visit(arg, ASYNC_TIMER, tl, (void *)tl->function,
				   NULL);
	if (kt->fn == hrtimer_due)
		return async_visit(arg, ASYNC_HRTIMER, hr,
				   (void *)hr->function, NULL);
	return true;
}

bool async_walk_timers(struct async_visitor *v)
{
	const struct timer_list *timer;
	unsigned long flags;
	bool more = ktimers_walk(visit_armed, v);

	spin_lock_irqsave(&timers.lock, flags);
	list_for_each_entry(timer, &timers.due, entry) {
		more = more && async_visit(v, ASYNC_TIMER, timer,
					   (void *)timer->function, NULL);
	}
	spin_unlock_irqrestore(&timers.lock, flags);
	return more;
}
