/* SPDX-License-Identifier: MIT */
/*
 * lock_test.c - spinlock, rwlock, mutex, rwsem: they exclude, they count, and
 * they notice misuse.
 *
 * Exclusion is shown with counters that are not atomic: two CPUs that were in
 * at once would lose increments, and ThreadSanitizer would see the race.
 */
#include <kunit/test.h>
#include <octavo/cpu.h>
#include <octavo/mutex.h>
#include <octavo/rwsem.h>
#include <octavo/spinlock.h>

#define CPUS	2
#define ROUNDS	30000

static struct {
	spinlock_t spin;
	rwlock_t rw;
	struct mutex mutex;
	struct rw_semaphore sem;
	unsigned long count, twin;
	unsigned int nr_cpus;		/* that took part */
} s;

static struct kunit *the_test;

static int lock_init(struct kunit *test)
{
	spin_lock_init(&s.spin);
	rwlock_init(&s.rw);
	mutex_init(&s.mutex);
	init_rwsem(&s.sem);
	s.count = 0;
	s.twin = 0;
	s.nr_cpus = 0;
	the_test = test;
	return 0;
}

/* What one does alone: the two are equal whenever nobody is inside. */
static void change(void)
{
	s.count++;
	s.twin++;
}

static void look(void)
{
	KUNIT_EXPECT_EQ(the_test, s.count, s.twin);
}

static void expect_total(struct kunit *test, unsigned long per_cpu)
{
	KUNIT_EXPECT_EQ(test, s.count, s.nr_cpus * per_cpu);
	look();
}

static void join(void)
{
	__atomic_fetch_add(&s.nr_cpus, 1, __ATOMIC_RELAXED);
}

/* ---- spinlock ---------------------------------------------------------------- */

static void spin_worker(void *arg, unsigned int cpu)
{
	unsigned long flags;

	join();
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 3 == 0) {
			spin_lock_irqsave(&s.spin, flags);
			change();
			spin_unlock_irqrestore(&s.spin, flags);
		} else if (i % 3 == 1) {
			while (!spin_trylock(&s.spin))
				cpu_relax_long();
			change();
			spin_unlock(&s.spin);
		} else {
			spin_lock(&s.spin);
			change();
			spin_unlock(&s.spin);
		}
	}
}

static void spinlock_excludes(struct kunit *test)
{
	kunit_run_on_cpus(test, CPUS, spin_worker, NULL);
	expect_total(test, ROUNDS);
}

static void spinlock_is_atomic_context(struct kunit *test)
{
	unsigned long flags;

	KUNIT_EXPECT_FALSE(test, in_atomic());
	spin_lock(&s.spin);
	KUNIT_EXPECT_TRUE(test, in_atomic());
	KUNIT_EXPECT_TRUE(test, spin_is_locked(&s.spin));
	KUNIT_EXPECT_TRUE(test, spin_is_mine(&s.spin));
	KUNIT_EXPECT_FALSE(test, spin_trylock(&s.spin));
	KUNIT_EXPECT_EQ(test, preempt_count(), 1);
	octavo_report_expect(1);
	might_sleep();
	KUNIT_EXPECT_TRUE(test, glob_match(
		"WARNING: *lock_test.c:*: sleeping call in atomic context: *1, *",
		octavo_last_report()));
	spin_unlock(&s.spin);
	KUNIT_EXPECT_FALSE(test, in_atomic());
	KUNIT_EXPECT_TRUE(test, spin_trylock_irqsave(&s.spin, flags));
	spin_unlock_irqrestore(&s.spin, flags);
	KUNIT_EXPECT_FALSE(test, spin_is_locked(&s.spin));
}

static void lock_spin_again(void *arg)
{
	spin_lock(&s.spin);
	spin_lock(&s.spin);
}

static void spinlock_misuse(struct kunit *test)
{
	char want[80];

	octavo_report_expect(1);
	spin_unlock(&s.spin);
	snprintf(want, sizeof(want), "spin lock %p: unlock of a free lock",
		 &s.spin);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);

	s.spin.word = 8;
	octavo_report_expect(1);
	spin_unlock(&s.spin);
	snprintf(want, sizeof(want),
		 "spin lock %p: CPU 0 unlocks what CPU 7 holds", &s.spin);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	s.spin.word = 0;

	KUNIT_EXPECT_PANIC(test, lock_spin_again, NULL,
			   "spin lock *: CPU 0 takes it twice");
}

/* ---- rwlock -------------------------------------------------------------------- */

static void rw_worker(void *arg, unsigned int cpu)
{
	join();
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 4 == 0) {
			write_lock(&s.rw);
			change();
			write_unlock(&s.rw);
		} else {
			read_lock(&s.rw);
			look();
			read_unlock(&s.rw);
		}
	}
}

static void rwlock_excludes(struct kunit *test)
{
	kunit_run_on_cpus(test, CPUS, rw_worker, NULL);
	expect_total(test, ROUNDS / 4);
	KUNIT_EXPECT_EQ(test, s.rw.count & ~RWLOCK_WAITING, 0);
}

static void rwlock_states(struct kunit *test)
{
	read_lock(&s.rw);
	KUNIT_EXPECT_TRUE(test, read_trylock(&s.rw));
	KUNIT_EXPECT_FALSE(test, write_trylock(&s.rw));
	read_unlock(&s.rw);
	s.rw.count |= RWLOCK_WAITING;
	KUNIT_EXPECT_FALSE(test, read_trylock(&s.rw));
	read_unlock(&s.rw);
	KUNIT_EXPECT_TRUE(test, write_trylock(&s.rw));
	KUNIT_EXPECT_FALSE(test, read_trylock(&s.rw));
	KUNIT_EXPECT_FALSE(test, write_trylock(&s.rw));
	write_unlock(&s.rw);
	octavo_report_expect(2);
	read_unlock(&s.rw);
	write_unlock(&s.rw);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0);
}

/* ---- mutex ---------------------------------------------------------------------- */

static void mutex_worker(void *arg, unsigned int cpu)
{
	join();
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 5 || !mutex_trylock(&s.mutex))
			mutex_lock(&s.mutex);
		change();
		mutex_unlock(&s.mutex);
	}
}

static void mutex_excludes(struct kunit *test)
{
	kunit_run_on_cpus(test, CPUS, mutex_worker, NULL);
	expect_total(test, ROUNDS);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&s.mutex));
}

static void lock_mutex_again(void *arg)
{
	mutex_lock(&s.mutex);
	mutex_lock(&s.mutex);
}

static void mutex_misuse(struct kunit *test)
{
	char want[80];

	octavo_report_expect(1);
	mutex_unlock(&s.mutex);
	snprintf(want, sizeof(want), "mutex %p: unlock of a free mutex",
		 &s.mutex);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);

	mutex_lock(&s.mutex);
	KUNIT_EXPECT_FALSE(test, mutex_trylock(&s.mutex));
	s.mutex.owner = NULL;
	octavo_report_expect(1);
	mutex_unlock(&s.mutex);
	KUNIT_EXPECT_TRUE(test, mutex_is_locked(&s.mutex));
	s.mutex.owner = current;
	mutex_unlock(&s.mutex);

	KUNIT_EXPECT_PANIC(test, lock_mutex_again, NULL,
			   "mutex *: task * takes it twice");
}

static void mutex_in_atomic_context(struct kunit *test)
{
	preempt_disable();
	octavo_report_expect(1);
	mutex_lock(&s.mutex);
	mutex_unlock(&s.mutex);
	preempt_enable();
}

/* ---- rwsem ---------------------------------------------------------------------- */

static void sem_worker(void *arg, unsigned int cpu)
{
	join();
	for (int i = 0; i < ROUNDS; i++) {
		if (i % 8 == 0) {
			down_write(&s.sem);
			change();
			up_write(&s.sem);
		} else if (i % 8 == 4) {
			down_write(&s.sem);
			change();
			downgrade_write(&s.sem);
			look();
			up_read(&s.sem);
		} else {
			down_read(&s.sem);
			look();
			up_read(&s.sem);
		}
	}
}

static void rwsem_excludes(struct kunit *test)
{
	kunit_run_on_cpus(test, CPUS, sem_worker, NULL);
	expect_total(test, ROUNDS / 4);
	KUNIT_EXPECT_FALSE(test, rwsem_is_locked(&s.sem));
}

static unsigned int done;

/* CPU 0 writes now and then while the others always read: it must get in. */
static void starve_worker(void *arg, unsigned int cpu)
{
	if (cpu) {
		while (!__atomic_load_n(&done, __ATOMIC_RELAXED)) {
			down_read(&s.sem);
			look();
			up_read(&s.sem);
		}
		return;
	}
	for (int i = 0; i < 300; i++) {
		down_write(&s.sem);
		change();
		up_write(&s.sem);
	}
	__atomic_store_n(&done, 1, __ATOMIC_RELAXED);
}

static void rwsem_writer_not_starved(struct kunit *test)
{
	done = 0;
	kunit_run_on_cpus(test, 4, starve_worker, NULL);
	KUNIT_EXPECT_EQ(test, s.count, 300);
}

static void rwsem_states(struct kunit *test)
{
	down_read(&s.sem);
	KUNIT_EXPECT_TRUE(test, down_read_trylock(&s.sem));
	KUNIT_EXPECT_FALSE(test, down_write_trylock(&s.sem));
	up_read(&s.sem);
	up_read(&s.sem);
	KUNIT_EXPECT_TRUE(test, down_write_trylock(&s.sem));
	KUNIT_EXPECT_FALSE(test, down_read_trylock(&s.sem));
	KUNIT_EXPECT_TRUE(test, rwsem_is_locked(&s.sem));
	downgrade_write(&s.sem);
	KUNIT_EXPECT_TRUE(test, down_read_trylock(&s.sem));
	up_read(&s.sem);
	up_read(&s.sem);
	KUNIT_EXPECT_EQ(test, s.sem.count, 0);
}

static void write_sem_again(void *arg)
{
	down_write(&s.sem);
	down_write(&s.sem);
}

static void rwsem_misuse(struct kunit *test)
{
	char want[80];

	octavo_report_expect(3);
	up_read(&s.sem);
	snprintf(want, sizeof(want), "rwsem %p: up_read without readers",
		 &s.sem);
	KUNIT_EXPECT_STREQ(test, octavo_last_report(), want);
	up_write(&s.sem);
	downgrade_write(&s.sem);
	KUNIT_EXPECT_EQ(test, s.sem.count, 0);
	KUNIT_EXPECT_PANIC(test, write_sem_again, NULL,
			   "rwsem *: task * takes it twice");
}

/* ---- sleeping ------------------------------------------------------------------
 *
 * CPU 0 holds the lock until the word shows that CPU 1 waits for it, then lets
 * go. A wake-up that does not come shows as a test that does not end.
 */
static unsigned int stage;

static void wait_for_bits(const unsigned int *word, unsigned int bits)
{
	while ((__atomic_load_n(word, __ATOMIC_ACQUIRE) & bits) != bits)
		cpu_relax_long();
}

static void reach(unsigned int n)
{
	__atomic_store_n(&stage, n, __ATOMIC_RELEASE);
}

static void wait_for_stage(unsigned int n)
{
	while (__atomic_load_n(&stage, __ATOMIC_ACQUIRE) < n)
		cpu_relax_long();
}

static void run_two(struct kunit *test, void (*fn)(void *arg, unsigned int cpu))
{
	if (!kunit_has_cpus(2))
		kunit_skip(test, "needs 2 CPUs");
	stage = 0;
	kunit_run_on_cpus(test, 2, fn, NULL);
}

static void mutex_sleep_worker(void *arg, unsigned int cpu)
{
	if (cpu)
		wait_for_stage(1);
	mutex_lock(&s.mutex);
	if (!cpu) {
		reach(1);
		wait_for_bits(&s.mutex.state, 2);
	}
	change();
	mutex_unlock(&s.mutex);
}

static void mutex_wakes_sleeper(struct kunit *test)
{
	run_two(test, mutex_sleep_worker);
	KUNIT_EXPECT_EQ(test, s.count, 2);
}

/* A reader waits for the writer to go, or to become one too. */
static void sem_reader_worker(void *arg, unsigned int cpu)
{
	bool downgrade = arg != NULL;

	if (cpu) {
		wait_for_stage(1);
		down_read(&s.sem);
		look();
		up_read(&s.sem);
		reach(2);
		return;
	}
	down_write(&s.sem);
	reach(1);
	wait_for_bits(&s.sem.count, RWSEM_RWAIT);
	change();
	if (!downgrade) {
		up_write(&s.sem);
		return;
	}
	downgrade_write(&s.sem);
	wait_for_stage(2);
	up_read(&s.sem);
}

static void rwsem_wakes_reader(struct kunit *test)
{
	run_two(test, sem_reader_worker);
	stage = 0;
	kunit_run_on_cpus(test, 2, sem_reader_worker, test);
	KUNIT_EXPECT_EQ(test, s.count, 2);
	KUNIT_EXPECT_EQ(test, s.sem.count, 0);
}

/* A writer waits for a reader: new readers stay out, and come in again when
 * it has become a reader. */
static void sem_writer_worker(void *arg, unsigned int cpu)
{
	if (cpu) {
		wait_for_stage(1);
		down_write(&s.sem);
		change();
		downgrade_write(&s.sem);
		reach(2);
		wait_for_stage(3);
		up_read(&s.sem);
		return;
	}
	down_read(&s.sem);
	reach(1);
	wait_for_bits(&s.sem.count, RWSEM_WWAIT);
	KUNIT_EXPECT_FALSE(the_test, down_read_trylock(&s.sem));
	up_read(&s.sem);
	wait_for_stage(2);
	KUNIT_EXPECT_TRUE(the_test, down_read_trylock(&s.sem));
	up_read(&s.sem);
	reach(3);
}

static void rwsem_waiting_writer_is_next(struct kunit *test)
{
	run_two(test, sem_writer_worker);
	KUNIT_EXPECT_EQ(test, s.count, 1);
	KUNIT_EXPECT_EQ(test, s.sem.count, 0);
}

static struct kunit_case lock_cases[] = {
	KUNIT_CASE(spinlock_excludes),
	KUNIT_CASE(spinlock_is_atomic_context),
	KUNIT_CASE(spinlock_misuse),
	KUNIT_CASE(rwlock_excludes),
	KUNIT_CASE(rwlock_states),
	KUNIT_CASE(mutex_excludes),
	KUNIT_CASE(mutex_misuse),
	KUNIT_CASE(mutex_in_atomic_context),
	KUNIT_CASE(rwsem_excludes),
	KUNIT_CASE(rwsem_writer_not_starved),
	KUNIT_CASE(rwsem_states),
	KUNIT_CASE(rwsem_misuse),
	KUNIT_CASE(mutex_wakes_sleeper),
	KUNIT_CASE(rwsem_wakes_reader),
	KUNIT_CASE(rwsem_waiting_writer_is_next),
	{}
};

static struct kunit_suite lock_suite = {
	.name = "lock",
	.init = lock_init,
	.test_cases = lock_cases,
};

kunit_test_suites(&lock_suite);
