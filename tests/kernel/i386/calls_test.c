/* SPDX-License-Identifier: MIT */
/*
 * calls_test.c - calls that i386 has in shapes of its own: what does not fit is
 * refused, what comes in pieces is put together.
 */
#include "../fixture.h"
#include <uapi/mman.h>

#define BIG	(3ll << 30)		/* more than a long can say */

static long open_file(unsigned int flags)
{
	return kt_call(NR_open, kt_string(0, "/tmp/f"), O_RDWR | flags, 0600,
		       0);
}

/* A file of BIG bytes with one at its end. */
static long big_file(struct kunit *test)
{
	long fd = open_file(O_CREAT | O_LARGEFILE);

	KUNIT_EXPECT_EQ(test, kt_pwrite(fd, kt_string(0, "x"), 1, BIG - 1), 1);
	return fd;
}

static void expect_string(struct kunit *test, unsigned long addr,
			     const char *want)
{
	char got[8] = { 0 };

	KUNIT_ASSERT_TRUE(test, user_mm_peek(&kt.u, addr, got, sizeof(got)));
	KUNIT_EXPECT_STREQ(test, got, want);
}

static void large_files(struct kunit *test)
{
	long fd = big_file(test), small;
	loff_t pos = 0;

	KUNIT_EXPECT_EQ(test, kt_pread(fd, kt_at(64), 8, BIG - 1), 1);
	KUNIT_EXPECT_EQ(test, kt_call(NR_lseek, fd, 0, SEEK_END, 0),
			-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, kt_syscall(NR_llseek, (unsigned long[6]){
				fd, 0, 0, kt_at(64), SEEK_END }), 0);
	KUNIT_EXPECT_TRUE(test, user_mm_peek(&kt.u, kt_at(64), &pos, 8));
	KUNIT_EXPECT_EQ(test, pos, BIG);
	KUNIT_EXPECT_EQ(test, open_file(0), -EOVERFLOW);
	KUNIT_EXPECT_EQ(test, kt_call(NR_fstat, fd, kt_at(64), 0, 0),
			-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, kt_call(NR_oldfstat, fd, kt_at(64), 0, 0),
			-EOVERFLOW);
	KUNIT_EXPECT_EQ(test, kt_call(NR_ftruncate64, fd, 100, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_ftruncate, fd, 100, 0, 0), 0);
	small = open_file(0);
	KUNIT_EXPECT_GE(test, small, 0l);
	KUNIT_EXPECT_EQ(test, kt_pwrite(small, kt_at(0), 8, 0x7ffffffc), 3);
	KUNIT_EXPECT_EQ(test, kt_pwrite(small, kt_at(0), 8, 0x7fffffff),
			-EFBIG);
}

static void three_stats(struct kunit *test)
{
	long fd = open_file(O_CREAT);
	struct old_stat old;
	struct stat64 big;
	struct stat st;

	kt_pwrite(fd, kt_at(0), 77, 0);
	kt_call(NR_fchown, fd, 70000, 5, 0);
	KUNIT_ASSERT_EQ(test, kt_call(NR_oldfstat, fd, kt_at(0), 0, 0), 0);
	user_mm_peek(&kt.u, kt_at(0), &old, sizeof(old));
	KUNIT_ASSERT_EQ(test, kt_call(NR_fstat, fd, kt_at(0), 0, 0), 0);
	user_mm_peek(&kt.u, kt_at(0), &st, sizeof(st));
	KUNIT_ASSERT_EQ(test, kt_call(NR_fstat64, fd, kt_at(0), 0, 0), 0);
	user_mm_peek(&kt.u, kt_at(0), &big, sizeof(big));
	KUNIT_EXPECT_EQ(test, old.st_size, 77ul);
	KUNIT_EXPECT_EQ(test, st.st_size, 77ul);
	KUNIT_EXPECT_EQ(test, big.st_size, 77ll);
	KUNIT_EXPECT_EQ(test, (unsigned int)old.st_uid, 65534u);
	KUNIT_EXPECT_EQ(test, (unsigned int)st.st_uid, 65534u);
	KUNIT_EXPECT_EQ(test, big.st_uid, 70000ul);
	KUNIT_EXPECT_EQ(test, (unsigned int)st.st_gid, 5u);
	KUNIT_EXPECT_EQ(test, big.st_ino, (u64)st.st_ino);
	KUNIT_EXPECT_EQ(test, big.st_mode, S_IFREG | 0600u);
	KUNIT_EXPECT_EQ(test, old.st_mtime, big.st_mtime);
}

/* 0xffff is "leave it", as ~0 in 32 bits. */
static void ids_of_16_bits(struct kunit *test)
{
	u16 ids[3];

	KUNIT_EXPECT_EQ(test, kt_call(NR_setresuid16, 0xffff, 7, 0x1ffff, 0),
			0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getresuid16, kt_at(0), kt_at(2),
				      kt_at(4), 0), 0);
	user_mm_peek(&kt.u, kt_at(0), ids, sizeof(ids));
	KUNIT_EXPECT_EQ(test, (unsigned int)ids[0], 0u);
	KUNIT_EXPECT_EQ(test, (unsigned int)ids[1], 7u);
	KUNIT_EXPECT_EQ(test, (unsigned int)ids[2], 0u);
	KUNIT_EXPECT_EQ(test, kt_call(NR_geteuid16, 0, 0, 0, 0), 7);
	KUNIT_EXPECT_EQ(test, kt_call(NR_setuid16, 0xffff, 0, 0, 0), -EINVAL);
	kt.task->euid = 0x12345;
	KUNIT_EXPECT_EQ(test, kt_call(NR_geteuid16, 0, 0, 0, 0), 65534);
	KUNIT_EXPECT_EQ(test, kt_call(NR_geteuid, 0, 0, 0, 0), 0x12345);
}

static void mappings(struct kunit *test)
{
	const unsigned long args[6] = {
		0x20000000, PAGE_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_FIXED, open_file(O_CREAT | O_LARGEFILE),
		PAGE_SIZE,
	};
	unsigned long second[6], uargs = kt_bytes(256, args, sizeof(args));

	kt_pwrite(args[4], kt_string(0, "here"), 5, PAGE_SIZE);
	kt_pwrite(args[4], kt_string(0, "far"), 4, BIG);
	KUNIT_EXPECT_EQ(test, kt_call(NR_old_mmap, uargs, 0, 0, 0),
			0x20000000l);
	expect_string(test, 0x20000000, "here");
	memcpy(second, args, sizeof(second));
	second[5] = BIG >> PAGE_SHIFT;
	KUNIT_EXPECT_EQ(test, kt_syscall(NR_mmap_pgoff, second), 0x20000000l);
	expect_string(test, 0x20000000, "far");
	second[5] = 1;			/* for the old call: not of a page */
	kt_bytes(256, second, sizeof(second));
	KUNIT_EXPECT_EQ(test, kt_call(NR_old_mmap, uargs, 0, 0, 0), -EINVAL);
}

static void thread_areas(struct kunit *test)
{
	struct user_desc d = {
		.entry_number = ~0u, .base_addr = 0x12345678, .limit = 0xfffff,
		.seg_32bit = 1, .limit_in_pages = 1, .useable = 1,
	}, got;
	const u64 before = arch_get_tls_entry(0);
	unsigned long ud = kt_bytes(0, &d, sizeof(d));

	arch_set_tls_entry(0, 0);
	KUNIT_ASSERT_EQ(test, kt_call(NR_set_thread_area, ud, 0, 0, 0), 0);
	user_mm_peek(&kt.u, ud, &got, sizeof(got));
	KUNIT_EXPECT_EQ(test, got.entry_number, 6u);
	KUNIT_ASSERT_EQ(test, kt_call(NR_get_thread_area, ud, 0, 0, 0), 0);
	user_mm_peek(&kt.u, ud, &got, sizeof(got));
	d.entry_number = 6;
	KUNIT_EXPECT_MEMEQ(test, &got, &d, sizeof(d));
	KUNIT_EXPECT_EQ(test, arch_get_tls_entry(0) & ~(1ull << 40),
			0x12dff2345678ffffull);

	d.contents = 2;			/* code */
	kt_bytes(0, &d, sizeof(d));
	KUNIT_EXPECT_EQ(test, kt_call(NR_set_thread_area, ud, 0, 0, 0),
			-EINVAL);
	d.contents = 0;
	d.entry_number = 12;		/* the kernel's */
	kt_bytes(0, &d, sizeof(d));
	KUNIT_EXPECT_EQ(test, kt_call(NR_set_thread_area, ud, 0, 0, 0),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_get_thread_area, ud, 0, 0, 0),
			-EINVAL);
	d = (struct user_desc){ .entry_number = 6, .read_exec_only = 1,
				.seg_not_present = 1 };
	kt_bytes(0, &d, sizeof(d));
	KUNIT_EXPECT_EQ(test, kt_call(NR_set_thread_area, ud, 0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, arch_get_tls_entry(0), 0ull);
	arch_set_tls_entry(0, before);
}

static void others(struct kunit *test)
{
	const unsigned long sock[3] = { 0, 1, 0 };
	unsigned long args = kt_bytes(0, sock, sizeof(sock)), val = 0;

	KUNIT_EXPECT_EQ(test, kt_call(NR_socketcall, 1, args, 0, 0),
			-EAFNOSUPPORT);
	KUNIT_EXPECT_EQ(test, kt_call(NR_socketcall, 4, args, 0, 0), -EBADF);
	KUNIT_EXPECT_EQ(test, kt_call(NR_socketcall, 99, args, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_waitpid, -1, 0, 0, 0), -ECHILD);
	KUNIT_EXPECT_EQ(test, kt_call(NR_nice, 100, 0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getpriority, 0, 0, 0, 0), 1);
	KUNIT_EXPECT_EQ(test, kt_call(NR_statfs64, kt_string(0, "/"), 80,
				      kt_at(64), 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_statfs64, kt_string(0, "/"), 84,
				      kt_at(64), 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_old_getrlimit, RLIMIT_FSIZE, kt_at(0),
				      0, 0), 0);
	user_mm_peek(&kt.u, kt_at(0), &val, sizeof(val));
	KUNIT_EXPECT_EQ(test, val, 0x7ffffffful);
	KUNIT_EXPECT_EQ(test, kt_call(NR_getrlimit, RLIMIT_FSIZE, kt_at(0),
				      0, 0), 0);
	user_mm_peek(&kt.u, kt_at(0), &val, sizeof(val));
	KUNIT_EXPECT_EQ(test, val, ~0ul);
}

/* Calls that know 32 signals leave the others alone. */
static void old_signal_calls(struct kunit *test)
{
	const u32 set = (u32)SIGBIT(SIGUSR1);
	u32 old = 0;

	kt.task->blocked = SIGBIT(40) | SIGBIT(SIGTERM);
	KUNIT_EXPECT_EQ(test, kt_call(NR_sigprocmask, SIG_SETMASK,
				      kt_bytes(0, &set, 4), kt_at(64), 0), 0);
	user_mm_peek(&kt.u, kt_at(64), &old, sizeof(old));
	KUNIT_EXPECT_EQ(test, old, (u32)SIGBIT(SIGTERM));
	KUNIT_EXPECT_EQ(test, kt.task->blocked, SIGBIT(40) | SIGBIT(SIGUSR1));
	KUNIT_EXPECT_EQ(test, kt_call(NR_sgetmask, 0, 0, 0, 0), (long)set);
	KUNIT_EXPECT_EQ(test, kt_call(NR_signal, SIGUSR2, 0x1234, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_signal, SIGUSR2, SIG_IGN, 0, 0),
			0x1234);
	KUNIT_EXPECT_EQ(test, kt_call(NR_signal, SIGKILL, SIG_IGN, 0, 0),
			-EINVAL);
}

/* Without SA_RESTORER a handler returns into the page that all programs have. */
static void handler_without_restorer(struct kunit *test)
{
	const struct k_sigaction sa = { .handler = 0x400123 };
	unsigned long pretcode = 0;

	kt_call(NR_rt_sigaction, SIGUSR1, kt_bytes(0, &sa, sizeof(sa)), 0, 8);
	kt.regs = some_regs(kt_at(PAGE_SIZE * 4 - 64));
	send_signal(kt.task, SIGUSR1);
	do_signals(&kt.regs);
	user_mm_peek(&kt.u, REG_SP(&kt.regs), &pretcode, sizeof(pretcode));
	KUNIT_EXPECT_EQ(test, pretcode, VDSO_SIGRETURN);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(large_files),
	KUNIT_CASE(three_stats),
	KUNIT_CASE(ids_of_16_bits),
	KUNIT_CASE(mappings),
	KUNIT_CASE(thread_areas),
	KUNIT_CASE(others),
	KUNIT_CASE(old_signal_calls),
	KUNIT_CASE(handler_without_restorer),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_i386",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
