/* SPDX-License-Identifier: MIT */
/*
 * sanitize.c - --san: the command that was built with these sanitizers.
 *
 *	build/hosted/octavo	  build/hosted-address-undefined/octavo
 *	PREFIX/bin/octavo	  PREFIX/lib/octavo/hosted-address-undefined/octavo
 *
 * A driver is checked together with the library that it calls, so the whole
 * command is another one: it is started in our place, with the same words. One
 * that has more sanitizers than asked for will do.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "driver.h"
#include "machine.h"

/* OCTAVO_SAN: what this one was built with, from the Makefile; "" for none. */

enum { ADDRESS = 1, UNDEFINED = 2, THREAD = 4 };

static const struct {
	const char *name;
	unsigned int bit;
} names[] = {
	{ "address", ADDRESS }, { "undefined", UNDEFINED }, { "thread", THREAD },
};

#define NR_NAMES	(sizeof(names) / sizeof(names[0]))

static unsigned int parse_set(const char *value)
{
	char *text = text_of("%s", value), *rest = text, *word;
	unsigned int set = 0;

	while ((word = strsep(&rest, ","))) {
		unsigned int bit = 0;

		for (size_t i = 0; i < NR_NAMES; i++)
			if (strcmp(word, names[i].name) == 0)
				bit = names[i].bit;
		if (!bit)
			usage_error("--san: '%s' is none of address, undefined, "
				    "thread", word);
		set |= bit;
	}
	free(text);
	return set;
}

/* The names with @with between them. */
static char *set_text(unsigned int set, const char *with)
{
	char *text = text_of("%s", "");

	for (size_t i = 0; i < NR_NAMES; i++) {
		char *longer;

		if (!(set & names[i].bit))
			continue;
		longer = text_of("%s%s%s", text, *text ? with : "",
				 names[i].name);
		free(text);
		text = longer;
	}
	return text;
}

static const char *find_command(unsigned int set)
{
	char *file = text_of("hosted-%s/octavo", set_text(set, "-"));
	const char *path = find_beside(file);

	free(file);
	return path;
}

void sanitize(const char *value, char **argv)
{
	const unsigned int set = parse_set(value);
	const unsigned int own = *OCTAVO_SAN ? parse_set(OCTAVO_SAN) : 0;
	const char *path;

	if (set & THREAD && set & ADDRESS)
		usage_error("--san: address and thread exclude each other");
	if ((own & set) == set)
		return;
	path = find_command(set);
	if (!path && !(set & THREAD))
		path = find_command(ADDRESS | UNDEFINED);
	if (!path)
		usage_error("--san %s: this octavo is not built; say: make SAN=%s",
			    value, set_text(set, ","));
	execv(path, argv);
	usage_error("--san %s: %s: %s", value, path, strerror(errno));
}

const char *sanitizers(void)
{
	return *OCTAVO_SAN ? OCTAVO_SAN : NULL;
}
