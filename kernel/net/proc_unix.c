/* SPDX-License-Identifier: MIT */
/*
 * proc_unix.c - /proc/net/unix and sockstat: which sockets of AF_UNIX there are,
 * and how many of any kind.
 */
#include "internal.h"
#include <octavo/seq_file.h>

#define ACCEPTS		0x10000		/* of the column Flags */

static unsigned int state_of(const struct sock *sk)
{
	if (sk->sk_socket)
		return sk->sk_state == TCP_ESTABLISHED ? SS_CONNECTED :
							 SS_UNCONNECTED;
	return sk->sk_state == TCP_ESTABLISHED ? SS_CONNECTING :
						 SS_DISCONNECTING;
}

static void show_path(struct seq_file *m, const struct unix_address *addr)
{
	int n = addr->len - (int)offsetof(struct sockaddr_un, sun_path);
	const char *path = addr->name->sun_path;

	seq_putc(m, ' ');
	n -= path[0] != 0;
	for (; n > 0; n--, path++)
		seq_putc(m, *path ? *path : '@');
}

int proc_net_unix_show(struct seq_file *m, void *v)
{
	struct unix_sock *u;

	seq_puts(m, "Num       RefCount Protocol Flags    Type St Inode Path\n");
	list_for_each_entry(u, &unix_socks, all_node) {
		const struct sock *sk = &u->sk;

		seq_printf(m, "%016lx: %08X %08X %08X %04X %02X %5lu",
			   (unsigned long)sk->sk_ino,
			   refcount_read(&sk->sk_refcnt), 0,
			   sk->sk_state == TCP_LISTEN ? ACCEPTS : 0,
			   sk->sk_type, state_of(sk),
			   (unsigned long)sk->sk_ino);
		if (u->addr)
			show_path(m, u->addr);
		seq_putc(m, '\n');
	}
	return 0;
}

int proc_net_sockstat_show(struct seq_file *m, void *v)
{
	const int tcp = proto_inuse("TCP");

	seq_printf(m, "sockets: used %u\n", nr_sockets());
	seq_printf(m, "TCP: inuse %d orphan 0 tw 0 alloc %d mem 0\n", tcp, tcp);
	seq_printf(m, "UDP: inuse %d mem 0\n", proto_inuse("UDP"));
	seq_puts(m, "UDPLITE: inuse 0\n");
	seq_printf(m, "RAW: inuse %d\n", proto_inuse("RAW"));
	seq_puts(m, "FRAG: inuse 0 memory 0\n");
	return 0;
}
