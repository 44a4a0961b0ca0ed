/* SPDX-License-Identifier: MIT */
/*
 * supervise.h - a machine in a process of its own, and who looks after it.
 *
 *	this process			child
 *	  waits, forwards signals	  runs a machine: child->main()
 *	  ends it if it takes too long	  asks which line an address is
 *	  puts the terminal back	  tells what is to be recorded
 *
 * Drivers that are to be in it are loaded before: then an address means the
 * same on both sides.
 */
#ifndef TOOLS_SUPERVISE_H
#define TOOLS_SUPERVISE_H

#include <stddef.h>
#include <sys/types.h>

enum child_end {
	CHILD_ENDED,		/* by itself: see status */
	CHILD_TIMED_OUT,	/* it had no more time */
	CHILD_STUCK,		/* kernel code ran on and on */
};

struct child {
	/* Filled in by who starts it. */
	int (*main)(void *arg);		/* the exit status */
	void *arg;
	unsigned int timeout_ms;	/* 0: as long as it takes */
	unsigned int stuck_ms;		/* CPU time of kernel code; 0: any */
	int output;			/* its standard output and error; 0:
					 * they are ours */
	int terminal;			/* it has the terminal, made raw */

	/* When it has ended. */
	enum child_end end;
	int status;			/* wait status */
	unsigned long long ns;		/* how long it took */
	char *record;			/* what host_tell() said, free() it */
	size_t record_size;

	/* supervise.c's */
	pid_t pid;
	int link;
	unsigned long long start_ns, asked_ns, progress_ns;
	unsigned long long busy_ticks;
	const volatile unsigned long *progress;
	unsigned long last_progress;
};

/* Start one; a usage error if there can be no process. */
void child_start(struct child *c);
/* Look after these until one has ended; entries may be NULL or not started.
 * Signals that would end us end them all, and then us. NULL: none runs. */
struct child *children_wait(struct child *const *children, size_t nr);
/* Start one and wait. The command's exit status; a line on standard error says
 * what went wrong. If it was stopped by a signal, so are we. */
int child_run(struct child *c);

/* symbols.c: code in words, "memo_read (memo.c:42)"; @addr is in the call, so one
 * below a return address. Valid until the next call. */
const char *symbol_at(unsigned long addr);

#endif
