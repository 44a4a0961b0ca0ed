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
		.restorer = RESTORER, .mask = SIGBIT(SIGUSR2) | SIGBIT(40),
	};

	KUNIT_ASSERT_EQ(test, kt_call(NR_rt_sigaction, sig,
				      kt_bytes(0, &sa, sizeof(sa)), 0, 8), 0);
}

/* The handler has spoilt a register and returns. */
static long handler_returns(unsigned long flags)
{
	REG_SP(&kt.regs) += SIGRETURN_POPS(flags);
	REG_SOME(&kt.regs) = 99;
	return kt_call(NR_SIGRETURN(flags), 0, 0, 0, 0);
}

static void there_and_back(struct kunit *test, unsigned long flags)
{
	const struct pt_regs before = some_regs(kt_at(STACK));
	unsigned long pretcode = 0;

	set_handler(test, SIGUSR1, flags);
	kt.regs = before;
	KUNIT_EXPECT_EQ(test, kt_call(NR_kill, 1, SIGUSR1, 0, 0), 0);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, REG_IP(&kt.regs), HANDLER);
	KUNIT_EXPECT_EQ(test, REG_SIGNAL(&kt.regs), (unsigned long)SIGUSR1);
	KUNIT_EXPECT_EQ(test, REG_SP(&kt.regs) % 16, HANDLER_SP_MOD_16 + 0ul);
	KUNIT_EXPECT_LT(test, REG_SP(&kt.regs),
			REG_SP(&before) - SIGFRAME_REDZONE);
	user_mm_peek(&kt.u, REG_SP(&kt.regs), &pretcode, sizeof(pretcode));
	KUNIT_EXPECT_EQ(test, pretcode, RESTORER);
	KUNIT_EXPECT_EQ(test, kt.task->blocked,
			SIGBIT(SIGUSR1) | SIGBIT(SIGUSR2) | SIGBIT(40));
	KUNIT_EXPECT_EQ(test, handler_returns(flags), 1);
	KUNIT_EXPECT_MEMEQ(test, &kt.regs, &before, sizeof(before));
	KUNIT_EXPECT_EQ(test, kt.task->blocked, 0ull);
}

static void handler_and_return(struct kunit *test)
{
	there_and_back(test, 0);
}

static void handler_with_information(struct kunit *test)
{
	there_and_back(test, SA_SIGINFO);
}

/* A frame that says what only the kernel may be. */
static void registers_of_user_code(struct kunit *test)
{
	struct pt_regs regs = some_regs(kt_at(STACK));

	set_handler(test, SIGUSR1, 0);
	REG_FLAGS(&regs) = ~0ul;
	kt.regs = regs;
	kt_call(NR_kill, 1, SIGUSR1, 0, 0);
	do_signals(&kt.regs);
	handler_returns(0);
	/* Interrupts on; no I/O privilege, nested task, virtual 8086 mode. */
	KUNIT_EXPECT_EQ(test, REG_FLAGS(&kt.regs) & 0x200, 0x200ul);
	KUNIT_EXPECT_EQ(test, REG_FLAGS(&kt.regs) & 0x1a7000, 0ul);
}

/* Signals beyond the 32nd are in either frame too. */
static void masks_come_back(struct kunit *test)
{
	const u64 mask = SIGBIT(SIGTERM) | SIGBIT(50) | SIGBIT(64);
	static const unsigned long flags[] = { 0, SA_SIGINFO };

	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		set_handler(test, SIGUSR1, flags[i]);
		kt.regs = some_regs(kt_at(STACK));
		kt.task->blocked = mask;
		send_signal(kt.task, SIGUSR1);
		do_signals(&kt.regs);
		KUNIT_EXPECT_NE(test, kt.task->blocked, mask);
		handler_returns(flags[i]);
		KUNIT_EXPECT_EQ(test, kt.task->blocked, mask);
	}
}

/* The mask of a wait holds until a handler has run, which restores the old. */
static void suspended(struct kunit *test)
{
	const u64 old = SIGBIT(SIGUSR1), none = 0;

	set_handler(test, SIGUSR1, 0);
	kt.regs = some_regs(kt_at(STACK));
	kt.task->blocked = old;
	send_signal(kt.task, SIGUSR1);
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigsuspend,
				      kt_bytes(0, &none, 8), 8, 0, 0),
			-ERESTARTNOHAND);
	KUNIT_EXPECT_EQ(test, kt.task->blocked, none);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, REG_IP(&kt.regs), HANDLER);
	KUNIT_EXPECT_NE(test, kt.task->blocked, none);
	KUNIT_EXPECT_EQ(test, handler_returns(0), 1);
	KUNIT_EXPECT_EQ(test, kt.task->blocked, old);
}

/* A handler's use of floating point does not show in what it interrupted. */
static void floating_point_comes_back(struct kunit *test)
{
	u8 before[FPU_IMAGE_SIZE] __aligned(64) = { 0 };
	u8 now[FPU_IMAGE_SIZE] __aligned(64) = { 0 };
	static const unsigned long flags[] = { 0, SA_SIGINFO };

	if (!arch_get_user_fpu(before)) {
		kunit_skip(test, "no program, no registers");
		return;
	}
	/* Its control word, the tags, and registers: x87 and XMM. */
	fpu_reset();
	arch_get_user_fpu(before);
	before[4] = 0x81;
	for (unsigned int i = 0; i < 8; i++)
		memset(before + 32 + 16 * i, 0x11 * i, 10);
	memset(before + 160, 0x77, 128);
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++) {
		arch_set_user_fpu(before);
		set_handler(test, SIGUSR1, flags[i]);
		kt.regs = some_regs(kt_at(STACK));
		send_signal(kt.task, SIGUSR1);
		do_signals(&kt.regs);
		fpu_reset();
		handler_returns(flags[i]);
		KUNIT_ASSERT_TRUE(test, arch_get_user_fpu(now));
		KUNIT_EXPECT_MEMEQ(test, now, before, 24);
		KUNIT_EXPECT_MEMEQ(test, now + 32, before + 32, 256);
	}
	fpu_reset();
}

static void blocked_waits(struct kunit *test)
{
	const u64 mask = SIGBIT(SIGUSR1);

	set_handler(test, SIGUSR1, 0);
	kt.regs = some_regs(kt_at(STACK));
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigprocmask, SIG_BLOCK,
				      kt_bytes(0, &mask, 8), 0, 8), 0);
	KUNIT_EXPECT_EQ(test, kt_call(NR_tgkill, 1, 1, SIGUSR1, 0), 0);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, REG_IP(&kt.regs), 0x400000ul);
	KUNIT_EXPECT_EQ(test, kt_call(NR_rt_sigprocmask, SIG_UNBLOCK,
				      kt_bytes(0, &mask, 8), 0, 8), 0);
	do_signals(&kt.regs);
	KUNIT_EXPECT_EQ(test, REG_IP(&kt.regs), HANDLER);
}

static void alternate_stack(struct kunit *test)
{
	const struct k_stack ss = { .ss_sp = kt_at(PAGE_SIZE),
				    .ss_size = PAGE_SIZE };

	set_handler(test, SIGSEGV, SA_ONSTACK | SA_SIGINFO);
	kt.regs = some_regs(kt_at(STACK));
	KUNIT_EXPECT_EQ(test, kt_call(NR_sigaltstack,
				      kt_bytes(0, &ss, sizeof(ss)), 0, 0, 0),
			0);
	kernel_user_fault(&kt.regs, SIGSEGV, SEGV_MAPERR, 0x1234);
	KUNIT_EXPECT_EQ(test, REG_IP(&kt.regs), HANDLER);
	KUNIT_EXPECT_GT(test, REG_SP(&kt.regs), kt_at(PAGE_SIZE));
	KUNIT_EXPECT_LT(test, REG_SP(&kt.regs), kt_at(2 * PAGE_SIZE));
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
	KUNIT_CASE(handler_with_information),
	KUNIT_CASE(registers_of_user_code),
	KUNIT_CASE(masks_come_back),
	KUNIT_CASE(floating_point_comes_back),
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
