/* SPDX-License-Identifier: MIT */
/* now.c - print the time of the first instructions, nanoseconds since 1970. */
#include "start.h"

int main(int argc, char **argv, char **envp)
{
	long ts[2] = { 0, 0 };

	sys2(SYS_clock_gettime, 0, ts);
	put_number(ts[0]);
	for (long unit = 100000000; unit; unit /= 10)
		put_number(ts[1] / unit % 10);
	put("\n");
	return 0;
}
