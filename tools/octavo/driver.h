/* SPDX-License-Identifier: MIT */
/*
 * driver.h - drivers: from a source file to a module in this process.
 *
 *	FILE.c, DIR --kbuild.c--> struct module_source
 *	    --cache.c, compile.c--> FILE.so --load.c--> struct hosted_driver
 *
 *	struct drivers d = { .flags = { ... } };
 *
 *	drivers_add(&d, "memo.c");
 *	drivers_add_param(&d, "size=4096");
 *	drivers_build(&d);
 *	drivers_load(&d);
 *	prog.drivers = d.loaded; prog.nr_drivers = d.nr;
 *
 * Every step ends the command with EXIT_USAGE and a line that says why, if it
 * cannot be done.
 */
#ifndef TOOLS_DRIVER_H
#define TOOLS_DRIVER_H

#include <stddef.h>
#include "host.h"
#include "octavo.h"

/* ---- lists of strings -------------------------------------------------------- */

struct words {
	const char **v;			/* NULL-terminated once there is one */
	size_t nr;
};

/* The string stays where it is. */
void words_add(struct words *w, const char *word);
/* A copy, formatted. */
__attribute__((__format__(__printf__, 2, 3)))
void words_addf(struct words *w, const char *fmt, ...);
/* The same as a single string, for good. */
__attribute__((__format__(__printf__, 1, 2)))
char *text_of(const char *fmt, ...);

/* ---- what there is to compile -------------------------------------------------- */

struct driver_flags {
	const char *release;		/* of Linux: "6.1.0" */
	const char *san;		/* "address,undefined", or NULL */
	const char *cc;			/* the compiler */
};

/* $CC, or what this command was compiled with. */
const char *default_compiler(void);

/* One module. */
struct module_source {
	const char *name;		/* as in /proc/modules */
	const char *from;		/* what the user gave */
	const char *dir;		/* flags are relative to it; NULL: here */
	struct words files;		/* its .c files; none: it is built */
	struct words cflags;		/* of its own */
	const char *object;		/* the .so */
};

/* kbuild.c: the modules that a directory's Makefile has in obj-m. */
struct drivers;
void kbuild_read(struct drivers *d, const char *dir, const char *from);

/* compile.c: make m->object, or find it in the cache. */
void module_compile(const struct driver_flags *flags, struct module_source *m);

/* cache.c: built modules, by what they are made of.
 *
 * The directory; NULL: there is none that we may write to. */
const char *cache_dir(void);
/* A directory for files that are made; remove it with cache_drop_scratch(). */
const char *cache_scratch(void);
void cache_drop_scratch(void);
/* The name of the entry for what these words say. */
char *cache_name(const struct words *key, const char *name);
/* Is it there, and are the files it was made of still as they were? */
int cache_has(const char *path);
/* Add the files it was made of (from compilers' depfiles) to @made, and give it
 * its name @path. */
void cache_keep(const char *made, const struct words *depfiles,
		const char *path);

/* hints.c: of a "symbol" its door, of a "header" what to do without it; NULL
 * if nothing is known. */
char *hint_for(const char *kind, const char *name);

/* explain.c: what to do about a message of the compiler's, if we know. */
void explain_errors(const char *messages);

/* ---- drivers -------------------------------------------------------------------- */

struct drivers {
	struct driver_flags flags;
	struct module_source *modules;
	struct hosted_driver *loaded;	/* in the order of loading */
	struct words *params;		/* of each module */
	size_t nr;
	size_t first_of_last;		/* --driver: whose --param come next */
};

/* One more module, of that name; @from: as the user said it. */
struct module_source *drivers_new(struct drivers *d, const char *name,
				  const char *from);
/* The module's name that a file has: without folder and suffix. */
const char *driver_name(const char *path, const char *suffix);
void drivers_add(struct drivers *d, const char *path);
void drivers_add_param(struct drivers *d, const char *text);
void drivers_build(struct drivers *d);
void drivers_load(struct drivers *d);

/* sanitize.c: go on as the command that has these sanitizers, or more; returns
 * if this one has them. @argv: the words of the command line, all of them. */
void sanitize(const char *value, char **argv);
/* What this one was built with; NULL: none. */
const char *sanitizers(void);
/* "6.12" -> "6.12.0"; a usage error if it is no version of Linux's. */
const char *linux_release(const char *value);

/* Where Octavo's own headers lie, and those of the machine; NULL: not found. */
const char *doors_dir(const char **machine_dir);

#endif
