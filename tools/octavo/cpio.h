/* SPDX-License-Identifier: MIT */
/*
 * cpio.h - writing an archive that a machine unpacks into its root.
 *
 * What goes wrong ends the command with one line and EXIT_USAGE.
 */
#ifndef TOOLS_CPIO_H
#define TOOLS_CPIO_H

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

struct cpio_link;

struct cpio {
	FILE *to;
	uint64_t size;			/* bytes written */
	uint64_t limit;			/* that may be written */
	const char *what;		/* for messages: where it comes from */
	unsigned int ino;		/* the last number given out */
	struct cpio_link *links;	/* files that have several names */
	char path[PATH_MAX];		/* of the entry being written */
	size_t path_len;
};

/* @to is written in order and never read or moved. */
void cpio_begin(struct cpio *c, FILE *to, const char *what, uint64_t limit);
void cpio_dir(struct cpio *c, const char *path, unsigned int mode);
void cpio_text(struct cpio *c, const char *path, const char *text);
void cpio_symlink(struct cpio *c, const char *path, const char *target);
/* The regular file @file of the host as an executable called @path. */
void cpio_program(struct cpio *c, const char *path, const char *file);
/* Everything in the directory @dir of the host. */
void cpio_tree(struct cpio *c, const char *dir);
void cpio_end(struct cpio *c);

#endif
