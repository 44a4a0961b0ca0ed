/* SPDX-License-Identifier: MIT */
/*
 * refcount.c - what happens to a reference count that was misused.
 */
#include <octavo/bug.h>
#include <octavo/refcount.h>

void refcount_report(refcount_t *r, const char *what)
{
	refcount_set(r, REFCOUNT_SATURATED);
	octavo_report("refcount %p: %s; it will not be freed", r, what);
}
