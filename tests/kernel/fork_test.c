/* SPDX-License-Identifier: MIT */
/*
 * fork_test.c - making a process, with every allocation of it failing in turn.
 *
 * A fork that fails answers -ENOMEM and leaves nothing. One that succeeds makes
 * a child, which is killed before it sees user code, run to its end, and asked
 * for: what it had is given back, too.
 */
#include "fixture.h"
#include <octavo/fault_inject.h>
#include <uapi/wait.h>

#define MAX_POINTS	400u
/* On x86-64 the thread pointer is given: nobody runs whose it could be. */
#define SETTLS		(BITS_PER_LONG == 64 ? CLONE_SETTLS : 0ul)

static int fork_init(struct kunit *test)
{
	int err = ktest_init(test);

	if (err)
		return err;
	KUNIT_ASSERT_EQ(test, vfs_create_file("/tmp/prog", 0755, "x", 1), 0);
	kt.task->exe = filp_open("/tmp/prog", O_RDONLY, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kt.task->exe));
	return 0;
}

/* Let all other tasks run to their end; the caller is the idle task meanwhile. */
static void run_others(void)
{
	kernel.nr_tasks--;
	sched_run();
	kernel.nr_tasks++;
	kernel.task = kt.task;
	this_cpu()->task = &kt.task->thread;
	task_load_mm(kt.u.mm);
}

/* End a child and ask for it. */
static void finish_child(struct kunit *test, long pid)
{
	struct task *child = find_task((pid_t)pid);
	int status = 0;

	KUNIT_ASSERT_NOT_NULL(test, child);
	send_signal(child, SIGKILL);
	run_others();
	KUNIT_EXPECT_EQ(test, kt_call(NR_wait4, (unsigned long)pid, kt_at(0), 0,
				      0), pid);
	KUNIT_EXPECT_TRUE(test, user_mm_peek(&kt.u, kt_at(0), &status,
					     sizeof(status)));
	KUNIT_EXPECT_EQ(test, status, SIGKILL);
	KUNIT_EXPECT_EQ(test, kernel.nr_tasks, 1u);
}

static void sweep(struct kunit *test, enum fault_kind kind, unsigned long flags)
{
	unsigned long nth = 1;
	bool failed = true;

	for (; failed && nth < MAX_POINTS; nth++) {
		long pid;

		fault_inject_arm(kind, nth, false);
		pid = kt_call(NR_clone, flags | SETTLS, 0, kt_at(64), 0);
		failed = fault_inject_failed(kind);
		fault_inject_disarm();
		if (pid > 0)
			finish_child(test, pid);
		else
			KUNIT_EXPECT_EQ(test, pid, (long)-ENOMEM);
		for (unsigned int fd = 0; fd < 8; fd++)
			fd_close(kt.task->files, fd);
	}
	KUNIT_EXPECT_GT(test, nth, 2ul);
	KUNIT_EXPECT_LT(test, nth, (unsigned long)MAX_POINTS);
}

static void fork_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, SIGCHLD);
}

static void fork_without_pages(struct kunit *test)
{
	sweep(test, FAULT_PAGE_ALLOC, SIGCHLD);
}

static void handle_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, SIGCHLD | CLONE_PIDFD);
}

static void flags_that_make_no_sense(struct kunit *test)
{
	static const unsigned long flags[] = {
		CLONE_SIGHAND, CLONE_THREAD, CLONE_THREAD | CLONE_VM,
		CLONE_PIDFD | CLONE_PARENT_SETTID, SIGCHLD | 0x20000000,
		CLONE_PIDFD | CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, 65,
	};

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		KUNIT_EXPECT_EQ(test, kt_call(NR_clone, flags[i] | SETTLS, 0,
					      kt_at(64), 0), (long)-EINVAL);
}

static void no_more_than_allowed(struct kunit *test)
{
	long pid;

	kernel.max_tasks = 1;
	KUNIT_EXPECT_EQ(test, kt_call(NR_clone, SIGCHLD | SETTLS, 0, 0, 0),
			(long)-EAGAIN);
	kernel.max_tasks = 64;
	kt.task->uid = kt.task->euid = 1000;
	kt.task->signal->rlim[RLIMIT_NPROC].rlim_cur = 1;
	KUNIT_EXPECT_EQ(test, kt_call(NR_clone, SIGCHLD | SETTLS, 0, 0, 0),
			(long)-EAGAIN);
	kt.task->signal->rlim[RLIMIT_NPROC].rlim_cur = 2;
	pid = kt_call(NR_clone, SIGCHLD | SETTLS, 0, kt_at(64), 0);
	KUNIT_ASSERT_GT(test, pid, 0l);
	finish_child(test, pid);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(fork_without_objects),
	KUNIT_CASE(fork_without_pages),
	KUNIT_CASE(handle_without_objects),
	KUNIT_CASE(flags_that_make_no_sense),
	KUNIT_CASE(no_more_than_allowed),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_fork",
	.init = fork_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
