/* SPDX-License-Identifier: MIT */
/* cat.c - copy files to standard output. */
#include "start.h"

int main(int argc, char **argv, char **envp)
{
	static char buf[4096];

	for (int i = 1; i < argc; i++) {
		long fd = sys3(SYS_open, argv[i], 0, 0), n;

		if (fd < 0)
			return 1;
		while ((n = sys3(SYS_read, fd, buf, sizeof(buf))) > 0)
			sys3(SYS_write, 1, buf, n);
		sys1(SYS_close, fd);
	}
	return 0;
}
