/* SPDX-License-Identifier: MIT */
/*
 * main.c - the benchmark program on the hosted machine.
 *
 *	bench-octavo [--list] [--batches N] [--ops N] [ROW...]
 *
 * Prints a line `ROW PICOSECONDS BYTES` per row; -1 for a row that cannot run.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "host.h"
#include "../harness.h"

void *bench_memcpy(void *to, const void *from, unsigned long n)
{
	return memcpy(to, from, n);
}

static int wanted(const char *name, char **names, int nr)
{
	for (int i = 0; i < nr; i++)
		if (!strcmp(names[i], name))
			return 1;
	return nr == 0;
}

static void run_rows(char **names, int nr, unsigned int batches,
		     unsigned long ops)
{
	const char *name;

	for (unsigned int n = 0; (name = bench_row_name(n)); n++) {
		if (!wanted(name, names, nr))
			continue;
		printf("%s %ld %u\n", name, bench_row_run(n, batches, ops),
		       bench_row_bytes(n));
		fflush(stdout);
	}
}

static int list_rows(void)
{
	const char *name;

	for (unsigned int n = 0; (name = bench_row_name(n)); n++)
		puts(name);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "list", no_argument, NULL, 'l' },
		{ "batches", required_argument, NULL, 'b' },
		{ "ops", required_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	struct hosted_config cfg = {
		.mem = 1ull << 30, .lowmem = 896ull << 20, .nr_cpus = 2,
	};
	unsigned int batches = 10;
	unsigned long ops = 0;
	int opt, err;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (opt) {
		case 'l':
			return list_rows();
		case 'b':
			batches = (unsigned int)atoi(optarg);
			break;
		case 'o':
			ops = strtoul(optarg, NULL, 0);
			break;
		default:
			return 2;
		}
	}
	err = hosted_start(&cfg);
	if (err) {
		fprintf(stderr, "bench: cannot start: %s\n", strerror(-err));
		return 2;
	}
	run_rows(argv + optind, argc - optind, batches, ops);
	hosted_stop();
	return 0;
}
