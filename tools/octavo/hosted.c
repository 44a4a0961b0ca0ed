/* SPDX-License-Identifier: MIT */
/*
 * hosted.c - a program on the hosted machine: in this process.
 */
#include <errno.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include "driver.h"
#include "host.h"
#include "machine.h"

/* ---- the root ---------------------------------------------------------------- */

static void use_host_directory(struct hosted_program *prog, const char *dir)
{
	prog->dir = host_root_open(dir);
	if (prog->dir < 0)
		usage_error("--root %s: %s", dir, strerror(-prog->dir));
}

static void use_busybox(struct hosted_program *prog)
{
	char *path = strdup(find_busybox(64, &prog->applets));

	prog->dir = path ? host_root_open(dirname(path)) : -ENOMEM;
	if (prog->dir < 0)
		usage_error("busybox: %s", strerror(-prog->dir));
	free(path);
	prog->busybox = "busybox";
}

static void use_tap(struct hosted_program *prog, const char *name)
{
	prog->tap = host_tap_open(name);
	if (prog->tap < 0)
		usage_error("--net tap:%s: %s: %s", name,
			    prog->tap == -EPERM || prog->tap == -EACCES ?
			    "only root may, or who owns the interface" :
			    "/dev/net/tun", strerror(-prog->tap));
}

/* ---- the end ------------------------------------------------------------------ */

static int could_not_start(const char *program, int err)
{
	switch (-err) {
	case ENOENT:
	case ENOTDIR:
	case ENAMETOOLONG:
	case ELOOP:
		complain("%s: %s", program, strerror(-err));
		break;
	case EISDIR:
	case EACCES:
		complain("%s: not an executable file", program);
		break;
	case ENOEXEC:
	case ELIBBAD:
	case EINVAL:
		complain("%s: not a program for x86-64 Linux", program);
		break;
	default:
		complain("%s: cannot be started: %s", program, strerror(-err));
	}
	return EXIT_USAGE;
}

/* The first that did not start; its own answer is the reason. */
static const struct hosted_driver *failed_driver(const struct hosted_program *p)
{
	for (unsigned long i = 0; i < p->nr_drivers; i++)
		if (p->drivers[i].err)
			return &p->drivers[i];
	return NULL;
}

static int driver_failed(const struct hosted_driver *d)
{
	complain("%s: the driver did not start: %s (%d)", d->name,
		 strerror(-d->err), d->err);
	return EXIT_USAGE;
}

static int exit_status(const char *program, int status)
{
	int sig = WTERMSIG(status);

	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	complain("%s: killed by signal %d (%s)", program, sig, strsignal(sig));
	return 128 + sig;
}

static int run_program(const struct hosted_config *cfg,
		       struct hosted_program *prog)
{
	const char *name = prog->argv[0];
	unsigned long leaks;
	int status = 0, err, ret;

	err = hosted_start(cfg);
	if (err)
		usage_error("cannot make the machine: %s", strerror(-err));
	err = hosted_run_program(prog, &status, &leaks);
	hosted_stop();
	terminal_leave();
	if (err && failed_driver(prog))
		ret = driver_failed(failed_driver(prog));
	else
		ret = err ? could_not_start(name, err) :
			    exit_status(name, status);
	if (ret)
		return ret;
	if (prog->reports && prog->nr_drivers)
		return EXIT_STOPPED;
	if (leaks)
		ret = EXIT_LEAK;
	return ret;
}

struct hosted_edu edu_config(const struct device_options *d)
{
	return (struct hosted_edu){
		.present = d->edu, .ring = d->ring, .delay_us = d->delay_us,
		.fail_permille = d->fail_permille, .seed = d->seed,
	};
}

int run_hosted(const struct run_options *o)
{
	const struct hosted_config cfg = {
		.mem = o->mem, .lowmem = o->lowmem, .nr_cpus = o->cpus,
		.pinned = o->pinned,
		/* For the tests: how calls are caught, where there is a
		 * choice. */
		.guarded = o->drivers->nr != 0,
		.seccomp = getenv("OCTAVO_SECCOMP") != NULL,
		.edu = edu_config(&o->device),
	};
	struct hosted_program prog = {
		.argv = o->argv, .envp = o->envp, .stats = o->stats,
		.init = o->init, .terminal = o->terminal,
		.start_ns = o->start_ns, .tap = -1,
	};

	prog.drivers = o->drivers->loaded;
	prog.nr_drivers = o->drivers->nr;
	if (o->root)
		use_host_directory(&prog, o->root);
	else
		use_busybox(&prog);
	if (o->net.tap)
		use_tap(&prog, o->net.tap);
	/* Writing to a pipe nobody reads is the program's affair. */
	signal(SIGPIPE, SIG_IGN);
	return run_program(&cfg, &prog);
}
