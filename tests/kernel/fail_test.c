/* SPDX-License-Identifier: MIT */
/*
 * fail_test.c - every allocation of a scenario made to fail, one by one.
 *
 * A scenario is a function that makes system calls. It is run with the first
 * allocation failing, then the second, and so on until it passes unharmed.
 * Every call must answer with an error it may have, and after the scenario
 * nothing may be left: the suite's leak check sees to that.
 */
#include "fixture.h"
#include <octavo/fault_inject.h>

#define MAX_POINTS	400u

/* 0, a descriptor or the like; -ENOMEM; -EFAULT where a page of the program
 * could not be had. */
static bool may_answer(long ret)
{
	return ret >= 0 || ret == -ENOMEM || ret == -EFAULT || ret == -EBADF ||
	       ret == -ENOENT || ret == -EEXIST || ret == -ENOEXEC;
}

static long call(struct kunit *test, unsigned long nr, unsigned long a,
		 unsigned long b, unsigned long c)
{
	long ret = kt_call(nr, a, b, c, 0);

	KUNIT_EXPECT_TRUE_MSG(test, may_answer(ret), "call %lu answers %ld", nr,
			      ret);
	return ret;
}

/* Paths are put there before anything fails. */
enum { P_FILE, P_DIR, P_LINK, P_MAPS, P_NEW, P_PROG, NR_P };
static const char *const paths[NR_P] = {
	"/tmp/file", "/tmp/dir", "/tmp/dir/link", "/proc/self/maps",
	"/tmp/dir/new", "/tmp/prog",
};

static unsigned long path(int n)
{
	return kt_at(64 * n);
}

static void put_paths(void)
{
	for (int n = 0; n < NR_P; n++)
		kt_string(64 * n, paths[n]);
}

static void clean(void)
{
	for (unsigned int fd = 0; fd < 16; fd++)
		fd_close(kt.task->files, fd);
	kt_call(NR_unlink, path(P_FILE), 0, 0, 0);
	kt_call(NR_unlink, path(P_LINK), 0, 0, 0);
	kt_call(NR_unlink, path(P_NEW), 0, 0, 0);
	kt_call(NR_rmdir, path(P_DIR), 0, 0, 0);
}

static void files(struct kunit *test)
{
	long fd = call(test, NR_open, path(P_FILE), O_RDWR | O_CREAT, 0600);

	call(test, NR_write, fd, kt_at(PAGE_SIZE), 2 * PAGE_SIZE);
	call(test, NR_lseek, fd, 0, SEEK_SET);
	call(test, NR_read, fd, kt_at(PAGE_SIZE), 2 * PAGE_SIZE);
	call(test, NR_mkdir, path(P_DIR), 0700, 0);
	call(test, NR_symlink, path(P_FILE), path(P_LINK), 0);
	call(test, NR_stat, path(P_LINK), kt_at(PAGE_SIZE), 0);
	call(test, NR_rename, path(P_FILE), path(P_NEW), 0);
	call(test, NR_unlink, path(P_NEW), 0, 0);
}

static void tables(struct kunit *test)
{
	long fd = call(test, NR_open, path(P_MAPS), O_RDONLY, 0);

	call(test, NR_read, fd, kt_at(PAGE_SIZE), PAGE_SIZE);
	call(test, NR_pipe, kt_at(PAGE_SIZE), 0, 0);
	call(test, NR_dup2, fd, 200, 0);
	call(test, NR_close, 200, 0, 0);
	call(test, NR_getcwd, kt_at(PAGE_SIZE), 100, 0);
	call(test, NR_uname, kt_at(PAGE_SIZE), 0, 0);
}

static void exec(struct kunit *test)
{
	call(test, NR_execve, path(P_PROG), 0, 0);
}

/* Run @scenario with every point of @kind failing in turn. */
static void sweep(struct kunit *test, enum fault_kind kind,
		  void (*scenario)(struct kunit *test))
{
	unsigned long nth = 1;

	put_paths();
	vfs_create_file("/tmp/prog", 0755, "not a program", 13);
	for (; nth < MAX_POINTS; nth++) {
		bool failed;

		fault_inject_arm(kind, nth, false);
		scenario(test);
		failed = fault_inject_failed(kind);
		fault_inject_disarm();
		clean();
		put_paths();
		if (!failed)
			break;
	}
	KUNIT_EXPECT_GT(test, nth, 1ul);
	KUNIT_EXPECT_LT(test, nth, (unsigned long)MAX_POINTS);
}

static void files_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, files);
}

static void files_without_pages(struct kunit *test)
{
	sweep(test, FAULT_PAGE_ALLOC, files);
}

static void files_without_nodes(struct kunit *test)
{
	sweep(test, FAULT_NODE_ALLOC, files);
}

static void files_without_copies(struct kunit *test)
{
	sweep(test, FAULT_USER_COPY, files);
}

static void tables_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, tables);
}

static void exec_without_objects(struct kunit *test)
{
	sweep(test, FAULT_SLAB_ALLOC, exec);
}

/* Booting itself: either it works or it says why and nothing is left. */
static void boot_without_objects(struct kunit *test)
{
	unsigned long nth = 1;
	int err = -ENOMEM;

	for (; err && nth < MAX_POINTS; nth++) {
		fault_inject_arm(FAULT_SLAB_ALLOC, nth, false);
		err = kernel_boot();
		fault_inject_disarm();
		KUNIT_EXPECT_TRUE(test, err == 0 || err == -ENOMEM);
	}
	KUNIT_EXPECT_EQ(test, err, 0);
	if (!err)
		kernel_exit();
}

static struct kunit_case cases[] = {
	KUNIT_CASE(files_without_objects),
	KUNIT_CASE(files_without_pages),
	KUNIT_CASE(files_without_nodes),
	KUNIT_CASE(files_without_copies),
	KUNIT_CASE(tables_without_objects),
	KUNIT_CASE(exec_without_objects),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_fail",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};

static struct kunit_case boot_cases[] = {
	KUNIT_CASE(boot_without_objects),
	{}
};

static struct kunit_suite boot_suite = {
	.name = "kernel_boot",
	.test_cases = boot_cases,
};
kunit_test_suites(&suite, &boot_suite);
