/* SPDX-License-Identifier: MIT */
#include <octavo/types.h>
#include <octavo/page.h>

struct thing {
	int (*op)(int);
};

/* #if in a comment and { in a "string" do not count. */
#ifdef THING
#define THING_DO(x)	do {		\
		(void)(x);		\
	} while (0)
#endif

typedef int (*thing_fn)(int);
extern struct thing *things[10] __attribute__((__aligned__(64)));
_Static_assert(sizeof(int) == 4, "int");

/* Trivial inlines need no more than a line. */
static inline int thing_one(void)
{
	return '{';
}

/**
 * thing_get() - take a thing
 * @a: which
 * @done: called with it, may be NULL
 *
 * Context: May sleep.
 * Return: the thing, or NULL.
 */
struct thing *thing_get(int a, void (*done)(struct thing *)) __attribute__((__pure__));

/**
 * thing_say() - print like printf
 * @fmt: format
 *
 * Context: Any context.
 */
void __attribute__((__format__(printf, 1, 2))) thing_say(const char *fmt, ...);
