/* SPDX-License-Identifier: MIT */
/*
 * proc.c - /proc: directories that are made when they are looked at.
 *
 *	/proc/NAME		proc_files[]: text about the machine
 *	/proc/sys		see proc_sys.c
 *	/proc/self		a symlink to the pid
 *	/proc/PID/NAME		task_files[]: text about the task
 *	/proc/PID/{exe,cwd,root}  links to what they mean
 *	/proc/PID/fd/N		links to open files
 *
 * Nothing is cached: a lookup makes an inode, the last dput frees it. An
 * inode's i_private is its table entry, or its descriptor number.
 */
#include "../internal.h"
#include <octavo/seq_file.h>

#define PROC_MAGIC	0x9fa0ul

struct proc_entry {
	const char *name;
	int (*show)(struct seq_file *m, void *v);
	umode_t mode;
};

#define SHOW_FILE(name)	{ #name, proc_##name##_show, S_IFREG | 0444 },

/* "stat" and "mounts" are in both lists; a task's are task_stat and so on. */
static const char *file_name(const struct proc_entry *entry)
{
	return strstarts(entry->name, "task_") ? entry->name + 5 : entry->name;
}

static const struct proc_entry proc_files[] = { PROC_FILES(SHOW_FILE) };
static const struct proc_entry task_files[] = { PROC_TASK_FILES(SHOW_FILE) };

enum task_link { LINK_EXE, LINK_CWD, LINK_ROOT, NR_LINKS };
static const char *const link_names[NR_LINKS] = { "exe", "cwd", "root" };

/* ---- files ------------------------------------------------------------- */

static int proc_open(struct inode *inode, struct file *file)
{
	const struct proc_entry *entry = inode->i_private;

	return single_open(file, entry->show, NULL);
}

static const struct file_operations proc_file_operations = {
	.open		= proc_open,
	.read		= seq_read,
	.llseek		= seq_lseek,
	.release	= single_release,
};

/* A fresh inode with what it stands for. */
static struct inode *proc_inode(struct inode *dir, umode_t mode,
				const struct inode_operations *i_op,
				const void *what)
{
	struct inode *inode = new_inode(dir->i_sb, mode);

	if (!inode)
		return ERR_PTR(-ENOMEM);
	inode->i_op = i_op;
	inode->i_private = (void *)what;
	if (S_ISREG(mode))
		inode->i_fop = &proc_file_operations;
	return inode;
}

static struct inode *lookup_entry(struct inode *dir, const char *name,
				  const struct proc_entry *table, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (strcmp(file_name(&table[i]), name) == 0)
			return proc_inode(dir, table[i].mode,
					  &simple_inode_operations, &table[i]);
	return ERR_PTR(-ENOENT);
}

/* ---- /proc/PID/fd ------------------------------------------------------ */

static bool parse_number(const char *name, unsigned int *n)
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

static int copy_path(struct dentry *dentry, char *buf, size_t size)
{
	char *page = kmalloc(PATH_MAX, GFP_KERNEL), *path;
	int len;

	if (!page)
		return -ENOMEM;
	path = d_path(dentry, page, PATH_MAX);
	if (IS_ERR(path)) {
		len = PTR_ERR(path);
	} else {
		len = min(strlen(path), size);
		memcpy(buf, path, len);
	}
	kfree(page);
	return len;
}

/* How a file is called that no path leads to. */
static int nameless(const struct file *file, char *buf, size_t size)
{
	const char *name = file->f_dentry->d_name;
	char tmp[NAME_MAX + 32];
	int len;

	if (S_ISFIFO(file->f_inode->i_mode))
		len = snprintf(tmp, sizeof(tmp), "pipe:[%lu]",
			       file->f_inode->i_ino);
	else if (S_ISREG(file->f_inode->i_mode))
		len = snprintf(tmp, sizeof(tmp), "/%s (deleted)", name);
	else
		len = snprintf(tmp, sizeof(tmp), "anon_inode:%s", name);
	len = min_t(size_t, len, size);
	memcpy(buf, tmp, len);
	return len;
}

static int fd_readlink(struct inode *inode, char *buf, size_t size)
{
	struct file *file = fget_raw((unsigned long)inode->i_private);
	int len;

	if (!file)
		return -ENOENT;
	if (file->f_dentry->d_sb == kernel.pipe)
		len = nameless(file, buf, size);
	else
		len = copy_path(file->f_dentry, buf, size);
	fput(file);
	return len;
}

static struct dentry *fd_jump(struct inode *inode)
{
	struct file *file = fget_raw((unsigned long)inode->i_private);
	struct dentry *dentry;

	if (!file)
		return ERR_PTR(-ENOENT);
	dentry = dget(file->f_dentry);
	fput(file);
	return dentry;
}

static const struct inode_operations fd_link_operations = {
	.readlink = fd_readlink,
	.jump_link = fd_jump,
};

static struct inode *fd_lookup(struct inode *dir, const char *name, size_t len)
{
	umode_t mode = S_IFLNK | 0100;
	struct inode *inode;
	struct file *file;
	unsigned int fd;

	if (!task_running() || !parse_number(name, &fd))
		return ERR_PTR(-ENOENT);
	file = fget_raw(fd);
	if (!file)
		return ERR_PTR(-ENOENT);
	mode |= file->f_mode & FMODE_READ ? 0400 : 0;
	mode |= file->f_mode & FMODE_WRITE ? 0200 : 0;
	fput(file);
	inode = proc_inode(dir, mode, &fd_link_operations,
			   (void *)(unsigned long)fd);
	if (!IS_ERR(inode))
		i_size_write(inode, 64);
	return inode;
}

static int fd_readdir(struct inode *dir, struct dir_context *ctx)
{
	struct task *task = task_running();
	char name[16];

	for (; task && ctx->pos < task->files->max_fds; ctx->pos++) {
		int len;

		if (!task->files->fd[ctx->pos])
			continue;
		len = snprintf(name, sizeof(name), "%u",
			       (unsigned int)ctx->pos);
		if (!dir_emit(ctx, name, len, 1000 + ctx->pos, DT_LNK))
			return 0;
	}
	return 0;
}

static const struct inode_operations fd_dir_operations = {
	.lookup = fd_lookup,
	.readdir = fd_readdir,
};

/* ---- /proc/PID --------------------------------------------------------- */

static struct dentry *task_jump(struct inode *inode)
{
	struct task *task = task_running();
	struct dentry *to = current_root();

	if (!task)
		return ERR_PTR(-ENOENT);
	switch ((enum task_link)(unsigned long)inode->i_private) {
	case LINK_EXE:
		if (!task->exe)
			return ERR_PTR(-ENOENT);
		to = task->exe->f_dentry;
		break;
	case LINK_CWD:
		to = task->fs->pwd;
		break;
	default:
		break;
	}
	return dget(to);
}

static int task_readlink(struct inode *inode, char *buf, size_t size)
{
	struct dentry *dentry = task_jump(inode);
	int len;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	len = copy_path(dentry, buf, size);
	dput(dentry);
	return len;
}

static const struct inode_operations task_link_operations = {
	.readlink = task_readlink,
	.jump_link = task_jump,
};

static struct inode *task_lookup(struct inode *dir, const char *name,
				 size_t len)
{
	for (unsigned long i = 0; i < NR_LINKS; i++)
		if (strcmp(name, link_names[i]) == 0)
			return proc_inode(dir, S_IFLNK | S_IRWXUGO,
					  &task_link_operations, (void *)i);
	if (strcmp(name, "net") == 0)	/* there are no networks */
		return proc_inode(dir, S_IFDIR | 0555,
				  &simple_inode_operations, NULL);
	if (strcmp(name, "fd") == 0)
		return proc_inode(dir, S_IFDIR | 0500, &fd_dir_operations,
				  NULL);
	return lookup_entry(dir, name, task_files, ARRAY_SIZE(task_files));
}

static bool emit_entry(struct dir_context *ctx, const char *name, u64 ino,
		       unsigned int type)
{
	bool more = dir_emit(ctx, name, strlen(name), ino, type);

	if (more)
		ctx->pos++;
	return more;
}

static int task_readdir(struct inode *dir, struct dir_context *ctx)
{
	if (ctx->pos == 0 && !emit_entry(ctx, "fd", 200, DT_DIR))
		return 0;
	while (ctx->pos <= NR_LINKS)
		if (!emit_entry(ctx, link_names[ctx->pos - 1], 200 + ctx->pos,
				DT_LNK))
			return 0;
	while ((size_t)ctx->pos - NR_LINKS - 1 < ARRAY_SIZE(task_files))
		if (!emit_entry(ctx,
				file_name(&task_files[ctx->pos - NR_LINKS - 1]),
				200 + ctx->pos, DT_REG))
			return 0;
	return 0;
}

static const struct inode_operations task_dir_operations = {
	.lookup = task_lookup,
	.readdir = task_readdir,
};

/* ---- /proc ------------------------------------------------------------- */

static int self_readlink(struct inode *inode, char *buf, size_t size)
{
	struct task *task = task_running();
	char tmp[16];
	int len;

	if (!task)
		return -ENOENT;
	len = snprintf(tmp, sizeof(tmp), "%d", task->pid);
	memcpy(buf, tmp, len);
	return len;
}

static const struct inode_operations self_link_operations = {
	.readlink = self_readlink,
};

/* "mounts" is about the task that asks. */
static int mounts_readlink(struct inode *inode, char *buf, size_t size)
{
	memcpy(buf, "self/mounts", 11);
	return 11;
}

static const struct inode_operations mounts_link_operations = {
	.readlink = mounts_readlink,
};

static struct inode *root_lookup(struct inode *dir, const char *name,
				 size_t len)
{
	struct task *task = task_running();
	unsigned int pid;

	if (strcmp(name, "self") == 0 || strcmp(name, "thread-self") == 0)
		return proc_inode(dir, S_IFLNK | S_IRWXUGO,
				  &self_link_operations, NULL);
	if (strcmp(name, "mounts") == 0)
		return proc_inode(dir, S_IFLNK | S_IRWXUGO,
				  &mounts_link_operations, NULL);
	if (strcmp(name, "sys") == 0)
		return proc_sys_inode(dir->i_sb);
	if (parse_number(name, &pid)) {
		if (!task || (pid_t)pid != task->pid)
			return ERR_PTR(-ENOENT);
		return proc_inode(dir, S_IFDIR | 0555, &task_dir_operations,
				  NULL);
	}
	return lookup_entry(dir, name, proc_files, ARRAY_SIZE(proc_files));
}

static int root_readdir(struct inode *dir, struct dir_context *ctx)
{
	struct task *task = task_running();
	char name[16];

	if (ctx->pos == 0 && !emit_entry(ctx, "self", 2, DT_LNK))
		return 0;
	if (ctx->pos == 1 && !emit_entry(ctx, "mounts", 3, DT_LNK))
		return 0;
	if (ctx->pos == 2) {
		snprintf(name, sizeof(name), "%d", task ? task->pid : 0);
		if (!task)
			ctx->pos++;
		else if (!emit_entry(ctx, name, 4, DT_DIR))
			return 0;
	}
	if (ctx->pos == 3 && !emit_entry(ctx, "sys", 5, DT_DIR))
		return 0;
	while ((size_t)ctx->pos - 4 < ARRAY_SIZE(proc_files))
		if (!emit_entry(ctx, proc_files[ctx->pos - 4].name,
				2 + ctx->pos, DT_REG))
			return 0;
	return 0;
}

static const struct inode_operations proc_root_operations = {
	.lookup = root_lookup,
	.readdir = root_readdir,
};

struct super_block *proc_sb_create(void)
{
	struct super_block *sb = sb_create("proc", PROC_MAGIC, NULL, 0555);

	if (!sb)
		return NULL;
	sb->s_nocache = true;
	sb->s_readonly = true;
	sb->s_root->d_inode->i_op = &proc_root_operations;
	return sb;
}
