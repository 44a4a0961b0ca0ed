/* SPDX-License-Identifier: MIT */
/*
 * explain.c - what to do about a driver that needs what there is not.
 *
 * The compiler's own message comes first, and is shown as it is. Of those that
 * mean that a door is missing, one sentence says so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "driver.h"

/* A word between @before and @after, in this line. */
static char *word_between(const char *line, size_t len, const char *before,
			  const char *after)
{
	const char *at = memmem(line, len, before, strlen(before)), *end;

	if (!at)
		return NULL;
	at += strlen(before);
	end = memmem(at, len - (size_t)(at - line), after, strlen(after));
	if (!end || end == at || end - at > 80)
		return NULL;
	return text_of("%.*s", (int)(end - at), at);
}

struct pattern {
	const char *before, *after;
	const char *what;
	const char *folder;		/* of a header; NULL: not a header */
};

#define SEE	"docs/driver-api.md has what there is"

static const struct pattern patterns[] = {
	{ "fatal error: linux/", ": No such file",
	  "there is no door <linux/%s>: Octavo does not offer what Linux has in it; " SEE, "linux/" },
	{ "fatal error: asm/", ": No such file",
	  "there is no door <asm/%s>: Octavo does not offer what Linux has in it; " SEE, "asm/" },
	{ "fatal error: net/", ": No such file",
	  "there is no door <net/%s>: Octavo does not offer what Linux has in it; " SEE, "net/" },
	{ "fatal error: ", ": No such file",
	  "'%s' is not one of the driver's own headers nor of Octavo's", "" },
	{ "implicit declaration of function '", "'",
	  "'%s' is missing: a header of its own is not included, or Octavo does not offer it; " SEE, NULL },
	{ "unknown type name '", "'",
	  "'%s' is missing: a header of its own is not included, or Octavo does not offer it; " SEE, NULL },
	{ "has incomplete type", NULL, NULL, NULL },
	{ "error: '", "' undeclared",
	  "'%s' is missing: a header of its own is not included, or Octavo does not offer it; " SEE, NULL },
};

/* Colours and typographic quotes out of it. */
static char *plain(const char *text)
{
	char *out = calloc(1, strlen(text) + 1), *to = out;

	while (out && *text) {
		if (*text == '\033') {
			text += strcspn(text, "mK");
			text += *text != 0;
		} else if (strncmp(text, "\342\200\230", 3) == 0 ||
			   strncmp(text, "\342\200\231", 3) == 0) {
			*to++ = '\'';
			text += 3;
		} else {
			*to++ = *text++;
		}
	}
	return out;
}

/* Once for each thing. */
static int is_new(struct words *said, const char *what)
{
	for (size_t i = 0; i < said->nr; i++)
		if (strcmp(said->v[i], what) == 0)
			return 0;
	words_add(said, what);
	return 1;
}

/* The sentence about @word; what is known of it goes before what is general. */
static void say(const struct pattern *p, const char *word)
{
	char *header = text_of("%s%s", p->folder ? p->folder : "", word);
	char *hint = hint_for(p->folder ? "header" : "symbol", header);

	fputs("octavo: ", stderr);
	if (hint && p->folder)
		fprintf(stderr, "there is no <%s>: %s", header, hint);
	else if (hint)
		fprintf(stderr, "'%s' is in <%s>: include it", word,
			hint);
	else
		fprintf(stderr, p->what, word);
	fputc('\n', stderr);
	free(hint);
	free(header);
}

static void explain_line(const char *line, size_t len, struct words *said)
{
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		const struct pattern *p = &patterns[i];
		char *word = p->what ? word_between(line, len, p->before,
						    p->after) : NULL;

		if (!word)
			continue;
		if (is_new(said, word))
			say(p, word);
		return;
	}
}

void explain_errors(const char *messages)
{
	char *text = plain(messages);
	struct words said = { 0 };

	for (const char *line = text; line && *line;) {
		const size_t len = strcspn(line, "\n");

		explain_line(line, len, &said);
		line += len + (line[len] != 0);
	}
	free(text);
}
