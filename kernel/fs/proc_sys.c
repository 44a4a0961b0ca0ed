/* SPDX-License-Identifier: MIT */
/*
 * proc_sys.c - /proc/sys: what may be known about the kernel, a word in a file.
 *
 *	files[]:	path, text or function	-> directories of their prefixes
 *
 * The table is in the order of paths, so that the files of a directory, and the
 * directories in it, stand together. What an inode is, a file or a directory,
 * is the table's line it comes from (of a directory: the first in it) and how
 * much of that line's path it is.
 */
#include "internal.h"
#include <octavo/kstrtox.h>
#include <uapi/ipc.h>

struct sys_file {
	const char *path, *text;		/* text NULL: by ->show */
	void (*show)(struct seq_file *m);
	int (*store)(char *text);		/* NULL: read-only */
	unsigned long *word;			/* a number, instead of all that */
};

/* ---- contents ------------------------------------------------------------- */

static void show_uuid(struct seq_file *m)
{
	u8 b[16];

	arch_random(b, sizeof(b));
	b[6] = (b[6] & 0x0f) | 0x40;	/* version 4: random */
	b[8] = (b[8] & 0x3f) | 0x80;
	for (int i = 0; i < 16; i++)
		seq_printf(m, i == 4 || i == 6 || i == 8 || i == 10 ?
			   "-%02x" : "%02x", b[i]);
}

static void show_boot_id(struct seq_file *m)
{
	u8 b[16];

	memcpy(b, kernel.boot_id, sizeof(b));
	for (int i = 0; i < 16; i++)
		seq_printf(m, i == 4 || i == 6 || i == 8 || i == 10 ?
			   "-%02x" : "%02x", b[i]);
}

static void show_hostname(struct seq_file *m)
{
	seq_puts(m, kernel.hostname);
}

static int store_hostname(char *text)
{
	strscpy(kernel.hostname, text, sizeof(kernel.hostname));
	return 0;
}

static void show_domainname(struct seq_file *m)
{
	seq_puts(m, kernel.domainname);
}

static int store_domainname(char *text)
{
	strscpy(kernel.domainname, text, sizeof(kernel.domainname));
	return 0;
}

static void show_threads_max(struct seq_file *m)
{
	seq_printf(m, "%u", NR_TASKS_MAX);
}

static void show_nr_open(struct seq_file *m)
{
	seq_printf(m, "%u", NR_OPEN_MAX);
}

/* Open files: as many as every table of every task may have. */
static void show_file_max(struct seq_file *m)
{
	seq_printf(m, "%u", NR_TASKS_MAX * NR_OPEN_MAX);
}

static void show_max_map_count(struct seq_file *m)
{
	seq_printf(m, "%d", sysctl_max_map_count);
}

static int store_max_map_count(char *text)
{
	unsigned int n;

	if (!proc_number(text, &n))
		return -EINVAL;
	sysctl_max_map_count = (int)n;
	return 0;
}

static void show_ngroups_max(struct seq_file *m)
{
	seq_printf(m, "%u", NGROUPS_MAX);
}

static void show_pid_max(struct seq_file *m)
{
	seq_printf(m, "%u", PID_MAX);
}

/* As ipc(7) has it. */
static void show_sem(struct seq_file *m)
{
	seq_printf(m, "%u\t%u\t%u\t%lu", SEMMSL, SEMMNS, SEMOPM,
		   ipc_limits.semmni);
}

#define TEXT(path, text)		{ path, text, NULL, NULL, NULL }
#define SHOW(path, show)		{ path, NULL, show, NULL, NULL }
#define STORE(path, show, store)	{ path, NULL, show, store, NULL }
#define WORD(path, word)		{ path, NULL, NULL, NULL, &(word) }

static const struct sys_file files[] = {
	SHOW("fs/file-max", show_file_max),
	WORD("fs/lease-break-time", lease_break_time),
	SHOW("fs/nr_open", show_nr_open),
	TEXT("fs/pipe-max-size", "1048576"),
	TEXT("fs/protected_hardlinks", "1"),
	TEXT("kernel/core_pattern", "core"),
	TEXT("kernel/core_uses_pid", "0"),
	STORE("kernel/domainname", show_domainname, store_domainname),
	STORE("kernel/hostname", show_hostname, store_hostname),
	WORD("kernel/msg_next_id", ipc_limits.msg_next),
	WORD("kernel/msgmax", ipc_limits.msgmax),
	WORD("kernel/msgmnb", ipc_limits.msgmnb),
	WORD("kernel/msgmni", ipc_limits.msgmni),
	SHOW("kernel/ngroups_max", show_ngroups_max),
	TEXT("kernel/osrelease", KERNEL_RELEASE),
	TEXT("kernel/ostype", "Linux"),
	TEXT("kernel/overflowgid", "65534"),
	TEXT("kernel/overflowuid", "65534"),
	SHOW("kernel/pid_max", show_pid_max),
	SHOW("kernel/random/boot_id", show_boot_id),
	TEXT("kernel/random/entropy_avail", "256"),
	TEXT("kernel/random/poolsize", "256"),
	SHOW("kernel/random/uuid", show_uuid),
	TEXT("kernel/randomize_va_space", "0"),
	SHOW("kernel/sem", show_sem),
	WORD("kernel/sem_next_id", ipc_limits.sem_next),
	WORD("kernel/shm_next_id", ipc_limits.shm_next),
	WORD("kernel/shmall", ipc_limits.shmall),
	WORD("kernel/shmmax", ipc_limits.shmmax),
	WORD("kernel/shmmni", ipc_limits.shmmni),
	TEXT("kernel/tainted", "0"),
	SHOW("kernel/threads-max", show_threads_max),
	TEXT("kernel/version", KERNEL_VERSION),
	STORE("vm/max_map_count", show_max_map_count, store_max_map_count),
	TEXT("vm/overcommit_memory", "1"),
};

#define NR_FILES	ARRAY_SIZE(files)

/* ---- files ---------------------------------------------------------------- */

static const struct sys_file *file_of(const struct inode *inode)
{
	return what_of(inode)->entry;
}

static int sys_show(struct seq_file *m, void *v)
{
	const struct sys_file *f = m->private;

	if (f->text)
		seq_puts(m, f->text);
	else if (f->word)
		seq_printf(m, "%ld", (long)*f->word);
	else
		f->show(m);
	seq_putc(m, '\n');
	return 0;
}

static bool may_store(const struct sys_file *f)
{
	return f->store || f->word;
}

static int sysctl_open(struct inode *inode, struct file *file)
{
	return single_open(file, sys_show, (void *)file_of(inode));
}

/* One line, without its end. */
static ssize_t sysctl_write(struct file *file, const char __user *buf, size_t len,
			 loff_t *pos)
{
	const struct sys_file *f = file_of(file->f_inode);
	char text[HOST_NAME_MAX + 2] = { 0 };
	int err;

	if (!may_store(f) || len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, buf, len))
		return -EFAULT;
	*strchrnul(text, '\n') = 0;
	err = f->word ? kstrtoul(text, 10, f->word) : f->store(text);
	return err ? err : (ssize_t)len;
}

static const struct file_operations sys_file_operations = {
	.open = sysctl_open, .read = seq_read, .write = sysctl_write,
	.llseek = seq_lseek, .release = single_release,
};

/* ---- directories ------------------------------------------------------------ */

static const struct inode_operations dir_operations;

/* The inode for the first @len bytes of a line's path. */
static struct inode *sys_inode(struct super_block *sb,
			       const struct sys_file *f, unsigned int len)
{
	const struct proc_what what = { .entry = f, .n = len };
	struct inode *inode;

	if (f->path[len])
		return proc_inode(sb, S_IFDIR | 0555, &dir_operations, &what);
	inode = proc_inode(sb, S_IFREG | (may_store(f) ? 0644 : 0444),
			   &simple_inode_operations, &what);
	if (!IS_ERR(inode))
		inode->i_fop = &sys_file_operations;
	return inode;
}

/* What line @f adds to the directory that is the first @len bytes of @path:
 * a name, its length into *@n; or NULL. */
static const char *name_in(const struct sys_file *f, const char *path,
			   unsigned int len, unsigned int *n)
{
	const char *name = f->path + len + (len != 0);

	if (strncmp(f->path, path, len) || (len && f->path[len] != '/'))
		return NULL;
	*n = strchrnul(name, '/') - name;
	return name;
}

static struct inode *dir_lookup(struct inode *dir, const char *name, size_t len)
{
	const struct proc_what *what = what_of(dir);
	unsigned int n;

	for (const struct sys_file *f = files; f < files + NR_FILES; f++) {
		const char *have = name_in(f, file_of(dir)->path, what->n, &n);

		if (have && n == len && memcmp(have, name, n) == 0)
			return sys_inode(dir->i_sb, f, have + n - f->path);
	}
	return ERR_PTR(-ENOENT);
}

/* Did the line before @f already add this name? */
static bool told_before(const struct sys_file *f, unsigned int end)
{
	return f > files && strncmp(f->path, f[-1].path, end) == 0 &&
	       (f[-1].path[end] == '/' || !f[-1].path[end]);
}

static int dir_readdir(struct inode *dir, struct dir_context *ctx)
{
	const struct proc_what *what = what_of(dir);

	for (; ctx->pos < (loff_t)NR_FILES; ctx->pos++) {
		const struct sys_file *f = &files[ctx->pos];
		unsigned int n;
		const char *name = name_in(f, file_of(dir)->path, what->n, &n);

		if (!name || told_before(f, name + n - f->path))
			continue;
		if (!dir_emit(ctx, name, (int)n, 300 + ctx->pos,
			      name[n] ? DT_DIR : DT_REG))
			break;
	}
	return 0;
}

static const struct inode_operations dir_operations = {
	.lookup = dir_lookup,
	.readdir = dir_readdir,
};

struct inode *proc_sys_inode(struct super_block *sb)
{
	return sys_inode(sb, files, 0);
}
