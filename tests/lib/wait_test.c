/* SPDX-License-Identifier: MIT */
/*
 * wait_test.c - wait queues and completions: no wake-up is lost, exclusive
 * sleepers are woken one by one.
 */
#include <kunit/test.h>
#include <octavo/wait.h>

#define ROUNDS	3000

static DECLARE_WAIT_QUEUE_HEAD(queue);
static unsigned int turn;
static unsigned long plain;

/* Two CPUs take turns; a lost wake-up would leave both asleep. */
static void ping_pong(void *arg, unsigned int cpu)
{
	for (unsigned int i = 0; i < ROUNDS; i++) {
		wait_event(queue, __atomic_load_n(&turn, __ATOMIC_ACQUIRE) ==
			   2 * i + cpu);
		plain++;
		__atomic_fetch_add(&turn, 1, __ATOMIC_RELEASE);
		wake_up_all(&queue);
	}
}

static void wait_ping_pong(struct kunit *test)
{
	turn = 0;
	plain = 0;
	if (!kunit_has_cpus(2))
		kunit_skip(test, "needs 2 CPUs");
	kunit_run_on_cpus(test, 2, ping_pong, NULL);
	KUNIT_EXPECT_EQ(test, plain, 2 * ROUNDS);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

static void wait_condition_true(struct kunit *test)
{
	wait_event(queue, true);
	KUNIT_EXPECT_EQ(test, wait_event_interruptible(queue, 1 + 1 == 2), 0);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
}

/* Three that wait, as if they were tasks of their own. */
static void wait_wakes_in_order(struct kunit *test)
{
	struct task_struct tasks[3] = { 0 };
	wait_queue_entry_t a, b, plain_one;

	init_waitqueue_entry(&a, &tasks[0]);
	init_waitqueue_entry(&b, &tasks[1]);
	init_waitqueue_entry(&plain_one, &tasks[2]);
	a.func = b.func = plain_one.func = autoremove_wake_function;
	add_wait_queue_exclusive(&queue, &a);
	add_wait_queue_exclusive(&queue, &b);
	add_wait_queue(&queue, &plain_one);
	for (int i = 0; i < 3; i++)
		tasks[i].__state = TASK_UNINTERRUPTIBLE;
	KUNIT_EXPECT_TRUE(test, waitqueue_active(&queue));
	wake_up_interruptible(&queue);
	KUNIT_EXPECT_EQ(test, tasks[0].__state, TASK_UNINTERRUPTIBLE);
	wake_up(&queue);
	KUNIT_EXPECT_EQ(test, tasks[2].__state, TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, tasks[0].__state, TASK_RUNNING);
	KUNIT_EXPECT_EQ(test, tasks[1].__state, TASK_UNINTERRUPTIBLE);
	wake_up_all(&queue);
	KUNIT_EXPECT_EQ(test, tasks[1].__state, TASK_RUNNING);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
	remove_wait_queue(&queue, &a);
}

/* One that was woken before it sleeps does not sleep. */
static void wait_woken_before(struct kunit *test)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&queue, &wait, TASK_UNINTERRUPTIBLE);
	KUNIT_EXPECT_EQ(test, current->__state, TASK_UNINTERRUPTIBLE);
	wake_up(&queue);
	wait_sleep(&wait);
	KUNIT_EXPECT_EQ(test, current->__state, TASK_RUNNING);
	finish_wait(&queue, &wait);
}

static void wait_finish_unwoken(struct kunit *test)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&queue, &wait, TASK_INTERRUPTIBLE);
	prepare_to_wait(&queue, &wait, TASK_INTERRUPTIBLE);
	finish_wait(&queue, &wait);
	KUNIT_EXPECT_FALSE(test, waitqueue_active(&queue));
	finish_wait(&queue, &wait);
}

static void completion_counts(struct kunit *test)
{
	DECLARE_COMPLETION(x);

	KUNIT_EXPECT_FALSE(test, completion_done(&x));
	KUNIT_EXPECT_FALSE(test, try_wait_for_completion(&x));
	complete(&x);
	complete(&x);
	wait_for_completion(&x);
	KUNIT_EXPECT_TRUE(test, try_wait_for_completion(&x));
	KUNIT_EXPECT_FALSE(test, completion_done(&x));
	complete_all(&x);
	wait_for_completion(&x);
	wait_for_completion(&x);
	reinit_completion(&x);
	KUNIT_EXPECT_FALSE(test, completion_done(&x));
}

static struct completion there, back;

static void hand_over(void *arg, unsigned int cpu)
{
	for (int i = 0; i < ROUNDS; i++) {
		if (cpu == 0) {
			plain++;
			complete(&there);
			wait_for_completion(&back);
		} else {
			wait_for_completion(&there);
			plain++;
			complete(&back);
		}
	}
}

static void completion_orders(struct kunit *test)
{
	if (!kunit_has_cpus(2))
		kunit_skip(test, "needs 2 CPUs");
	plain = 0;
	init_completion(&there);
	init_completion(&back);
	kunit_run_on_cpus(test, 2, hand_over, NULL);
	KUNIT_EXPECT_EQ(test, plain, 2 * ROUNDS);
}

static struct kunit_case wait_cases[] = {
	KUNIT_CASE(wait_condition_true),
	KUNIT_CASE(wait_wakes_in_order),
	KUNIT_CASE(wait_woken_before),
	KUNIT_CASE(wait_finish_unwoken),
	KUNIT_CASE(wait_ping_pong),
	KUNIT_CASE(completion_counts),
	KUNIT_CASE(completion_orders),
	{}
};

static struct kunit_suite wait_suite = {
	.name = "wait",
	.test_cases = wait_cases,
};

kunit_test_suites(&wait_suite);
