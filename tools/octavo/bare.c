/* SPDX-License-Identifier: MIT */
/*
 * bare.c - a program on a machine of its own, in QEMU.
 *
 *	root -> archive, a boot module
 *	program, arguments, environment, options -> the kernel's command line
 *	serial lines <-> standard streams
 *	debug-exit device, and the link -> exit status
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <unistd.h>
#include "host.h"
#include "machine.h"

#define MAX_APPEND	65536u		/* what the kernels take */
#define DEBUG_EXIT_BITS	0x7f		/* of a status that QEMU can carry */

/* ---- the command line --------------------------------------------------------- */

struct text {
	char s[MAX_APPEND];
	size_t len;
};

static void put(struct text *t, char c)
{
	if (t->len + 1 == sizeof(t->s))
		usage_error("the program's arguments are longer than %u bytes",
			    MAX_APPEND);
	t->s[t->len++] = c;
	t->s[t->len] = 0;
}

static void put_string(struct text *t, const char *s)
{
	while (*s)
		put(t, *s++);
}

/* One word for the kernel, whatever is in it. */
static void put_quoted(struct text *t, const char *word)
{
	put(t, '"');
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			put(t, '\\');
		put(t, *word);
	}
	put(t, '"');
}

/* TERM=xterm: only the value may need quotes. */
static void put_variable(struct text *t, const char *variable)
{
	const char *value = strchr(variable, '=') + 1;

	while (variable < value)
		put(t, *variable++);
	put_quoted(t, value);
	put(t, ' ');
}

static void put_terminal(struct text *t, unsigned int streams)
{
	unsigned int rows, columns;
	char tty[40];

	terminal_size(&rows, &columns);
	snprintf(tty, sizeof(tty), "tty=%u,%u,%u ", streams, rows & 0xffff,
		 columns & 0xffff);
	put_string(t, tty);
}

static void put_options(struct text *t, const struct run_options *o)
{
	char lowmem[40];

	put_string(t, "link=ttyS1 ");
	snprintf(lowmem, sizeof(lowmem), "lowmem=%lluK ", o->lowmem >> 10);
	if (o->lowmem)
		put_string(t, lowmem);
	if (o->pinned)
		put_string(t, "uaccess=pinned ");
	if (o->wp_off)
		put_string(t, "wp=off ");
	if (o->stats)
		put_string(t, "stats ");
	if (o->init)
		put_string(t, "init ");
	if (o->terminal)
		put_terminal(t, o->terminal);
}

static void make_append(struct text *t, const struct run_options *o)
{
	put_options(t, o);
	for (const char *const *v = o->envp; *v; v++)
		put_variable(t, *v);
	put_string(t, "--");
	for (const char *const *v = o->argv; *v; v++) {
		put(t, ' ');
		put_quoted(t, *v);
	}
}

/* ---- the root ------------------------------------------------------------------ */

static int make_archive(const struct run_options *o)
{
	int fd = memfd_create("root.cpio", MFD_CLOEXEC);
	FILE *to = fd < 0 ? NULL : fdopen(dup(fd), "w");

	if (!to)
		usage_error("cannot make the archive of the root: %s",
			    strerror(errno));
	pack_root(to, o->machine->bits, o->root, o->mem);
	fclose(to);
	return fd;
}

/* ---- the end -------------------------------------------------------------------- */

/* @told: by the link, or -1; @status: how QEMU ended. The device carries 2n + 1
 * for a status n. */
static int conclude(int told, int status)
{
	const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	const int carried = code > 0 && code & 1 ? code >> 1 : -1;

	if (told >= 0 && carried == (told & DEBUG_EXIT_BITS))
		return told;
	if (told >= 0)
		complain("the machine ended otherwise than with the status %d it told",
			 told);
	else if (WIFSIGNALED(status))
		complain("QEMU was killed by signal %d", WTERMSIG(status));
	else if (code == 1)
		return EXIT_USAGE;	/* QEMU has said why it did not start */
	else if (carried > 0)
		return carried;		/* so has the kernel */
	else
		complain("the machine stopped without a status: it was reset, "
			 "as by a fault while handling a fault");
	return EXIT_STOPPED;
}

/* Descriptors that are made must not be standard streams. What is closed stays
 * useless: it is opened the wrong way round. */
static void fill_standard_streams(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			open("/dev/null", fd ? O_RDONLY : O_WRONLY);
}

/* gdb has the terminal, and the machine, until it ends. Its exit status. */
static int debug(struct qemu *q)
{
	int alive[2], door, status;
	pid_t gdb;

	q->gdb = gdb_listen(&door);
	if (pipe2(alive, O_CLOEXEC) < 0)
		usage_error("--gdb: %s", strerror(errno));
	qemu_start(q);
	q->watch = alive[0];
	gdb = gdb_start(q->machine, door, alive[1]);
	close(alive[1]);
	relay(q, -1);
	qemu_wait(q);
	while (waitpid(gdb, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_STOPPED;
}

int run_bare(const struct run_options *o)
{
	static struct text append;
	struct qemu q = { .machine = o->machine, .mem = o->mem,
			  .cpus = o->cpus, .edu = o->device.edu,
			  .net = &o->net, .gdb = -1, .watch = -1 };
	int told, status;

	fill_standard_streams();
	make_append(&append, o);
	q.append = append.s;
	q.root = make_archive(o);
	if (o->gdb)
		return debug(&q);
	qemu_start(&q);
	told = relay(&q, 0);
	status = qemu_wait(&q);
	terminal_leave();
	return told == RELAY_LEFT ? HOSTED_LEFT : conclude(told, status);
}
