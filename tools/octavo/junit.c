/* SPDX-License-Identifier: MIT */
/*
 * junit.c - KTAP in, JUnit's XML out.
 *
 *	KTAP					XML
 *	    # Subtest: memo			<testsuite name="memo">
 *	    # opens: EXPECTATION FAILED ...	  <failure>
 *	    not ok 1 opens			  <testcase name="opens">
 *	ok 1 memo				</testsuite>
 *
 * A case with parameters is one more level: each parameter is a test case.
 */
#include <stdlib.h>
#include <string.h>
#include "test.h"

/* What was said since the last result. */
static char *said;
static size_t said_size;
static FILE *said_to;
static char *suite, *param_case;
/* The cases of the suite, and all suites that are complete. */
static char *cases, *suites;
static size_t cases_size, suites_size;
static FILE *cases_to, *suites_to;
static unsigned int nr, nr_failed, nr_skipped, all, all_failed, all_skipped;
static unsigned long long since;

static FILE *memory(FILE *to, char **text, size_t *size)
{
	if (!to)
		to = open_memstream(text, size);
	if (!to)
		usage_error("out of memory");
	return to;
}

/* Text as XML wants it; what it has no place for is left out. */
static void put(FILE *to, const char *s)
{
	for (; *s; s++) {
		if (*s == '<')
			fputs("&lt;", to);
		else if (*s == '>')
			fputs("&gt;", to);
		else if (*s == '&')
			fputs("&amp;", to);
		else if (*s == '"')
			fputs("&quot;", to);
		else if ((unsigned char)*s >= ' ' || *s == '\n' || *s == '\t')
			fputc(*s, to);
	}
}

static void begin_suite(const char *name)
{
	free(suite);
	suite = strdup(name);
	nr = nr_failed = nr_skipped = 0;
}

static void forget_said(void)
{
	if (said_to)
		fclose(said_to);
	free(said);
	said = NULL;
	said_to = NULL;
}

static void add_case(const char *name, const char *failed, const char *skipped)
{
	const unsigned long long now = host_clock_ns(0);

	cases_to = memory(cases_to, &cases, &cases_size);
	fputs("    <testcase classname=\"", cases_to);
	put(cases_to, suite ? suite : "octavo");
	fputs("\" name=\"", cases_to);
	if (param_case) {
		put(cases_to, param_case);
		fputs(": ", cases_to);
	}
	put(cases_to, name);
	fprintf(cases_to, "\" time=\"%.3f\"",
		since ? (double)(now - since) / 1e9 : 0.0);
	since = now;
	if (said_to)
		fflush(said_to);
	if (failed) {
		fprintf(cases_to, ">\n      <failure message=\"%s\">", failed);
		put(cases_to, said ? said : "");
		fputs("</failure>\n    </testcase>\n", cases_to);
	} else if (skipped) {
		fputs(">\n      <skipped message=\"", cases_to);
		put(cases_to, skipped);
		fputs("\"/>\n    </testcase>\n", cases_to);
	} else {
		fputs("/>\n", cases_to);
	}
	forget_said();
	nr++;
	nr_failed += failed != 0;
	nr_skipped += skipped != NULL;
}

static void end_suite(const char *name)
{
	suites_to = memory(suites_to, &suites, &suites_size);
	fputs("  <testsuite name=\"", suites_to);
	put(suites_to, name);
	fprintf(suites_to,
		"\" tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n",
		nr, nr_failed, nr_skipped);
	if (cases_to)
		fclose(cases_to);
	fputs(cases ? cases : "", suites_to);
	free(cases);
	cases = NULL;
	cases_to = NULL;
	fputs("  </testsuite>\n", suites_to);
	all += nr;
	all_failed += nr_failed;
	all_skipped += nr_skipped;
	free(suite);
	suite = NULL;
}

static void write_file(const struct test_options *o)
{
	FILE *to = fopen(o->junit, "w");

	if (!to)
		usage_error("--junit %s: cannot be written", o->junit);
	if (nr && suite)
		end_suite(suite);
	fprintf(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		    "<testsuites tests=\"%u\" failures=\"%u\" skipped=\"%u\">\n",
		all, all_failed, all_skipped);
	if (suites_to)
		fclose(suites_to);
	fputs(suites ? suites : "", to);
	fputs("</testsuites>\n", to);
	if (fclose(to))
		usage_error("--junit %s: cannot be written", o->junit);
}

/* "ok 3 name # SKIP why", at @depth levels. */
static void result(const char *line, size_t depth, int failed)
{
	char *name = strdup(line + strspn(line, "0123456789 "));
	char *note = strstr(name, " # ");
	const int skip = note && strncmp(note, " # SKIP", 7) == 0;

	if (note)
		*note = 0;
	note = note ? note + 3 + (skip ? 4 : 0) : NULL;
	if (depth == 0 && suite)
		end_suite(name);
	else if (depth == 1 && param_case && strcmp(param_case, name) == 0) {
		free(param_case);
		param_case = NULL;
	} else {
		add_case(name, failed ? note ? note : "failed" : NULL,
			 skip ? note + (*note == ' ') : NULL);
	}
	free(name);
}

void junit_line(const struct test_options *o, const char *line)
{
	const size_t spaces = line ? strspn(line, " ") : 0, depth = spaces / 4;

	if (!o->junit)
		return;
	if (!line) {
		write_file(o);
		return;
	}
	if (!since)
		since = host_clock_ns(0);
	line += spaces;
	if (strncmp(line, "# Subtest: ", 11) == 0 && depth == 1 && !suite) {
		begin_suite(line + 11);
	} else if (strncmp(line, "# Subtest: ", 11) == 0) {
		free(param_case);
		param_case = strdup(line + 11);
	} else if (strncmp(line, "ok ", 3) == 0) {
		result(line + 3, depth, 0);
	} else if (strncmp(line, "not ok ", 7) == 0) {
		result(line + 7, depth, 1);
	} else if (*line == '#') {
		said_to = memory(said_to, &said, &said_size);
		fprintf(said_to, "%s\n", line);
	}
}
