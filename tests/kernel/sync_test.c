/* SPDX-License-Identifier: MIT */
/*
 * sync_test.c - timed waits, kernel threads, works, timers and RCU, on a task.
 */
#include <kunit/test.h>
#include "fixture.h"
#include <octavo/async.h>
#include <octavo/delay.h>
#include <octavo/fault_inject.h>
#include <octavo/hrtimer.h>
#include <octavo/kernel.h>
#include <octavo/kthread.h>
#include <octavo/rcupdate.h>
#include <octavo/semaphore.h>
#include <octavo/slab.h>
#include <octavo/wait_timeout.h>
#include <octavo/workqueue.h>

static DECLARE_WAIT_QUEUE_HEAD(queue);
static struct kunit *now;
static int count;

static int boot(struct kunit *test)
{
	count = 0;
	return kernel_boot();
}

static void halt(struct kunit *test)
{
	kernel_exit();
}

/* Run @fn as a task of the booted kernel. */
static void on_task(struct kunit *test, int (*fn)(void *))
{
	int status = -1;

	now = test;
	KUNIT_EXPECT_EQ(test, kernel_run_function("test", fn, NULL, &status), 0);
	KUNIT_EXPECT_EQ(test, status, 0);
}

static int timed_waits(void *arg)
{
	DECLARE_COMPLETION(x);
	DECLARE_WAITQUEUE(wait, current);
	struct semaphore sem;

	KUNIT_EXPECT_EQ(now, wait_event_timeout(queue, false, 2), 0l);
	KUNIT_EXPECT_EQ(now, wait_event_timeout(queue, true, 2), 2l);
	KUNIT_EXPECT_EQ(now, wait_event_timeout(queue, true, 0), 1l);
	KUNIT_EXPECT_EQ(now, wait_for_completion_timeout(&x, 1), 0ul);
	complete(&x);
	KUNIT_EXPECT_GT(now, wait_for_completion_timeout(&x, 9), 0ul);
	sema_init(&sem, 1);
	KUNIT_EXPECT_EQ(now, down_timeout(&sem, 1), 0);
	KUNIT_EXPECT_EQ(now, down_timeout(&sem, 1), -ETIME);
	KUNIT_EXPECT_EQ(now, down_trylock(&sem), 1);
	up(&sem);
	add_wait_queue(&queue, &wait);
	set_current_state(TASK_INTERRUPTIBLE);
	KUNIT_EXPECT_EQ(now, schedule_timeout(1), 0l);
	KUNIT_EXPECT_EQ(now, get_current_state(), TASK_RUNNING);
	remove_wait_queue(&queue, &wait);
	return 0;
}

static void waits_end_in_time(struct kunit *test)
{
	on_task(test, timed_waits);
}

/* A wait is made to end by a signal, or by its time, that are not there. */
static int failing_waits(void *arg)
{
	DECLARE_COMPLETION(x);
	struct semaphore sem;
	struct mutex m;

	mutex_init(&m);
	sema_init(&sem, 1);
	complete_all(&x);
	fault_inject_arm(FAULT_SIGNAL, 1, true);
	KUNIT_EXPECT_EQ(now, mutex_lock_interruptible(&m), -EINTR);
	KUNIT_EXPECT_EQ(now, down_interruptible(&sem), -EINTR);
	KUNIT_EXPECT_EQ(now, wait_for_completion_interruptible(&x),
			-ERESTARTSYS);
	fault_inject_disarm();
	fault_inject_arm(FAULT_TIMEOUT, 1, true);
	KUNIT_EXPECT_EQ(now, down_timeout(&sem, 9), -ETIME);
	KUNIT_EXPECT_EQ(now, wait_for_completion_timeout(&x, 9), 0ul);
	fault_inject_disarm();
	KUNIT_EXPECT_FALSE(now, mutex_is_locked(&m));
	return 0;
}

static void waits_are_failed(struct kunit *test)
{
	on_task(test, failing_waits);
}

static int until_stopped(void *data)
{
	while (!kthread_should_stop()) {
		count++;
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule_timeout(1);
		__set_current_state(TASK_RUNNING);
	}
	return 42;
}

static int at_once(void *data)
{
	count++;
	return 7;
}

static int thread_life(void *arg)
{
	struct task_struct *t = kthread_run(until_stopped, NULL, "t/%d", 3);

	KUNIT_EXPECT_FALSE(now, IS_ERR(t));
	KUNIT_EXPECT_STREQ(now, t->comm, "t/3");
	msleep(20);
	KUNIT_EXPECT_EQ(now, kthread_stop(t), 42);
	KUNIT_EXPECT_GT(now, count, 1);
	/* Stopped before it ran. */
	count = 0;
	t = kthread_create(at_once, NULL, "never");
	KUNIT_EXPECT_EQ(now, kthread_stop(t), -EINTR);
	KUNIT_EXPECT_EQ(now, count, 0);
	/* Over by itself, and kept. */
	t = get_task_struct(kthread_create(at_once, NULL, "kept"));
	wake_up_process(t);
	msleep(2);
	KUNIT_EXPECT_EQ(now, kthread_stop_put(t), 7);
	/* Over by itself, and not kept. */
	t = kthread_run(at_once, NULL, "gone");
	msleep(2);
	octavo_report_expect(1);
	KUNIT_EXPECT_EQ(now, kthread_stop(t), -EINTR);
	KUNIT_EXPECT_EQ(now, octavo_report_expect(0), 0ul);
	return 0;
}

static void threads_live(struct kunit *test)
{
	on_task(test, thread_life);
}

static int nested;

static void count_work(struct work_struct *work)
{
	msleep(1);
	count++;
}

static void wait_for_other(struct work_struct *work)
{
	static struct work_struct other;

	INIT_WORK(&other, count_work);
	queue_work(system_wq, &other);
	nested = flush_work(&other);
}

static int work_life(void *arg)
{
	struct workqueue_struct *wq = alloc_ordered_workqueue("w", 0);
	struct work_struct a, b, outer;
	struct delayed_work d;

	INIT_WORK(&a, count_work);
	INIT_WORK(&b, count_work);
	INIT_WORK(&outer, wait_for_other);
	INIT_DELAYED_WORK(&d, count_work);
	KUNIT_EXPECT_TRUE(now, queue_work(wq, &a));
	KUNIT_EXPECT_FALSE(now, queue_work(wq, &a));
	KUNIT_EXPECT_TRUE(now, queue_work(wq, &b));
	flush_workqueue(wq);
	KUNIT_EXPECT_EQ(now, count, 2);
	queue_work(wq, &a);
	KUNIT_EXPECT_TRUE(now, cancel_work_sync(&a));
	KUNIT_EXPECT_EQ(now, count, 2);
	schedule_delayed_work(&d, 2);
	KUNIT_EXPECT_TRUE(now, cancel_delayed_work_sync(&d));
	schedule_delayed_work(&d, 1);
	KUNIT_EXPECT_TRUE(now, flush_delayed_work(&d));
	KUNIT_EXPECT_EQ(now, count, 3);
	/* A work that waits for another does not keep it waiting. */
	schedule_work(&outer);
	flush_work(&outer);
	KUNIT_EXPECT_EQ(now, nested, 1);
	destroy_workqueue(wq);
	return 0;
}

static void works_are_called(struct kunit *test)
{
	on_task(test, work_life);
}

static struct timer_list timer;
static struct hrtimer hr;
static bool in_irq_there;

static void timer_fn(struct timer_list *t)
{
	in_irq_there = in_interrupt() && !in_hardirq();
	if (++count < 3)
		mod_timer(t, jiffies + 1);
	wake_up(&queue);
}

static enum hrtimer_restart hr_fn(struct hrtimer *t)
{
	count += in_hardirq() ? 10 : 0;
	hrtimer_forward_now(t, ms_to_ktime(1));
	return count < 23 ? HRTIMER_RESTART : HRTIMER_NORESTART;
}

static bool is_ours(const struct async_item *item, void *arg)
{
	*(int *)arg += item->function == (void *)timer_fn;
	return true;
}

static int timer_life(void *arg)
{
	int seen = 0;

	timer_setup(&timer, timer_fn, 0);
	mod_timer(&timer, jiffies + 1);
	async_walk(is_ours, &seen);
	KUNIT_EXPECT_EQ(now, seen, 1);
	KUNIT_EXPECT_GT(now, wait_event_timeout(queue, count == 3, 5 * HZ), 0l);
	KUNIT_EXPECT_TRUE(now, in_irq_there);
	KUNIT_EXPECT_FALSE(now, timer_pending(&timer));
	mod_timer(&timer, jiffies + HZ);
	KUNIT_EXPECT_EQ(now, del_timer_sync(&timer), 1);
	KUNIT_EXPECT_EQ(now, del_timer_sync(&timer), 0);
	hrtimer_setup(&hr, hr_fn, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	hrtimer_start(&hr, ms_to_ktime(1), HRTIMER_MODE_REL);
	msleep(30);
	KUNIT_EXPECT_EQ(now, count, 23);
	KUNIT_EXPECT_EQ(now, hrtimer_cancel(&hr), 0);
	return 0;
}

static void timers_fire(struct kunit *test)
{
	on_task(test, timer_life);
}

struct thing {
	int value;
	struct rcu_head rcu;
};

static void free_thing(struct rcu_head *head)
{
	count++;
	kfree(container_of(head, struct thing, rcu));
}

static int rcu_life(void *arg)
{
	struct thing *a = kzalloc(sizeof(*a), GFP_KERNEL);
	struct thing *b = kzalloc(sizeof(*b), GFP_KERNEL);

	rcu_read_lock();
	call_rcu(&a->rcu, free_thing);
	kfree_rcu(b, rcu);
	KUNIT_EXPECT_EQ(now, count, 0);
	octavo_report_expect(1);
	might_sleep();			/* as a reader */
	KUNIT_EXPECT_EQ(now, octavo_report_expect(0), 0ul);
	rcu_read_unlock();
	rcu_barrier();
	KUNIT_EXPECT_EQ(now, count, 1);
	octavo_report_expect(1);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(now, octavo_report_expect(0), 0ul);
	return 0;
}

static void rcu_frees(struct kunit *test)
{
	on_task(test, rcu_life);
}

static struct kunit_case sync_cases[] = {
	KUNIT_CASE(waits_end_in_time),
	KUNIT_CASE(waits_are_failed),
	KUNIT_CASE(threads_live),
	KUNIT_CASE(works_are_called),
	KUNIT_CASE(timers_fire),
	KUNIT_CASE(rcu_frees),
	{}
};

static struct kunit_suite sync_suite = {
	.name = "sync",
	.init = boot,
	.exit = halt,
	.test_cases = sync_cases,
};

kunit_test_suites(&sync_suite);
