/* SPDX-License-Identifier: MIT */
/*
 * badptr_test.c - every pointer argument of every system call, with every kind
 * of bad pointer.
 *
 * The calls and what their arguments are come from the table of calls itself,
 * so that a new call is tested by being there. The other arguments are made
 * to be right: an open file, a good path, a small count.
 */
#include "fixture.h"

static const struct call {
	unsigned int nr;
	const char *name, *kinds;
} calls[] = {
#define X(nr, name, kinds)	{ nr, #name, kinds },
	SYSCALLS(X)
#undef X
};

static const struct bad {
	const char *what;
	unsigned long addr;
	unsigned long off;		/* not 0: this far into the fixture */
} bads[] = {
	{ "NULL", 0, 0 },
	{ "1", 1, 0 },
	{ "below the first page", TASK_SIZE_MIN - 1, 0 },
	{ "the last user byte", TASK_SIZE - 1, 0 },
	{ "the end of user memory", TASK_SIZE, 0 },
	{ "the highest bit", ~(~0ul >> 1), 0 },
	{ "wrapping", ~0ul - 3, 0 },
	{ "unmapped", 0, KT_HOLE * PAGE_SIZE },
	{ "read only", 0, KT_RO * PAGE_SIZE },
	{ "straddling into a hole", 0, KT_HOLE * PAGE_SIZE - 1 },
};

static unsigned long bad_address(const struct bad *bad)
{
	return bad->off ? kt_at(bad->off) : bad->addr;
}

static bool is_pointer(char kind)
{
	return kind == 's' || kind == 'i' || kind == 'o' || kind == 'b';
}

/* Calls that end the task, or make another, or change what the fixture stands
 * on, or wait for good. */
static bool left_out(const struct call *call)
{
	static const unsigned int nrs[] = {
		NR_exit, NR_exit_group, NR_rt_sigreturn, NR_rt_sigsuspend,
		NR_clone, NR_pause, NR_SIGRETURN(0),
	};

	for (size_t i = 0; i < ARRAY_SIZE(nrs); i++)
		if (nrs[i] == call->nr)
			return true;
	return false;
}

#define ARG_ROOM	512

/* Pointers are to zeros: a time of 0, an empty mask, no arguments. */
static unsigned long good_arg(char kind, long fd, unsigned int i)
{
	static const u8 zeros[ARG_ROOM];

	switch (kind) {
	case 'f':
		return fd;
	case 'd':
		return AT_FDCWD;
	case 's':
		return kt_string(i * 64, "/tmp/file");
	case 'n':
		return 8;
	case 't':
		return KT_STATFS64_SIZE;
	case 'i':
	case 'o':
	case 'b':
		return kt_bytes(PAGE_SIZE + i * ARG_ROOM, zeros, ARG_ROOM);
	}
	return 0;
}

/* An open file at its start, made anew for each call. */
static long fresh_file(void)
{
	static const char text[] = "some text that can be read";
	long fd = kt_call(NR_open, kt_string(0, "/tmp/file"),
			  O_RDWR | O_CREAT | O_TRUNC, 0600, 0);

	kt_call(NR_write, fd, kt_bytes(0, text, sizeof(text)), sizeof(text), 0);
	kt_call(NR_lseek, fd, 0, SEEK_SET, 0);
	return fd;
}

static void close_all(void)
{
	for (unsigned int fd = 0; fd < 16; fd++)
		fd_close(kt.task->files, fd);
}

/* Argument number @i of @call is bad. */
static long call_with(const struct call *call, unsigned int i,
		      unsigned long addr)
{
	long fd = fresh_file(), ret;
	unsigned long args[6] = { 0 };

	for (unsigned int n = 0; call->kinds[n]; n++)
		args[n] = good_arg(call->kinds[n], fd, n);
	args[i] = addr;
	/* Nobody would end a wait. */
	kt.task->thread.sigpending = true;
	ret = kt_syscall(call->nr, args);
	close_all();
	return ret;
}

/* A pointer the call must not accept where it is looked at. */
static bool must_fail(const struct call *call, unsigned int i,
		      const struct bad *bad)
{
	return call->kinds[i] == 's' &&
	       (!bad->off || bad->off == KT_HOLE * PAGE_SIZE);
}

static void one_call(struct kunit *test, const struct call *call)
{
	for (unsigned int i = 0; call->kinds[i]; i++) {
		if (!is_pointer(call->kinds[i]))
			continue;
		for (size_t b = 0; b < ARRAY_SIZE(bads); b++) {
			long ret = call_with(call, i, bad_address(&bads[b]));

			KUNIT_EXPECT_GE_MSG(test, ret, -4095l,
					    "%s, argument %u: %s", call->name,
					    i, bads[b].what);
			if (must_fail(call, i, &bads[b]))
				KUNIT_EXPECT_EQ_MSG(test, ret, -EFAULT,
						    "%s, argument %u: %s",
						    call->name, i,
						    bads[b].what);
			KUNIT_EXPECT_EQ(test, preempt_count(), 0);
			KUNIT_EXPECT_EQ(test, current->pagefault_disabled, 0);
			KUNIT_EXPECT_EQ(test, current->kmap_ctrl.idx, 0);
		}
	}
}

static void all_calls(struct kunit *test)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if (!left_out(&calls[i]))
			one_call(test, &calls[i]);
}

static void bad_pointers_direct(struct kunit *test)
{
	uaccess_set_mode(UACCESS_DIRECT);
	all_calls(test);
}

static void bad_pointers_pinned(struct kunit *test)
{
	uaccess_set_mode(UACCESS_PINNED);
	all_calls(test);
}

/* Where the answer must be EFAULT, nothing else. An argument is the bad pointer
 * (P), a file (f), the root's descriptor (r), its path (s), a size (n) or 0. */
static const struct exact {
	unsigned int nr;
	const char *args;
} exact[] = {
	{ NR_read, "fPn" }, { NR_write, "fPn" }, { NR_pread64, "fPn" },
	{ NR_pwrite64, "fPn" }, { NR_stat, "sP" }, { NR_fstat, "fP" },
	{ NR_lstat, "sP" }, { NR_statx, "0s00P" }, { NR_getcwd, "Pn" },
	{ NR_uname, "P" }, { NR_sysinfo, "P" }, { NR_clock_gettime, "0P" },
	{ NR_getdents, "rPn" }, { NR_getdents64, "rPn" }, { NR_pipe, "P" },
	{ NR_pipe2, "P" }, { NR_getrlimit, "0P" }, { NR_getrusage, "0P" },
	{ NR_statfs, "sP" }, { NR_fstatfs, "fP" }, { NR_getresuid, "P" },
	{ NR_getrandom, "Pn" }, { NR_setrlimit, "0P" },
	EXACT_CALLS
};

static long exact_call(const struct exact *e, unsigned long addr)
{
	unsigned long args[6] = { 0 };
	long fd = fresh_file(), ret;

	for (unsigned int i = 0; e->args[i]; i++) {
		switch (e->args[i]) {
		case 'P':
			args[i] = addr;
			break;
		case 'f':
			args[i] = fd;
			break;
		case 'r':
			args[i] = kt_call(NR_open, kt_string(0, "/"), 0, 0, 0);
			break;
		case 's':
			args[i] = kt_string(0, "/tmp/file");
			break;
		case 'n':
			args[i] = 64;
			break;
		}
	}
	ret = kt_syscall(e->nr, args);
	close_all();
	return ret;
}

static void bad_pointers_exact(struct kunit *test)
{
	static const unsigned long addrs[] = {
		0, 1, TASK_SIZE - 1, TASK_SIZE, ~0ul - 3,
	};

	for (size_t i = 0; i < ARRAY_SIZE(exact); i++)
		for (size_t a = 0; a < ARRAY_SIZE(addrs); a++)
			KUNIT_EXPECT_EQ_MSG(test,
					    exact_call(&exact[i], addrs[a]),
					    -EFAULT, "call %u, address %lx",
					    exact[i].nr, addrs[a]);
}

/* Lengths and offsets that make no sense. */
static void bad_sizes(struct kunit *test)
{
	unsigned long buf = kt_at(PAGE_SIZE);
	long fd = fresh_file();

	KUNIT_EXPECT_EQ(test, kt_call(NR_read, fd, buf, ~0ul, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_read, fd, TASK_SIZE / 2 + PAGE_SIZE,
				      TASK_SIZE / 2, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_write, fd, buf, ~(~0ul >> 1), 0),
			access_ok((void __user *)buf, ~(~0ul >> 1)) ? -EINVAL :
								      -EFAULT);
	KUNIT_EXPECT_EQ(test, kt_pread(fd, buf, 8, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, buf, 8, LLONG_MIN), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, buf, 8, LLONG_MAX), -EFBIG);
	KUNIT_EXPECT_EQ(test, kt_call(NR_lseek, fd, -1ul, SEEK_SET, 0),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_lseek, fd, ~0ul >> 1, SEEK_END, 0),
			-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, kt_call(NR_readv, fd, buf, 1025, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_ftruncate, fd, -1ul, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_poll, buf, 1u << 30, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getcwd, buf, 1, 0, 0), -ERANGE);
	KUNIT_EXPECT_EQ(test, kt_call(NR_dup2, fd, 1u << 20, 0, 0), -EBADF);
	KUNIT_EXPECT_EQ(test, kt_call(NR_close, 99, 0, 0, 0), -EBADF);
	KUNIT_EXPECT_EQ(test, kt_call(9999, 0, 0, 0, 0), -ENOSYS);
	KUNIT_EXPECT_EQ(test, kt_call(~0ul, 0, 0, 0, 0), -ENOSYS);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_SLOW(bad_pointers_direct),
	KUNIT_CASE_SLOW(bad_pointers_pinned),
	KUNIT_CASE(bad_pointers_exact),
	KUNIT_CASE(bad_sizes),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_badptr",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
