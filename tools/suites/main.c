/* SPDX-License-Identifier: MIT */
/*
 * main.c - the runner of the unit suites on the hosted machine.
 *
 * Boots a machine as its options say, runs the suites on it, takes it down.
 * The exit status is 0 if every test passed, 1 if one failed, 2 for a mistake
 * on the command line.
 */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "host.h"

static const char usage[] =
	"usage: suites [OPTION]...\n"
	"Run Octavo's unit suites on a hosted machine; the report is KTAP.\n"
	"\n"
	"  --list               name the tests and stop\n"
	"  --filter GLOB        only suites or suite.test that match\n"
	"  --seed N             seed of the random tests (default: the time)\n"
	"  --repeat N           run everything N times, with seeds in a row (default 1)\n"
	"  --cpus N             CPUs of the machine (default 2)\n"
	"  --mem SIZE           RAM (default 256M)\n"
	"  --lowmem SIZE        of it mapped for good (default 128M)\n"
	"  --uaccess HOW        direct or pinned (default direct)\n"
	"  --help               this text\n";

enum { OPT_LIST = 256, OPT_FILTER, OPT_SEED, OPT_REPEAT, OPT_CPUS, OPT_MEM,
       OPT_LOWMEM, OPT_UACCESS, OPT_HELP };

static const struct option options[] = {
	{ "list", no_argument, NULL, OPT_LIST },
	{ "filter", required_argument, NULL, OPT_FILTER },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "repeat", required_argument, NULL, OPT_REPEAT },
	{ "cpus", required_argument, NULL, OPT_CPUS },
	{ "mem", required_argument, NULL, OPT_MEM },
	{ "lowmem", required_argument, NULL, OPT_LOWMEM },
	{ "uaccess", required_argument, NULL, OPT_UACCESS },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static __attribute__((__noreturn__)) void bad_option(const char *name,
						     const char *value)
{
	fprintf(stderr, "suites: bad value for --%s: '%s'\n", name, value);
	exit(2);
}

static unsigned long long number(const char *name, const char *value,
				 unsigned long long max)
{
	unsigned long long n;
	char *end;

	errno = 0;
	n = strtoull(value, &end, 0);
	if (end != value && *end && strchr("kKmMgG", *end)) {
		int c = tolower((unsigned char)*end++);

		n <<= c == 'k' ? 10 : c == 'm' ? 20 : 30;
	}
	if (errno || end == value || *end || !n || n > max)
		bad_option(name, value);
	return n;
}

static void parse_option(int opt, struct hosted_config *cfg,
			 struct hosted_suites *suites)
{
	switch (opt) {
	case OPT_LIST:
		suites->list = 1;
		break;
	case OPT_FILTER:
		suites->filter = optarg;
		break;
	case OPT_SEED:
		suites->seed = strtoull(optarg, NULL, 0);
		break;
	case OPT_REPEAT:
		suites->repeat = (unsigned int)number("repeat", optarg, 1000000);
		break;
	case OPT_CPUS:
		cfg->nr_cpus = (unsigned int)number("cpus", optarg, 32);
		break;
	case OPT_MEM:
		cfg->mem = number("mem", optarg, 1ull << 40);
		break;
	case OPT_LOWMEM:
		cfg->lowmem = number("lowmem", optarg, 1ull << 40);
		break;
	case OPT_UACCESS:
		if (strcmp(optarg, "direct") && strcmp(optarg, "pinned"))
			bad_option("uaccess", optarg);
		cfg->pinned = optarg[0] == 'p';
		break;
	case OPT_HELP:
		fputs(usage, stdout);
		exit(0);
	default:
		exit(2);
	}
}

static int run(const struct hosted_config *cfg, struct hosted_suites *suites)
{
	int failed = 0;

	for (unsigned int i = 0; i < suites->repeat && failed >= 0; i++) {
		int err = hosted_start(cfg);

		if (err) {
			fprintf(stderr, "suites: cannot start the machine: %s\n",
				strerror(-err));
			return 2;
		}
		failed = hosted_run_suites(suites) ?: failed;
		suites->seed++;
		hosted_stop();
	}
	if (failed < 0)
		fprintf(stderr, "suites: no test matches '%s'\n",
			suites->filter);
	return failed < 0 ? 2 : failed != 0;
}

int main(int argc, char **argv)
{
	struct hosted_config cfg = {
		.mem = 256ull << 20, .lowmem = 128ull << 20, .nr_cpus = 2,
		.edu = { .present = 1, .ring = 1 },
	};
	struct hosted_suites suites = {
		.seed = (unsigned long long)time(NULL), .repeat = 1,
	};
	int opt;

	setvbuf(stdout, NULL, _IOLBF, 0);
	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_option(opt, &cfg, &suites);
	if (optind < argc) {
		fprintf(stderr, "suites: what is '%s'?\n", argv[optind]);
		return 2;
	}
	if (cfg.lowmem > cfg.mem) {
		fprintf(stderr, "suites: --lowmem is more than --mem\n");
		return 2;
	}
	return run(&cfg, &suites);
}
