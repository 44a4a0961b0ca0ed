/* SPDX-License-Identifier: MIT */
/*
 * sweep.c - every failure on a driver's paths made to happen, one at a time.
 *
 *	for each test: a counting run tells of every point
 *	for each point: one run with that one failing, and one where it and all
 *	that follow of its kind fail		several at the same time
 *
 * Loading the drivers is the same for every test: its points are tried with
 * the first one. Runs are judged by how the machine took it: a test's own
 * expectation may well fail when something else does.
 */
#include <stdlib.h>
#include <string.h>
#include "test.h"

#define MAX_KINDS	16u

struct job {
	const char *test;
	struct point point;
	int sticky;
};

static struct job *jobs;
static size_t nr_jobs;

/* What came of the points of a kind. */
static struct tally {
	const char *kind;
	unsigned int points, runs, verdicts[NR_VERDICTS], missed;
} tallies[MAX_KINDS];

static struct tally *tally_of(const char *kind)
{
	unsigned int i = 0;

	while (i < MAX_KINDS - 1 && tallies[i].kind &&
	       strcmp(tallies[i].kind, kind))
		i++;
	tallies[i].kind = kind;
	return &tallies[i];
}

static void add_job(const char *test, const struct point *p, int sticky)
{
	if (!(nr_jobs & (nr_jobs - 1)) || !jobs)
		jobs = realloc(jobs, (nr_jobs ? 2 * nr_jobs : 1) *
				     sizeof(*jobs));
	if (!jobs)
		usage_error("out of memory");
	jobs[nr_jobs++] = (struct job){ test, *p, sticky };
}

/* Jobs for the points that a counting run told of. */
static void plan(const char *test, char *told, int with_load)
{
	int loading = 1, fails;
	struct point p;

	for (char *line = strtok(told, "\n"); line; line = strtok(NULL, "\n")) {
		if (strncmp(line, "phase ", 6) == 0)
			loading = strcmp(line + 6, "load") == 0;
		if (!point_parse(line, &p, &fails) || (loading && !with_load))
			continue;
		tally_of(p.kind)->points++;
		add_job(test, &p, 0);
		add_job(test, &p, 1);
	}
}

/* The counting runs; 0: a machine did not survive one, which is said. */
static int count_points(const struct test_options *o, struct words *tests)
{
	for (size_t i = 0; i < tests->nr; i++) {
		struct machine_run r = { .filter = tests->v[i], .count = 1,
					 .keep_log = 1 };
		enum verdict v;

		run_once(o, &r);
		v = run_verdict(&r);
		if (v != SURVIVED)
			printf("# sweep: not started: %s alone ends with a %s\n%s",
			       r.filter ? r.filter : "the test",
			       verdict_names[v], run_log(&r));
		else if (r.child.record)
			plan(r.filter, r.child.record, i == 0);
		run_free(&r);
		if (v != SURVIVED)
			return 0;
	}
	return 1;
}

/* ---- the runs ---------------------------------------------------------------------- */

static void start_job(const struct test_options *o, struct machine_run *r,
		      const struct job *job)
{
	*r = (struct machine_run){ .filter = job->test, .keep_log = 1,
				   .nr_faults = 1 };
	r->faults[0] = (struct hosted_fault){ job->point.kind, job->point.nr,
					      job->sticky };
	run_start(o, r);
}

static void judge(const struct test_options *o, struct machine_run *r,
		  const struct job *job)
{
	struct tally *t = tally_of(job->point.kind);
	const enum verdict v = run_verdict(r);

	t->runs++;
	t->verdicts[v]++;
	t->missed += v == SURVIVED && (!r->child.record || !strstr(r->child.record, "point "));
	if (v != SURVIVED)
		group_add(o, &job->point, r, again_command(o, r));
	run_free(r);
}

static void run_jobs(const struct test_options *o)
{
	struct machine_run *runs = calloc(o->jobs, sizeof(*runs)), *r;
	const struct job *which[MAX_JOBS];
	size_t next = 0;

	if (!runs)
		usage_error("out of memory");
	for (; next < o->jobs && next < nr_jobs; next++) {
		which[next] = &jobs[next];
		start_job(o, &runs[next], &jobs[next]);
	}
	while ((r = run_wait_any(runs, o->jobs))) {
		judge(o, r, which[r - runs]);
		if (next == nr_jobs)
			continue;
		which[r - runs] = &jobs[next];
		start_job(o, r, &jobs[next++]);
	}
	free(runs);
}

static unsigned int print_table(void)
{
	unsigned int bad = 0;

	printf("#   %-12s %7s %7s %9s %6s %6s %6s %7s\n", "kind", "points",
	       "runs", "survived", "crash", "hang", "leak", "misuse");
	for (const struct tally *t = tallies; t->kind; t++) {
		const unsigned int *v = t->verdicts;

		printf("#   %-12s %7u %7u %9u %6u %6u %6u %7u\n", t->kind,
		       t->points, t->runs, v[SURVIVED], v[CRASHED], v[HUNG],
		       v[LEAKED], v[MISUSED]);
		if (t->missed)
			printf("#     in %u of them the point was not met again\n",
			       t->missed);
		bad += t->runs - v[SURVIVED];
	}
	return bad;
}

static int status_of(void)
{
	unsigned int sum[NR_VERDICTS] = { 0 };

	for (const struct tally *t = tallies; t->kind; t++)
		for (int v = 0; v < NR_VERDICTS; v++)
			sum[v] += t->verdicts[v];
	if (sum[CRASHED] || sum[HUNG])
		return EXIT_STOPPED;
	if (sum[MISUSED])
		return 1;
	return sum[LEAKED] ? EXIT_LEAK : 0;
}

int sweep(const struct test_options *o, struct words *tests)
{
	const unsigned long long start = host_clock_ns(0);
	unsigned int bad;

	if (!count_points(o, tests))
		return EXIT_STOPPED;
	printf("# sweep: %zu tests, %zu points, %zu runs, %u at a time\n",
	       tests->nr, nr_jobs / 2, nr_jobs, o->jobs);
	fflush(stdout);
	run_jobs(o);
	bad = print_table();
	groups_print();
	groups_to_junit(o);
	printf("# sweep: %zu runs in %.1f s, %u went wrong\n", nr_jobs,
	       (double)(host_clock_ns(0) - start) / 1e9, bad);
	return status_of();
}

/* ---- by chance ------------------------------------------------------------------------ */

int random_runs(const struct test_options *o)
{
	unsigned int bad = 0, worst = 0;

	printf("# random: %u runs, seed %llu\n", o->random, o->seed);
	for (unsigned int i = 0; i < o->random; i++) {
		struct machine_run r = {
			.filter = o->filter, .keep_log = 1,
			.fault_seed = o->seed + i, .one_in = 4u << i / 2 % 4,
		};
		enum verdict v;

		run_once(o, &r);
		v = run_verdict(&r);
		if (v != SURVIVED)
			group_add(o, NULL, &r, again_command(o, &r));
		bad += v != SURVIVED;
		if (v == CRASHED || v == HUNG)
			worst = EXIT_STOPPED;
		else if (v == MISUSED && worst != EXIT_STOPPED)
			worst = 1;
		else if (v == LEAKED && !worst)
			worst = EXIT_LEAK;
		run_free(&r);
	}
	groups_print();
	printf("# random: %u of %u runs went wrong\n", bad, o->random);
	return (int)worst;
}
