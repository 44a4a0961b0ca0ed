/* SPDX-License-Identifier: MIT */
/*
 * terminal.c - the terminal we were started at, lent to the machine.
 *
 * In raw mode every key goes to the machine, whose own terminal makes lines and
 * signals of them. The machine then runs in a process of its own (supervise.c):
 * however it ends, somebody is left to put the terminal back as it was.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "machine.h"

static struct termios saved;
static int is_lent;			/* it was found, and may be raw */
static int is_raw;			/* in the child: it is ours */

static int in_foreground(void)
{
	return tcgetpgrp(STDIN_FILENO) == getpgrp();
}

/* Bits for the standard streams at the terminal; 0: nobody sits there. */
static unsigned int streams(void)
{
	unsigned int mask = 0;

	for (int fd = 0; fd < 3; fd++)
		if (isatty(fd))
			mask |= 1u << fd;
	return (mask & 3) == 3 && in_foreground() ? mask : 0;
}

unsigned int terminal_find(void)
{
	const unsigned int mask = streams();

	if (!mask || tcgetattr(STDIN_FILENO, &saved) < 0)
		return 0;
	is_lent = 1;
	fprintf(stderr, "octavo: to leave, press Ctrl-] three times within a second\n");
	return mask;
}

void terminal_make_raw(void)
{
	struct termios raw = saved;

	if (!in_foreground())
		return;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

/* Not if the shell has it by now. */
void terminal_restore(void)
{
	if (is_lent && in_foreground())
		tcsetattr(STDIN_FILENO, TCSADRAIN, &saved);
}

void terminal_take(void)
{
	/* The mask of signals is the supervisor's still: it may be orphaned. */
	terminal_make_raw();
	is_raw = 1;
	atexit(terminal_leave);
}

int terminal_is_raw(void)
{
	return is_raw;
}

void terminal_leave(void)
{
	if (is_raw)
		terminal_restore();
	is_raw = 0;
}

void terminal_size(unsigned int *rows, unsigned int *columns)
{
	struct winsize size = { 0 };

	ioctl(STDIN_FILENO, TIOCGWINSZ, &size);
	*rows = size.ws_row;
	*columns = size.ws_col;
}
