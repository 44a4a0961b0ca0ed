/* SPDX-License-Identifier: MIT */
/*
 * compiler.h - what the compiler can be told, under the field's names.
 */
#ifndef OCTAVO_COMPILER_H
#define OCTAVO_COMPILER_H

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)

/* Is the file compiled for size? Then long inline functions are calls. */
#ifdef __OPTIMIZE_SIZE__
#define SMALL_CODE	1
#else
#define SMALL_CODE	0
#endif
#define barrier()		__asm__ __volatile__("" ::: "memory")

#define __always_inline		inline __attribute__((__always_inline__))
#undef noinline
#define noinline		__attribute__((__noinline__))
#define __noreturn		__attribute__((__noreturn__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __printf(fmt, args)	__attribute__((__format__(printf, fmt, args)))
#define __packed		__attribute__((__packed__))
#define __aligned(n)		__attribute__((__aligned__(n)))
#define __maybe_unused		__attribute__((__unused__))
#define __used			__attribute__((__used__))
#define __section(name)		__attribute__((__section__(name)))
#define __weak			__attribute__((__weak__))
#define __cold			__attribute__((__cold__))
#define __pure			__attribute__((__pure__))
#define __malloc		__attribute__((__malloc__))
#define __alloc_size(...)	__attribute__((__alloc_size__(__VA_ARGS__)))
#define fallthrough		__attribute__((__fallthrough__))

/* In front of a loop of known length: write it out. */
#ifdef __clang__
#define unrolled		_Pragma("clang loop unroll(full)")
#else
#define unrolled		_Pragma("GCC unroll 64")
#endif

/* A pointer into user memory. clang -Weverything and sparse tell the two
 * address spaces apart; gcc sees a plain pointer. */
#ifdef __CHECKER__
#define __user			__attribute__((noderef, address_space(1)))
#define __iomem			__attribute__((noderef, address_space(2)))
#define __force			__attribute__((force))
#else
#define __user
#define __iomem
#define __force
#endif

/* The same memory for each CPU: see octavo/percpu.h. */
#ifndef __percpu
#define __percpu
#endif

/* The sanitizers look away: for code that reads what they guard. */
#define __no_sanitize_address	__attribute__((__no_sanitize_address__))
#define __no_sanitize_thread	__attribute__((__no_sanitize_thread__))

#if defined(__SANITIZE_ADDRESS__)
#define OCTAVO_ASAN		1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OCTAVO_ASAN		1
#endif
#endif
#ifndef OCTAVO_ASAN
#define OCTAVO_ASAN		0
#endif

/* One load or store of a word that others change meanwhile. */
#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val)					\
	do {							\
		*(volatile __typeof__(x) *)&(x) = (val);	\
	} while (0)

#define container_of(ptr, type, member)				\
	((type *)((char *)(ptr) - __builtin_offsetof(type, member)))

#define BUILD_BUG_ON(cond)	_Static_assert(!(cond), #cond)

#define __stringify_1(x...)	#x
#define __stringify(x...)	__stringify_1(x)

#endif
