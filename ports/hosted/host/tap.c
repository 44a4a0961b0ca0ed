/* SPDX-License-Identifier: MIT */
/*
 * tap.c - an Ethernet of the host, for the machine's network device.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "host.h"

/* Frames come as a signal to the thread that runs user code. */
static int watch(int fd)
{
	const struct f_owner_ex owner = { F_OWNER_TID, gettid() };
	sigset_t io;

	/* As long as there is no handler it would end the process. */
	sigemptyset(&io);
	sigaddset(&io, SIGIO);
	if (sigprocmask(SIG_BLOCK, &io, NULL) ||
	    fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK | O_ASYNC) ||
	    fcntl(fd, F_SETOWN_EX, &owner))
		return -errno;
	return 0;
}

int host_tap_open(const char *name)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	strncpy(ifr.ifr_name, name, sizeof(ifr.ifr_name) - 1);
	if (ioctl(fd, TUNSETIFF, &ifr))
		err = -errno;
	if (!err)
		err = watch(fd);
	if (!err)
		return fd;
	close(fd);
	return err;
}
