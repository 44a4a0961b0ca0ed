/* SPDX-License-Identifier: MIT */
/*
 * supervisor.c - the libc half: the process that looks after this one, if one
 * does (tools/octavo/supervise.c).
 *
 *	'?' address  ->   <-  its name, as text
 *	'+' text     ->	  what is to be recorded
 *
 * Packets on a socket pair. Calls are made with any lock held and from signal
 * handlers: no memory is allocated.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "../host.h"

static int supervisor = -1;
static unsigned long own_progress;
unsigned long *host_progress = &own_progress;

void host_set_supervisor(int fd, unsigned long *progress)
{
	supervisor = fd;
	host_progress = progress;
}

int host_is_supervised(void)
{
	return supervisor >= 0;
}

void host_tell(const char *text, unsigned long len)
{
	char packet[HOST_TELL_MAX + 1];

	while (supervisor >= 0 && len) {
		const unsigned long n = len < HOST_TELL_MAX ? len :
							      HOST_TELL_MAX;

		packet[0] = '+';
		memcpy(packet + 1, text, n);
		if (send(supervisor, packet, n + 1, MSG_NOSIGNAL) < 0 &&
		    errno != EINTR)
			return;
		text += n;
		len -= n;
	}
}

long host_ask_name(unsigned long addr, char *buf, unsigned long size)
{
	char packet[1 + sizeof(addr)] = { '?' };
	ssize_t n;

	if (supervisor < 0)
		return 0;
	memcpy(packet + 1, &addr, sizeof(addr));
	if (send(supervisor, packet, sizeof(packet), MSG_NOSIGNAL) < 0)
		return 0;
	do {
		n = recv(supervisor, buf, size - 1, 0);
	} while (n < 0 && errno == EINTR);
	buf[n > 0 ? n : 0] = 0;
	return n > 0 ? n : 0;
}
