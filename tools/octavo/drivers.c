/* SPDX-License-Identifier: MIT */
/*
 * drivers.c - the drivers that a command was given.
 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "driver.h"

const char *default_compiler(void)
{
	const char *cc = getenv("CC");

	return cc && *cc ? cc : OCTAVO_CC;
}

struct module_source *drivers_new(struct drivers *d, const char *name,
				  const char *from)
{
	d->modules = realloc(d->modules, (d->nr + 1) * sizeof(*d->modules));
	d->params = realloc(d->params, (d->nr + 1) * sizeof(*d->params));
	if (!d->modules || !d->params)
		usage_error("out of memory");
	for (size_t i = 0; i < d->nr; i++)
		if (strcmp(d->modules[i].name, name) == 0)
			usage_error("--driver %s: there is a module '%s' already",
				    from, name);
	d->params[d->nr] = (struct words){ 0 };
	d->modules[d->nr] = (struct module_source){
		.name = name, .from = from,
	};
	return &d->modules[d->nr++];
}

const char *driver_name(const char *path, const char *suffix)
{
	const char *base = strrchr(path, '/');
	char *name;

	base = base ? base + 1 : path;
	name = text_of("%.*s", (int)(strlen(base) - strlen(suffix)), base);
	for (char *p = name; *p; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

static int ends_with(const char *path, const char *suffix)
{
	const size_t len = strlen(path), n = strlen(suffix);

	return len > n && strcmp(path + len - n, suffix) == 0;
}

void drivers_add(struct drivers *d, const char *path)
{
	char *full = realpath(path, NULL);
	struct stat st;

	d->first_of_last = d->nr;
	if (!full || stat(full, &st) < 0 || access(full, R_OK) < 0)
		usage_error("--driver %s: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		kbuild_read(d, full, path);
	else if (ends_with(full, ".c"))
		words_add(&drivers_new(d, driver_name(full, ".c"), path)->files,
			  full);
	else if (ends_with(full, ".so"))
		drivers_new(d, driver_name(full, ".so"), path)->object = full;
	else
		usage_error("--driver %s: neither a .c file, a .so file, nor a "
			    "directory", path);
}

void drivers_add_param(struct drivers *d, const char *text)
{
	if (!d->nr)
		usage_error("--param %s: comes behind the --driver that it is for",
			    text);
	for (size_t i = d->first_of_last; i < d->nr; i++)
		words_add(&d->params[i], text);
}

void drivers_build(struct drivers *d)
{
	for (size_t i = 0; i < d->nr; i++)
		module_compile(&d->flags, &d->modules[i]);
}
