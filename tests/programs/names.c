/* SPDX-License-Identifier: MIT */
/*
 * names.c - making, opening, renaming and removing names, and what files say
 * of themselves.
 *
 *	names DIR	in an empty directory
 *
 * Prints what every call came to; the same on Linux and inside.
 */
#include "results.h"

#define EXCHANGE	2
#define NOREPLACE	1

static void opening(void)
{
	T(make_file("a", 0640));
	T(make_file("a", 0640));
	T(try_open("a", O_CREAT | O_DIRECTORY, 0));
	T(try_open("a", O_DIRECTORY, 0));
	T(try_open("a/", 0, 0));
	T(try_open("a/b", O_CREAT, 0600));
	T(try_open("none", 0, 0));
	T(try_open("none/", O_CREAT, 0600));
	T(try_open("", 0, 0));
	T(try_open(".", O_WRONLY, 0));
	T(try_open(".", O_CREAT, 0));
	T(try_open("a", 3, 0));
	T(sys3(__NR_symlinkat, "a", AT_FDCWD, "link"));
	T(sys3(__NR_symlinkat, "none", AT_FDCWD, "dangling"));
	T(sys3(__NR_symlinkat, "loop", AT_FDCWD, "loop"));
	T(sys3(__NR_symlinkat, "", AT_FDCWD, "empty"));
	T(try_open("link", O_NOFOLLOW, 0));
	T(try_open("link", O_NOFOLLOW | O_PATH, 0));
	T(try_open("link", O_RDWR, 0));
	T(try_open("link", O_CREAT | O_EXCL, 0600));
	T(try_open("dangling", O_CREAT | O_EXCL, 0600));
	T(try_open("dangling", 0, 0));
	T(try_open("loop", 0, 0));
	T(try_open("dangling", O_CREAT | O_WRONLY, 0600));
	T(mode_of("none"));
	T(remove_file("none"));
	T(remove_file("dangling"));
	T(remove_file("loop"));
	T(remove_file("link"));
	T(remove_dir("a"));
	T(remove_file("a"));
	T(remove_file("a"));
}

static void tmpfile_of(int flags, const char *name)
{
	char path[] = "/proc/self/fd/00";
	long fd = opened(".", O_TMPFILE | O_RDWR | flags, 0600);
	char buf[4];

	T(fd >= 0);
	T(sys3(__NR_write, fd, "hey", 3));
	T(sys4(__NR_pread64, fd, buf, 3, 0));
	path[14] = (char)('0' + fd / 10);
	path[15] = (char)('0' + fd % 10);
	if (fd < 10) {
		path[14] = (char)('0' + fd);
		path[15] = 0;
	}
	T(sys5(__NR_linkat, AT_FDCWD, path, AT_FDCWD, name, 0x400));
	T(size_of(name));
	T(sys1(__NR_close, fd));
}

static void without_name(void)
{
	T(try_open(".", O_TMPFILE, 0600));
	T(try_open(".", 020000000 | O_RDWR, 0600));
	T(try_open("none", O_TMPFILE | O_RDWR, 0600));
	tmpfile_of(0, "was-tmp");
	tmpfile_of(O_EXCL, "never");
	T(remove_file("was-tmp"));
}

/* ---- openat2 ---------------------------------------------------------------- */

static long open2(const char *path, uint64_t flags, uint64_t mode,
		  uint64_t resolve)
{
	const uint64_t how[4] = { flags, mode, resolve, 0 };
	long fd = sys4(437, AT_FDCWD, path, how, 24);

	return fd < 0 ? fd : sys1(__NR_close, fd);
}

static long below(const char *path, uint64_t resolve)
{
	const uint64_t how[3] = { 0, 0, resolve };
	long dir = opened("dir", O_PATH, 0);
	long fd = sys4(437, dir, path, how, 24);

	sys1(__NR_close, dir);
	return fd < 0 ? fd : sys1(__NR_close, fd);
}

static void resolved(void)
{
	const uint64_t more[4] = { 0, 0, 0, 1 };

	make_dir("dir", 0755);
	make_file("dir/file", 0644);
	make_file("outside", 0644);
	sys3(__NR_symlinkat, "file", AT_FDCWD, "dir/link");
	sys3(__NR_symlinkat, "../outside", AT_FDCWD, "dir/up");
	sys3(__NR_symlinkat, "/file", AT_FDCWD, "dir/abs");
	T(open2("dir/file", 0, 0, 0));
	T(open2("dir/file", 0, 0600, 0));
	T(open2("dir/file", 1ull << 40, 0, 0));
	T(open2("dir/file", 0, 0, 0x100));
	T(open2("dir/file", 0, 0, 0x18));
	T(open2("dir/new", O_CREAT | O_WRONLY, 010000, 0));
	T(open2("dir/new", O_CREAT | O_WRONLY, 0600, 0));
	T(open2("dir/link", 0, 0, 4));
	T(open2("/proc/self/exe", 0, 0, 2));
	T(open2("/proc/self/exe", 0, 0, 1));
	T(sys4(437, AT_FDCWD, "dir/file", more, 16));
	T(sys4(437, AT_FDCWD, "dir/file", more, 32));
	T(below("file", 8));
	T(below("link", 8));
	T(below("up", 8));
	T(below("abs", 8));
	T(below("../outside", 8));
	T(below("/file", 8));
	T(below("..", 0x10));
	T(below("abs", 0x10));
	T(below("up", 0x10));
	T(below("/file", 0x10));
	T(below("../../file", 0x10));
	T(remove_file("dir/new"));
	T(remove_file("dir/link"));
	T(remove_file("dir/up"));
	T(remove_file("dir/abs"));
	T(remove_dir("dir"));
	T(remove_file("dir/file"));
	T(remove_dir("dir"));
	T(remove_file("outside"));
}

/* ---- rename ------------------------------------------------------------------- */

static void renaming(void)
{
	make_file("a", 0600);
	make_file("b", 0644);
	make_dir("d", 0755);
	make_dir("e", 0755);
	make_file("e/inside", 0600);
	T(rename_to("a", "b", NOREPLACE));
	T(rename_to("a", "c", NOREPLACE));
	T(rename_to("c", "a", 0));
	T(rename_to("a", "b", NOREPLACE | EXCHANGE));
	T(rename_to("a", "b", 64));
	T(rename_to("a", "none", EXCHANGE));
	T(rename_to("a", "b", EXCHANGE));
	T(mode_of("a"));
	T(mode_of("b"));
	T(rename_to("a", "e", EXCHANGE));
	T(mode_of("a"));
	T(mode_of("a/inside"));
	T(stat_of(".").nlink);
	T(rename_to("a", "a/inside", EXCHANGE));
	T(rename_to("a", "e", EXCHANGE));
	T(rename_to("a", "d", 0));
	T(rename_to("d", "a", 0));
	T(rename_to("d", "e", 0));
	T(rename_to("e", "d", 0));
	T(rename_to("d", "d/x", 0));
	T(rename_to("d", ".", 0));
	T(rename_to("d/..", "x", 0));
	T(rename_to("a/", "x", 0));
	T(rename_to("a", "x/", 0));
	T(rename_to("a", "b", 0));
	T(link_to("b", "b2"));
	T(rename_to("b", "b2", 0));
	T(stat_of("b2").nlink);
	T(link_to("d", "d2"));
	T(link_to("none", "x"));
	T(link_to("b", "b2"));
	T(remove_file("b2"));
	T(remove_file("b"));
	T(remove_file("d"));
	T(remove_dir("d"));
	T(remove_file("d/inside"));
	T(remove_dir("d"));
	T(remove_dir("."));
	T(remove_dir(".."));
	T(remove_dir("/"));
}

/* ---- contents and attributes ----------------------------------------------------- */

#ifdef __i386__
static long seek(long fd, long off, int whence)
{
	int64_t at = -1;
	long err = sys5(__NR__llseek, fd, off >> 31, off, &at, whence);

	return err ? err : (long)at;
}
#else
static long seek(long fd, long off, int whence)
{
	return sys3(__NR_lseek, fd, off, whence);
}
#endif

static void sparse(void)
{
	long fd = opened("s", O_RDWR | O_CREAT | O_TRUNC, 0600);

	T(sys3(__NR_write, fd, "x", 1));
	T(seek(fd, 1 << 20, 0));
	T(sys3(__NR_write, fd, "y", 1));
	T(size_of("s"));
	T(seek(fd, 0, 3));
	T(seek(fd, 0, 4));
	T(seek(fd, 8192, 4));
	T(seek(fd, 8192, 3));
	T(seek(fd, 1 << 20, 4));
	T(seek(fd, (1 << 20) + 1, 3));
	T(seek(fd, (1 << 20) + 1, 4));
	T(seek(fd, -1, 3));
	T(seek(fd, 0, 5));
	T(seek(fd, -5, 2));
	T(seek(fd, -5, 0));
	T(sys2(__NR_ftruncate, fd, 2 << 20));
	T(size_of("s"));
	T(seek(fd, (1 << 20) + 4096, 3));
	T(sys2(__NR_ftruncate, fd, 100));
	T(seek(fd, 0, 4));
	T(sys2(__NR_ftruncate, fd, -1));
	T(sys1(__NR_close, fd));
	T(sys2(__NR_truncate, "s", 3));
	T(size_of("s"));
	T(sys2(__NR_truncate, ".", 3));
	fd = opened("s", O_WRONLY | O_APPEND, 0);
	T(seek(fd, 0, 0));
	T(sys3(__NR_write, fd, "abc", 3));
	T(size_of("s"));
	T(sys1(__NR_close, fd));
	T(remove_file("s"));
}

static void show_times(const char *path)
{
	struct xstat st = stat_of(path);

	show("atime", (long)st.times[0].sec);
	show("mtime", (long)st.times[3].sec);
	show("nsec", (long)(st.times[0].nsec + st.times[3].nsec));
}

static void times(void)
{
	const long both[4] = { 11, 5, 22, 6 };
	const long omit_first[4] = { 1, 0x3ffffffe, 33, 7 };
	const long omit_both[4] = { 1, 0x3ffffffe, 2, 0x3ffffffe };
	const long now[4] = { 1, 0x3fffffff, 44, 0 };
	const long bad[4] = { 1, 1000000000, 44, 0 };

	make_file("t", 0600);
	sys3(__NR_symlinkat, "t", AT_FDCWD, "tl");
	T(sys4(__NR_utimensat, AT_FDCWD, "t", both, 0));
	show_times("t");
	T(sys4(__NR_utimensat, AT_FDCWD, "t", omit_first, 0));
	show_times("t");
	T(sys4(__NR_utimensat, AT_FDCWD, "t", omit_both, 0));
	show_times("t");
	T(sys4(__NR_utimensat, AT_FDCWD, "none", omit_both, 0));
	T(sys4(__NR_utimensat, AT_FDCWD, "t", now, 0));
	T(stat_of("t").times[0].sec > 1000000000);
	T(sys4(__NR_utimensat, AT_FDCWD, "t", bad, 0));
	T(sys4(__NR_utimensat, AT_FDCWD, "tl", both, 0x100));
	T(sys4(__NR_utimensat, AT_FDCWD, "t", both, 0x4000));
	T(sys4(__NR_utimensat, AT_FDCWD, "", both, 0));
	show_times("tl");
	T(change_mode("t", 0123456));
	T(mode_of("t"));
	T(stat_of("t").mask & 0x7ff);
	T(sys5(__NR_statx, AT_FDCWD, "t", 0x6000, 0x7ff, 0));
	T(sys5(__NR_statx, AT_FDCWD, "t", 0, 0x80000000, 0));
	T(sys3(__NR_mknodat, AT_FDCWD, "fifo", 0010600));
	T(mode_of("fifo"));
	T(sys4(__NR_mknodat, AT_FDCWD, "sock", 0140600, 0));
	T(try_open("sock", 0, 0));
	T(sys4(__NR_mknodat, AT_FDCWD, "x", 0120600, 0));
	T(sys4(__NR_mknodat, AT_FDCWD, "x", 0040600, 0));
	T(remove_file("t"));
	T(remove_file("tl"));
	T(remove_file("fifo"));
	T(remove_file("sock"));
}

/* The names of a directory: how many, and a sum that their order is not in. */
static void listing(void)
{
	static char buf[1024] __attribute__((__aligned__(8)));
	char name[8] = "f00";
	long fd, n, nr = 0, sum = 0;

	make_dir("l", 0755);
	for (int i = 0; i < 99; i++) {
		char path[] = "l/f00";

		path[3] = (char)('0' + i / 10);
		path[4] = (char)('0' + i % 10);
		make_file(path, 0600);
	}
	fd = opened("l", O_DIRECTORY, 0);
	T(sys3(__NR_getdents64, fd, buf, 8));
	while ((n = sys3(__NR_getdents64, fd, buf, sizeof(buf))) > 0)
		for (long at = 0; at < n; nr++) {
			for (char *p = buf + at + 19; *p; p++)
				sum += *p;
			at += *(unsigned short *)(buf + at + 16);
		}
	T(n);
	T(nr);
	T(sum);
	T(seek(fd, 0, 0));
	nr = 0;
	while ((n = sys3(__NR_getdents, fd, buf, sizeof(buf))) > 0)
		for (long at = 0; at < n; nr++)
			at += *(unsigned short *)(buf + at + 2 * sizeof(long));
	T(nr);
	T(remove_dir("l"));
	for (int i = 0; i < 99; i++) {
		char path[] = "l/f00";

		path[3] = (char)('0' + i / 10);
		path[4] = (char)('0' + i % 10);
		remove_file(path);
	}
	T(remove_dir("l"));
	T(seek(fd, 0, 0));
	T(sys3(__NR_getdents64, fd, buf, sizeof(buf)));
	T(sys3(__NR_getdents64, 0, buf, sizeof(buf)) != 0);
	T(sys4(__NR_openat, fd, name, O_CREAT, 0600));
	T(sys1(__NR_close, fd));
}

int main(int argc, char **argv, char **envp)
{
	sys1(__NR_umask, 022);
	if (argc != 2 || sys1(__NR_chdir, argv[1]))
		return 2;
	opening();
	without_name();
	resolved();
	renaming();
	sparse();
	times();
	listing();
	return 0;
}
