/* SPDX-License-Identifier: MIT */
/*
 * inet.c - a kernel without TCP/IP: AF_INET is not supported.
 *
 * In the place of kernel/net/inet/ where the source of lwIP was not there when
 * the kernel was built.
 */
#include "../internal.h"

int inet_init(void)
{
	return 0;
}

void inet_exit(void)
{
}

int proc_net_arp_show(struct seq_file *m, void *v)
{
	return 0;
}

int proc_net_raw_show(struct seq_file *m, void *v)
{
	return 0;
}

int proc_net_route_show(struct seq_file *m, void *v)
{
	return 0;
}

int proc_net_tcp_show(struct seq_file *m, void *v)
{
	return 0;
}

int proc_net_udp_show(struct seq_file *m, void *v)
{
	return 0;
}
