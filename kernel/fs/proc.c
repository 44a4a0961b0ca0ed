/* SPDX-License-Identifier: MIT */
/*
 * proc.c - /proc: directories that are made when they are looked at.
 *
 *	/proc/NAME		proc_files[]: text about the machine
 *	/proc/sys		see proc_sys.c
 *	/proc/self, thread-self	symlinks to who asks
 *	/proc/PID		see proc_pid.c
 *
 * Nothing is cached: a lookup makes an inode, the last dput frees it.
 */
#include "internal.h"

#define PROC_MAGIC	0x9fa0ul
#define PID_POS		256		/* positions of processes begin here, */
#define DRIVER_POS	(1 << 20)	/* of what drivers have, here */

#define SHOW_FILE(name)	{ #name, proc_##name##_show, S_IFREG | 0444, NULL, false },

static const struct proc_entry proc_files[] = {
	PROC_FILES(SHOW_FILE)
	{ "kpagecount", NULL, S_IFREG | 0400, &proc_kpagecount_operations,
	  false },
	{ "kpageflags", NULL, S_IFREG | 0400, &proc_kpageflags_operations,
	  false },
};

/* ---- files ------------------------------------------------------------- */

static int proc_open(struct inode *inode, struct file *file)
{
	const struct proc_what *what = what_of(inode);
	const struct proc_entry *entry = what->entry;
	int err = entry->guarded ? proc_may_look(what) : 0;

	return err ? err : single_open(file, entry->show, (void *)what);
}

const struct file_operations proc_file_operations = {
	.open		= proc_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= single_release,
};

struct inode *proc_inode(struct super_block *sb, umode_t mode,
			 const struct inode_operations *i_op,
			 const struct proc_what *what)
{
	struct inode *inode = new_inode(sb, mode);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_private = kmemdup(what, sizeof(*what), GFP_KERNEL);
	if (!inode->i_private) {
		iput(inode);
		return ERR_PTR(-ENOMEM);
	}
	inode->i_op = i_op;
	if (S_ISREG(mode))
		inode->i_fop = &proc_file_operations;
	return inode;
}

static void proc_evict(struct inode *inode)
{
	if (inode->i_node)
		kernfs_evict(inode);
	else
		kfree(inode->i_private);
}

static void proc_put_super(struct super_block *sb)
{
	proc_drivers_exit();
}

bool proc_number(const char *name, unsigned int *n)
{
	*n = 0;
	if (!*name || (name[0] == '0' && name[1]))
		return false;
	for (; *name; name++) {
		if (*name < '0' || *name > '9' || *n > 100000000)
			return false;
		*n = *n * 10 + *name - '0';
	}
	return true;
}

bool proc_emit(struct dir_context *ctx, const char *name, u64 ino,
	       unsigned int type)
{
	bool more = dir_emit(ctx, name, strlen(name), ino, type);

	if (more)
		ctx->pos++;
	return more;
}

/* ---- links -------------------------------------------------------------- */

static const char *const link_names[] = {
	"self", "thread-self", "mounts", "net",
};

static const char *const dir_names[] = { "sys", "sysvipc" };

static int root_readlink(struct inode *inode, char *buf, size_t size)
{
	const struct task *task = task_running();
	char tmp[40];
	int len;

	if (!task)
		return -ENOENT;
	switch (what_of(inode)->n) {
	case 0:
		len = snprintf(tmp, sizeof(tmp), "%d", task->signal->pid);
		break;
	case 1:
		len = snprintf(tmp, sizeof(tmp), "%d/task/%d",
			       task->signal->pid, task->thread.pid);
		break;
	default:
		len = snprintf(tmp, sizeof(tmp), "self/%s",
			       link_names[what_of(inode)->n]);
		break;
	}
	memcpy(buf, tmp, min_t(size_t, len, size));
	return min_t(size_t, len, size);
}

static const struct inode_operations root_link_operations = {
	.readlink = root_readlink,
};

/* ---- the root ------------------------------------------------------------ */

static struct inode *root_lookup(struct inode *dir, const char *name,
				 size_t len)
{
	struct proc_what what = { 0 };
	struct inode *inode;

	for (; what.n < ARRAY_SIZE(link_names); what.n++)
		if (strcmp(name, link_names[what.n]) == 0)
			return proc_inode(dir->i_sb, S_IFLNK | S_IRWXUGO,
					  &root_link_operations, &what);
	if (strcmp(name, "sys") == 0)
		return proc_sys_inode(dir->i_sb);
	if (strcmp(name, "sysvipc") == 0)
		return proc_sysvipc_inode(dir->i_sb);
	if (proc_number(name, &what.n))
		return proc_pid_inode(dir->i_sb, what.n);
	for (size_t i = 0; i < ARRAY_SIZE(proc_files); i++) {
		if (strcmp(proc_files[i].name, name) != 0)
			continue;
		what.entry = &proc_files[i];
		inode = proc_inode(dir->i_sb, proc_files[i].mode,
				   &simple_inode_operations, &what);
		if (!IS_ERR(inode) && proc_files[i].fops)
			inode->i_fop = proc_files[i].fops;
		return inode;
	}
	return proc_driver_lookup(dir, name);
}

/* The name of the fixed entry at a position; NULL: there are no more. */
static const char *fixed_name(loff_t pos, unsigned int *type)
{
	*type = DT_LNK;
	if (pos < (loff_t)ARRAY_SIZE(link_names))
		return link_names[pos];
	pos -= ARRAY_SIZE(link_names);
	*type = DT_DIR;
	if (pos < (loff_t)ARRAY_SIZE(dir_names))
		return dir_names[pos];
	pos -= ARRAY_SIZE(dir_names);
	*type = DT_REG;
	return pos < (loff_t)ARRAY_SIZE(proc_files) ? proc_files[pos].name :
						      NULL;
}

static int emit_processes(struct dir_context *ctx)
{
	unsigned long pid = ctx->pos - PID_POS;
	char name[16];

	while (xa_find(&kernel.processes, &pid, ULONG_MAX, XA_PRESENT)) {
		int len = snprintf(name, sizeof(name), "%lu", pid);

		ctx->pos = PID_POS + pid;
		if (!dir_emit(ctx, name, len, 10000 + pid, DT_DIR))
			return 0;
		ctx->pos = PID_POS + ++pid;
	}
	ctx->pos = DRIVER_POS;
	return 0;
}

static int read_drivers(struct dir_context *ctx)
{
	int err;

	ctx->pos -= DRIVER_POS;
	err = proc_driver_readdir(ctx);
	ctx->pos += DRIVER_POS;
	return err;
}

static int root_readdir(struct inode *dir, struct dir_context *ctx)
{
	unsigned int type;
	const char *name;

	BUILD_BUG_ON(ARRAY_SIZE(proc_files) > PID_POS - 16);
	while (ctx->pos < PID_POS) {
		name = fixed_name(ctx->pos, &type);
		if (!name)
			ctx->pos = PID_POS;
		else if (!proc_emit(ctx, name, 2 + ctx->pos, type))
			return 0;
	}
	if (ctx->pos < DRIVER_POS && (emit_processes(ctx),
				      ctx->pos < DRIVER_POS))
		return 0;
	return read_drivers(ctx);
}

static const struct inode_operations proc_root_operations = {
	.lookup = root_lookup,
	.readdir = root_readdir,
};

static const struct super_operations proc_super_operations = {
	.evict_inode = proc_evict, .put_super = proc_put_super,
};

struct super_block *proc_sb_create(void)
{
	struct super_block *sb = proc_drivers_init() ? NULL :
		sb_create("proc", PROC_MAGIC, &proc_super_operations, 0555);

	if (!sb) {
		proc_drivers_exit();
		return NULL;
	}
	sb->s_nocache = true;
	sb->s_readonly = true;
	sb->s_root->d_inode->i_op = &proc_root_operations;
	return sb;
}
