/* SPDX-License-Identifier: MIT */
/*
 * cache.c - modules that were built before.
 *
 *	$XDG_CACHE_HOME/octavo/ or ~/.cache/octavo/
 *		memo-0123456789abcdef.so	a module, and behind it:
 *
 *	ELF file | one line for each file it was made of | size of these lines
 *
 * The name is made of all that the command line says: files, flags, compiler,
 * and which octavo it is. The lines have each file's size, times and inode:
 * an entry counts only if all of them are as they were. So a change of a header
 * is seen, too.
 *
 * Invariants:
 *  1. An entry comes into being by rename(): it is whole, or not there. Several
 *     commands may make the same one; the last stays.
 *  2. What is being made is in a scratch directory of its own.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "driver.h"

#define MAGIC		"octavo-deps %016zx\n"
#define MAGIC_SIZE	(sizeof("octavo-deps ") - 1 + 16 + 1)
#define MAX_LINES	(1u << 20)
#define MAX_ENTRIES	400
#define STALE_SECONDS	3600

/* ---- where ---------------------------------------------------------------------- */

static char scratch[PATH_MAX];
static pid_t scratch_owner;
static struct timespec scratch_made;

static int make_dir(const char *path)
{
	return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static char *choose_dir(void)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	char *base, *dir;

	if (xdg && *xdg == '/')
		base = text_of("%s", xdg);
	else if (home && *home == '/')
		base = text_of("%s/.cache", home);
	else
		return NULL;
	dir = text_of("%s/octavo", base);
	return make_dir(base) && make_dir(dir) && access(dir, W_OK) == 0 ?
	       dir : NULL;
}

const char *cache_dir(void)
{
	static char *dir;
	static int chosen;

	if (!chosen)
		dir = choose_dir();
	chosen = 1;
	return dir;
}

static void remove_tree(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *d;

	while (dir && (d = readdir(dir)))
		if (strcmp(d->d_name, ".") && strcmp(d->d_name, ".."))
			unlinkat(dirfd(dir), d->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(path);
}

void cache_drop_scratch(void)
{
	if (*scratch && scratch_owner == getpid())
		remove_tree(scratch);
	*scratch = 0;
}

const char *cache_scratch(void)
{
	const char *tmp = getenv("TMPDIR");

	if (*scratch)
		return scratch;
	if (cache_dir())
		snprintf(scratch, sizeof(scratch), "%s/tmp.XXXXXX",
			 cache_dir());
	else
		snprintf(scratch, sizeof(scratch), "%s/octavo.XXXXXX",
			 tmp && *tmp == '/' ? tmp : "/tmp");
	if (!mkdtemp(scratch))
		usage_error("cannot make a directory like %s: %s", scratch,
			    strerror(errno));
	scratch_owner = getpid();
	clock_gettime(CLOCK_REALTIME_COARSE, &scratch_made);
	atexit(cache_drop_scratch);
	return scratch;
}

/* ---- names ---------------------------------------------------------------------- */

/* FNV-1a, twice with different starts: 128 bits are enough for chance. */
static uint64_t hash_words(const struct words *key, uint64_t hash)
{
	for (size_t i = 0; i < key->nr; i++) {
		for (const char *s = key->v[i]; *s; s++)
			hash = (hash ^ (unsigned char)*s) * 0x100000001b3ull;
		hash = (hash ^ 0x100) * 0x100000001b3ull;
	}
	return hash;
}

char *cache_name(const struct words *key, const char *name)
{
	return text_of("%s/%s-%016llx%016llx.so", cache_dir(), name,
		       (unsigned long long)hash_words(key, 0xcbf29ce484222325ull),
		       (unsigned long long)hash_words(key, 0x9e3779b97f4a7c15ull));
}

/* ---- what an entry was made of ---------------------------------------------------- */

/* Was it changed since the compiler may have read it? */
static int is_newer(const struct stat *st)
{
	return *scratch && (st->st_ctim.tv_sec > scratch_made.tv_sec ||
			    (st->st_ctim.tv_sec == scratch_made.tv_sec &&
			     st->st_ctim.tv_nsec > scratch_made.tv_nsec));
}

/* "size mtime ctime inode path", which never holds if it is too new; NULL if
 * it is gone. */
static char *describe(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return NULL;
	if (is_newer(&st))
		return text_of("changed\n");
	return text_of("%llx %llx.%lx %llx.%lx %llx %s\n",
		       (unsigned long long)st.st_size,
		       (unsigned long long)st.st_mtim.tv_sec,
		       st.st_mtim.tv_nsec,
		       (unsigned long long)st.st_ctim.tv_sec,
		       st.st_ctim.tv_nsec, (unsigned long long)st.st_ino, path);
}

/* @line is without its newline. */
static int line_holds(const char *line)
{
	const char *path = line;
	char *now;
	int same;

	for (int i = 0; i < 4 && path; i++)
		path = strchr(path + !!i, ' ');
	now = path ? describe(path + 1) : NULL;
	same = now && strncmp(now, line, strlen(line)) == 0;
	free(now);
	return same;
}

/* The lines behind an entry, or NULL if it has none. */
static char *read_lines(int fd)
{
	char tail[MAGIC_SIZE + 1] = { 0 };
	const off_t end = lseek(fd, 0, SEEK_END) - (off_t)MAGIC_SIZE;
	char *lines;
	size_t size;

	if (end < 0 ||
	    pread(fd, tail, MAGIC_SIZE, end) != (ssize_t)MAGIC_SIZE ||
	    sscanf(tail, "octavo-deps %zx", &size) != 1 || size > MAX_LINES ||
	    (off_t)size > end)
		return NULL;
	lines = calloc(1, size + 1);
	if (lines && pread(fd, lines, size, end - (off_t)size) == (ssize_t)size)
		return lines;
	free(lines);
	return NULL;
}

int cache_has(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), holds;
	char *lines, *rest, *line;

	if (fd < 0)
		return 0;
	rest = lines = read_lines(fd);
	holds = lines != NULL;
	while (holds && (line = strsep(&rest, "\n")) && *line)
		holds = line_holds(line);
	free(lines);
	close(fd);
	return holds;
}

/* ---- making one ------------------------------------------------------------------- */

/* A file that is named in a depfile: "x.o: a.c b.h \<newline> c.h". Blanks in
 * names have a backslash in front. */
static int next_dep(FILE *from, char *path, size_t size)
{
	size_t n = 0;
	int c;

	while ((c = getc(from)) != EOF) {
		if (c == '\\') {
			c = getc(from);
			if (c == '\n')
				c = ' ';
			else if (n < size - 1)
				path[n++] = (char)c, c = 0;
		}
		if (c == ' ' || c == '\n') {
			if (n)
				break;
		} else if (c && n < size - 1) {
			path[n++] = (char)c;
		}
	}
	path[n] = 0;
	return n > 0;
}

static size_t put_lines(FILE *to, const char *depfile)
{
	FILE *from = fopen(depfile, "r");
	char path[PATH_MAX], *line;
	size_t size = 0;

	while (from && next_dep(from, path, sizeof(path))) {
		char *full = path[strlen(path) - 1] == ':' ? NULL :
							     realpath(path, NULL);

		/* What we wrote ourselves says nothing more. */
		line = full && strncmp(full, scratch, strlen(scratch)) ?
			       describe(full) : NULL;
		if (line)
			size += (size_t)fprintf(to, "%s", line);
		free(line);
		free(full);
	}
	if (from)
		fclose(from);
	return size;
}

/* An entry more: does it get too many? */
static void prune(void)
{
	DIR *dir = opendir(cache_dir());
	const time_t now = time(NULL);
	char oldest[NAME_MAX + 1];
	time_t oldest_time = now;
	struct dirent *d;
	struct stat st;
	int nr = 0;

	while (dir && (d = readdir(dir))) {
		if (*d->d_name == '.' ||
		    fstatat(dirfd(dir), d->d_name, &st, 0) < 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			/* Of a command that was killed. */
			if (now - st.st_mtime > STALE_SECONDS &&
			    strncmp(d->d_name, "tmp.", 4) == 0) {
				char *path = text_of("%s/%s", cache_dir(),
						     d->d_name);

				remove_tree(path);
				free(path);
			}
			continue;
		}
		nr++;
		if (st.st_mtime < oldest_time) {
			oldest_time = st.st_mtime;
			snprintf(oldest, sizeof(oldest), "%s", d->d_name);
		}
	}
	if (nr > MAX_ENTRIES && oldest_time < now)
		unlinkat(dirfd(dir), oldest, 0);
	if (dir)
		closedir(dir);
}

void cache_keep(const char *made, const struct words *depfiles,
		const char *path)
{
	FILE *to = fopen(made, "a");
	size_t size = 0;
	int bad;

	for (size_t i = 0; to && i < depfiles->nr; i++)
		size += put_lines(to, depfiles->v[i]);
	if (to)
		fprintf(to, MAGIC, size);
	bad = !to || ferror(to);
	if ((to && fclose(to)) || bad || rename(made, path) < 0)
		usage_error("cannot write %s: %s", path, strerror(errno));
	prune();
}
