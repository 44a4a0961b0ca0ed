/* SPDX-License-Identifier: MIT */
/*
 * terminal.c - the terminal we were started at, lent to the machine.
 *
 *	this process: waits, restores the terminal, ends as the child did
 *	     |
 *	     +-- child: goes on to run the machine, with the terminal raw
 *
 * In raw mode every key goes to the machine, whose own terminal makes lines and
 * signals of them. However the child ends, somebody is left to put the terminal
 * back as it was. Signals that are sent to this process end the child.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include "machine.h"

static struct termios saved;
static int is_raw;			/* in the child: it is ours */
static volatile pid_t child;
static volatile sig_atomic_t again;

static int in_foreground(void)
{
	return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void make_raw(void)
{
	struct termios raw = saved;

	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

/* Not if the shell has it by now. */
static void restore(void)
{
	if (in_foreground())
		tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
}

/* ---- the process that waits -------------------------------------------------------- */

static void forward(int sig)
{
	if (child > 0)
		kill(child, sig);
}

static void go_on(int sig)
{
	again = sig;
}

/* Stop as the child has, and take the terminal again afterwards. */
static void stop_too(void)
{
	restore();
	raise(SIGSTOP);
	if (in_foreground())
		make_raw();
	kill(child, SIGCONT);
}

__attribute__((__noreturn__))
static void end_as(int status)
{
	const struct rlimit none = { 0, 0 };

	restore();
	if (WIFEXITED(status))
		exit(WEXITSTATUS(status));
	setrlimit(RLIMIT_CORE, &none);	/* the child has left one, if any */
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	exit(128 + WTERMSIG(status));
}

__attribute__((__noreturn__))
static void guard(void)
{
	int status;

	for (;;) {
		if (waitpid(child, &status, WUNTRACED) < 0) {
			if (again && in_foreground())
				make_raw();	/* stopped and continued */
			again = 0;
		} else if (WIFSTOPPED(status)) {
			stop_too();
		} else {
			end_as(status);
		}
	}
}

/* Every signal that would end us and leave the terminal as it is. */
static void catch_signals(void)
{
	static const int fatal[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1,
				     SIGUSR2, SIGALRM, SIGTSTP };
	struct sigaction sa = { .sa_handler = forward };

	for (unsigned int i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &sa, NULL);
	sa.sa_handler = go_on;
	sigaction(SIGCONT, &sa, NULL);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGTTIN, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
}

/* ---- the child ----------------------------------------------------------------------- */

/* Bits for the standard streams at the terminal; 0: nobody sits there. */
static unsigned int streams(void)
{
	unsigned int mask = 0;

	for (int fd = 0; fd < 3; fd++)
		if (isatty(fd))
			mask |= 1u << fd;
	return (mask & 3) == 3 && in_foreground() ? mask : 0;
}

unsigned int terminal_enter(void)
{
	const unsigned int mask = streams();
	const pid_t self = getpid();
	sigset_t all, old;

	if (!mask || tcgetattr(STDIN_FILENO, &saved) < 0)
		return 0;
	fprintf(stderr, "octavo: to leave, press Ctrl-] three times within a second\n");
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	child = fork();
	if (child < 0)
		usage_error("cannot fork: %s", strerror(errno));
	if (child > 0) {
		catch_signals();
		sigprocmask(SIG_SETMASK, &old, NULL);
		guard();
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != self)
		_exit(EXIT_STOPPED);
	make_raw();
	is_raw = 1;
	atexit(terminal_leave);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return mask;
}

int terminal_is_raw(void)
{
	return is_raw;
}

void terminal_leave(void)
{
	if (is_raw)
		restore();
	is_raw = 0;
}

void terminal_size(unsigned int *rows, unsigned int *columns)
{
	struct winsize size = { 0 };

	ioctl(STDIN_FILENO, TIOCGWINSZ, &size);
	*rows = size.ws_row;
	*columns = size.ws_col;
}
