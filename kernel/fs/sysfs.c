/* SPDX-License-Identifier: MIT */
/*
 * sysfs.c - /sys: the machine as a tree of small files.
 *
 * The tree is built once, of pinned dentries, from a table of directories, one
 * of files, and a directory for each CPU. There are no devices, so the folders
 * that list them are empty.
 */
#include "internal.h"
#include <octavo/mmzone.h>
#include <octavo/seq_file.h>

#define SYSFS_MAGIC	0x62656572ul

/* "0" or "0-3". */
static void cpu_range(struct seq_file *m)
{
	if (nr_cpu_ids > 1)
		seq_printf(m, "0-%u\n", nr_cpu_ids - 1);
	else
		seq_puts(m, "0\n");
}

static int show_cpus(struct seq_file *m, void *v)
{
	cpu_range(m);
	return 0;
}

static int show_kernel_max(struct seq_file *m, void *v)
{
	seq_printf(m, "%u\n", NR_CPUS - 1);
	return 0;
}

static int show_zero(struct seq_file *m, void *v)
{
	seq_puts(m, "0\n");
	return 0;
}

static int show_one(struct seq_file *m, void *v)
{
	seq_puts(m, "1\n");
	return 0;
}

/* No CPU is offline: an empty list. */
static int show_none(struct seq_file *m, void *v)
{
	seq_puts(m, "\n");
	return 0;
}

static int show_no_thp(struct seq_file *m, void *v)
{
	seq_puts(m, "always madvise [never]\n");
	return 0;
}

static int show_cpu_mask(struct seq_file *m, void *v)
{
	seq_printf(m, "%lx\n", (1ul << nr_cpu_ids) - 1);
	return 0;
}

static int show_node_meminfo(struct seq_file *m, void *v)
{
	const unsigned long total = totalram_pages(), free = nr_free_pages();

	seq_printf(m, "Node 0 MemTotal: %15lu kB\n",
		   total << (PAGE_SHIFT - 10));
	seq_printf(m, "Node 0 MemFree:  %15lu kB\n", free << (PAGE_SHIFT - 10));
	seq_printf(m, "Node 0 MemUsed:  %15lu kB\n",
		   (total - free) << (PAGE_SHIFT - 10));
	return 0;
}

/* ---- tables --------------------------------------------------------------- */

#define CPU_DIR		"devices/system/cpu"
#define NODE_DIR	"devices/system/node"

static const char *const dirs[] = {
	"block", "bus", "class", "dev", "dev/block", "dev/char", "devices",
	"devices/system", CPU_DIR, NODE_DIR, NODE_DIR "/node0", "firmware",
	"fs", "kernel", "kernel/mm", "kernel/mm/hugepages",
	"kernel/mm/transparent_hugepage", "module",
};

static const struct sys_text {
	const char *path;
	int (*show)(struct seq_file *m, void *v);
} texts[] = {
	{ CPU_DIR "/online", show_cpus },
	{ CPU_DIR "/possible", show_cpus },
	{ CPU_DIR "/present", show_cpus },
	{ CPU_DIR "/offline", show_none },
	{ CPU_DIR "/kernel_max", show_kernel_max },
	{ NODE_DIR "/online", show_zero },
	{ NODE_DIR "/possible", show_zero },
	{ NODE_DIR "/has_cpu", show_zero },
	{ NODE_DIR "/has_memory", show_zero },
	{ NODE_DIR "/node0/cpulist", show_cpus },
	{ NODE_DIR "/node0/cpumap", show_cpu_mask },
	{ NODE_DIR "/node0/meminfo", show_node_meminfo },
	{ "kernel/mm/transparent_hugepage/enabled", show_no_thp },
};

static const struct sys_text cpu_online = { "online", show_one };

/* ---- building -------------------------------------------------------------- */

static int attr_open(struct inode *inode, struct file *file)
{
	const struct sys_text *text = inode->i_private;

	return single_open(file, text->show, NULL);
}

static const struct file_operations sys_file_operations = {
	.open = attr_open, .read = seq_read, .llseek = seq_lseek,
	.release = single_release,
};

/* A name in @dir, referenced, or ERR_PTR. @text NULL: a directory. */
static struct dentry *sys_add(struct dentry *dir, const char *name, size_t len,
			      const struct sys_text *text)
{
	struct dentry *dentry = d_alloc(dir, name, len);
	struct inode *inode;
	int err;

	if (!dentry)
		return ERR_PTR(-ENOMEM);
	inode = new_inode(dir->d_sb, text ? S_IFREG | 0444 : S_IFDIR | 0755);
	err = inode ? create_in(dir, dentry, inode) : -ENOMEM;
	if (err) {
		iput(inode);
		dput(dentry);
		return ERR_PTR(err);
	}
	if (text) {
		inode->i_fop = &sys_file_operations;
		inode->i_private = (void *)text;
		i_size_write(inode, PAGE_SIZE);
	}
	return dentry;
}

/* Make @path below @root, whose directories are there already. */
static int sys_make(struct dentry *root, const char *path,
		    const struct sys_text *text)
{
	struct dentry *dir = dget(root), *next;
	const char *slash;
	struct qstr q;

	while ((slash = strchr(path, '/'))) {
		q = name_qstr(path, slash - path);
		next = d_lookup(dir, &q);
		dput(dir);
		if (!next)
			return -ENOENT;
		dir = next;
		path = slash + 1;
	}
	next = sys_add(dir, path, strlen(path), text);
	dput(dir);
	if (IS_ERR(next))
		return PTR_ERR(next);
	dput(next);
	return 0;
}

static int add_cpu(struct dentry *root, unsigned int cpu)
{
	char path[64];
	int err;

	snprintf(path, sizeof(path), CPU_DIR "/cpu%u", cpu);
	err = sys_make(root, path, NULL);
	snprintf(path, sizeof(path), CPU_DIR "/cpu%u/online", cpu);
	return err ? err : sys_make(root, path, &cpu_online);
}

static int sys_populate(struct dentry *root)
{
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(dirs); i++)
		err = sys_make(root, dirs[i], NULL);
	for (size_t i = 0; !err && i < ARRAY_SIZE(texts); i++)
		err = sys_make(root, texts[i].path, &texts[i]);
	for (unsigned int cpu = 0; !err && cpu < nr_cpu_ids; cpu++)
		err = add_cpu(root, cpu);
	return err;
}

struct super_block *sys_sb_create(void)
{
	struct super_block *sb = sb_create("sysfs", SYSFS_MAGIC, NULL, 0555);

	if (!sb)
		return NULL;
	if (sys_populate(sb->s_root)) {
		sb_destroy(sb);
		return NULL;
	}
	sb->s_readonly = true;
	return sb;
}
