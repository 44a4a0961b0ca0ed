/* SPDX-License-Identifier: MIT */
/*
 * qemu.c - a machine as a process: QEMU, which emulates every instruction.
 *
 *	this process  <--socket pair-->  COM1, the kernel's log
 *	              <--socket pair-->  COM2, the link (relay.c)
 *
 * Nothing is left behind: the archive of the root is a memfd, the serial
 * lines are socket pairs, and QEMU is killed by the host's kernel when this
 * process ends, however it ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include "machine.h"

#define MAX_ARGS	48

struct arguments {
	const char *v[MAX_ARGS + 1];
	unsigned int nr;
	char text[1024 + PATH_MAX];	/* of those that are made */
	size_t used;
};

static void add(struct arguments *a, const char *arg)
{
	a->v[a->nr++] = arg;
}

__attribute__((__format__(__printf__, 3, 4)))
static void add_pair(struct arguments *a, const char *option, const char *fmt,
		     ...)
{
	char *at = a->text + a->used;
	va_list args;

	va_start(args, fmt);
	a->used += (size_t)vsnprintf(at, sizeof(a->text) - a->used, fmt, args) +
		   1;
	va_end(args);
	add(a, option);
	add(a, at);
}

static void add_serial(struct arguments *a, const char *name, int fd)
{
	add_pair(a, "-chardev", "socket,id=%s,fd=%d", name, fd);
	add_pair(a, "-serial", "chardev:%s", name);
}

/* A network that leads nowhere. */
static void add_net(struct arguments *a, const char *tftp)
{
	add_pair(a, "-netdev", "user,id=net,restrict=on%s%s",
		 tftp ? ",tftp=" : "", tftp ? tftp : "");
	add_pair(a, "-device", "virtio-net-pci,netdev=net,disable-legacy=on,romfile=");
}

static void make_arguments(struct arguments *a, const struct qemu *q,
			   int kernel, const int serial[2])
{
	add(a, q->machine->qemu);
	add(a, "-no-user-config");
	add(a, "-nodefaults");
	add(a, "-no-reboot");
	add_pair(a, "-display", "none");
	add_pair(a, "-accel", "tcg");
	add_pair(a, "-machine", "%s", q->machine->board);
	add_pair(a, "-cpu", "max");
	add_pair(a, "-smp", "%u", q->cpus);
	add_pair(a, "-m", "%lluK", q->mem >> 10);
	/* By descriptor: a path could have blanks, or be another file soon. */
	add_pair(a, "-kernel", "/proc/self/fd/%d", kernel);
	add_pair(a, "-initrd", "/proc/self/fd/%d", q->root);
	add(a, "-append");
	add(a, q->append);
	add_serial(a, "log", serial[0]);
	add_serial(a, "link", serial[1]);
	add_pair(a, "-device", "isa-debug-exit,iobase=0xf4,iosize=4");
	if (q->edu)
		add_pair(a, "-device", "edu");
	if (q->net->user)
		add_net(a, q->net->tftp);
	if (q->gdb >= 0) {
		add_pair(a, "-chardev", "socket,id=gdb,server=on,wait=off,fd=%d",
			 q->gdb);
		add_pair(a, "-gdb", "chardev:gdb");
		add(a, "-S");
	}
	a->v[a->nr] = NULL;
}

/* In the child. The numbers of the descriptors stay as they are. */
__attribute__((__noreturn__))
static void become_qemu(const struct arguments *a, const int *fds, pid_t parent)
{
	int null = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Else nobody may have been there to die. */
	if (getppid() != parent)
		_exit(0);
	/* Of its own, so that a terminal's Ctrl-C is not for it. */
	setpgid(0, 0);
	dup2(null, 0);
	dup2(null, 1);
	for (; *fds >= 0; fds++)
		fcntl(*fds, F_SETFD, 0);
	signal(SIGPIPE, SIG_DFL);
	execvp(a->v[0], (char *const *)a->v);
	complain("%s: %s", a->v[0], strerror(errno));
	_exit(1);
}

/* Is the command found where execvp() looks? */
static int is_installed(const char *command)
{
	const char *dir = getenv("PATH");
	char path[4096];

	while (dir && *dir) {
		size_t len = strcspn(dir, ":");

		snprintf(path, sizeof(path), "%.*s/%s", (int)len, dir, command);
		if (access(path, X_OK) == 0)
			return 1;
		dir += len + (dir[len] == ':');
	}
	return 0;
}

static int open_kernel(const struct machine *m)
{
	const char *path = find_beside(m->kernel);
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

	if (path && fd < 0)
		usage_error("%s: %s", path, strerror(errno));
	if (!path)
		usage_error("the kernel of this machine is not built; say: %s",
			    m->make);
	return fd;
}

static void serial_line(int *ours, int *its)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		usage_error("cannot make a socket: %s", strerror(errno));
	*ours = pair[0];
	*its = pair[1];
}

void qemu_start(struct qemu *q)
{
	struct arguments a = { .nr = 0 };
	const pid_t self = getpid();
	int serial[2];
	int kernel;

	if (!is_installed(q->machine->qemu))
		usage_error("%s is not installed; on Debian: apt install "
			    "qemu-system-x86", q->machine->qemu);
	kernel = open_kernel(q->machine);
	serial_line(&q->log, &serial[0]);
	serial_line(&q->link, &serial[1]);
	make_arguments(&a, q, kernel, serial);
	q->pid = fork();
	if (q->pid < 0)
		usage_error("cannot start %s: %s", q->machine->qemu,
			    strerror(errno));
	if (q->pid == 0) {
		const int fds[] = { kernel, q->root, serial[0], serial[1],
				    q->gdb, -1 };

		become_qemu(&a, fds, self);
	}
	close(kernel);
	close(serial[0]);
	close(serial[1]);
}

int qemu_wait(struct qemu *q)
{
	int status;

	while (waitpid(q->pid, &status, 0) < 0 && errno == EINTR)
		;
	close(q->log);
	close(q->link);
	return status;
}
