/* SPDX-License-Identifier: MIT */
/*
 * timer.c - calling a function at a time.
 *
 * Timers wait in a tree ordered by the monotonic time at which they are due.
 * The tick looks at the first one, and so does the idle task, which has the
 * machine sleep no longer than until then.
 *
 * Locking: timers.lock, interrupts off; not held while a function is called.
 */
#include "internal.h"

static struct {
	spinlock_t lock;
	struct rb_root_cached tree;
} timers;

static bool due_before(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct ktimer, node)->expires <
	       rb_entry(b, struct ktimer, node)->expires;
}

void timer_start(struct ktimer *timer, u64 expires)
{
	unsigned long flags;

	spin_lock_irqsave(&timers.lock, flags);
	if (timer->armed)
		rb_erase_cached(&timer->node, &timers.tree);
	timer->expires = expires;
	timer->armed = true;
	rb_add_cached(&timer->node, &timers.tree, due_before);
	spin_unlock_irqrestore(&timers.lock, flags);
}

void timer_stop(struct ktimer *timer)
{
	unsigned long flags;

	spin_lock_irqsave(&timers.lock, flags);
	if (timer->armed)
		rb_erase_cached(&timer->node, &timers.tree);
	timer->armed = false;
	spin_unlock_irqrestore(&timers.lock, flags);
}

/* Take out the first timer that is due, or NULL. */
static struct ktimer *take_due(u64 now)
{
	struct rb_node *first;
	struct ktimer *timer = NULL;
	unsigned long flags;

	spin_lock_irqsave(&timers.lock, flags);
	first = rb_first_cached(&timers.tree);
	if (first && rb_entry(first, struct ktimer, node)->expires <= now) {
		timer = rb_entry(first, struct ktimer, node);
		rb_erase_cached(first, &timers.tree);
		timer->armed = false;
	}
	spin_unlock_irqrestore(&timers.lock, flags);
	return timer;
}

void timers_run(void)
{
	struct ktimer *timer;
	u64 now;

	if (!READ_ONCE(timers.tree.rb_leftmost))
		return;
	now = arch_clock_ns(false);
	while ((timer = take_due(now)))
		timer->fn(timer);
}

u64 timers_next(void)
{
	struct rb_node *first;
	unsigned long flags;
	u64 next;

	spin_lock_irqsave(&timers.lock, flags);
	first = rb_first_cached(&timers.tree);
	next = first ? rb_entry(first, struct ktimer, node)->expires : ~0ull;
	spin_unlock_irqrestore(&timers.lock, flags);
	return next;
}

bool ktimers_walk(bool (*visit)(struct ktimer *timer, void *arg), void *arg)
{
	struct rb_node *node;
	unsigned long flags;
	bool more = true;

	spin_lock_irqsave(&timers.lock, flags);
	for (node = rb_first_cached(&timers.tree); more && node;
	     node = rb_next(node))
		more = visit(rb_entry(node, struct ktimer, node), arg);
	spin_unlock_irqrestore(&timers.lock, flags);
	return more;
}

/* ---- sleeping --------------------------------------------------------------- */

struct sleeper {
	struct ktimer timer;
	struct task *task;
};

static void wake_sleeper(struct ktimer *timer)
{
	kick_task(container_of(timer, struct sleeper, timer)->task);
}

void wait_until(const unsigned int *word, unsigned int val, u64 deadline)
{
	struct sleeper s = {
		.timer = { .fn = wake_sleeper }, .task = current_task(),
	};

	if (deadline == ~0ull) {
		arch_wait(word, val);
		return;
	}
	if (arch_clock_ns(false) >= deadline)
		return;
	timer_start(&s.timer, deadline);
	arch_wait(word, val);
	timer_stop(&s.timer);
}

void task_sleep_until(u64 deadline)
{
	unsigned int *word = &current->__state;
	const unsigned int state = __atomic_load_n(word, __ATOMIC_ACQUIRE);

	if (state)
		wait_until(word, state, deadline);
}
