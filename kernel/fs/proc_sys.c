/* SPDX-License-Identifier: MIT */
/*
 * proc_sys.c - /proc/sys: what may be known about the kernel, a word in a file.
 *
 *	/proc/sys/kernel/osrelease ...	one line of the table each
 *
 * Nothing can be set. An inode's i_private is its line, or that of the first
 * file in the directory.
 */
#include "../internal.h"
#include <octavo/seq_file.h>

static const struct sys_file {
	const char *dir, *name, *text;
} files[] = {
	{ "kernel", "ostype", "Linux" },
	{ "kernel", "osrelease", KERNEL_RELEASE },
	{ "kernel", "version", KERNEL_VERSION },
	{ "kernel", "hostname", "octavo" },
	{ "kernel", "domainname", "(none)" },
	{ "kernel", "pid_max", "32768" },
	{ "kernel", "ngroups_max", "65536" },
	{ "kernel", "overflowuid", "65534" },
	{ "kernel", "overflowgid", "65534" },
	{ "vm", "overcommit_memory", "1" },
};

#define NR_FILES	ARRAY_SIZE(files)

static int sys_show(struct seq_file *m, void *v)
{
	const struct sys_file *f = m->private;

	seq_printf(m, "%s\n", f->text);
	return 0;
}

static int sys_file_open(struct inode *inode, struct file *file)
{
	return single_open(file, sys_show, inode->i_private);
}

static const struct file_operations sys_file_operations = {
	.open		= sys_file_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= single_release,
};

static struct inode *sys_inode(struct super_block *sb, umode_t mode,
			       const struct inode_operations *i_op,
			       const struct sys_file *f)
{
	struct inode *inode = new_inode(sb, mode);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_op = i_op;
	inode->i_private = (void *)f;
	if (S_ISREG(mode))
		inode->i_fop = &sys_file_operations;
	return inode;
}

static bool same_dir(const struct sys_file *a, const struct sys_file *b)
{
	return strcmp(a->dir, b->dir) == 0;
}

/* ---- /proc/sys/DIR ------------------------------------------------------ */

static struct inode *dir_lookup(struct inode *dir, const char *name, size_t len)
{
	for (const struct sys_file *f = files; f < files + NR_FILES; f++)
		if (same_dir(f, dir->i_private) && strcmp(f->name, name) == 0)
			return sys_inode(dir->i_sb, S_IFREG | 0444,
					 &simple_inode_operations, f);
	return ERR_PTR(-ENOENT);
}

static int dir_readdir(struct inode *dir, struct dir_context *ctx)
{
	for (; ctx->pos < (loff_t)NR_FILES; ctx->pos++) {
		const struct sys_file *f = &files[ctx->pos];

		if (same_dir(f, dir->i_private) &&
		    !dir_emit(ctx, f->name, strlen(f->name), 400 + ctx->pos,
			      DT_REG))
			break;
	}
	return 0;
}

static const struct inode_operations dir_operations = {
	.lookup = dir_lookup,
	.readdir = dir_readdir,
};

/* ---- /proc/sys ----------------------------------------------------------- */

/* The first file of each directory stands for it. */
static bool begins_dir(const struct sys_file *f)
{
	return f == files || !same_dir(f, f - 1);
}

static struct inode *root_lookup(struct inode *dir, const char *name,
				 size_t len)
{
	for (const struct sys_file *f = files; f < files + NR_FILES; f++)
		if (begins_dir(f) && strcmp(f->dir, name) == 0)
			return sys_inode(dir->i_sb, S_IFDIR | 0555,
					 &dir_operations, f);
	return ERR_PTR(-ENOENT);
}

static int root_readdir(struct inode *dir, struct dir_context *ctx)
{
	for (; ctx->pos < (loff_t)NR_FILES; ctx->pos++) {
		const struct sys_file *f = &files[ctx->pos];

		if (begins_dir(f) &&
		    !dir_emit(ctx, f->dir, strlen(f->dir), 300 + ctx->pos,
			      DT_DIR))
			break;
	}
	return 0;
}

static const struct inode_operations root_operations = {
	.lookup = root_lookup,
	.readdir = root_readdir,
};

struct inode *proc_sys_inode(struct super_block *sb)
{
	return sys_inode(sb, S_IFDIR | 0555, &root_operations, NULL);
}
