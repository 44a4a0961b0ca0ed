/* SPDX-License-Identifier: MIT */
/*
 * run.c - one program, run by the reference kernel on the hosted machine.
 *
 *	kernel_boot -> root tree -> kernel_run -> kernel_exit -> leak check
 *
 * The root is a directory of the host, or a small tree of our own around the
 * host's static busybox.
 */
#include <octavo/drivers.h>
#include <octavo/fs.h>
#include <octavo/err.h>
#include <octavo/errno.h>
#include <octavo/kernel.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include "hosted.h"

struct small_file {
	const char *path;
	const char *text;
};

static const char *const small_dirs[] = {
	"/bin", "/etc", "/home", "/root", "/sbin", "/tmp", "/usr/bin",
	"/usr/sbin", "/var",
};

static const struct small_file small_files[] = {
	{ "/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"
			 "nobody:x:65534:65534:nobody:/:/bin/false\n" },
	{ "/etc/group", "root:x:0:\nnogroup:x:65534:\n" },
	{ "/etc/hosts", "127.0.0.1 localhost\n" },
	{ "/etc/hostname", "octavo\n" },
};

static int make_small_files(void)
{
	int err = 0;

	for (size_t i = 0; i < ARRAY_SIZE(small_dirs) && !err; i++)
		err = vfs_mkdir(small_dirs[i],
				strcmp(small_dirs[i], "/tmp") ? 0755 : 01777);
	for (size_t i = 0; i < ARRAY_SIZE(small_files) && !err; i++) {
		const struct small_file *f = &small_files[i];

		err = vfs_create_file(f->path, 0644, f->text, strlen(f->text));
	}
	return err;
}

static int make_applets(const char *const *names)
{
	char path[64];
	int err = 0;

	for (; *names && !err; names++) {
		if (strcmp(*names, "busybox") == 0)
			continue;
		snprintf(path, sizeof(path), "/bin/%s", *names);
		err = vfs_symlink("busybox", path);
	}
	return err;
}

static int make_root(const struct hosted_program *prog)
{
	struct super_block *sb = hostfs_create(prog->dir, !prog->busybox);
	int err;

	if (IS_ERR(sb))
		return (int)PTR_ERR(sb);
	err = vfs_mount(sb, "/");
	if (err) {
		sb_destroy(sb);
		return err;
	}
	if (!prog->busybox)
		return 0;
	err = make_small_files();
	if (!err)
		err = hostfs_install_file(sb, prog->busybox, "/bin/busybox");
	if (!err)
		err = make_applets(prog->applets);
	return err;
}

/* ---- what is left, and what was done ---------------------------------------- */

static void print_stats(const struct hosted_program *prog,
			const struct hosted_stats *st)
{
	const u64 start = st->first_user_ns ?
				  st->first_user_ns - prog->start_ns : 0;

	printk("octavo: first user instruction after %lu us, all in %lu us\n",
	       (unsigned long)start / 1000,
	       (unsigned long)(arch_clock_ns(false) - prog->start_ns) / 1000);
	printk("octavo: system calls %lu, traps for pages: user %lu, kernel %lu\n",
	       st->syscalls, st->user_faults, st->kernel_faults);
	kernel_print_stats();
	printk("octavo: host mappings %lu for %lu pages, flushes %lu, evictions %lu\n",
	       st->maps, st->mapped_pages, st->flushes, st->evictions);
}

/* Drivers start and end on a task: they may sleep. */
static int start_drivers(void *arg)
{
	const struct hosted_program *prog = arg;

	return hosted_start_drivers(prog->drivers, prog->nr_drivers) ? 1 : 0;
}

static int end_drivers(void *arg)
{
	const struct hosted_program *prog = arg;

	hosted_end_drivers(prog->drivers, prog->nr_drivers);
	return 0;
}

static int on_task(const char *name, int (*fn)(void *arg),
		   struct hosted_program *prog)
{
	int status = 0, err = 0;

	if (prog->nr_drivers)
		err = kernel_run_function(name, fn, prog, &status);
	return err ? err : status ? -EIO : 0;
}

static int run_program(const struct hosted_program *prog, int *status)
{
	return prog->init ? kernel_run_init(prog->argv[0], prog->argv,
					    prog->envp, status) :
			    kernel_run(prog->argv[0], prog->argv, prog->envp,
				       status);
}

static int run_with_drivers(struct hosted_program *prog, int *status)
{
	int err = drivers_init();

	if (err)
		return err;
	err = hosted_tap_init(prog->tap);
	if (err)
		goto out;
	err = on_task("insmod", start_drivers, prog);
	if (!err) {
		err = run_program(prog, status);
		on_task("rmmod", end_drivers, prog);
	}
	hosted_tap_exit();
out:
	drivers_exit();
	return err;
}

int hosted_run_program(struct hosted_program *prog, int *status,
		       unsigned long *leaks)
{
	struct hosted_reports reports;
	struct kernel_held before;
	int err;

	*leaks = 0;
	hosted_terminal = prog->terminal;
	if (hosted_terminal)
		host_watch_terminal();
	hosted_reports_begin(&reports);
	kernel_count_held(&before);
	err = kernel_boot();
	if (err) {
		hosted_reports_end(&reports);
		host_close(prog->dir);
		return err;
	}
	err = make_root(prog);
	if (!err)
		err = run_with_drivers(prog, status);
	if (prog->stats)
		print_stats(prog, &hosted_stats);
	kernel_exit();
	*leaks = kernel_count_leaks(&before);
	for (unsigned long i = 0; i < prog->nr_drivers && !err; i++)
		*leaks += prog->drivers[i].err != 0;
	hosted_reports_end(&reports);
	prog->reports = reports.misuses;
	*leaks += reports.leaks;
	if (prog->stats && !*leaks)
		printk("octavo: leaks: none\n");
	return err;
}
