/* SPDX-License-Identifier: MIT */
/*
 * kunit/try-catch.h - code that an assertion may leave in the middle.
 */
#ifndef KUNIT_TRY_CATCH_H
#define KUNIT_TRY_CATCH_H

#include <octavo/types.h>

struct kunit;

typedef void (*kunit_try_catch_func_t)(void *context);

struct kunit_try_catch {
	struct kunit *test;
	int try_result;
	kunit_try_catch_func_t try;
	kunit_try_catch_func_t catch;
	void *context;
};

/* What to try, and what to do if it is left. */
static inline void kunit_try_catch_init(struct kunit_try_catch *tc,
					struct kunit *test,
					kunit_try_catch_func_t try_fn,
					kunit_try_catch_func_t catch_fn)
{
	tc->test = test;
	tc->try = try_fn;
	tc->catch = catch_fn;
}

/**
 * kunit_try_catch_run() - try, and if that was left, catch
 * @tc: what to do
 * @context: passed to both
 *
 * Unlike Linux: on the caller's task, so there is no time limit of its own.
 *
 * Context: May sleep.
 */
void kunit_try_catch_run(struct kunit_try_catch *tc, void *context);

/**
 * kunit_try_catch_throw() - leave what is being tried
 * @tc: that of the innermost kunit_try_catch_run()
 *
 * Context: Any context; in what is being tried.
 */
__noreturn void kunit_try_catch_throw(struct kunit_try_catch *tc);

/* 0, or -EFAULT if it was left. */
static inline int kunit_try_catch_get_result(const struct kunit_try_catch *tc)
{
	return tc->try_result;
}

#endif
