/* SPDX-License-Identifier: MIT */
/*
 * words.c - lists of strings. Nothing is freed: a command is short.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "driver.h"

static char *vtext(const char *fmt, va_list args)
{
	char *text;

	if (vasprintf(&text, fmt, args) < 0)
		usage_error("out of memory");
	return text;
}

char *text_of(const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = vtext(fmt, args);
	va_end(args);
	return text;
}

void words_add(struct words *w, const char *word)
{
	w->v = realloc(w->v, (w->nr + 2) * sizeof(*w->v));
	if (!w->v)
		usage_error("out of memory");
	w->v[w->nr++] = word;
	w->v[w->nr] = NULL;
}

void words_addf(struct words *w, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	words_add(w, vtext(fmt, args));
	va_end(args);
}
