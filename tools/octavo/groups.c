/* SPDX-License-Identifier: MIT */
/*
 * groups.c - runs that went wrong, put together by where the failure struck and
 * what became of it: one mistake in a driver mostly shows in several runs.
 */
#include <stdlib.h>
#include <string.h>
#include "test.h"

#define MAX_LOG_LINES	24

struct group {
	struct group *next;
	enum verdict verdict;
	struct point point;		/* no kind: by chance */
	unsigned long site;		/* the driver's innermost address */
	unsigned int nr_runs;
	unsigned long order;		/* of the first run to be started: */
	char *log, *again;		/* that one's */
};

static struct group *groups;		/* by order */

int point_parse(const char *line, struct point *p, int *fails)
{
	static char kind[32];
	int len;

	if (sscanf(line, "point %31s %lu %d%n", kind, &p->nr, fails, &len) != 3)
		return 0;
	p->kind = strdup(kind);
	p->nr_frames = 0;
	for (line += len; *line == ' ' && p->nr_frames < MAX_FRAMES;) {
		char *end;

		p->frames[p->nr_frames++] = strtoul(line, &end, 16);
		line = end;
	}
	return 1;
}

/* The innermost address in a module; 0: none. */
static unsigned long site_of(const struct test_options *o, const struct point *p)
{
	for (unsigned int i = 0; p && i < p->nr_frames; i++)
		for (size_t k = 0; k < o->drivers.nr; k++) {
			const struct hosted_driver *d = &o->drivers.loaded[k];

			if (p->frames[i] - (unsigned long)d->base < d->size)
				return p->frames[i];
		}
	return 0;
}

/* Take the group of such a run out of the list, or make one. */
static struct group *take_group(const struct point *p, unsigned long site,
				enum verdict verdict)
{
	struct group **at, *g;

	for (at = &groups; (g = *at); at = &g->next) {
		if (g->site != site || g->verdict != verdict || !site ||
		    strcmp(g->point.kind, p->kind))
			continue;
		*at = g->next;
		return g;
	}
	g = calloc(1, sizeof(*g));
	if (!g)
		usage_error("out of memory");
	g->site = site;
	g->verdict = verdict;
	return g;
}

static void put_group(struct group *g)
{
	struct group **at = &groups;

	while (*at && (*at)->order < g->order)
		at = &(*at)->next;
	g->next = *at;
	*at = g;
}

/* Runs end in any order, so the first is known in the end only. */
void group_add(const struct test_options *o, const struct point *p,
	       const struct machine_run *r, char *again)
{
	struct group *g = take_group(p, site_of(o, p), run_verdict(r));

	if (g->nr_runs++ && g->order < r->order) {
		free(again);
	} else {
		free(g->log);
		free(g->again);
		if (p)
			g->point = *p;
		g->order = r->order;
		g->log = run_log(r);
		g->again = again;
	}
	put_group(g);
}

/* From the innermost code of a module outwards. */
static void print_frames(const struct point *p, unsigned long site)
{
	unsigned int i = 0;

	while (site && i < p->nr_frames && p->frames[i] != site)
		i++;
	if (i)
		printf("#       %s, called by\n", symbol_at(p->frames[i - 1] - 1));
	for (; i < p->nr_frames; i++)
		printf("#       %s\n", symbol_at(p->frames[i] - 1));
}

static void print_log(const char *p)
{
	for (int i = 0; *p && i < MAX_LOG_LINES; i++) {
		size_t len = strcspn(p, "\n");

		printf("#     | %.*s\n", (int)len, p);
		p += len + (p[len] == '\n');
	}
	if (*p)
		printf("#     | ...\n");
}

static void print_group(const struct group *g, unsigned int nr)
{
	printf("#\n# %u. %s", nr, verdict_names[g->verdict]);
	if (g->point.kind) {
		printf(" when %s fails", g->point.kind);
		printf(g->nr_runs > 1 ? ", %u runs\n" : "\n", g->nr_runs);
		print_frames(&g->point, g->site);
	} else {
		printf(" with several failures\n");
	}
	print_log(g->log);
	printf("#     again: %s\n", g->again);
}

unsigned int groups_print(void)
{
	unsigned int nr = 0;

	for (struct group *g = groups; g; g = g->next)
		print_group(g, ++nr);
	return nr;
}

void groups_to_junit(const struct test_options *o)
{
	unsigned int nr = 0;
	char line[1024];

	junit_line(o, "    # Subtest: sweep");
	for (const struct group *g = groups; g; g = g->next) {
		snprintf(line, sizeof(line), "    # again: %s", g->again);
		junit_line(o, line);
		snprintf(line, sizeof(line),
			 "    not ok %u %s when %s fails: %s", ++nr,
			 verdict_names[g->verdict], g->point.kind,
			 g->site ? symbol_at(g->site - 1) : "by chance");
		junit_line(o, line);
	}
	if (!nr)
		junit_line(o, "    ok 1 every failure");
	junit_line(o, "ok 1 sweep");
}

/* A word for a shell. */
static void put_word(FILE *to, const char *word)
{
	if (*word && !word[strcspn(word, " \t\n'\"\\$`*?[]{}()<>|&;~#!")]) {
		fprintf(to, " %s", word);
		return;
	}
	fputs(" '", to);
	for (; *word; word++)
		fputs(*word == '\'' ? "'\\''" : (char[]){ *word, 0 }, to);
	fputc('\'', to);
}

/* Options that the command is not to have again; 2: with a value. */
static int left_out(const char *word)
{
	static const char *const with_value[] = {
		"--filter", "--fault", "--random", "--chance", "--jobs",
		"--junit", "--seed",
	};

	if (strcmp(word, "--sweep") == 0)
		return 1;
	for (size_t i = 0; i < sizeof(with_value) / sizeof(*with_value); i++) {
		size_t n = strlen(with_value[i]);

		if (strncmp(word, with_value[i], n) == 0 &&
		    (!word[n] || word[n] == '='))
			return word[n] ? 1 : 2;
	}
	return 0;
}

char *again_command(const struct test_options *o, const struct machine_run *r)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		usage_error("out of memory");
	fputs("octavo test", to);
	for (char **w = o->argv; *w; w++) {
		int skip = left_out(*w);

		if (!skip)
			put_word(to, *w);
		if (skip == 2 && w[1])
			w++;
	}
	if (r->filter) {
		fputs(" --filter", to);
		put_word(to, r->filter);
	}
	for (unsigned int i = 0; i < r->nr_faults; i++)
		fprintf(to, " --fault %s:%lu%s", r->faults[i].kind,
			r->faults[i].nth, r->faults[i].sticky ? ":sticky" : "");
	if (r->one_in)
		fprintf(to, " --chance %llu:%u", r->fault_seed, r->one_in);
	fclose(to);
	return text;
}
