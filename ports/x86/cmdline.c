/* SPDX-License-Identifier: MIT */
/*
 * cmdline.c - boot options: one line of text made into struct boot_options.
 *
 *	mem=64M stats TERM=vt100 -- busybox echo "two words" back\\slash
 *
 * Words are separated by blanks. A backslash makes the next character an
 * ordinary one, anywhere; between double quotes blanks are ordinary too. A
 * word may be empty (""). Words before "--" are options, and variables of the
 * program's environment if they look like NAME=VALUE with a name in capitals;
 * those behind it are the program and its arguments.
 *
 * The line is changed in place; what is found points into it:
 *
 *	text	mem=64M\0stats\0TERM=vt100\0--\0busybox\0echo\0...
 *	words	          [ TERM=vt100, NULL, busybox, echo, ..., NULL ]
 *
 * Functions about data only: they neither read nor change the machine.
 */
#include <octavo/kstrtox.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include "x86.h"

#define BLANKS		" \t\n"

/* ---- words ------------------------------------------------------------------ */

/* Step over a word from *@from on, unquoting it to @to; says what is wrong. */
static const char *unquote(const char **from, char *to)
{
	const char *p = *from;
	bool quoted = false;

	for (; *p && (quoted || !strchr(BLANKS, *p)); p++) {
		if (*p == '"') {
			quoted = !quoted;
			continue;
		}
		if (*p == '\\' && !*++p)
			return "the command line ends with a backslash";
		*to++ = *p;
	}
	if (quoted)
		return "the command line ends within quotes";
	*from = *p ? p + 1 : p;
	*to = '\0';
	return NULL;
}

/* The next word of *@pos in *@word, NULL at the end. */
static const char *next_word(char **pos, char **word)
{
	const char *from = *pos + strspn(*pos, BLANKS), *why;

	*word = NULL;
	if (!*from)
		return NULL;
	why = unquote(&from, *pos);
	*word = *pos;
	*pos = (char *)from;
	return why;
}

/* ---- values ----------------------------------------------------------------- */

static const char *take_size(const char *value, phys_addr_t *size)
{
	char *end;
	u64 n = simple_strtoull(value, &end, 10), shift = 0;

	switch (*end | 0x20) {
	case 'g':
		shift += 10;
		fallthrough;
	case 'm':
		shift += 10;
		fallthrough;
	case 'k':
		shift += 10;
		end++;
	}
	if (end == value || *end || !n || n << shift >> shift != n)
		return "a size such as 64M";
	*size = n << shift;
	return NULL;
}

static const char *take_choice(const char *value, const char *yes,
			       const char *no, bool *res)
{
	*res = strcmp(value, yes) == 0;
	return *res || (no && strcmp(value, no) == 0) ? NULL : yes;
}

static const char *take_cpus(struct boot_options *o, const char *value)
{
	unsigned long long n;

	if (kstrtoull(value, 10, &n) || n < 1 || n > NR_CPUS)
		return "1 to 32";
	o->cpus = (unsigned int)n;
	return NULL;
}

static const char *take_uaccess(struct boot_options *o, const char *value)
{
	return take_choice(value, "pinned", "direct", &o->pinned) ?
		"direct or pinned" : NULL;
}

static const char *take_mem(struct boot_options *o, const char *value)
{
	return take_size(value, &o->mem);
}

static const char *take_lowmem(struct boot_options *o, const char *value)
{
	return take_size(value, &o->lowmem);
}

static const char *take_wp(struct boot_options *o, const char *value)
{
	return take_choice(value, "off", "on", &o->wp_off) ? "on or off" : NULL;
}

static const char *take_link(struct boot_options *o, const char *value)
{
	return take_choice(value, "ttyS1", NULL, &o->link);
}

static const char *take_tty(struct boot_options *o, const char *value)
{
	unsigned int *const fields[] = { &o->terminal, &o->rows, &o->columns };
	char *end = (char *)value;

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const char *from = i ? end + 1 : end;

		if (i && *end != ',')
			return "a mask, rows and columns";
		*fields[i] = (unsigned int)simple_strtoull(from, &end, 10);
		if (end == from || *fields[i] > 0xffff)
			return "a mask, rows and columns";
	}
	return *end ? "a mask, rows and columns" : NULL;
}

static const char *take_filter(struct boot_options *o, const char *value)
{
	o->filter = value;
	return NULL;
}

static const char *take_seed(struct boot_options *o, const char *value)
{
	return kstrtoull(value, 0, &o->seed) ? "a number" : NULL;
}

/* ---- options ---------------------------------------------------------------- */

/* What a value must be is what take answers, NULL if it is that. */
static const struct {
	const char *name;
	const char *(*take)(struct boot_options *o, const char *value);
} with_value[] = {
	{ "mem", take_mem },
	{ "lowmem", take_lowmem },
	{ "cpus", take_cpus },
	{ "uaccess", take_uaccess },
	{ "wp", take_wp },
	{ "link", take_link },
	{ "tty", take_tty },
	{ "filter", take_filter },
	{ "seed", take_seed },
};

static bool is_variable(const char *word)
{
	size_t n = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

	return n && word[n] == '=' && strspn(word, "0123456789") == 0;
}

static const char *complain(struct cmdline *cl, const char *what,
			    const char *word)
{
	snprintf(cl->why, sizeof(cl->why), "%s: '%s'", what, word);
	return cl->why;
}

static const char *take_value(struct cmdline *cl, struct boot_options *o,
			      const char *word)
{
	size_t n = strcspn(word, "=");

	for (size_t i = 0; word[n] && i < ARRAY_SIZE(with_value); i++) {
		const char *name = with_value[i].name, *want;

		if (strlen(name) != n || strncmp(name, word, n))
			continue;
		want = with_value[i].take(o, word + n + 1);
		if (!want)
			return NULL;
		snprintf(cl->why, sizeof(cl->why),
			 "boot option %s= wants %s, not '%s'", name, want,
			 word + n + 1);
		return cl->why;
	}
	return complain(cl, "unknown boot option", word);
}

static const char *take_option(struct cmdline *cl, struct boot_options *o,
			       const char *word)
{
	if (strcmp(word, "stats") == 0)
		o->stats = true;
	else if (strcmp(word, "list") == 0)
		o->list = true;
	else if (strcmp(word, "init") == 0)
		o->init = true;
	else
		return take_value(cl, o, word);
	return NULL;
}

const char *cmdline_parse(struct cmdline *cl, struct boot_options *o)
{
	const char **next = cl->words, *why;
	char *pos = cl->text, *word;

	*o = (struct boot_options){ .envp = next };
	while (!(why = next_word(&pos, &word)) && word && strcmp(word, "--")) {
		if (is_variable(word))
			*next++ = word;
		else if ((why = take_option(cl, o, word)))
			break;
	}
	if (why)
		return why;
	*next++ = NULL;
	o->argv = next;
	while (!(why = next_word(&pos, &word)) && word)
		*next++ = word;
	*next = NULL;
	return why;
}
