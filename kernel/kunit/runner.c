/* SPDX-License-Identifier: MIT */
/*
 * runner.c - suites and cases in order, and the KTAP report.
 *
 *	KTAP version 1
 *	1..1				suites
 *	    KTAP version 1
 *	    # Subtest: list
 *	    1..2			cases
 *	    ok 1 adds
 *	    not ok 2 deletes
 *	not ok 1 list
 *
 * A case with parameters is one level more. The linker collects the suites in
 * a section whose name is a C identifier, so no linker script is wanted.
 */
#include <octavo/cpu.h>
#include <octavo/fault_inject.h>
#include <octavo/port.h>
#include "internal.h"

/* Weak: there may be no suite at all. */
extern struct kunit_suite *__start_kunit_suites[] __weak;
extern struct kunit_suite *__stop_kunit_suites[] __weak;

/* One run of one suite. */
struct run {
	const struct kunit_options *opts;
	struct kunit_suite *suite;
	bool quiet;
	unsigned int depth;
};

/* One call of a case. */
struct call {
	struct run *run;
	struct kunit_case *kcase;
	struct kunit test;
};

static int stream;			/* of the console; 0: the log */
static struct kunit *running;

void kunit_print(const char *text, size_t len)
{
	if (stream)
		arch_console_write(stream, text, len);
	else
		arch_log(text, len);
}

void kunit_line(unsigned int depth, const char *fmt, ...)
{
	char line[512];
	va_list args;
	int len;

	len = scnprintf(line, sizeof(line) - 1, "%*s", (int)depth * 4, "");
	va_start(args, fmt);
	len += vscnprintf(line + len, sizeof(line) - 1 - (size_t)len, fmt,
			  args);
	va_end(args);
	if (line[len - 1] != '\n')
		line[len++] = '\n';
	kunit_print(line, (size_t)len);
}

#define say(run, depth, ...)						\
	do {								\
		if (!(run)->quiet)					\
			kunit_line(depth, __VA_ARGS__);			\
	} while (0)

void kunit_say(struct kunit *test, const char *fmt, ...)
{
	char text[400];
	va_list args;

	if (test->quiet)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	kunit_line(test->depth, "# %s: %s", test->name, text);
}

void kunit_mark_skipped(struct kunit *test, const char *fmt, ...)
{
	va_list args;

	__atomic_store_n(&test->status, KUNIT_SKIPPED, __ATOMIC_RELAXED);
	va_start(args, fmt);
	vsnprintf(test->status_comment, sizeof(test->status_comment), fmt,
		  args);
	va_end(args);
}

struct kunit *kunit_get_current_test(void)
{
	struct kunit *test = READ_ONCE(running);

	return test && test->task == current ? test : NULL;
}

void kunit_fail_current_test(const char *fmt, ...)
{
	struct kunit *test = kunit_get_current_test();
	char text[400];
	va_list args;

	if (!test)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	KUNIT_FAIL(test, "%s", text);
}

/* ---- random numbers ---------------------------------------------------------- */

u32 kunit_random_next(u64 *state)
{
	u64 z = *state += 0x9e3779b97f4a7c15ull;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return (u32)((z ^ (z >> 31)) >> 32);
}

u32 kunit_random_u32(struct kunit *test)
{
	return kunit_random_next(&test->random_state);
}

/* FNV-1a: where a test's sequence starts. */
static u64 hash_name(u64 seed, const char *name)
{
	u64 hash = 0xcbf29ce484222325ull ^ seed;

	while (*name)
		hash = (hash ^ (u8)*name++) * 0x100000001b3ull;
	return hash;
}

/* ---- one call ------------------------------------------------------------------ */

static void call_init_and_run(void *arg)
{
	struct call *call = arg;
	int err = 0;

	if (call->run->suite->init)
		err = call->run->suite->init(&call->test);
	/* Suites of the kernel run on a task that their init made. */
	call->test.task = current;
	kunit_guard_moved();
	if (err)
		KUNIT_FAIL(&call->test, "init failed: %d", err);
	else
		call->kcase->run_case(&call->test);
}

static void call_exit(void *arg)
{
	struct call *call = arg;

	if (call->run->suite->exit)
		call->run->suite->exit(&call->test);
}

/* Run the case once, with parameter number @index; its test says how it
 * went. */
static void run_once(struct call *call, const void *param, int index,
		     unsigned int depth)
{
	struct run *run = call->run;
	struct kunit *outer = running;
	struct kunit_before before;

	call->test = (struct kunit){
		.name = call->kcase->name,
		.param_value = param,
		.param_index = index,
		.quiet = run->quiet,
		.depth = depth,
		.task = current,
		.random_state = hash_name(run->opts->seed, call->kcase->name),
	};
	spin_lock_init(&call->test.lock);
	INIT_LIST_HEAD(&call->test.resources);
	kunit_leak_begin(&before, run->opts->keeps);
	WRITE_ONCE(running, &call->test);
	kunit_guard(call_init_and_run, call);
	kunit_guard(call_exit, call);
	kunit_free_resources(&call->test);
	WRITE_ONCE(running, outer);
	if (!kunit_has_faults())
		fault_inject_disarm();
	kunit_leak_end(&call->test, &before);
}

static void count(struct kunit_result *tally, enum kunit_status status)
{
	tally->passed += status == KUNIT_SUCCESS;
	tally->failed += status == KUNIT_FAILURE;
	tally->skipped += status == KUNIT_SKIPPED;
}

static enum kunit_status outcome(const struct kunit_result *tally)
{
	if (tally->failed)
		return KUNIT_FAILURE;
	return tally->skipped && !tally->passed ? KUNIT_SKIPPED :
						  KUNIT_SUCCESS;
}

/* The result line of test number @nr. */
static void say_result(struct run *run, unsigned int depth, int nr,
		       enum kunit_status status, const char *name,
		       const char *comment)
{
	say(run, depth, "%s %d %s%s%s", status == KUNIT_FAILURE ? "not ok" :
	    "ok", nr, name, status == KUNIT_SKIPPED ? " # SKIP " : "",
	    status == KUNIT_SKIPPED ? comment : "");
}

/* ---- a case, once or once per parameter ------------------------------------- */

static enum kunit_status run_params(struct call *call)
{
	struct run *run = call->run;
	struct kunit_result tally = { 0 };
	char desc[KUNIT_PARAM_DESC_SIZE];
	const void *param = NULL;
	int nr = 0;

	say(run, run->depth + 1, "KTAP version 1");
	say(run, run->depth + 1, "# Subtest: %s", call->kcase->name);
	for (;;) {
		desc[0] = '\0';
		param = call->kcase->generate_params(param, desc);
		if (!param)
			break;
		nr++;
		if (!desc[0])
			snprintf(desc, sizeof(desc), "param-%d", nr - 1);
		run_once(call, param, nr - 1, run->depth + 1);
		count(&tally, call->test.status);
		say_result(run, run->depth + 1, nr, call->test.status, desc,
			   call->test.status_comment);
	}
	say(run, run->depth + 1, "1..%d", nr);
	return outcome(&tally);
}

static enum kunit_status run_case(struct run *run, struct kunit_case *kcase,
				  int nr)
{
	struct call call = { .run = run, .kcase = kcase };
	enum kunit_status status;

	if (kcase->generate_params) {
		status = run_params(&call);
	} else {
		run_once(&call, NULL, 0, run->depth);
		status = call.test.status;
	}
	if (kcase->attr.speed == KUNIT_SPEED_SLOW)
		say(run, run->depth, "# %s.speed: slow", kcase->name);
	say_result(run, run->depth, nr, status, kcase->name,
		   call.test.status_comment);
	return status;
}

/* ---- a suite --------------------------------------------------------------------- */

static bool selected(const struct kunit_options *opts,
		     const struct kunit_suite *suite,
		     const struct kunit_case *kcase)
{
	char full[192];

	if (!opts->filter || glob_match(opts->filter, suite->name))
		return true;
	snprintf(full, sizeof(full), "%s.%s", suite->name, kcase->name);
	return glob_match(opts->filter, full);
}

static int nr_selected(const struct kunit_options *opts,
		       const struct kunit_suite *suite)
{
	int nr = 0;

	for (struct kunit_case *c = suite->test_cases; c->run_case; c++)
		nr += selected(opts, suite, c);
	return nr;
}

static void run_cases(struct run *run, struct kunit_result *tally)
{
	struct kunit_case *c;
	int nr = 0;

	for (c = run->suite->test_cases; c->run_case; c++)
		if (selected(run->opts, run->suite, c))
			count(tally, run_case(run, c, ++nr));
}

/* Every case fails because the suite could not be set up. */
static void fail_cases(struct run *run, struct kunit_result *tally, int err)
{
	struct kunit_case *c;
	int nr = 0;

	say(run, run->depth, "# %s: suite_init failed: %d", run->suite->name,
	    err);
	for (c = run->suite->test_cases; c->run_case; c++) {
		if (!selected(run->opts, run->suite, c))
			continue;
		say_result(run, run->depth, ++nr, KUNIT_FAILURE, c->name, "");
		count(tally, KUNIT_FAILURE);
	}
}

static void run_suite(struct run *run, struct kunit_result *tally)
{
	struct kunit_suite *suite = run->suite;
	int err = 0;

	say(run, run->depth, "KTAP version 1");
	say(run, run->depth, "# Subtest: %s", suite->name);
	say(run, run->depth, "1..%d", nr_selected(run->opts, suite));
	if (suite->suite_init)
		err = suite->suite_init(suite);
	if (err) {
		fail_cases(run, tally, err);
		return;
	}
	run_cases(run, tally);
	if (suite->suite_exit)
		suite->suite_exit(suite);
}

int kunit_run_suite(struct kunit_suite *suite, const struct kunit_options *opts,
		    bool quiet)
{
	struct run run = { .opts = opts, .suite = suite, .quiet = quiet,
			   .depth = 1 };
	struct kunit_result tally = { 0 };

	run_suite(&run, &tally);
	return tally.failed;
}

/* ---- all of them ------------------------------------------------------------------ */

static unsigned long nr_given(const struct kunit_options *opts)
{
	if (opts->suites)
		return opts->nr_suites;
	return (unsigned long)(__stop_kunit_suites - __start_kunit_suites);
}

/* Suite number @i; NULL for padding between what the files brought, and for
 * a suite that the filter leaves nothing of. */
static struct kunit_suite *get_suite(const struct kunit_options *opts,
				     unsigned long i)
{
	struct kunit_suite *suite = opts->suites ? opts->suites[i] :
						   __start_kunit_suites[i];

	return suite && nr_selected(opts, suite) ? suite : NULL;
}

static void list_tests(const struct kunit_options *opts)
{
	for (unsigned long i = 0; i < nr_given(opts); i++) {
		struct kunit_suite *suite = get_suite(opts, i);
		struct kunit_case *c;

		for (c = suite ? suite->test_cases : NULL; c && c->run_case; c++)
			if (selected(opts, suite, c))
				kunit_line(0, "%s.%s", suite->name, c->name);
	}
}

static int nr_suites(const struct kunit_options *opts)
{
	int nr = 0;

	for (unsigned long i = 0; i < nr_given(opts); i++)
		nr += get_suite(opts, i) != NULL;
	return nr;
}

static void run_all(const struct kunit_options *opts, struct kunit_result *total)
{
	int nr = 0;

	for (unsigned long i = 0; i < nr_given(opts); i++) {
		struct run run = { .opts = opts, .suite = get_suite(opts, i),
				   .depth = 1 };
		struct kunit_result tally = { 0 };

		if (!run.suite)
			continue;
		run_suite(&run, &tally);
		say_result(&run, 0, ++nr, outcome(&tally), run.suite->name,
			   "every test was skipped");
		total->passed += tally.passed;
		total->failed += tally.failed;
		total->skipped += tally.skipped;
	}
}

int kunit_run_all(const struct kunit_options *opts)
{
	struct kunit_result total = { 0 };

	stream = opts->stream;
	if (opts->list) {
		list_tests(opts);
		return 0;
	}
	if (!nr_suites(opts)) {
		kunit_line(0, "# no test matches %s",
			   opts->filter ? opts->filter : "");
		return -ENOENT;
	}
	kunit_add_counters();
	kunit_line(0, "KTAP version 1");
	kunit_line(0, "# seed: %llu", (unsigned long long)opts->seed);
	kunit_line(0, "1..%d", nr_suites(opts));
	run_all(opts, &total);
	kunit_line(0, "# Totals: pass:%d fail:%d skip:%d total:%d",
		   total.passed, total.failed, total.skipped,
		   total.passed + total.failed + total.skipped);
	if (opts->result)
		*opts->result = total;
	return total.failed;
}
