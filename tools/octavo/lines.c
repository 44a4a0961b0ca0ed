/* SPDX-License-Identifier: MIT */
/*
 * lines.c - addresses of code as function, file and line.
 *
 * addr2line knows; it is asked once for each file and stack. What is inlined
 * is said as the function that was written: the innermost.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include "test.h"

#define MAX_ASKED	256

/* Where an address lies, as addr2line knows the place. */
struct place {
	const char *file;
	unsigned long off;
};

static struct place find_place(const struct test_options *o, unsigned long addr)
{
	for (size_t i = 0; i < o->drivers.nr; i++) {
		const struct hosted_driver *d = &o->drivers.loaded[i];

		if (addr - (unsigned long)d->base < d->size)
			return (struct place){ d->file,
				addr - (unsigned long)d->base };
	}
	return (struct place){ NULL, 0 };
}

/* "fn" and "/path/file.c:12 (discriminator 3)" -> "fn at file.c:12". */
static char *join(char *fn, char *where)
{
	char *extra;

	fn[strcspn(fn, "\n")] = 0;
	where[strcspn(where, "\n")] = 0;
	extra = strstr(where, " (discriminator");
	if (extra)
		*extra = 0;
	if (strcmp(fn, "??") == 0)
		return strdup("");
	return text_of("%s at %s", fn, where);
}

/* Ask for @nr places in one file. */
static void ask(const char *file, const unsigned long *offs,
		const unsigned int *which, unsigned int nr, char **texts)
{
	char command[MAX_ASKED * 20 + 4200], fn[1024], where[4200];
	size_t len = (size_t)snprintf(command, sizeof(command),
				      "addr2line -s -f -e '%s'", file);
	FILE *from;

	for (unsigned int i = 0; i < nr; i++)
		len += (size_t)snprintf(command + len, sizeof(command) - len,
					" 0x%lx", offs[i]);
	from = popen(command, "r");
	for (unsigned int i = 0; from && i < nr; i++) {
		if (!fgets(fn, sizeof(fn), from) ||
		    !fgets(where, sizeof(where), from))
			break;
		free(texts[which[i]]);
		texts[which[i]] = join(fn, where);
	}
	if (from)
		pclose(from);
}

static void ask_places(const struct place *places, unsigned int nr, char **texts)
{
	unsigned char asked[MAX_ASKED] = { 0 };
	unsigned int which[MAX_ASKED];
	unsigned long offs[MAX_ASKED];

	for (unsigned int i = 0; i < nr; i++) {
		unsigned int n = 0;

		for (unsigned int k = i; k < nr && places[i].file; k++) {
			if (asked[k] || places[k].file != places[i].file)
				continue;
			asked[k] = 1;
			which[n] = k;
			offs[n++] = places[k].off;
		}
		if (n)
			ask(places[i].file, offs, which, n, texts);
	}
}

void lines_of(const struct test_options *o, const unsigned long *addrs,
	      unsigned int nr, char **texts)
{
	struct place places[MAX_ASKED];

	if (nr > MAX_ASKED)
		nr = MAX_ASKED;
	for (unsigned int i = 0; i < nr; i++) {
		texts[i] = strdup("");
		/* The call is before where it returns to. */
		places[i] = find_place(o, addrs[i] - 1);
	}
	ask_places(places, nr, texts);
}

/* ---- a log ---------------------------------------------------------------------------- */

/* NAME+0xOFFSET at the end of a line, if NAME is a module. */
static struct place place_in_line(const struct test_options *o,
				  const char *line, size_t len)
{
	const char *end = line + len, *plus = end, *name;

	while (plus > line && plus[-1] != ' ')
		plus--;
	name = plus;
	while (plus < end && *plus != '+')
		plus++;
	if (plus == end || strncmp(plus, "+0x", 3))
		return (struct place){ NULL, 0 };
	for (size_t i = 0; i < o->drivers.nr; i++) {
		const struct hosted_driver *d = &o->drivers.loaded[i];
		const char *base = strrchr(d->file, '/');
		const size_t n = (size_t)(plus - name);

		base = base ? base + 1 : d->file;
		if (strncmp(base, name, n) == 0 &&
		    (strcmp(base + n, ".so") == 0 || !base[n]))
			return (struct place){ d->file,
				strtoul(plus + 1, NULL, 16) };
	}
	return (struct place){ NULL, 0 };
}

char *lines_in_log(const struct test_options *o, const char *log)
{
	struct place places[MAX_ASKED] = { { NULL, 0 } };
	char *texts[MAX_ASKED], *out = NULL;
	unsigned int nr = 0;
	size_t size;
	FILE *to = open_memstream(&out, &size);

	for (const char *p = log; *p && nr < MAX_ASKED; nr++) {
		size_t len = strcspn(p, "\n");

		texts[nr] = strdup("");
		places[nr] = place_in_line(o, p, len);
		p += len + (p[len] == '\n');
	}
	ask_places(places, nr, texts);
	for (unsigned int i = 0; to && i < nr; i++) {
		size_t len = strcspn(log, "\n");

		fprintf(to, "%.*s%s%s%s\n", (int)len, log,
			*texts[i] ? "  (" : "", texts[i], *texts[i] ? ")" : "");
		log += len + (log[len] == '\n');
		free(texts[i]);
	}
	if (to)
		fclose(to);
	return out ? out : strdup("");
}
