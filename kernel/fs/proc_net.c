/* SPDX-License-Identifier: MIT */
/*
 * proc_net.c - /proc/PID/net: devices, routes, sockets.
 */
#include "internal.h"

static const struct proc_entry entries[] = {
#define X(name)	{ #name, proc_net_##name##_show, S_IFREG | 0444, NULL, false },
	PROC_NET_FILES(X)
#undef X
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
