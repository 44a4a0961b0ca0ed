/* SPDX-License-Identifier: MIT */
/*
 * proc_net.c - /proc/PID/net: devices, routes, sockets.
 */
#include "internal.h"

static const struct proc_entry entries[] = {
	{ "arp", proc_net_arp_show, S_IFREG | 0444, NULL, false },
	{ "dev", proc_net_dev_show, S_IFREG | 0444, NULL, false },
	{ "raw", proc_net_raw_show, S_IFREG | 0444, NULL, false },
	{ "route", proc_net_route_show, S_IFREG | 0444, NULL, false },
	{ "sockstat", proc_net_sockstat_show, S_IFREG | 0444, NULL, false },
	{ "tcp", proc_net_tcp_show, S_IFREG | 0444, NULL, false },
	{ "udp", proc_net_udp_show, S_IFREG | 0444, NULL, false },
	{ "unix", proc_net_unix_show, S_IFREG | 0444, NULL, false },
};

static struct inode *net_lookup(struct inode *dir, const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		const struct proc_what what = { .entry = &entries[i] };

		if (strcmp(name, entries[i].name) == 0)
			return proc_inode(dir->i_sb, entries[i].mode,
					  &simple_inode_operations, &what);
	}
	return ERR_PTR(-ENOENT);
}

static int net_readdir(struct inode *dir, struct dir_context *ctx)
{
	while (ctx->pos < (loff_t)ARRAY_SIZE(entries) &&
	       proc_emit(ctx, entries[ctx->pos].name, 1100 + (u64)ctx->pos,
			 DT_REG))
		;
	return 0;
}

const struct inode_operations proc_net_operations = {
	.lookup = net_lookup,
	.readdir = net_readdir,
};
