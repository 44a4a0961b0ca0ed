/* SPDX-License-Identifier: MIT */
/*
 * terminal.c - the libc half: the terminal that somebody sits at.
 */
#include <fcntl.h>
#include <unistd.h>
#include "../host.h"

#define LEAVE_KEY	0x1d		/* ctrl-] */
#define LEAVE_TIMES	3u
#define LEAVE_NS	1000000000ull

void host_watch_terminal(void)
{
	/* Opened anew: what is set belongs to everybody who has it open. */
	int fd = open("/dev/tty", O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 || fcntl(fd, F_SETOWN, getpid()) < 0)
		return;
	fcntl(fd, F_SETFL, O_RDONLY | O_NONBLOCK | O_ASYNC);
}

int host_leaves(const void *keys, unsigned long len)
{
	static unsigned long long since;
	static unsigned int times;
	const unsigned char *p = keys;

	for (; len; len--, p++) {
		unsigned long long now = *p == LEAVE_KEY ? host_clock_ns(0) : 0;

		if (!now || now - since > LEAVE_NS)
			times = 0;
		if (!now)
			continue;
		if (!times)
			since = now;
		if (++times == LEAVE_TIMES)
			return 1;
	}
	return 0;
}
