/* SPDX-License-Identifier: MIT */
/*
 * build_bug.h - what is checked while compiling.
 *
 * Unlike the library's own, a driver's BUILD_BUG_ON() may ask what only the
 * optimiser knows.
 */
#ifndef DOOR_LINUX_BUILD_BUG_H
#define DOOR_LINUX_BUILD_BUG_H

#include <linux/compiler.h>

#undef BUILD_BUG_ON
#define BUILD_BUG_ON(cond)	\
	compiletime_assert(!(cond), "BUILD_BUG_ON failed: " #cond)
#define BUILD_BUG_ON_MSG(cond, msg)	compiletime_assert(!(cond), msg)
#define BUILD_BUG()		BUILD_BUG_ON_MSG(1, "BUILD_BUG failed")
#define BUILD_BUG_ON_NOT_POWER_OF_2(n)	\
	BUILD_BUG_ON((n) == 0 || (((n) & ((n) - 1)) != 0))
#define __BUILD_BUG_ON_NOT_POWER_OF_2(n)	BUILD_BUG_ON((n) & ((n) - 1))
/* 0, or an error: for the middle of an expression. */
#define BUILD_BUG_ON_ZERO(e)	((int)sizeof(struct { int : (-!!(e)); }))
#define BUILD_BUG_ON_INVALID(e)	((void)(sizeof((long)(e))))

#define static_assert(expr, ...)	static_assert_1(expr, ##__VA_ARGS__, #expr)
#define static_assert_1(expr, msg, ...)	_Static_assert(expr, msg)

#endif
