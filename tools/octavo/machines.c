/* SPDX-License-Identifier: MIT */
/*
 * machines.c - test runs: each a process of its own, forked from this one,
 * which has the modules in it already.
 *
 *	parent --fork--> child: hosted_start, hosted_run_tests, hosted_stop
 *	   ^  tell pipe    |	lines, see kunit/driver.h
 *	   |  memfd	   |	what it says on its log
 *	   +-- its end ----+	or a signal of ours when its time is over
 *
 * Addresses of code mean the same in parent and child.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "test.h"

#define MEM		(256ull << 20)
#define LOWMEM		(128ull << 20)
#define MAX_LOG		(64u << 10)
#define MAX_RUNS	64u

const char *const verdict_names[NR_VERDICTS] = {
	[SURVIVED] = "survived", [CRASHED] = "crash", [HUNG] = "hang",
	[LEAKED] = "leak", [MISUSED] = "misuse",
};

/* ---- the child -------------------------------------------------------------------- */

static void redirect(int fd, int to)
{
	if (fd < 0)
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (fd >= 0)
		dup2(fd, to);
}

__attribute__((__noreturn__))
static void child(const struct test_options *o, const struct machine_run *r,
		  int tell)
{
	const struct hosted_config cfg = {
		.mem = MEM, .lowmem = LOWMEM, .nr_cpus = 1,
	};
	struct hosted_tests t = {
		.drivers = o->drivers.loaded, .nr_drivers = o->drivers.nr,
		.filter = r->filter, .seed = o->seed, .list = r->list,
		.faults = r->faults, .nr_faults = r->nr_faults,
		.count = r->count, .fault_seed = r->fault_seed,
		.one_in = r->one_in,
	};
	const struct rlimit none = { 0, 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	setrlimit(RLIMIT_CORE, &none);
	redirect(-1, 0);
	redirect(r->out, 1);
	if (r->keep_log)
		redirect(r->log, 2);
	host_tell_to(tell);
	if (hosted_start(&cfg))
		_exit(EXIT_STOPPED);
	hosted_run_tests(&t);
	hosted_stop();
	_exit(0);
}

/* ---- the parent -------------------------------------------------------------------- */

void run_start(const struct test_options *o, struct machine_run *r)
{
	int tell[2];

	r->log = r->keep_log ? memfd_create("log", MFD_CLOEXEC) : -1;
	if (pipe2(tell, O_CLOEXEC) < 0 || (r->keep_log && r->log < 0))
		usage_error("cannot start a machine: %s", strerror(errno));
	fflush(stdout);
	r->pid = fork();
	if (r->pid < 0)
		usage_error("cannot start a machine: %s", strerror(errno));
	if (r->pid == 0)
		child(o, r, tell[1]);
	close(tell[1]);
	r->tell = tell[0];
	r->deadline = host_clock_ns(0) + o->timeout * 1000000000ull;
}

static void append(struct machine_run *r, const char *bytes, size_t len)
{
	char *more = realloc(r->told, r->told_len + len + 1);

	if (!more)
		usage_error("out of memory");
	memcpy(more + r->told_len, bytes, len);
	r->told = more;
	r->told_len += len;
	more[r->told_len] = 0;
}

static void read_result(struct machine_run *r)
{
	const char *line = r->told ? strstr(r->told, "\nresult ") : NULL;

	if (!line && r->told && strncmp(r->told, "result ", 7) == 0)
		line = r->told - 1;
	r->done = line && sscanf(line + 1, "result %d %d %d %lu %lu %d",
				 &r->passed, &r->failed, &r->skipped, &r->leaks,
				 &r->reports, &r->err) == 6;
}

static void finish(struct machine_run *r)
{
	close(r->tell);
	while (waitpid(r->pid, &r->status, 0) < 0 && errno == EINTR)
		;
	r->pid = 0;
	read_result(r);
}

/* Take what it tells; 1: that was all. */
static int take(struct machine_run *r)
{
	char buf[4096];
	ssize_t n = read(r->tell, buf, sizeof(buf));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 0;
	if (n > 0)
		append(r, buf, (size_t)n);
	return n <= 0;
}

/* Milliseconds until the first of them is over its time. */
static int time_left(const struct machine_run *runs, unsigned int nr)
{
	unsigned long long now = host_clock_ns(0), first = ~0ull;

	for (unsigned int i = 0; i < nr; i++)
		if (runs[i].pid && runs[i].deadline < first)
			first = runs[i].deadline;
	return first <= now ? 0 : (int)((first - now) / 1000000 + 1);
}

static void end_hung(struct machine_run *runs, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (!runs[i].pid || runs[i].hung ||
		    runs[i].deadline > host_clock_ns(0))
			continue;
		runs[i].hung = 1;
		kill(runs[i].pid, SIGKILL);
		runs[i].deadline = ~0ull >> 1;
	}
}

unsigned int run_wait_any(struct machine_run *runs, unsigned int nr)
{
	struct pollfd fds[MAX_RUNS];

	for (;;) {
		for (unsigned int i = 0; i < nr; i++)
			fds[i] = (struct pollfd){
				.fd = runs[i].pid ? runs[i].tell : -1,
				.events = POLLIN };
		poll(fds, nr, time_left(runs, nr));
		end_hung(runs, nr);
		for (unsigned int i = 0; i < nr; i++) {
			if (fds[i].fd < 0 || !fds[i].revents || !take(&runs[i]))
				continue;
			finish(&runs[i]);
			return i;
		}
	}
}

void run_once(const struct test_options *o, struct machine_run *r)
{
	run_start(o, r);
	run_wait_any(r, 1);
}

/* Lines as they come; what has no end yet stays in the buffer. */
struct reader {
	char buf[8192];
	size_t len;
};

/* 0: the end. */
static int read_lines(int fd, struct reader *in, const struct test_options *o,
		      void (*line)(const struct test_options *, const char *))
{
	ssize_t n = read(fd, in->buf + in->len, sizeof(in->buf) - 1 - in->len);
	char *p = in->buf, *end;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return 1;
	if (n <= 0)
		return 0;
	in->len += (size_t)n;
	in->buf[in->len] = 0;
	while ((end = strchr(p, '\n')) || in->len == sizeof(in->buf) - 1) {
		if (end)
			*end = 0;
		line(o, p);
		p = end ? end + 1 : in->buf + in->len;
		in->len = strlen(p);
	}
	memmove(in->buf, p, in->len);
	return 1;
}

void run_lines(const struct test_options *o, struct machine_run *r,
	       void (*line)(const struct test_options *o, const char *line))
{
	struct reader in = { .len = 0 };
	int out[2], open_ends = 2;

	if (pipe2(out, O_CLOEXEC) < 0)
		usage_error("cannot start a machine: %s", strerror(errno));
	r->out = out[1];
	run_start(o, r);
	close(out[1]);
	while (open_ends) {
		struct pollfd fds[2] = {
			{ .fd = out[0], .events = POLLIN },
			{ .fd = open_ends == 1 ? -1 : r->tell,
			  .events = POLLIN },
		};

		poll(fds, 2, time_left(r, 1));
		end_hung(r, 1);
		if (fds[0].revents && !read_lines(out[0], &in, o, line))
			break;
		if (fds[1].revents && take(r))
			open_ends = 1;
	}
	close(out[0]);
	while (open_ends == 2 && !take(r))
		;
	finish(r);
}

enum verdict run_verdict(const struct machine_run *r)
{
	if (r->hung)
		return HUNG;
	if (!r->done || r->status)
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
	if (r->log >= 0 && pread(r->log, text, MAX_LOG, 0) < 0)
		text[0] = 0;
	return text;
}

void run_free(struct machine_run *r)
{
	if (r->log >= 0)
		close(r->log);
	free(r->told);
	*r = (struct machine_run){ .log = -1 };
}
