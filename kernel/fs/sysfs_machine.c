/* SPDX-License-Identifier: MIT */
/*
 * sysfs_machine.c - what /sys says of the machine: its CPUs, its memory, the
 * directories that are always there. What kobjects show is in sysfs.c.
 */
#include "../internal.h"
#include <octavo/kobject.h>
#include <octavo/mmzone.h>
#include <octavo/seq_file.h>
#include "internal.h"

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

/* Besides those of kobjects. */
static const char *const dirs[] = {
	CPU_DIR, NODE_DIR, NODE_DIR "/node0", "kernel/mm/hugepages",
	"kernel/mm/transparent_hugepage", "kernel/debug",
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

static int text_open(struct inode *inode, struct file *file)
{
	const struct sys_text *text = inode->i_private;

	return single_open(file, text->show, NULL);
}

static const struct file_operations text_operations = {
	.open = text_open, .read = seq_read, .llseek = seq_lseek,
	.release = single_release,
};

/* Make @path below @root, whose directories are there already; a directory
 * without @text. */
static int sys_make(struct kernfs_node *root, const char *path,
		    const struct sys_text *text)
{
	struct kernfs_node *dir = kernfs_get(root), *next;
	struct kernfs_what what = {
		.mode = text ? S_IFREG | 0444 : S_IFDIR | 0755,
		.size = text ? PAGE_SIZE : 0, .fops = &text_operations,
		.priv = (void *)text,
	};
	const char *slash;
	char name[32];

	while ((slash = strchr(path, '/'))) {
		strscpy(name, path, min_t(size_t, sizeof(name),
					  slash - path + 1));
		next = kernfs_find(dir, name);
		kernfs_put(dir);
		if (!next)
			return -ENOENT;
		dir = next;
		path = slash + 1;
	}
	what.name = path;
	next = kernfs_create(dir, &what);
	kernfs_put(dir);
	return IS_ERR(next) ? (int)PTR_ERR(next) : 0;
}

static int add_cpu(struct kernfs_node *root, unsigned int cpu)
{
	char path[64];
	int err;

	snprintf(path, sizeof(path), CPU_DIR "/cpu%u", cpu);
	err = sys_make(root, path, NULL);
	snprintf(path, sizeof(path), CPU_DIR "/cpu%u/online", cpu);
	return err ? err : sys_make(root, path, &cpu_online);
}

static int sys_populate(struct kernfs_node *root)
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

static unsigned int nr_trees;		/* that show it */

/* The objects, for the first tree that shows them. */
static int sys_init_tree(void)
{
	struct kernfs_node *root;

	if (nr_trees++)
		return 0;
	root = kernfs_create_dir(NULL, "", 0555);
	if (IS_ERR(root))
		return -ENOMEM;
	sysfs_root = root;
	return kobjects_init() || sys_populate(root) ? -ENOMEM : 0;
}

static void sys_exit_tree(void)
{
	if (--nr_trees)
		return;
	kobjects_exit();
	kernfs_remove(sysfs_root);
	sysfs_root = NULL;
}

static void sys_put_super(struct super_block *sb)
{
	sys_exit_tree();
}

static const struct super_operations sys_super_operations = {
	.evict_inode = kernfs_evict, .put_super = sys_put_super,
};

struct super_block *sys_sb_create(void)
{
	struct super_block *sb = NULL;

	if (!sys_init_tree())
		sb = kernfs_sb_create("sysfs", SYSFS_MAGIC, sysfs_root);
	if (!sb) {
		sys_exit_tree();
		return NULL;
	}
	sb->s_op = &sys_super_operations;
	return sb;
}
