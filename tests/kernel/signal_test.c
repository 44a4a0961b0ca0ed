/* SPDX-License-Identifier: MIT */
/*
 * signal_test.c - what a handler finds, and what its return restores.
 */
#include "fixture.h"

#define HANDLER		0x400123ul
#define RESTORER	0x400456ul
#define STACK		(PAGE_SIZE * 4 - 64)	/* top of it in the fixture */

static void set_handler(struct kunit *test, int sig, unsigned long flags)
{
	const struct k_sigaction sa = {
		.handler = HANDLER, .flags = flags | SA_RESTORER,
		.restorer = RESTORER, .mask = 1ul << (SIGUSR2 - 1),
	};

	KUNIT_ASSERT_EQ(test, kt_call(NR_rt_sigaction, sig,
				      kt_bytes(0, &sa, sizeof(sa)), 0, 8), 0);
}

static struct pt_regs some_regs(void)
{
	return (struct pt_regs){
		.rax = 1, .rbx = 2, .rcx = 3, .rdx = 4, .rsi = 5, .rdi = 6,
		.rbp = 7, .r8 = 8, .r9 = 9, .r10 = 10, .r11 = 11, .r12 = 12,
		.r13 = 13, .r14 = 14, .r15 = 15, .orig_rax = -1ul,
		.rip = 0x400000, .rflags = 0x202, .rsp = kt_at(STACK),
	};
}

static void handler_and_return(struct kunit *test)
{
	const struct pt_regs before = some_regs();
	unsigned long pretcode = 0;

	set_handler(test, SIGUSR1, 0);
	kt.regs = before;
	KUNIT_EXPECT_EQ(test, kt_call(NR_kill, 1, SIGUSR1, 0, 0), 0);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, kt.regs.rip, HANDLER);
	KUNIT_EXPECT_EQ(test, kt.regs.rdi, (unsigned long)SIGUSR1);
	KUNIT_EXPECT_EQ(test, kt.regs.rsp % 16, 8ul);
	KUNIT_EXPECT_LT(test, kt.regs.rsp, before.rsp - 128);
	user_mm_peek(&kt.u, kt.regs.rsp, &pretcode, sizeof(pretcode));
	KUNIT_EXPECT_EQ(test, pretcode, RESTORER);
	KUNIT_EXPECT_EQ(test, kt.task->blocked, 1ul << (SIGUSR1 - 1) |
						1ul << (SIGUSR2 - 1));
	kt.regs.rsp += 8;		/* the handler returned */
	kt.regs.rbx = 99;
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigreturn, 0, 0, 0, 0), 1);
	KUNIT_EXPECT_MEMEQ(test, &kt.regs, &before, sizeof(before));
	KUNIT_EXPECT_EQ(test, kt.task->blocked, 0ull);
}

/* The mask of a wait holds until a handler has run, which restores the old. */
static void suspended(struct kunit *test)
{
	const u64 old = 1ull << (SIGUSR1 - 1), none = 0;

	set_handler(test, SIGUSR1, 0);
	kt.regs = some_regs();
	kt.task->blocked = old;
	kt.task->pending = old;
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigsuspend,
				      kt_bytes(0, &none, 8), 8, 0, 0), -EINTR);
	KUNIT_EXPECT_EQ(test, kt.task->blocked, none);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, kt.regs.rip, HANDLER);
	KUNIT_EXPECT_NE(test, kt.task->blocked, none);
	kt.regs.rsp += 8;
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigreturn, 0, 0, 0, 0), 1);
	KUNIT_EXPECT_EQ(test, kt.task->blocked, old);
	/* Nothing could end this wait. */
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigsuspend,
				      kt_bytes(0, &none, 8), 8, 0, 0), -EINTR);
	KUNIT_EXPECT_EQ(test, kt.task->blocked, old);
}

static void blocked_waits(struct kunit *test)
{
	const u64 mask = 1ul << (SIGUSR1 - 1);

	set_handler(test, SIGUSR1, 0);
	kt.regs = some_regs();
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigprocmask, SIG_BLOCK,
				      kt_bytes(0, &mask, 8), 0, 8), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_tgkill, 1, 1, SIGUSR1, 0), 0);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, kt.regs.rip, 0x400000ul);
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigprocmask, SIG_UNBLOCK,
				      kt_bytes(0, &mask, 8), 0, 8), 0);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, kt.regs.rip, HANDLER);
}

static void alternate_stack(struct kunit *test)
{
	const struct k_stack ss = { .ss_sp = kt_at(PAGE_SIZE),
				    .ss_size = PAGE_SIZE };

	set_handler(test, SIGSEGV, SA_ONSTACK | SA_SIGINFO);
	kt.regs = some_regs();
	KUNIT_EXPECT_EQ(test, kt_call(NR_sigaltstack,
				      kt_bytes(0, &ss, sizeof(ss)), 0, 0, 0),
			0);
	kernel_user_fault(&kt.regs, SIGSEGV, SEGV_MAPERR, 0x1234);
	KUNIT_EXPECT_EQ(test, kt.regs.rip, HANDLER);
	KUNIT_EXPECT_GT(test, kt.regs.rsp, kt_at(PAGE_SIZE));
	KUNIT_EXPECT_LT(test, kt.regs.rsp, kt_at(2 * PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, kt_call(NR_sigaltstack, kt_at(0), 0, 0, 0),
			-EPERM);
}

static void refusals(struct kunit *test)
{
	unsigned long sa = kt_at(PAGE_SIZE);

	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigaction, 0, sa, 0, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigaction, 65, sa, 0, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigaction, SIGKILL, sa, 0, 8),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigaction, 1, sa, 0, 4), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigprocmask, 7, sa, 0, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_kill, 2, 0, 0, 0), -ESRCH);
	KUNIT_EXPECT_EQ(test, kt_call(NR_kill, 1, 0, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_kill, 1, 65, 0, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, kt_call(NR_tgkill, 1, 2, SIGUSR1, 0), -ESRCH);
	KUNIT_EXPECT_EQ(test, kt_call(NR_tgkill, 0, 1, SIGUSR1, 0), -EINVAL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(handler_and_return),
	KUNIT_CASE(blocked_waits),
	KUNIT_CASE(suspended),
	KUNIT_CASE(alternate_stack),
	KUNIT_CASE(refusals),
	{}
};

static struct kunit_suite suite = {
	.name = "kernel_signal",
	.init = ktest_init,
	.exit = ktest_exit,
	.test_cases = cases,
};
kunit_test_suite(suite);
