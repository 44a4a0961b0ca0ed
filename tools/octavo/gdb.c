/* SPDX-License-Identifier: MIT */
/*
 * gdb.c - octavo run --gdb: the kernel in the debugger, from its first
 * instruction.
 *
 * Hosted, this process becomes gdb, which runs the same command without the
 * option; the two signals that are the machine's page faults and system calls
 * are passed on. In QEMU, its gdb stub listens on a socket that has a name only
 * while it is being made: gdb, a child, reaches it through a descriptor.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "machine.h"

#define PASS_SIGNALS	"handle SIGSEGV SIGSYS nostop noprint pass"

/* ---- hosted ------------------------------------------------------------------- */

void become_gdb(int argc, char **argv)
{
	static const char *const before[] = {
		"gdb", "-q", "-ex", PASS_SIGNALS,
		/* Drivers are loaded when it runs. */
		"-ex", "set breakpoint pending on",
		"-ex", "set environment " IN_DEBUGGER " 1", "--args",
	};
	const int nr = sizeof(before) / sizeof(before[0]);
	const char **args = calloc((size_t)(nr + argc + 1), sizeof(*args));
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	int to = nr;

	if (!args || n < 0)
		usage_error("--gdb: %s", strerror(errno));
	self[n] = 0;
	memcpy(args, before, sizeof(before));
	args[to++] = self;
	for (int i = 0; i < argc; i++)
		if (i >= optind || strcmp(argv[i], "--gdb"))
			args[to++] = argv[i];
	execvp("gdb", (char *const *)args);
	usage_error("gdb cannot be started: %s; on Debian: apt install gdb",
		    strerror(errno));
}

/* ---- in QEMU ------------------------------------------------------------------- */

/* A listening socket, and in *@door a descriptor that leads to it: what
 * /proc/PID/fd/DOOR names can be connected to, though its file is gone. */
int gdb_listen(int *door)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	char dir[] = "/tmp/octavo-gdb.XXXXXX";
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int err;

	if (fd < 0 || !mkdtemp(dir))
		usage_error("--gdb: %s", strerror(errno));
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s/s", dir);
	err = bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ||
	      listen(fd, 1) < 0;
	*door = err ? -1 : open(addr.sun_path, O_PATH | O_CLOEXEC);
	unlink(addr.sun_path);
	rmdir(dir);
	if (*door < 0)
		usage_error("--gdb: %s", strerror(errno));
	return fd;
}

/* build/i386/octavo.elf -> octavo.debug, with symbols. */
static const char *symbols_of(const struct machine *m)
{
	static char path[PATH_MAX + 8];
	const char *kernel = find_beside(m->kernel);

	snprintf(path, sizeof(path), "%s", kernel ? kernel : m->kernel);
	strcpy(strrchr(path, '.'), ".debug");
	return path;
}

pid_t gdb_start(const struct machine *m, int door, int alive)
{
	const char *symbols = symbols_of(m);
	char target[64];
	pid_t pid;

	snprintf(target, sizeof(target), "target remote /proc/%d/fd/%d",
		 (int)getpid(), door);
	/* The terminal's Ctrl-C stops the machine: it is for gdb. */
	signal(SIGINT, SIG_IGN);
	pid = fork();
	if (pid)
		return pid;
	signal(SIGINT, SIG_DFL);
	fcntl(alive, F_SETFD, 0);
	execlp("gdb", "gdb", "-q", "-ex", "set confirm off", "-ex", target,
	       symbols, (char *)NULL);
	complain("gdb cannot be started: %s; on Debian: apt install gdb. Or, "
		 "elsewhere: gdb -ex '%s' %s", strerror(errno), target, symbols);
	_exit(EXIT_USAGE);
}
