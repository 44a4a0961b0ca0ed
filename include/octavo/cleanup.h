/* SPDX-License-Identifier: MIT */
/*
 * cleanup.h - what is undone when a variable's scope ends.
 *
 *	DEFINE_FREE(name, type, code)	p __free(name): code runs on _T
 *	DEFINE_CLASS(name, type, exit, init, args)
 *	CLASS(name, var)(args)		a variable of the class
 *	DEFINE_GUARD(name, type, lock, unlock)
 *	guard(name)(lock);		held up to the end of the scope
 *	scoped_guard(name, lock) { }	held in the block
 */
#ifndef OCTAVO_CLEANUP_H
#define OCTAVO_CLEANUP_H

#include <octavo/types.h>

#define CLEANUP_PASTE_2(a, b)	a##b
#define CLEANUP_PASTE(a, b)	CLEANUP_PASTE_2(a, b)

#define DEFINE_FREE(name, type, code)					\
	static inline void __free_##name(void *p)			\
	{								\
		type _T = *(type *)p;					\
		code;							\
	}
#define __free(name)	__attribute__((__cleanup__(__free_##name)))

/* The pointer leaves its variable, which then undoes nothing. */
#define __get_and_null(p, null)						\
	({								\
		__auto_type gan_p = &(p);				\
		__auto_type gan_v = *gan_p;				\
		*gan_p = null;						\
		gan_v;							\
	})
#define no_free_ptr(p)							\
	({								\
		__typeof__(p) nfp_v = (p);				\
		(p) = NULL;						\
		nfp_v;							\
	})
#define return_ptr(p)	return no_free_ptr(p)
#define retain_and_null_ptr(p)	((void)no_free_ptr(p))

#define DEFINE_CLASS(name, type, exit, init, init_args...)		\
	typedef type class_##name##_t;					\
	static inline void class_##name##_destructor(type *p)		\
	{								\
		type _T = *p;						\
		exit;							\
	}								\
	static inline type class_##name##_constructor(init_args)	\
	{								\
		type t = init;						\
		return t;						\
	}
#define CLASS(name, var)						\
	class_##name##_t var						\
	__attribute__((__unused__,					\
		       __cleanup__(class_##name##_destructor))) =	\
		class_##name##_constructor

#define DEFINE_GUARD(name, type, lock, unlock)				\
	DEFINE_CLASS(name, type, if (_T) { unlock; },			\
		     ({ lock; _T; }), type _T)
#define guard(name)	CLASS(name, CLEANUP_PASTE(guard_, __COUNTER__))
#define scoped_guard(name, args...)					\
	for (CLASS(name, scope_)(args), *done_ = NULL; !done_;		\
	     done_ = (void *)1)

#endif
