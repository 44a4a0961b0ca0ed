/* SPDX-License-Identifier: MIT */
/*
 * files.c - the libc half: files of the host below one directory.
 *
 * Paths are relative to the directory and free of "..", and symbolic links in
 * them are the kernel's business: the host is told to follow none and not to
 * leave the directory, whatever changes there meanwhile.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>
#include "../host.h"

#define DIRENTS_SIZE	16384

/* Open @path below @root. A host before Linux 5.6 has no openat2(): there the
 * last component alone is guarded. */
static int open_below(int root, const char *path, int flags)
{
	static int no_openat2;
	struct open_how how = {
		.flags = (unsigned int)(flags | O_NOFOLLOW | O_CLOEXEC),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS,
	};
	long fd = -1;

	if (!no_openat2)
		fd = syscall(SYS_openat2, root, path, &how, sizeof(how));
	if (no_openat2 || (fd < 0 && errno == ENOSYS)) {
		no_openat2 = 1;
		fd = openat(root, path, flags | O_NOFOLLOW | O_CLOEXEC);
	}
	return fd < 0 ? -errno : (int)fd;
}

static void from_stat(struct host_stat *to, const struct stat *st)
{
	*to = (struct host_stat){
		.mode = st->st_mode,
		.nlink = (unsigned int)st->st_nlink,
		.blocks = (unsigned long long)st->st_blocks,
		.uid = st->st_uid,
		.gid = st->st_gid,
		.rdev_major = major(st->st_rdev),
		.rdev_minor = minor(st->st_rdev),
		.ino = st->st_ino,
		.size = (unsigned long long)st->st_size,
		.atime = { st->st_atim.tv_sec, st->st_atim.tv_nsec },
		.mtime = { st->st_mtim.tv_sec, st->st_mtim.tv_nsec },
		.ctime = { st->st_ctim.tv_sec, st->st_ctim.tv_nsec },
	};
}

int host_root_open(const char *path)
{
	struct rlimit lim;
	int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	/* Every file that is read keeps a descriptor for a while. */
	if (!getrlimit(RLIMIT_NOFILE, &lim) && lim.rlim_cur < lim.rlim_max) {
		lim.rlim_cur = lim.rlim_max;
		setrlimit(RLIMIT_NOFILE, &lim);
	}
	return fd;
}

int host_stat(int root, const char *path, struct host_stat *st)
{
	struct stat host;
	int err = 0;
	int fd = open_below(root, path, O_PATH);

	if (fd < 0)
		return fd;
	if (fstatat(fd, "", &host, AT_EMPTY_PATH) < 0)
		err = -errno;
	else
		from_stat(st, &host);
	close(fd);
	return err;
}

int host_open(int root, const char *path)
{
	/* Not to hang on a FIFO that took the file's place. */
	return open_below(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

void host_close(int fd)
{
	close(fd);
}

long host_preadv(int fd, void *const *pages, unsigned int nr,
		 unsigned long page_size, unsigned long long offset)
{
	struct iovec iov[HOST_MAX_PAGES];
	ssize_t n;

	for (unsigned int i = 0; i < nr; i++)
		iov[i] = (struct iovec){ pages[i], page_size };
	do
		n = preadv(fd, iov, (int)nr, (off_t)offset);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

long host_readlink(int root, const char *path, char *buf, unsigned long size)
{
	ssize_t n;
	int fd = open_below(root, path, O_PATH);

	if (fd < 0)
		return fd;
	n = readlinkat(fd, "", buf, size);
	if (n < 0)
		n = errno == ENOENT ? -EINVAL : -errno;
	close(fd);
	return n;
}

/* Hands out the entries of one buffer; 0 when @emit said stop. */
static int emit_entries(const char *buf, ssize_t len,
			struct host_dir_walk *walk)
{
	for (ssize_t at = 0; at < len;) {
		const struct dirent64 *d = (const void *)(buf + at);
		const char *name = d->d_name;

		at += d->d_reclen;
		if (name[0] == '.' &&
		    (!name[1] || (name[1] == '.' && !name[2])))
			continue;
		if (walk->skip) {
			walk->skip--;
			continue;
		}
		if (!walk->emit(walk, name, d->d_ino, d->d_type))
			return 0;
	}
	return 1;
}

int host_readdir(int root, const char *path, struct host_dir_walk *walk)
{
	char buf[DIRENTS_SIZE] __attribute__((__aligned__(8)));
	ssize_t n;
	int fd = open_below(root, path, O_RDONLY | O_DIRECTORY);

	if (fd < 0)
		return fd;
	do
		n = getdents64(fd, buf, sizeof(buf));
	while (n > 0 && emit_entries(buf, n, walk));
	if (n < 0)
		n = -errno;
	close(fd);
	return n < 0 ? (int)n : 0;
}
