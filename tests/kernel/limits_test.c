/* SPDX-License-Identifier: MIT */
/*
 * limits_test.c - what a process may have of locked and private memory, and
 * calls whose every allocation fails in turn.
 *
 * A call that fails for lack of memory says so and leaves nothing behind; that
 * is seen in the fixture's teardown.
 */
#include "fixture.h"
#include "../../kernel/fs/internal.h"
#include <octavo/fault_inject.h>
#include <uapi/ipc.h>
#include <uapi/mman.h>

#define MAX_POINTS	100u

static void limit(unsigned int which, u64 val)
{
	kt.task->signal->rlim[which].rlim_cur = val;
}

static void locked_memory(struct kunit *test)
{
	const unsigned long two = 2 * PAGE_SIZE;

	kt.task->uid = kt.task->euid = 1000;
	limit(RLIMIT_MEMLOCK, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlock, kt_at(0), PAGE_SIZE, 0, 0), 0l);
	KUNIT_EXPECT_EQ(test, kt.u.mm->locked_vm, 1ul);
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlock, kt_at(0), two, 0, 0),
			(long)-ENOMEM);
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlockall, 1, 0, 0, 0), (long)-ENOMEM);
	limit(RLIMIT_MEMLOCK, two);
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlock, kt_at(0), two, 0, 0), 0l);
	KUNIT_EXPECT_EQ(test, kt.u.mm->locked_vm, 2ul);
	limit(RLIMIT_MEMLOCK, 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlock, kt_at(0), PAGE_SIZE, 0, 0),
			(long)-EPERM);
	KUNIT_EXPECT_EQ(test, kt_call(NR_munlock, kt_at(0), two, 0, 0), 0l);
	KUNIT_EXPECT_EQ(test, kt.u.mm->locked_vm, 0ul);
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlock, kt_at(KT_HOLE * PAGE_SIZE),
				      PAGE_SIZE, 0, 0), (long)-EPERM);
	kt.task->euid = 0;
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlock, kt_at(KT_HOLE * PAGE_SIZE),
				      PAGE_SIZE, 0, 0), (long)-ENOMEM);
	KUNIT_EXPECT_EQ(test, kt_call(NR_mlock, kt_at(0), two, 0, 0), 0l);
	KUNIT_EXPECT_EQ(test, kt_call(NR_munlockall, 0, 0, 0, 0), 0l);
}

static long map(size_t len, unsigned long how)
{
	return ksys_mmap_pgoff(0, len, PROT_READ | PROT_WRITE,
			       MAP_ANONYMOUS | how, ~0u, 0);
}

static void private_memory(struct kunit *test)
{
	const unsigned long now = kt.u.mm->data_vm;
	long at;

	limit(RLIMIT_DATA, (now + 2) * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, map(3 * PAGE_SIZE, MAP_PRIVATE), (long)-ENOMEM);
	at = map(2 * PAGE_SIZE, MAP_PRIVATE);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(at));
	KUNIT_EXPECT_EQ(test, kt.u.mm->data_vm, now + 2);
	KUNIT_EXPECT_EQ(test, map(PAGE_SIZE, MAP_PRIVATE), (long)-ENOMEM);
	KUNIT_EXPECT_EQ(test, kt_call(NR_munmap, (unsigned long)at,
				      2 * PAGE_SIZE, 0, 0), 0l);
	KUNIT_EXPECT_EQ(test, kt.u.mm->data_vm, now);
	/* What is shared does not count. */
	at = map(8 * PAGE_SIZE, MAP_SHARED);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(at));
	KUNIT_EXPECT_EQ(test, kt_call(NR_munmap, (unsigned long)at,
				      8 * PAGE_SIZE, 0, 0), 0l);
	limit(RLIMIT_DATA, RLIM_INFINITY);
}

/* ---- no memory --------------------------------------------------------------- */

static long make_memfd(void)
{
	long fd = kt_call(NR_memfd_create, kt_string(0, "name"), 0, 0, 0);

	return fd < 0 ? fd : kt_call(NR_close, (unsigned long)fd, 0, 0, 0);
}

static long lock_a_part(void)
{
	struct file *file = memory_file("locked", 0600);
	struct lock_request rq = { .type = F_WRLCK, .start = 5, .len = 10 };
	long err;

	if (IS_ERR(file))
		return PTR_ERR(file);
	err = do_lock(file, LOCK_OP_SET, true, &rq);
	rq = (struct lock_request){ .type = F_RDLCK, .start = 7, .len = 2 };
	if (!err)
		err = do_lock(file, LOCK_OP_SET, true, &rq);
	fput(file);
	return err;
}

static long read_self(void)
{
	const struct iovec vec[2] = {
		{ (void __user *)kt_at(0), 16 },
		{ (void __user *)kt_at(PAGE_SIZE), 16 },
	};
	const unsigned long args[6] = {
		1, kt_bytes(100, &vec[0], sizeof(vec[0])), 1,
		kt_bytes(200, &vec[1], sizeof(vec[1])), 1, 0,
	};
	long n = kt_syscall(NR_process_vm_readv, args);

	return n == 16 ? 0 : n;
}

static long make_shm(void)
{
	long id = kt_call(NR_shmget, IPC_PRIVATE, 100, 0600, 0), at;

	if (id < 0)
		return id;
	at = ksys_shmat((int)id, 0, 0);
	kt_call(NR_shmctl, (unsigned long)id, IPC_RMID, 0, 0);
	if (IS_ERR_VALUE(at))
		return at;
	return kt_call(NR_shmdt, (unsigned long)at, 0, 0, 0);
}

static long send_message(void)
{
	const long text[2] = { 1, 2 };
	const unsigned long args[6] = { 0, kt_at(0), 4, 0, IPC_NOWAIT, 0 };
	unsigned long recv[6];
	long id = kt_call(NR_msgget, IPC_PRIVATE, 0600, 0, 0), n;

	if (id < 0)
		return id;
	kt_bytes(0, text, sizeof(text));
	n = kt_call(NR_msgsnd, (unsigned long)id, kt_at(0), 4, IPC_NOWAIT);
	memcpy(recv, args, sizeof(recv));
	recv[0] = (unsigned long)id;
	if (!n)
		n = kt_syscall(NR_msgrcv, recv) == 4 ? 0 : -EIO;
	kt_call(NR_msgctl, (unsigned long)id, IPC_RMID, 0, 0);
	return n;
}

static long use_semaphore(void)
{
	const struct sembuf up = { 0, 1, SEM_UNDO };
	long id = kt_call(NR_semget, IPC_PRIVATE, 2, 0600, 0), err;

	if (id < 0)
		return id;
	kt_bytes(0, &up, sizeof(up));
	err = ksys_semtimedop((int)id, (const struct sembuf __user *)kt_at(0),
			      1, NULL);
	sem_undo_all(kt.task->signal);
	kt_call(NR_semctl, (unsigned long)id, 0, IPC_RMID, 0);
	return err;
}

/* @call works in the end; until then it fails for lack of memory. */
static void sweep(struct kunit *test, enum fault_kind kind, long (*call)(void))
{
	unsigned long nth = 1;
	bool failed = true;

	for (; failed && nth < MAX_POINTS; nth++) {
		long ret;

		fault_inject_arm(kind, nth, false);
		ret = call();
		failed = fault_inject_failed(kind);
		fault_inject_disarm();
		if (ret)
			KUNIT_EXPECT_EQ(test, ret, (long)-ENOMEM);
		KUNIT_EXPECT_TRUE(test, failed || !ret);
	}
	KUNIT_EXPECT_LT(test, nth, (unsigned long)MAX_POINTS);
}

static long (*const calls[])(void) = {
	make_memfd, read_self, make_shm, send_message, use_semaphore,
};

static void without_objects(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		sweep(test, FAULT_SLAB_ALLOC, calls[i]);
}

static void without_pages(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		sweep(test, FAULT_PAGE_ALLOC, calls[i]);
}

/* fcntl(2) says -ENOLCK where there is no memory for a lock. */
static void locks_without_objects(struct kunit *test)
{
	bool failed = true;

	for (unsigned long nth = 1; failed && nth < MAX_POINTS; nth++) {
		long ret;

		fault_inject_arm(FAULT_SLAB_ALLOC, nth, false);
		ret = lock_a_part();
		failed = fault_inject_failed(FAULT_SLAB_ALLOC);
		fault_inject_disarm();
		KUNIT_EXPECT_TRUE(test, !ret || (failed && (ret == -ENOLCK ||
							    ret == -ENOMEM)));
	}
	KUNIT_EXPECT_FALSE(test, failed);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(locked_memory),
	KUNIT_CASE(private_memory),
	KUNIT_CASE(without_objects),
	KUNIT_CASE(without_pages),
	KUNIT_CASE(locks_without_objects),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_limits",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suites(&suite);
