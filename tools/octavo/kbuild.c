/* SPDX-License-Identifier: MIT */
/*
 * kbuild.c - a directory of drivers with a Makefile as Linux's build reads it.
 *
 *	obj-m += memo.o
 *	memo-objs := main.o store.o
 *	ccflags-y := -I$(src)/include -DDEBUG
 *
 * make itself reads it, as if the kernel's build did: KERNELRELEASE, src and
 * obj are set, and the part for the command line is left out. A few lines
 * around it have make say what it found, one line for each thing.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "driver.h"

#define MAX_DEPTH	8

/* %1$s: of Linux; %2$s: the directory; %3$s: its Makefile. */
static const char around[] =
	"KERNELRELEASE := %1$s\n"
	"src := %2$s\n"
	"obj := %2$s\n"
	"M := %2$s\n"
	"PWD := %2$s\n"
	"KBUILD_EXTMOD := %2$s\n"
	"include %3$s\n"
	"octavo-objs = $(or $(strip $($(1)-objs) $($(1)-y) $($(1)-m)),$(1).o)\n"
	"octavo-flags = $(subdir-ccflags-y) $(ccflags-y) $(ccflags-m) $(EXTRA_CFLAGS) "
	"$(foreach o,$(call octavo-objs,$(1)),$(CFLAGS_$(notdir $(o))))\n"
	"$(foreach m,$(filter %%/,$(obj-m) $(obj-y)),$(info @dir $(m)))\n"
	"$(foreach m,$(patsubst %%.o,%%,$(filter %%.o,$(obj-m))),"
	"$(info @module $(m))$(info @files $(call octavo-objs,$(m)))"
	"$(info @flags $(call octavo-flags,$(m))))\n"
	"octavo-nothing: ; @:\n";

static void read_below(struct drivers *d, const char *dir, const char *from,
		       int depth);

/* ---- asking make ------------------------------------------------------------------ */

static const char *makefile_of(const char *dir)
{
	static const char *const names[] = { "Kbuild", "Makefile", "makefile" };
	char *path;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		path = text_of("%s/%s", dir, names[i]);
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

/* Its answer; waits for its end. */
static FILE *ask_make(const char *release, const char *dir,
		      const char *makefile)
{
	const char *script = text_of("%s/kbuild.mk", cache_scratch());
	const char *answer = text_of("%s/kbuild.out", cache_scratch());
	FILE *to = fopen(script, "w");
	char *command;
	int status;

	if (!to || fprintf(to, around, release, dir, makefile) < 0 ||
	    fclose(to))
		usage_error("cannot write %s: %s", script, strerror(errno));
	/* Not a part of a make that may have started us. */
	command = text_of("env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "
			  "make -s --no-print-directory -C '%s' -f '%s' "
			  "octavo-nothing >'%s'", dir, script, answer);
	status = system(command);
	if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) == 127)
		usage_error("make is needed to read %s", makefile);
	if (status)
		usage_error("%s cannot be read as Linux's build would", makefile);
	return fopen(answer, "r");
}

/* ---- what it says ----------------------------------------------------------------- */

/* The next word, as a shell would take it: quotes and backslashes are gone.
 * Written over the text; NULL at its end. */
static char *next_word(char **rest)
{
	char *s = *rest + strspn(*rest, " \t"), *word = s, *to = s;
	char quote = 0;

	if (!*s)
		return NULL;
	for (; *s && (quote || !strchr(" \t", *s)); s++) {
		if (*s == '\\' && s[1] && quote != '\'')
			*to++ = *++s;
		else if (quote ? *s == quote : *s == '"' || *s == '\'')
			quote = quote ? 0 : *s;
		else
			*to++ = *s;
	}
	*rest = *s ? s + 1 : s;
	*to = 0;
	return word;
}

/* a.o -> DIR/a.c */
static void add_files(struct module_source *m, const char *dir, char *objects)
{
	char *word;

	while ((word = next_word(&objects))) {
		const size_t len = strlen(word);

		if (len < 3 || strcmp(word + len - 2, ".o"))
			usage_error("%s: '%s' is not an object", m->from, word);
		words_addf(&m->files, "%s/%.*s.c", dir, (int)(len - 2), word);
		if (access(m->files.v[m->files.nr - 1], R_OK) < 0)
			usage_error("--driver %s: %s: %s", m->from,
				    m->files.v[m->files.nr - 1],
				    strerror(errno));
	}
}

/* "@what text" */
static void take_line(struct drivers *d, const char *dir, const char *from,
		      char *line, int depth)
{
	struct module_source *m = d->nr ? &d->modules[d->nr - 1] : NULL;
	char *text = strchr(line, ' '), *word;

	if (*line != '@' || !text)
		return;
	*text++ = 0;
	if (strcmp(line, "@module") == 0) {
		m = drivers_new(d, driver_name(text, ""), from);
		m->dir = dir;
	} else if (strcmp(line, "@files") == 0) {
		add_files(m, dir, text);
	} else if (strcmp(line, "@flags") == 0) {
		while ((word = next_word(&text)))
			words_addf(&m->cflags, "%s", word);
	} else if (strcmp(line, "@dir") == 0) {
		text[strcspn(text, "/")] = 0;
		read_below(d, text_of("%s/%s", dir, text), from, depth + 1);
	}
}

static void read_below(struct drivers *d, const char *dir, const char *from,
		       int depth)
{
	const char *makefile = makefile_of(dir);
	FILE *answer;
	char *line = NULL;
	size_t size = 0;

	if (!makefile)
		usage_error("--driver %s: there is no Makefile in %s", from, dir);
	if (depth > MAX_DEPTH)
		usage_error("--driver %s: more than %d directories deep", from,
			    MAX_DEPTH);
	answer = ask_make(d->flags.release, dir, makefile);
	while (answer && getline(&line, &size, answer) > 0) {
		line[strcspn(line, "\n")] = 0;
		take_line(d, dir, from, line, depth);
	}
	if (answer)
		fclose(answer);
	free(line);
}

void kbuild_read(struct drivers *d, const char *dir, const char *from)
{
	const size_t before = d->nr;

	read_below(d, dir, from, 0);
	if (d->nr == before)
		usage_error("--driver %s: its Makefile has nothing in obj-m",
			    from);
	cache_drop_scratch();
}
