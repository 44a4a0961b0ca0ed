/* SPDX-License-Identifier: MIT */
/*
 * guard.c - leaving a test in the middle.
 *
 * Each CPU knows the innermost guarded call on its stack. An assertion jumps
 * back to it; so does a panic, where a test said that one is to come. The
 * compiler's own setjmp is used: three words, no libc, no signal mask.
 */
#include <octavo/cpu.h>
#include <octavo/port.h>
#include <uapi/errno.h>
#include "internal.h"

struct jump {
	void *buf[5];
	struct jump *outer;
	struct task_struct *task;	/* whose stack it is on */
};

static struct jump *innermost[NR_CPUS];

static struct jump **this_jump(void)
{
	return &innermost[smp_processor_id()];
}

static __noreturn noinline void jump_out(void)
{
	struct jump *jump = *this_jump();

	if (!jump || jump->task != current)
		panic("a test aborts, but not on the task that runs it");
	__builtin_longjmp(jump->buf, 1);
}

/* The frame that setjmp belongs to: it must not be inlined, and what it
 * changes in between it must not keep in registers. */
static noinline bool guarded_call(struct jump *jump, void (*fn)(void *arg),
				  void *arg)
{
	if (__builtin_setjmp(jump->buf))
		return false;
	fn(arg);
	return true;
}

bool kunit_guard(void (*fn)(void *arg), void *arg)
{
	struct jump jump = { .outer = *this_jump(), .task = current };
	unsigned int preempt = preempt_count();
	bool returned;

	*this_jump() = &jump;
	returned = guarded_call(&jump, fn, arg);
	*this_jump() = jump.outer;
	if (!returned)
		this_cpu()->preempt_count = preempt;
	return returned;
}

void kunit_guard_moved(void)
{
	(*this_jump())->task = current;
}

void kunit_abort(struct kunit *test)
{
	jump_out();
}

void kunit_try_catch_run(struct kunit_try_catch *tc, void *context)
{
	tc->context = context;
	tc->try_result = 0;
	if (kunit_guard(tc->try, context))
		return;
	tc->try_result = -EFAULT;
	tc->catch(context);
}

void kunit_try_catch_throw(struct kunit_try_catch *tc)
{
	jump_out();
}

/* ---- panics that are to come ---------------------------------------------- */

static struct kunit *panicking;

static void catch_panic(const char *msg)
{
	strscpy(panicking->panic_text, msg, sizeof(panicking->panic_text));
	jump_out();
}

bool kunit_panics(struct kunit *test, void (*fn)(void *arg), void *arg)
{
	bool returned;

	test->panic_text[0] = '\0';
	panicking = test;
	panic_set_hook(catch_panic);
	returned = kunit_guard(fn, arg);
	panic_set_hook(NULL);
	panicking = NULL;
	return !returned && test->panic_text[0];
}

/* ---- several CPUs ------------------------------------------------------------ */

struct cpu_call {
	struct kunit *test;
	void (*fn)(void *arg, unsigned int cpu);
	void *arg;
};

static void call_one(void *arg)
{
	struct cpu_call *call = arg;

	call->fn(call->arg, smp_processor_id());
}

static void call_guarded(void *arg, unsigned int cpu)
{
	struct cpu_call *call = arg;
	unsigned int preempt = preempt_count();

	if (kunit_guard(call_one, call))
		KUNIT_EXPECT_EQ_MSG(call->test, preempt_count(), preempt,
				    "on CPU %u", cpu);
}

void kunit_run_on_cpus(struct kunit *test, unsigned int nr,
		       void (*fn)(void *arg, unsigned int cpu), void *arg)
{
	struct cpu_call call = { test, fn, arg };

	KUNIT_EXPECT_EQ(test, arch_run_on_cpus(nr, call_guarded, &call), 0);
}

static void count_cpu(void *arg, unsigned int cpu)
{
	__atomic_fetch_add((unsigned int *)arg, 1, __ATOMIC_RELAXED);
}

bool kunit_has_cpus(unsigned int nr)
{
	unsigned int count = 0;

	return !arch_run_on_cpus(nr, count_cpu, &count) && count == nr;
}
