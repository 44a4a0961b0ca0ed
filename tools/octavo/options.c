/* SPDX-License-Identifier: MIT */
/*
 * options.c - values of options.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include "octavo.h"

static unsigned int suffix_shift(int c)
{
	switch (toupper(c)) {
	case 'K':
		return 10;
	case 'M':
		return 20;
	case 'G':
		return 30;
	case 'T':
		return 40;
	default:
		return 0;
	}
}

unsigned long long parse_size(const char *name, const char *value)
{
	unsigned long long n = 0;
	unsigned int shift;
	char *end = NULL;

	errno = 0;
	if (isdigit((unsigned char)value[0]))
		n = strtoull(value, &end, 10);
	if (!end || errno == ERANGE)
		usage_error("--%s: '%s' is not a size such as 512M", name,
			    value);
	shift = suffix_shift((unsigned char)*end);
	if (end[shift != 0] || n > ULLONG_MAX >> shift)
		usage_error("--%s: '%s' is not a size such as 512M", name,
			    value);
	if (!n)
		usage_error("--%s: the size is zero", name);
	return n << shift;
}

unsigned int parse_count(const char *name, const char *value, unsigned int max)
{
	unsigned long n = 0;
	char *end = NULL;

	if (isdigit((unsigned char)value[0]))
		n = strtoul(value, &end, 10);
	if (!end || *end || n < 1 || n > max)
		usage_error("--%s: '%s' is not a number from 1 to %u", name,
			    value, max);
	return (unsigned int)n;
}
