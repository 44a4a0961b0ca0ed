/* SPDX-License-Identifier: MIT */
/*
 * compiler_attributes.h - the compiler's attributes by their names on Linux.
 */
#ifndef DOOR_LINUX_COMPILER_ATTRIBUTES_H
#define DOOR_LINUX_COMPILER_ATTRIBUTES_H

#include <octavo/compiler.h>

#define __alias(symbol)		__attribute__((__alias__(#symbol)))
#define __aligned_largest	__attribute__((__aligned__))
#define __always_unused		__attribute__((__unused__))
#define __assume_aligned(a, ...)	\
	__attribute__((__assume_aligned__(a, ##__VA_ARGS__)))
#define __attribute_const__	__attribute__((__const__))
#define __cleanup(func)		__attribute__((__cleanup__(func)))
#define __const			const
#define __copy(symbol)
#define __deprecated
#define __flatten		__attribute__((__flatten__))
#define __gnu_inline		__attribute__((__gnu_inline__))
#define __mode(x)		__attribute__((__mode__(x)))
#define __naked			__attribute__((__naked__))
#define __nonstring
#define __noscs
#define __no_profile		__attribute__((__no_instrument_function__))
#define __overloadable
#define __pass_object_size(type)
#define __pass_dynamic_object_size(type)
#define __realloc_size(...)	__alloc_size(__VA_ARGS__)
#define __scanf(fmt, args)	__attribute__((__format__(scanf, fmt, args)))
#define __visible		__attribute__((__externally_visible__))
#define __counted_by(member)
#define __counted_by_le(member)
#define __counted_by_be(member)
#define __uninitialized
#define __fix_address		noinline __attribute__((__noclone__))

#if __has_attribute(__error__)
#define __compiletime_error(msg)	__attribute__((__error__(msg)))
#define __compiletime_warning(msg)	__attribute__((__warning__(msg)))
#else
#define __compiletime_error(msg)
#define __compiletime_warning(msg)
#endif

#ifdef __clang__
#undef __visible
#define __visible
#undef __fix_address
#define __fix_address		noinline
#endif

#endif
