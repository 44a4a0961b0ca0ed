/* SPDX-License-Identifier: MIT */
/*
 * once.h - what is done once, by whoever comes first.
 */
#ifndef OCTAVO_ONCE_H
#define OCTAVO_ONCE_H

#include <octavo/random.h>
#include <octavo/types.h>

/* True the first time this line is passed. */
#define FIRST_TIME()							\
	({								\
		static bool once_done;					\
		!__atomic_exchange_n(&once_done, true, __ATOMIC_SEQ_CST);\
	})

/* Answers whether it was the first. */
#define DO_ONCE(func, ...)						\
	({								\
		bool once_now = FIRST_TIME();				\
		if (unlikely(once_now))					\
			func(__VA_ARGS__);				\
		once_now;						\
	})
#define DO_ONCE_LITE(func, ...)	DO_ONCE(func, ##__VA_ARGS__)
#define DO_ONCE_LITE_IF(cond, func, ...)				\
	({								\
		bool once_cond = !!(cond);				\
		if (unlikely(once_cond))				\
			(void)DO_ONCE(func, ##__VA_ARGS__);		\
		unlikely(once_cond);					\
	})
#define get_random_once(buf, len)	DO_ONCE(get_random_bytes, buf, len)

#endif
