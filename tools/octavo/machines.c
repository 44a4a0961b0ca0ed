/* SPDX-License-Identifier: MIT */
/*
 * machines.c - test runs: each a child (supervise.h), forked from this process,
 * which has the modules in it already.
 *
 *	child: hosted_start, hosted_run_tests, hosted_stop
 *	  record	lines, see kunit/driver.h and ports/hosted/test.c
 *	  output	its log, in a memfd; or ours
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#include "machine.h"
#include "test.h"

#define MEM		(256ull << 20)
#define LOWMEM		(128ull << 20)
#define MAX_LOG		(64u << 10)
#define STUCK_MS	3000

const char *const verdict_names[NR_VERDICTS] = {
	[SURVIVED] = "survived", [CRASHED] = "crash", [HUNG] = "hang",
	[LEAKED] = "leak", [MISUSED] = "misuse",
};

/* ---- the child -------------------------------------------------------------------- */

static void use_null(int fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null >= 0)
		dup2(null, fd);
}

static int child(void *arg)
{
	const struct machine_run *r = arg;
	const struct test_options *o = r->o;
	const struct hosted_config cfg = {
		.mem = MEM, .lowmem = LOWMEM, .nr_cpus = 1, .guarded = 1,
		.edu = edu_config(&o->device),
	};
	struct hosted_tests t = {
		.drivers = o->drivers.loaded, .nr_drivers = o->drivers.nr,
		.filter = r->filter, .seed = o->seed, .list = r->list,
		.faults = r->faults, .nr_faults = r->nr_faults,
		.count = r->count, .fault_seed = r->fault_seed,
		.one_in = r->one_in,
	};
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	use_null(0);
	if (r->out)
		dup2(r->out, 1);
	else
		use_null(1);
	if (hosted_start(&cfg))
		return EXIT_STOPPED;
	hosted_run_tests(&t);
	hosted_stop();
	_exit(0);
}

/* ---- the parent -------------------------------------------------------------------- */

void run_start(const struct test_options *o, struct machine_run *r)
{
	static unsigned long nr_started;

	r->o = o;
	r->order = ++nr_started;
	if (r->keep_log) {
		r->child.output = memfd_create("log", MFD_CLOEXEC);
		if (r->child.output < 0)
			usage_error("cannot start a machine: %s",
				    strerror(errno));
	}
	r->child.main = child;
	r->child.arg = r;
	r->child.timeout_ms = o->timeout_ms;
	r->child.stuck_ms = STUCK_MS;
	child_start(&r->child);
}

static void read_result(struct machine_run *r)
{
	const char *line = r->child.record ?
			   strstr(r->child.record, "\nresult ") : NULL;

	r->done = line && sscanf(line + 1, "result %d %d %d %lu %lu %d",
				 &r->passed, &r->failed, &r->skipped, &r->leaks,
				 &r->reports, &r->err) == 6;
}

struct machine_run *run_wait_any(struct machine_run *runs, unsigned int nr)
{
	struct child *children[MAX_JOBS] = { NULL }, *ended;

	for (unsigned int i = 0; i < nr; i++)
		children[i] = &runs[i].child;
	ended = children_wait(children, nr);
	for (unsigned int i = 0; i < nr; i++)
		if (&runs[i].child == ended) {
			read_result(&runs[i]);
			return &runs[i];
		}
	return NULL;
}

void run_once(const struct test_options *o, struct machine_run *r)
{
	run_start(o, r);
	run_wait_any(r, 1);
}

/* ---- its output, line by line ------------------------------------------------------- */

struct reader {
	const struct test_options *o;
	FILE *from;
	void (*line)(const struct test_options *o, const char *line);
};

static void *read_lines(void *arg)
{
	struct reader *in = arg;
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, in->from) > 0) {
		line[strcspn(line, "\n")] = 0;
		in->line(in->o, line);
	}
	free(line);
	return NULL;
}

void run_lines(const struct test_options *o, struct machine_run *r,
	       void (*line)(const struct test_options *o, const char *line))
{
	struct reader in = { .o = o, .line = line };
	pthread_t thread;
	int out[2];

	if (pipe2(out, O_CLOEXEC) < 0 || !(in.from = fdopen(out[0], "r")))
		usage_error("cannot start a machine: %s", strerror(errno));
	r->out = out[1];
	run_start(o, r);
	close(out[1]);
	if (pthread_create(&thread, NULL, read_lines, &in))
		usage_error("cannot start a thread");
	run_wait_any(r, 1);
	pthread_join(thread, NULL);
	fclose(in.from);
}

/* ---- what came of it ---------------------------------------------------------------- */

enum verdict run_verdict(const struct machine_run *r)
{
	if (r->child.end != CHILD_ENDED)
		return HUNG;
	if (!r->done || r->child.status)
		return CRASHED;
	if (r->reports)
		return MISUSED;
	return r->leaks ? LEAKED : SURVIVED;
}

char *run_log(const struct machine_run *r)
{
	char *text = calloc(1, MAX_LOG + 1);

	if (!text)
		usage_error("out of memory");
	if (r->keep_log && pread(r->child.output, text, MAX_LOG, 0) < 0)
		text[0] = 0;
	return text;
}

void run_free(struct machine_run *r)
{
	if (r->keep_log)
		close(r->child.output);
	free(r->child.record);
	*r = (struct machine_run){ .o = NULL };
}
