/* SPDX-License-Identifier: MIT */
/*
 * stdlib.h - the function of C's header of that name that lwIP calls.
 */
#ifndef LWIP_STDLIB_H
#define LWIP_STDLIB_H

/* The number that digits begin with, for the names of interfaces. */
static inline int atoi(const char *s)
{
	int n = 0;

	for (; *s >= '0' && *s <= '9' && n < 100000; s++)
		n = n * 10 + (*s - '0');
	return n;
}

#endif
