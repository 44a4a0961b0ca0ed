/* SPDX-License-Identifier: MIT */
/*
 * compiler.h - what the compiler can be told and asked.
 */
#ifndef DOOR_LINUX_COMPILER_H
#define DOOR_LINUX_COMPILER_H

#include <linux/compiler_types.h>
#include <octavo/types.h>

#define likely_notrace(x)	likely(x)
#define unlikely_notrace(x)	unlikely(x)
#define barrier_data(ptr)	__asm__ __volatile__("" : : "r"(ptr) : "memory")
#define barrier_before_unreachable()	barrier()
#define unreachable()		__builtin_unreachable()
#define data_race(expr)		(expr)
#define __READ_ONCE(x)		READ_ONCE(x)
#define READ_ONCE_NOCHECK(x)	READ_ONCE(x)

/* The compiler is to forget what it knows of the value. */
#define OPTIMIZER_HIDE_VAR(var)	__asm__("" : "=r"(var) : "0"(var))
#define RELOC_HIDE(ptr, off)						\
	({								\
		unsigned long rh_p;					\
		__asm__("" : "=r"(rh_p) : "0"(ptr));			\
		(__typeof__(ptr))(rh_p + (off));			\
	})
#define absolute_pointer(val)	RELOC_HIDE((void *)(val), 0)

#define __UNIQUE_ID(prefix)	\
	__PASTE(__PASTE(unique_id_, prefix), __COUNTER__)
#define __is_constexpr(x)	\
	(sizeof(int) == sizeof(*(8 ? ((void *)((long)(x) * 0l)) : (int *)8)))
#define __must_be_array(a)	\
	(0 * (int)sizeof(struct {					\
		int not_an_array :					\
			1 - 2 * __same_type((a), &(a)[0]);		\
		int last : 2;						\
	}))
#define is_signed_type(type)	(((type)(-1)) < (__force type)1)
#define is_unsigned_type(type)	(!is_signed_type(type))
#define statically_true(x)	(__builtin_constant_p(x) && (x))
#define prevent_tail_call_optimization()	barrier()
#define __ADDRESSABLE(sym)	\
	static void *__used __UNIQUE_ID(addressable) = (void *)&sym

#endif
