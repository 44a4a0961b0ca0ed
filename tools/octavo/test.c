/* SPDX-License-Identifier: MIT */
/*
 * test.c - octavo test: KUnit tests of drivers; see test.h for the parts.
 *
 *	compile, load here -> fork: boot, load, test, unload, leak check
 *
 * A test that crashes or hangs takes its machine with it; those behind it are
 * run on others, one each.
 *
 * Exit status: 0 every test passed; 1 one failed; 2 bad input; 3 a crash or
 * hang; 4 a leak.
 */
#include <fcntl.h>
#include <fnmatch.h>
#include <getopt.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static const char test_help[] =
	"usage: octavo test [OPTION]... FILE...\n"
	"Run the KUnit tests in FILE... (.c, .so, or directories), on hosted machines.\n"
	"The report on standard output is KTAP.\n"
	"\n"
	"  --driver FILE      the driver to be tested, loaded before the tests\n"
	"  --param NAME=VALUE a parameter of the driver before it\n"
	"  --device edu       with that device, as octavo run --device has it\n"
	"  --filter GLOB      only suites or suite.test that match\n"
	"  --list             name the tests and stop\n"
	"  --sweep            make every failure on the driver's paths happen: memory,\n"
	"                     user copies, faults, pins, mappings, signals, time limits\n"
	"  --fault KIND:N[:sticky]  let the driver's Nth point of a kind fail; sticky:\n"
	"                     and all that follow of the kind\n"
	"  --random N         N runs with several failures by chance\n"
	"  --chance SEED:ONE_IN  one such run: one of ONE_IN points fails\n"
	"  --seed N           of what --random does (default: the time)\n"
	"  --san LIST         address, undefined, thread: with these sanitizers\n"
	"  --junit FILE       write the results as JUnit's XML, too\n"
	"  --jobs N           machines at the same time, in a sweep (default: CPUs)\n"
	"  --timeout S        seconds for a machine (default 30, in a sweep 10)\n"
	"  --linux VERSION    the Linux that sources are compiled for (default 6.1)\n"
	"  --help             this text\n"
	"\n"
	"Exit status: 0 all passed, 1 tests failed or misuse was reported, 2 bad input,\n"
	"3 a crash or hang, 4 a leak.\n";

enum { OPT_DRIVER = 256, OPT_PARAM, OPT_DEVICE, OPT_FILTER, OPT_LIST, OPT_SWEEP, OPT_FAULT,
       OPT_RANDOM, OPT_CHANCE, OPT_SEED, OPT_SAN, OPT_JUNIT, OPT_JOBS,
       OPT_TIMEOUT, OPT_LINUX, OPT_MACHINE, OPT_HELP };

static const struct option options[] = {
	{ "driver", required_argument, NULL, OPT_DRIVER },
	{ "param", required_argument, NULL, OPT_PARAM },
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "filter", required_argument, NULL, OPT_FILTER },
	{ "list", no_argument, NULL, OPT_LIST },
	{ "sweep", no_argument, NULL, OPT_SWEEP },
	{ "fault", required_argument, NULL, OPT_FAULT },
	{ "random", required_argument, NULL, OPT_RANDOM },
	{ "chance", required_argument, NULL, OPT_CHANCE },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "san", required_argument, NULL, OPT_SAN },
	{ "junit", required_argument, NULL, OPT_JUNIT },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "linux", required_argument, NULL, OPT_LINUX },
	{ "machine", required_argument, NULL, OPT_MACHINE },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

/* ---- options ------------------------------------------------------------------------ */

static void add_fault(struct test_options *o, const char *value)
{
	struct hosted_fault *f = &o->faults[o->nr_faults];
	char *text = strdup(value), *colon = strchr(text, ':'), *end;

	if (o->nr_faults == MAX_FAULTS)
		usage_error("--fault: at most %d of them", MAX_FAULTS);
	if (!colon)
		usage_error("--fault %s: say KIND:N", value);
	*colon = 0;
	f->kind = text;
	f->nth = strtoul(colon + 1, &end, 10);
	f->sticky = strcmp(end, ":sticky") == 0;
	if (!hosted_is_fault(text))
		usage_error("--fault %s: there is no kind '%s'", value, text);
	if (!f->nth || (*end && !f->sticky))
		usage_error("--fault %s: say KIND:N or KIND:N:sticky", value);
	o->nr_faults++;
}

static void set_chance(struct test_options *o, const char *value)
{
	char *end;

	o->fault_seed = strtoull(value, &end, 10);
	if (*end == ':')
		o->one_in = parse_count("--chance", end + 1, 1u << 30);
	else
		usage_error("--chance %s: say SEED:ONE_IN", value);
}

static unsigned long long parse_seed(const char *value)
{
	char *end;
	unsigned long long seed = strtoull(value, &end, 0);

	if (end == value || *end)
		usage_error("--seed %s: not a number", value);
	return seed;
}

static void take_option(struct test_options *o, int opt, char **argv)
{
	switch (opt) {
	case OPT_DRIVER:
		drivers_add(&o->drivers, optarg);
		break;
	case OPT_PARAM:
		drivers_add_param(&o->drivers, optarg);
		break;
	case OPT_DEVICE:
		if (is_device_file(optarg))
			drivers_add(&o->drivers, optarg);
		else
			parse_device(&o->device, optarg);
		break;
	case OPT_FILTER:
		o->filter = optarg;
		break;
	case OPT_LIST:
		o->list = 1;
		break;
	case OPT_SWEEP:
		o->sweep = 1;
		break;
	case OPT_FAULT:
		add_fault(o, optarg);
		break;
	case OPT_RANDOM:
		o->random = parse_count("--random", optarg, 1u << 20);
		break;
	case OPT_CHANCE:
		set_chance(o, optarg);
		break;
	case OPT_SEED:
		o->seed = parse_seed(optarg);
		o->seeded = 1;
		break;
	case OPT_SAN:
		sanitize(optarg, o->command);
		break;
	case OPT_JUNIT:
		o->junit = optarg;
		break;
	case OPT_JOBS:
		o->jobs = parse_count("--jobs", optarg, 64);
		break;
	case OPT_TIMEOUT:
		o->timeout_ms = parse_time("--timeout", optarg);
		break;
	case OPT_MACHINE:
		if (strcmp(optarg, "hosted"))
			usage_error("--machine %s: tests are run on the hosted machine",
				    optarg);
		break;
	case OPT_LINUX:
		o->drivers.flags.release = linux_release(optarg);
		break;
	case OPT_HELP:
		fputs(test_help, stdout);
		exit(fflush(stdout) != 0);
	case ':':
		usage_error("%s needs a value; see octavo test --help",
			    argv[optind - 1]);
	default:
		usage_error("what is '%s'? See octavo test --help",
			    argv[optind - 1]);
	}
}

/* Options may stand anywhere; the other words are files of tests. */
static void parse(struct test_options *o, int argc, char **argv)
{
	struct words files = { 0 };
	int opt;

	opterr = 0;
	while ((opt = getopt_long(argc, argv, "-:", options, NULL)) != -1) {
		if (opt == 1)
			words_add(&files, optarg);
		else
			take_option(o, opt, argv);
	}
	for (; optind < argc; optind++)
		words_add(&files, argv[optind]);
	if (!files.nr)
		usage_error("which test? See octavo test --help");
	o->nr_drivers = o->drivers.nr;
	for (size_t i = 0; i < files.nr; i++)
		drivers_add(&o->drivers, files.v[i]);
}

/* Options that cannot both be meant. */
static void check_together(const struct test_options *o)
{
	const int given = o->nr_faults || o->one_in;

	if (given && (o->sweep || o->random))
		usage_error("--fault and --chance are one run, --sweep and --random many");
	if (o->list && (given || o->sweep || o->random || o->junit))
		usage_error("--list runs nothing: not with --sweep, --random, --fault, --chance or --junit");
	if (o->seeded && !o->random)
		usage_error("--seed goes with --random");
}

/* ---- the plain run -------------------------------------------------------------------- */

static unsigned int nr_results;		/* of single tests, so far */

/* "    ok 1 name": a test that is over. */
static int is_result(const char *line)
{
	return strncmp(line, "    ok ", 7) == 0 ||
	       strncmp(line, "    not ok ", 11) == 0;
}

static void show_line(const struct test_options *o, const char *line)
{
	nr_results += is_result(line);
	puts(line);
	fflush(stdout);
	junit_line(o, line);
}

/* The names of all tests that the filter leaves. */
static struct words tests;

static void list_line(const struct test_options *o, const char *line)
{
	words_add(&tests, strdup(line));
}

static void list_tests(const struct test_options *o)
{
	struct machine_run r = { .filter = o->filter, .list = 1,
				 .keep_log = 1 };

	run_lines(o, &r, list_line);
	run_free(&r);
}

/* The worse of two exit statuses. */
static int worse(int a, int b)
{
	static const int order[] = { 0, EXIT_LEAK, 1, EXIT_STOPPED, EXIT_USAGE };
	size_t i = 0, k = 0;

	while (order[i] != a)
		i++;
	while (order[k] != b)
		k++;
	return i > k ? a : b;
}

/* A module that did not start, if that was told. */
static void say_start(const struct machine_run *r)
{
	const char *line = r->child.record ? strstr(r->child.record, "start ") : NULL;
	char name[128];
	int err;

	if (line && sscanf(line, "start %127s %d", name, &err) == 2)
		complain("%s: did not start: %s (%d)", name, strerror(-err),
			 err);
}

static int status_of(const struct test_options *o, const struct machine_run *r)
{
	switch (run_verdict(r)) {
	case HUNG:
	case CRASHED:
		return EXIT_STOPPED;
	default:
		break;
	}
	say_start(r);
	if (r->err == -2)
		usage_error("no test matches '%s'", o->filter ? o->filter : "*");
	/* What is made to fail may well fail a test: less is known by that. */
	if (r->leaks && !r->reports && (r->nr_faults || r->one_in))
		return EXIT_LEAK;
	if (r->failed || r->reports || r->err ||
	    (r->child.record && strstr(r->child.record, "start ")))
		return 1;
	return r->leaks ? EXIT_LEAK : 0;
}

static struct machine_run plain_run(const struct test_options *o,
				    const char *filter)
{
	struct machine_run r = { .filter = filter, .nr_faults = o->nr_faults,
				 .fault_seed = o->fault_seed,
				 .one_in = o->one_in };

	memcpy(r.faults, o->faults, sizeof(r.faults));
	run_lines(o, &r, show_line);
	return r;
}

/* What is missing in the report of a machine that broke in test @name, number
 * @nr of its suite. */
static void show_broken(const struct test_options *o, const char *name,
			unsigned int nr, const struct machine_run *r)
{
	const int suite = (int)strcspn(name, ".");
	char line[512];

	snprintf(line, sizeof(line), "    not ok %u %s # %s", nr,
		 name + suite + (name[suite] == '.'),
		 r->child.end != CHILD_ENDED ? "hung" : "crashed");
	show_line(o, line);
	snprintf(line, sizeof(line), "not ok 1 %.*s", suite, name);
	show_line(o, line);
}

static int run_all(const struct test_options *o)
{
	struct machine_run r = plain_run(o, o->filter);
	int status = status_of(o, &r);
	size_t next = nr_results;

	if (status != EXIT_STOPPED || next >= tests.nr)
		return status;
	/* The one it was at, and those behind it. */
	show_broken(o, tests.v[next], (unsigned int)next + 1, &r);
	while (++next < tests.nr) {
		int one;

		r = plain_run(o, tests.v[next]);
		one = status_of(o, &r);
		if (one == EXIT_STOPPED)
			show_broken(o, tests.v[next], 1, &r);
		status = worse(status, one);
	}
	return status;
}

/* ---- all of it -------------------------------------------------------------------------- */

static void mark_tests(struct test_options *o)
{
	for (size_t i = 0; i < o->drivers.nr; i++) {
		struct hosted_driver *d = &o->drivers.loaded[i];

		d->is_test = 1;
		for (size_t k = 0; k < o->nr_drivers; k++)
			if (strcmp(o->drivers.modules[k].name, d->name) == 0)
				d->is_test = 0;
	}
}

int command_test(int argc, char **argv, unsigned long long start_ns)
{
	struct test_options o = {
		.seed = (unsigned long long)time(NULL),
		.jobs = (unsigned int)get_nprocs(),
		.command = argv - 1,
	};
	int status;

	o.drivers.flags.release = "6.1.0";
	o.drivers.flags.cc = default_compiler();
	o.drivers.flags.san = sanitizers();
	o.argv = argv + 1;
	parse(&o, argc, argv);
	check_together(&o);
	if (!o.timeout_ms)
		o.timeout_ms = o.sweep || o.random ? 10000 : 30000;
	if (o.jobs > MAX_JOBS)
		o.jobs = MAX_JOBS;
	drivers_build(&o.drivers);
	drivers_load(&o.drivers);
	mark_tests(&o);
	list_tests(&o);
	if (o.list) {
		for (size_t i = 0; i < tests.nr; i++)
			puts(tests.v[i]);
		return 0;
	}
	status = run_all(&o);
	if (!tests.nr)
		words_add(&tests, NULL);
	if (o.sweep && status)
		printf("# sweep: not started: without failures all tests must pass\n");
	else if (o.sweep)
		status = sweep(&o, &tests);
	if (o.random && !status)
		status = random_runs(&o);
	junit_line(&o, NULL);
	return status;
}
