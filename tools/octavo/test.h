/* SPDX-License-Identifier: MIT */
/*
 * test.h - octavo test: tests of drivers, each run on a machine of its own.
 *
 *	test.c		options, the plain run, the exit status
 *	machines.c	a run: a forked process, what it told, how it ended
 *	sweep.c		every failure made to happen, one after the other
 *	groups.c	what went wrong, by the place where the failure struck
 *	junit.c		what the plain run said, as XML
 */
#ifndef TOOLS_TEST_H
#define TOOLS_TEST_H

#include <stdio.h>
#include "driver.h"
#include "supervise.h"

#define MAX_FAULTS	16

struct test_options {
	struct drivers drivers;		/* --driver first, then the tests */
	size_t nr_drivers;		/* of them that are no tests */
	struct device_options device;
	const char *filter;
	unsigned long long seed;
	int seeded;			/* by an option */
	unsigned int jobs, timeout_ms;
	const char *junit;
	int sweep, list;
	unsigned int random;		/* runs with failures by chance */
	unsigned long long fault_seed;	/* --chance SEED:ONE_IN */
	unsigned int one_in;
	struct hosted_fault faults[MAX_FAULTS];
	unsigned int nr_faults;
	char **command;			/* all of it, */
	char **argv;			/* and what it was given */
};

/* ---- machines.c ------------------------------------------------------------------- */

#define MAX_JOBS	64

/* One machine: what it is to do, and what came of it. */
struct machine_run {
	const struct test_options *o;
	const char *filter;
	struct hosted_fault faults[MAX_FAULTS];
	unsigned int nr_faults;
	int count, list;
	unsigned long long fault_seed;
	unsigned int one_in;
	int out;			/* its standard output, 0: nowhere */
	int keep_log;			/* else it goes to standard error */

	unsigned long order;		/* in which runs are started */
	struct child child;
	int done;			/* it told its result: */
	int passed, failed, skipped, err;
	unsigned long leaks, reports;
};

enum verdict { SURVIVED, CRASHED, HUNG, LEAKED, MISUSED, NR_VERDICTS };
extern const char *const verdict_names[NR_VERDICTS];

void run_start(const struct test_options *o, struct machine_run *r);
/* Wait until one of @nr runs that were started is over. */
struct machine_run *run_wait_any(struct machine_run *runs, unsigned int nr);
/* Start and wait. */
void run_once(const struct test_options *o, struct machine_run *r);
/* The same; each line of its standard output goes to @line. */
void run_lines(const struct test_options *o, struct machine_run *r,
	       void (*line)(const struct test_options *o, const char *line));
enum verdict run_verdict(const struct machine_run *r);
/* What it said on its log, NUL-terminated, malloc'ed. */
char *run_log(const struct machine_run *r);
void run_free(struct machine_run *r);

/* ---- sweep.c, groups.c ---------------------------------------------------------------- */

#define MAX_FRAMES	64

struct point {
	const char *kind;
	unsigned long nr;
	unsigned int nr_frames;
	unsigned long frames[MAX_FRAMES];
};

/* The exit status. */
int sweep(const struct test_options *o, struct words *tests);
int random_runs(const struct test_options *o);

/* A run went wrong where @p failed (NULL: by chance); @again: how to repeat it. */
void group_add(const struct test_options *o, const struct point *p,
	       const struct machine_run *r, char *again);
unsigned int groups_print(void);
/* A suite of its own, each group a test case that failed. */
void groups_to_junit(const struct test_options *o);
/* Read a line "point KIND NR FAILS ADDRESS..."; 0: it is none. */
int point_parse(const char *line, struct point *p, int *fails);
/* The command line of this run with other failures. */
char *again_command(const struct test_options *o, const struct machine_run *r);

/* ---- junit.c ---------------------------------------------------------------------------- */

/* Take in a line of KTAP as it comes; NULL at the end writes the file. */
void junit_line(const struct test_options *o, const char *line);

int command_test(int argc, char **argv, unsigned long long start_ns);

#endif
