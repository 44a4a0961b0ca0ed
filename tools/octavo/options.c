/* SPDX-License-Identifier: MIT */
/*
 * options.c - values of options.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
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

unsigned int parse_time(const char *name, const char *value)
{
	static const struct {
		const char *unit;
		unsigned int ms;
	} units[] = { { "", 1000 }, { "s", 1000 }, { "ms", 1 }, { "m", 60000 } };
	unsigned long n = 0;
	char *end = NULL;

	if (isdigit((unsigned char)value[0]))
		n = strtoul(value, &end, 10);
	for (size_t i = 0; end && i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(end, units[i].unit) == 0 && n &&
		    n <= INT_MAX / units[i].ms)
			return (unsigned int)n * units[i].ms;
	usage_error("--%s: '%s' is not a time such as 5s or 500ms", name,
		    value);
}

/* The number behind "key=", in a value of --device. */
static unsigned long long detail_number(const char *detail, const char *digits,
					unsigned long long max)
{
	unsigned long long n = 0;
	char *end = NULL;

	errno = 0;
	if (isdigit((unsigned char)digits[0]))
		n = strtoull(digits, &end, 10);
	if (!end || *end || errno == ERANGE || n > max)
		usage_error("--device: '%s' is not a number up to %llu", detail,
			    max);
	return n;
}

static void parse_detail(struct device_options *d, const char *detail)
{
	if (strncmp(detail, "delay=", 6) == 0)
		d->delay_us = (unsigned int)detail_number(detail, detail + 6,
							  60000000);
	else if (strncmp(detail, "fail=", 5) == 0)
		d->fail_permille = (unsigned int)detail_number(detail,
							       detail + 5, 1000);
	else if (strncmp(detail, "seed=", 5) == 0)
		d->seed = detail_number(detail, detail + 5, ULLONG_MAX);
	else if (strcmp(detail, "ring=on") == 0)
		d->ring = 1;
	else if (strcmp(detail, "ring=off") == 0)
		d->ring = 0;
	else
		usage_error("--device edu: what is '%s'? See octavo run --help",
			    detail);
}

int is_device_file(const char *value)
{
	const char *dot = strrchr(value, '.');

	return strchr(value, '/') || (dot && (!strcmp(dot, ".c") ||
					      !strcmp(dot, ".so")));
}

void parse_device(struct device_options *d, const char *value)
{
	char *text = strdup(value), *detail;

	if (!text || strcmp(strsep(&text, ","), "edu"))
		usage_error("--device: '%s' is not edu", value);
	*d = (struct device_options){ .edu = 1, .ring = 1, .details = text };
	while ((detail = strsep(&text, ",")))
		parse_detail(d, detail);
}

static void parse_tap(struct net_options *n, const char *name)
{
	if (!*name || strlen(name) > 15 || strchr(name, '/'))
		usage_error("--net tap: '%s' is no name of an interface", name);
	*n = (struct net_options){ .tap = name };
}

void parse_net(struct net_options *n, const char *value)
{
	const char *tftp = strchr(value, ',');

	if (!strcmp(value, "tap") || !strncmp(value, "tap:", 4)) {
		parse_tap(n, value[3] ? value + 4 : "octavo0");
		return;
	}
	if (strncmp(value, "user", 4) || (value[4] && tftp != value + 4) ||
	    (tftp && strncmp(tftp, ",tftp=", 6)))
		usage_error("--net: '%s' is none of user, user,tftp=DIR, tap:NAME",
			    value);
	*n = (struct net_options){ .user = 1, .tftp = tftp ? tftp + 6 : NULL };
	if (n->tftp && strchr(n->tftp, ','))
		usage_error("--net: a name with a comma is not for QEMU: '%s'",
			    n->tftp);
	if (n->tftp && strlen(n->tftp) >= PATH_MAX)
		usage_error("--net: %s: %s", n->tftp, strerror(ENAMETOOLONG));
	if (n->tftp && access(n->tftp, R_OK | X_OK))
		usage_error("--net: %s: %s", n->tftp, strerror(errno));
}
