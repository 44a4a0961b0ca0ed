/* SPDX-License-Identifier: MIT */
/*
 * kunit/static_stub.h - replacing a function while a test runs.
 *
 *	int read_sensor(int nr)
 *	{
 *		KUNIT_STATIC_STUB_REDIRECT(read_sensor, nr);
 *		...
 *	}
 *	kunit_activate_static_stub(test, read_sensor, fake_read_sensor);
 *
 * Only calls on the test's own task are redirected.
 */
#ifndef KUNIT_STATIC_STUB_H
#define KUNIT_STATIC_STUB_H

#include <kunit/test.h>

#define KUNIT_STATIC_STUB_REDIRECT(real_fn_name, args...)		\
	do {								\
		__typeof__(&real_fn_name) kunit_replacement;		\
		struct kunit *kunit_test_here = kunit_get_current_test(); \
									\
		if (likely(!kunit_test_here))				\
			break;						\
		kunit_replacement = (__typeof__(&real_fn_name))		\
			kunit_static_stub_of(kunit_test_here,		\
					     (void *)&real_fn_name);	\
		if (unlikely(kunit_replacement))			\
			return kunit_replacement(args);			\
	} while (0)

#define kunit_activate_static_stub(test, real_fn_addr, replacement_addr) \
	do {								\
		BUILD_BUG_ON(!__builtin_types_compatible_p(		\
			__typeof__(*(real_fn_addr)),			\
			__typeof__(*(replacement_addr))));		\
		kunit_set_static_stub(test, (void *)(real_fn_addr),	\
				      (void *)(replacement_addr));	\
	} while (0)

#define kunit_deactivate_static_stub(test, real_fn_addr)		\
	kunit_set_static_stub(test, (void *)(real_fn_addr), NULL)

/**
 * kunit_static_stub_of() - what stands in for a function
 * @test: the running test
 * @real: the function
 *
 * Context: Any context.
 * Return: its replacement, or NULL.
 */
void *kunit_static_stub_of(struct kunit *test, void *real);

/**
 * kunit_set_static_stub() - let one function stand in for another
 * @test: until it ends
 * @real: the function
 * @replacement: instead of it; NULL: none any more
 *
 * Context: May sleep.
 */
void kunit_set_static_stub(struct kunit *test, void *real, void *replacement);

#endif
