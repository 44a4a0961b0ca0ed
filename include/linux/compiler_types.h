/* SPDX-License-Identifier: MIT */
/*
 * compiler_types.h - words in front of types, and what is asked of them.
 */
#ifndef DOOR_LINUX_COMPILER_TYPES_H
#define DOOR_LINUX_COMPILER_TYPES_H

#include <linux/compiler_attributes.h>

#define __kernel
#define __rcu
#define __percpu
#define __bitwise
#define __bitwise__
#define __nocast
#define __safe
#define __private
#define ACCESS_PRIVATE(p, member)	((p)->member)
#define __acquires(x)
#define __releases(x)
#define __must_hold(x)
#define __cond_acquires(x)
#define __cond_lock(x, c)	(c)
#define __acquire(x)		((void)0)
#define __release(x)		((void)0)
#define __chk_user_ptr(x)	((void)0)
#define __chk_io_ptr(x)		((void)0)

#define notrace			__attribute__((__no_instrument_function__))
#define noinline_for_stack	noinline
#define noinstr			noinline notrace
#define __no_kasan_or_inline	__always_inline
#define __no_kcsan
#define __no_sanitize_or_inline	__always_inline
#define __no_sanitize_memory
#define __no_sanitize_undefined	__attribute__((__no_sanitize_undefined__))
#define __latent_entropy
#define __randomize_layout
#define __no_randomize_layout
#define __designated_init
#define __nocfi
#define asm_volatile_goto	asm goto
#define asm_inline		asm

#define ___PASTE(a, b)		a##b
#define __PASTE(a, b)		___PASTE(a, b)

#define __same_type(a, b)	\
	__builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define __native_word(t)						\
	(sizeof(t) == sizeof(char) || sizeof(t) == sizeof(short) ||	\
	 sizeof(t) == sizeof(int) || sizeof(t) == sizeof(long))
#define __unqual_scalar_typeof(x)	__typeof__(({ __auto_type u_ = (x); u_; }))

#define __diag_push()		_Pragma("GCC diagnostic push")
#define __diag_pop()		_Pragma("GCC diagnostic pop")
#define __diag_pragma(x...)	_Pragma(#x)
#ifdef __clang__
#define __diag_ignore_all(option, comment)	\
	__diag_pragma(clang diagnostic ignored option)
#else
#define __diag_ignore_all(option, comment)	\
	__diag_pragma(GCC diagnostic ignored option)
#endif
#define __diag_ignore(compiler, version, option, comment)

#define __compiletime_assert(cond, msg, name, n)			\
	do {								\
		extern void ___PASTE(name, n)(void)			\
			__compiletime_error(msg);			\
		if (!(cond))						\
			___PASTE(name, n)();				\
	} while (0)
#define _compiletime_assert(cond, msg, name, n)	\
	__compiletime_assert(cond, msg, name, n)
/* Fails to compile unless the compiler finds @cond true when it optimises. */
#define compiletime_assert(cond, msg)	\
	_compiletime_assert(cond, msg, compiletime_assert_, __COUNTER__)
#define compiletime_assert_atomic_type(t)	\
	compiletime_assert(__native_word(t), "a type with no atomic access")

#endif
