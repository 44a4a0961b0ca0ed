/* SPDX-License-Identifier: MIT */
/*
 * cpio.c - writes an archive in the "newc" format, which a machine unpacks
 * into its root.
 *
 *	header: "070701" and 13 numbers of 8 hexadecimal digits
 *	name and a NUL, padded to 4 bytes	(from the header's first)
 *	contents, padded to 4 bytes		(a link's contents: its target)
 *	...
 *	an entry called TRAILER!!!
 *
 * A directory comes before what is in it, names in order, so that the same
 * tree always gives the same archive. Every file has a number of its own; of
 * a file with several names the first entry has the contents and the others,
 * with the same number, none.
 *
 * Invariants:
 *  1. Nothing outside the directory is opened: every step is one component
 *     below a descriptor, and no symbolic link is followed.
 *  2. An entry describes the file that was opened, not the one its name
 *     stood for before.
 *  3. A file is read once, as many bytes as its entry says.
 *
 * Source: the manual page of the format, cpio(5), "New ASCII Format".
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "cpio.h"
#include "octavo.h"

struct cpio_link {
	struct cpio_link *next;
	dev_t dev;
	ino_t host_ino;
	unsigned int ino;
};

static void put_bytes(struct cpio *c, const void *bytes, size_t len)
{
	if (len > c->limit - c->size)
		usage_error("%s: too large for the memory of the machine",
			    c->what);
	if (fwrite(bytes, 1, len, c->to) != len)
		usage_error("cannot write the archive of the root: %s",
			    strerror(errno));
	c->size += len;
}

static void pad(struct cpio *c)
{
	put_bytes(c, "\0\0\0", -c->size & 3);
}

/* Header and name, ready for @st->st_size bytes of contents. */
static void put_header(struct cpio *c, const char *path, const struct stat *st,
		       unsigned int ino)
{
	char header[6 + 13 * 8 + 1];

	/* A time before 1970 or after 2106 has no place in the format. */
	snprintf(header, sizeof(header),
		 "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X",
		 ino, st->st_mode, st->st_uid, st->st_gid,
		 (unsigned int)st->st_nlink, (unsigned int)st->st_mtime,
		 (unsigned int)st->st_size, 0, 0, major(st->st_rdev),
		 minor(st->st_rdev), (unsigned int)strlen(path) + 1, 0);
	put_bytes(c, header, sizeof(header) - 1);
	put_bytes(c, path, strlen(path) + 1);
	pad(c);
}

static void put_entry(struct cpio *c, const char *path, const struct stat *st,
		      const void *contents)
{
	put_header(c, path, st, ++c->ino);
	put_bytes(c, contents, (size_t)st->st_size);
	pad(c);
}

void cpio_begin(struct cpio *c, FILE *to, const char *what, uint64_t limit)
{
	*c = (struct cpio){ .to = to, .what = what, .limit = limit };
}

void cpio_end(struct cpio *c)
{
	const struct stat st = { .st_nlink = 1 };

	put_header(c, "TRAILER!!!", &st, 0);
	if (fflush(c->to))
		usage_error("cannot write the archive of the root: %s",
			    strerror(errno));
	while (c->links) {
		struct cpio_link *next = c->links->next;

		free(c->links);
		c->links = next;
	}
}

/* ---- entries of our own ------------------------------------------------------ */

void cpio_dir(struct cpio *c, const char *path, unsigned int mode)
{
	const struct stat st = { .st_mode = S_IFDIR | mode, .st_nlink = 2 };

	put_entry(c, path, &st, "");
}

void cpio_text(struct cpio *c, const char *path, const char *text)
{
	const struct stat st = { .st_mode = S_IFREG | 0644, .st_nlink = 1,
				 .st_size = (off_t)strlen(text) };

	put_entry(c, path, &st, text);
}

void cpio_symlink(struct cpio *c, const char *path, const char *target)
{
	const struct stat st = { .st_mode = S_IFLNK | 0777, .st_nlink = 1,
				 .st_size = (off_t)strlen(target) };

	put_entry(c, path, &st, target);
}

/* ---- files of the host ------------------------------------------------------- */

static void put_contents(struct cpio *c, int fd, off_t size)
{
	static char buf[1 << 16];

	while (size > 0) {
		size_t want = size < (off_t)sizeof(buf) ? (size_t)size :
							  sizeof(buf);
		ssize_t n = read(fd, buf, want);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			usage_error("%s: %s: %s", c->what, c->path,
				    strerror(errno));
		if (n == 0)
			usage_error("%s: %s became shorter while it was read",
				    c->what, c->path);
		put_bytes(c, buf, (size_t)n);
		size -= n;
	}
	pad(c);
}

/* The number of a file with several names; *@seen: it has an entry. */
static unsigned int link_number(struct cpio *c, const struct stat *st,
				int *seen)
{
	struct cpio_link *l;

	*seen = 0;
	if (st->st_nlink < 2)
		return ++c->ino;
	for (l = c->links; l; l = l->next) {
		if (l->dev == st->st_dev && l->host_ino == st->st_ino) {
			*seen = 1;
			return l->ino;
		}
	}
	l = malloc(sizeof(*l));
	if (!l)
		usage_error("%s: %s", c->what, strerror(ENOMEM));
	*l = (struct cpio_link){ c->links, st->st_dev, st->st_ino, ++c->ino };
	c->links = l;
	return l->ino;
}

static void put_file(struct cpio *c, int fd, const struct stat *st)
{
	struct stat entry = *st;
	int seen;
	unsigned int ino = link_number(c, st, &seen);

	if ((uint64_t)st->st_size > c->limit - c->size ||
	    (uint64_t)st->st_size > UINT32_MAX)
		usage_error("%s: %s: too large for the memory of the machine",
			    c->what, c->path);
	if (seen)
		entry.st_size = 0;
	put_header(c, c->path, &entry, ino);
	put_contents(c, fd, entry.st_size);
}

void cpio_program(struct cpio *c, const char *path, const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		usage_error("%s: %s", file, strerror(errno));
	if (!S_ISREG(st.st_mode))
		usage_error("%s: not a file", file);
	st.st_mode = S_IFREG | 0755;
	st.st_nlink = 1;
	st.st_uid = st.st_gid = 0;
	strcpy(c->path, path);
	put_file(c, fd, &st);
	close(fd);
}

static void put_symlink(struct cpio *c, int dir, const char *name,
			struct stat *st)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(dir, name, target, sizeof(target));

	if (n < 0)
		usage_error("%s: %s: %s", c->what, c->path, strerror(errno));
	st->st_size = n;
	st->st_nlink = 1;
	put_entry(c, c->path, st, target);
}

static void put_node(struct cpio *c, struct stat *st)
{
	st->st_size = 0;
	st->st_nlink = 1;
	put_entry(c, c->path, st, "");
}

/* ---- a tree of the host ------------------------------------------------------ */

static void put_directory(struct cpio *c, int fd, const struct stat *st);

/* A file or directory: opened first and asked what it is then. */
static void put_opened(struct cpio *c, int dir, const char *name,
		       unsigned int type)
{
	const int extra = S_ISDIR(type) ? O_DIRECTORY : O_NONBLOCK | O_NOCTTY;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | extra);
	struct stat st;

	if (fd < 0 && errno == ENOENT)
		return;
	if (fd < 0 || fstat(fd, &st) < 0)
		usage_error("%s: %s: %s", c->what, c->path, strerror(errno));
	if ((st.st_mode & S_IFMT) != type)
		usage_error("%s: %s was replaced while it was read", c->what,
			    c->path);
	if (S_ISDIR(type)) {
		put_directory(c, fd, &st);
	} else {
		put_file(c, fd, &st);
		close(fd);
	}
}

/* What went away since the directory was read is left out. */
static void put_name(struct cpio *c, int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno == ENOENT)
			return;
		usage_error("%s: %s: %s", c->what, c->path, strerror(errno));
	}
	if (S_ISDIR(st.st_mode) || S_ISREG(st.st_mode))
		put_opened(c, dir, name, st.st_mode & S_IFMT);
	else if (S_ISLNK(st.st_mode))
		put_symlink(c, dir, name, &st);
	else
		put_node(c, &st);
}

static void put_below(struct cpio *c, int dir, const char *name)
{
	const size_t before = c->path_len;
	const size_t room = sizeof(c->path) - before;
	int n = snprintf(c->path + before, room, "%s%s", before ? "/" : "",
			 name);

	if ((size_t)n >= room)
		usage_error("%s: a path in it is longer than %zu bytes",
			    c->what, sizeof(c->path) - 1);
	c->path_len += (size_t)n;
	put_name(c, dir, name);
	c->path_len = before;
	c->path[before] = 0;
}

static int is_name(const struct dirent *d)
{
	return strcmp(d->d_name, ".") && strcmp(d->d_name, "..");
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void put_directory(struct cpio *c, int fd, const struct stat *st)
{
	struct stat entry = *st;
	struct dirent **names;
	int nr;

	entry.st_size = 0;
	put_entry(c, c->path_len ? c->path : ".", &entry, "");
	nr = scandirat(fd, ".", &names, is_name, compare_names);
	if (nr < 0)
		usage_error("%s: %s: %s", c->what, c->path, strerror(errno));
	for (int i = 0; i < nr; i++) {
		put_below(c, fd, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	close(fd);
}

void cpio_tree(struct cpio *c, const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		usage_error("%s: %s", c->what, strerror(errno));
	put_directory(c, fd, &st);
}
