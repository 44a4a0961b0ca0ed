/* SPDX-License-Identifier: MIT */
/*
 * test.c - tests of drivers, run on a started machine.
 *
 *	kernel_boot -> a task: load, test, unload -> kernel_exit -> leak check
 *
 * The task is a process without a program. What happened is told in lines, see
 * kunit/driver.h, and at the end
 *
 *	result PASSED FAILED SKIPPED LEAKS REPORTS ERR
 *	start NAME ERR			a module that did not start
 *
 * A test file without suites is itself a test: of its init function.
 */
#include <kunit/driver.h>
#include <octavo/bug.h>
#include <octavo/drivers.h>
#include <octavo/errno.h>
#include <octavo/kernel.h>
#include <octavo/module.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "hosted.h"

#define MAX_SUITES	256u
#define MAX_FAULTS	16u

/* One run of the tests. */
struct run {
	struct hosted_tests *t;
	struct kunit_suite *suites[MAX_SUITES];
	unsigned long nr_suites;
	struct kunit_fault faults[MAX_FAULTS];
	struct module *drivers[MAX_FAULTS];
	struct kunit_faults plan;
};

static void tell(const char *line, size_t len)
{
	host_tell(line, len);
}

static __printf(1, 2) void say(const char *fmt, ...)
{
	char line[256];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vscnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	tell(line, (size_t)len);
}

/* ---- what is to fail ------------------------------------------------------------- */

static void plan_faults(struct run *r)
{
	struct hosted_tests *t = r->t;

	r->plan = (struct kunit_faults){
		.faults = r->faults, .drivers = r->drivers, .tell = tell,
		.tell_all = t->count, .seed = t->fault_seed, .one_in = t->one_in,
	};
	for (unsigned long i = 0; i < t->nr_faults && i < MAX_FAULTS; i++) {
		const struct hosted_fault *f = &t->faults[i];

		r->faults[r->plan.nr++] = (struct kunit_fault){
			fault_inject_kind(f->kind), f->nth, f->sticky };
	}
	if (t->count || t->one_in)
		r->plan.kinds = (1u << NR_FAULT_KINDS) - 1 - (1u << FAULT_KMAP);
	for (unsigned long i = 0; i < t->nr_drivers; i++)
		if (!t->drivers[i].is_test && r->plan.nr_drivers < MAX_FAULTS)
			r->drivers[r->plan.nr_drivers++] = t->drivers[i].module;
}

int hosted_is_fault(const char *kind)
{
	return fault_inject_kind(kind) < NR_FAULT_KINDS;
}

/* ---- load, test, unload ------------------------------------------------------------ */

static void find_suites(struct run *r)
{
	for (unsigned long i = 0; i < r->t->nr_drivers; i++) {
		const struct module *mod = r->t->drivers[i].module;
		struct kunit_suite *const *s = mod->suites;

		for (; s < mod->suites_end && r->nr_suites < MAX_SUITES; s++)
			if (*s)
				r->suites[r->nr_suites++] = *s;
	}
}

/* What a module that does not start may answer. */
static void judge_start(const struct hosted_driver *d)
{
	say("start %s %d\n", d->name, d->err);
	if (d->err < -133)
		octavo_report("%s: its init function answers %d, which is no errno",
			      d->name, d->err);
}

static bool load(struct run *r)
{
	struct hosted_tests *t = r->t;
	unsigned long i;

	kunit_faults_phase("load");
	if (!hosted_start_drivers(t->drivers, t->nr_drivers))
		return true;
	for (i = 0; i < t->nr_drivers && !t->drivers[i].err; i++)
		;
	judge_start(&t->drivers[i]);
	return false;
}

static void unload(struct run *r)
{
	struct hosted_tests *t = r->t;

	kunit_faults_phase("unload");
	hosted_end_drivers(t->drivers, t->nr_drivers);
	for (unsigned long i = 0; i < t->nr_drivers; i++)
		t->leaks += t->drivers[i].err != 0;
}

static int run_suites(struct run *r)
{
	struct hosted_tests *t = r->t;
	struct kunit_result result = { 0 };
	const struct kunit_options opts = {
		.filter = t->filter, .seed = t->seed, .list = t->list != 0,
		.suites = r->suites, .nr_suites = r->nr_suites,
		.stream = 1, .keeps = true, .result = &result,
	};
	int ret;

	kunit_faults_phase("test");
	ret = kunit_run_all(&opts);
	t->passed = result.passed;
	t->failed = result.failed;
	t->skipped = result.skipped;
	return ret;
}

/* No suites: what is tested is that the last module starts. */
static void tell_start(struct hosted_tests *t, bool ok)
{
	char text[128];
	int len = scnprintf(text, sizeof(text),
			    "KTAP version 1\n1..1\n%sok 1 %s\n",
			    ok ? "" : "not ",
			    t->drivers[t->nr_drivers - 1].name);

	t->passed = ok;
	t->failed = !ok;
	arch_console_write(1, text, (size_t)len);
}

static int run_tests(void *arg)
{
	struct run *r = arg;
	bool ok;

	plan_faults(r);
	kunit_faults_begin(&r->plan);
	if (r->t->list) {
		run_suites(r);
	} else {
		ok = load(r);
		if (!r->nr_suites)
			tell_start(r->t, ok);
		else if (ok)
			r->t->err = min(run_suites(r), 0);
		if (ok)
			unload(r);
	}
	kunit_faults_end();
	return 0;
}

void hosted_run_tests(struct hosted_tests *t)
{
	struct hosted_reports reports;
	struct kernel_held before;
	struct run *r;
	int err, status;

	hosted_reports_begin(&reports);
	kernel_count_held(&before);
	err = kernel_boot();
	if (!err) {
		r = kzalloc(sizeof(*r), GFP_KERNEL);
		BUG_ON(!r);
		r->t = t;
		find_suites(r);
		err = drivers_init();
		if (!err)
			err = kernel_run_function("tests", run_tests, r,
						  &status);
		drivers_exit();
		kfree(r);
		kernel_exit();
		t->leaks += kernel_count_leaks(&before);
	}
	if (err)
		t->err = err;
	hosted_reports_end(&reports);
	t->reports = reports.misuses;
	t->leaks += reports.leaks;
	say("result %d %d %d %lu %lu %d\n", t->passed, t->failed, t->skipped,
	    t->leaks, t->reports, t->err);
}
