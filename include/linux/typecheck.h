/* SPDX-License-Identifier: MIT */
/*
 * typecheck.h - the compiler warns if @x is not of a type.
 */
#ifndef DOOR_LINUX_TYPECHECK_H
#define DOOR_LINUX_TYPECHECK_H

#define typecheck(type, x)						\
	({								\
		type typecheck_a;					\
		__typeof__(x) typecheck_b;				\
		(void)(&typecheck_a == &typecheck_b);			\
		1;							\
	})
#define typecheck_fn(type, function)					\
	({								\
		__typeof__(type) typecheck_f = function;		\
		(void)typecheck_f;					\
	})
#define typecheck_pointer(x)						\
	({								\
		__typeof__(x) typecheck_p;				\
		(void)sizeof(*typecheck_p);				\
		1;							\
	})

#endif
