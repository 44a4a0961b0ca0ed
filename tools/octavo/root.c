/* SPDX-License-Identifier: MIT */
/*
 * root.c - what a machine finds as its root.
 *
 * A directory of the host, or a small tree around a static busybox: the
 * hosted machine is told of it, one in QEMU gets an archive (cpio.c).
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "cpio.h"
#include "host.h"
#include "machine.h"

struct small_file {
	const char *path;
	const char *text;
};

static const char *const small_dirs[] = {
	"bin", "etc", "home", "root", "sbin", "tmp", "usr", "usr/bin",
	"usr/sbin", "var",
};

static const struct small_file small_files[] = {
	{ "etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"
			"nobody:x:65534:65534:nobody:/:/bin/false\n" },
	{ "etc/group", "root:x:0:\nnogroup:x:65534:\n" },
	{ "etc/hosts", "127.0.0.1 localhost\n" },
	{ "etc/hostname", "octavo\n" },
};

/* Where busybox may be, and for 32 bits first where make run fetches one. */
static const char *const host_dirs[] = { "/bin", "/usr/bin", "/usr/local/bin" };

const char *find_busybox(unsigned int bits, const char *const **applets)
{
	static char path[PATH_MAX];
	const char *fetched = bits == 32 ? find_beside("i386-root/bin/busybox") :
					   NULL;
	int err = -ENOENT;

	if (fetched && host_find_busybox(fetched, bits, applets) == 0)
		return fetched;
	for (unsigned int i = 0; i < 3; i++) {
		int ret;

		snprintf(path, sizeof(path), "%s/busybox", host_dirs[i]);
		ret = host_find_busybox(path, bits, applets);
		if (ret == 0)
			return path;
		if (err == -ENOENT)
			err = ret;
	}
	if (bits == 32)
		usage_error("there is no static i386 busybox; make run "
			    "MACHINE=i386 fetches one, or use --root DIR");
	usage_error("%s; install the package busybox-static, or use --root DIR",
		    err == -ENOEXEC ? "the host's busybox is not static" :
				      "the host has no busybox");
}

static void put_small_tree(struct cpio *c, unsigned int bits)
{
	const char *const *applets;
	const char *busybox = find_busybox(bits, &applets);
	char path[64];

	cpio_dir(c, ".", 0755);
	for (size_t i = 0; i < sizeof(small_dirs) / sizeof(small_dirs[0]); i++)
		cpio_dir(c, small_dirs[i],
			 strcmp(small_dirs[i], "tmp") ? 0755 : 01777);
	for (size_t i = 0; i < sizeof(small_files) / sizeof(small_files[0]); i++)
		cpio_text(c, small_files[i].path, small_files[i].text);
	cpio_program(c, "bin/busybox", busybox);
	for (; *applets; applets++) {
		if (strcmp(*applets, "busybox") == 0)
			continue;
		snprintf(path, sizeof(path), "bin/%s", *applets);
		cpio_symlink(c, path, "busybox");
	}
}

/* A tree may be deeper than descriptors are usually allowed. */
static void allow_descriptors(void)
{
	struct rlimit lim;

	if (!getrlimit(RLIMIT_NOFILE, &lim) && lim.rlim_cur < lim.rlim_max) {
		lim.rlim_cur = lim.rlim_max;
		setrlimit(RLIMIT_NOFILE, &lim);
	}
}

void pack_root(FILE *to, unsigned int bits, const char *dir,
	       unsigned long long limit)
{
	static struct cpio c;
	char what[PATH_MAX + 16];

	if (!dir) {
		cpio_begin(&c, to, "the root", limit);
		put_small_tree(&c, bits);
	} else {
		snprintf(what, sizeof(what), "--root %s", dir);
		allow_descriptors();
		cpio_begin(&c, to, what, limit);
		cpio_tree(&c, dir);
	}
	cpio_end(&c);
}
