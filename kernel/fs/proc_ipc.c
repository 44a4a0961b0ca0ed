/* SPDX-License-Identifier: MIT */
/*
 * proc_ipc.c - /proc/sysvipc: a file for each kind of object, a line for each.
 */
#include "internal.h"

static const struct proc_entry entries[] = {
	{ "msg", msg_show, S_IFREG | 0444, NULL, false },
	{ "sem", sem_show, S_IFREG | 0444, NULL, false },
	{ "shm", shm_show, S_IFREG | 0444, NULL, false },
};

static struct inode *sysvipc_lookup(struct inode *dir, const char *name,
				    size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		const struct proc_what what = { .entry = &entries[i] };

		if (strcmp(name, entries[i].name) == 0)
			return proc_inode(dir->i_sb, entries[i].mode,
					  &simple_inode_operations, &what);
	}
	return ERR_PTR(-ENOENT);
}

static int sysvipc_readdir(struct inode *dir, struct dir_context *ctx)
{
	while (ctx->pos < (loff_t)ARRAY_SIZE(entries) &&
	       proc_emit(ctx, entries[ctx->pos].name,
			 1000 + (u64)ctx->pos, DT_REG))
		;
	return 0;
}

static const struct inode_operations sysvipc_operations = {
	.lookup = sysvipc_lookup,
	.readdir = sysvipc_readdir,
};

struct inode *proc_sysvipc_inode(struct super_block *sb)
{
	return proc_inode(sb, S_IFDIR | 0555, &sysvipc_operations,
			  &(struct proc_what){ 0 });
}
