/* SPDX-License-Identifier: MIT */
/*
 * debugfs.c - /sys/kernel/debug, see octavo/debugfs.h. What callers have as a
 * struct dentry is a kernfs_node.
 */
#include "../internal.h"
#include <octavo/debugfs.h>
#include <octavo/kstrtox.h>
#include "internal.h"

#define DEBUGFS_MAGIC	0x64626720ul

static struct kernfs_node *root;

static struct kernfs_node *node_of(struct dentry *dentry)
{
	return dentry ? (struct kernfs_node *)dentry : root;
}

bool debugfs_initialized(void)
{
	return root != NULL;
}

/* ---- entries -------------------------------------------------------------------- */

static struct dentry *make(struct dentry *parent, const struct kernfs_what *what)
{
	struct kernfs_node *node;

	if (IS_ERR(parent))
		return parent;
	if (!root || !what->name || !*what->name)
		return ERR_PTR(root ? -EINVAL : -ENODEV);
	node = kernfs_create(node_of(parent), what);
	if (PTR_ERR_OR_ZERO(node) == -EEXIST)
		pr_err("debugfs: '%s' is there already\n", what->name);
	return (struct dentry *)node;
}

struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	const struct kernfs_what what = { .name = name, .mode = S_IFDIR | 0755 };

	return make(parent, &what);
}

static struct dentry *make_file(const char *name, umode_t mode,
				struct dentry *parent, void *data,
				const struct file_operations *fops)
{
	const struct kernfs_what what = {
		.name = name, .mode = S_IFREG | (mode & S_IALLUGO),
		.fops = fops, .priv = data, .gone = -EIO,
	};

	return make(parent, &what);
}

static const struct file_operations nothing_fops = { .open = simple_open };

struct dentry *debugfs_create_file(const char *name, umode_t mode,
				   struct dentry *parent, void *data,
				   const struct file_operations *fops)
{
	return make_file(name, mode, parent, data, fops ? fops : &nothing_fops);
}

void debugfs_create_file_size(const char *name, umode_t mode,
			      struct dentry *parent, void *data,
			      const struct file_operations *fops, loff_t size)
{
	struct dentry *dentry = debugfs_create_file(name, mode, parent, data,
						    fops);

	if (!IS_ERR(dentry))
		node_of(dentry)->size = size;
}

struct dentry *debugfs_create_symlink(const char *name, struct dentry *parent,
				      const char *target)
{
	const struct kernfs_what what = {
		.name = name, .mode = S_IFLNK | S_IRWXUGO,
		.link = kstrdup(target, GFP_KERNEL),
	};
	struct dentry *dentry;

	if (!what.link)
		return ERR_PTR(-ENOMEM);
	dentry = make(parent, &what);
	if (IS_ERR(dentry))
		kfree(what.link);
	return dentry;
}

struct dentry *debugfs_lookup(const char *name, struct dentry *parent)
{
	return root && !IS_ERR(parent) ?
		(struct dentry *)kernfs_find(node_of(parent), name) : NULL;
}

void debugfs_put(struct dentry *dentry)
{
	kernfs_put((struct kernfs_node *)dentry);
}

void debugfs_lookup_and_remove(const char *name, struct dentry *parent)
{
	if (root && !IS_ERR(parent))
		kernfs_remove_by_name(node_of(parent), name);
}

void debugfs_remove(struct dentry *dentry)
{
	if (!IS_ERR_OR_NULL(dentry))
		kernfs_remove(node_of(dentry));
}

/* ---- variables ---------------------------------------------------------------------- */

#define VARIABLE(kind, type, text)					\
	static int kind##_get(void *data, u64 *val)			\
	{								\
		*val = (u64)READ_ONCE(*(type *)data);			\
		return 0;						\
	}								\
	static int kind##_set(void *data, u64 val)			\
	{								\
		WRITE_ONCE(*(type *)data, (type)val);			\
		return 0;						\
	}								\
	static int kind##_open(struct inode *inode, struct file *file)	\
	{								\
		return simple_attr_open(inode, file, kind##_get,	\
					kind##_set, text);		\
	}								\
	static const struct file_operations kind##_fops = {		\
		.open = kind##_open, .release = simple_attr_release,	\
		.read = simple_attr_read, .write = simple_attr_write,	\
		.llseek = generic_file_llseek,				\
	};								\
	void debugfs_create_##kind(const char *name, umode_t mode,	\
				   struct dentry *parent, type *value)	\
	{								\
		make_file(name, mode, parent, value, &kind##_fops);	\
	}

VARIABLE(u8, u8, "%llu\n")
VARIABLE(u16, u16, "%llu\n")
VARIABLE(u32, u32, "%llu\n")
VARIABLE(u64, u64, "%llu\n")
VARIABLE(ulong, unsigned long, "%llu\n")
VARIABLE(size_t, size_t, "%llu\n")
VARIABLE(x8, u8, "0x%02llx\n")
VARIABLE(x16, u16, "0x%04llx\n")
VARIABLE(x32, u32, "0x%08llx\n")
VARIABLE(x64, u64, "0x%016llx\n")

static int atomic_get(void *data, u64 *val)
{
	*val = (u64)(s64)atomic_read((atomic_t *)data);
	return 0;
}

static int atomic_put(void *data, u64 val)
{
	atomic_set((atomic_t *)data, (int)val);
	return 0;
}

static int atomic_open(struct inode *inode, struct file *file)
{
	return simple_attr_open(inode, file, atomic_get, atomic_put, "%lld\n");
}

static const struct file_operations atomic_fops = {
	.open = atomic_open, .release = simple_attr_release,
	.read = simple_attr_read, .write = simple_attr_write_signed,
};

void debugfs_create_atomic_t(const char *name, umode_t mode,
			     struct dentry *parent, atomic_t *value)
{
	make_file(name, mode, parent, value, &atomic_fops);
}

static ssize_t bool_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	const bool *value = file->private_data;

	return simple_read_from_buffer(buf, len, pos, *value ? "Y\n" : "N\n", 2);
}

static ssize_t bool_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	char text[4] = "";
	bool value;

	if (copy_from_user(text, buf, min(len, sizeof(text) - 1)))
		return -EFAULT;
	if (!kstrtobool(text, &value))
		*(bool *)file->private_data = value;
	return (ssize_t)len;
}

static const struct file_operations bool_fops = {
	.open = simple_open, .read = bool_read, .write = bool_write,
	.llseek = default_llseek,
};

void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent,
			 bool *value)
{
	make_file(name, mode, parent, value, &bool_fops);
}

static ssize_t blob_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	const struct debugfs_blob_wrapper *blob = file->private_data;

	return simple_read_from_buffer(buf, len, pos, blob->data, blob->size);
}

static const struct file_operations blob_fops = {
	.open = simple_open, .read = blob_read, .llseek = default_llseek,
};

struct dentry *debugfs_create_blob(const char *name, umode_t mode,
				   struct dentry *parent,
				   struct debugfs_blob_wrapper *blob)
{
	return make_file(name, mode & S_IRUGO, parent, blob, &blob_fops);
}

/* ---- the tree -------------------------------------------------------------------------- */

static void put_super(struct super_block *sb)
{
	kernfs_remove(root);
	root = NULL;
}

static const struct super_operations debugfs_super_operations = {
	.evict_inode = kernfs_evict, .put_super = put_super,
};

struct super_block *debugfs_sb_create(void)
{
	struct kernfs_node *node = kernfs_create_dir(NULL, "", 0700);
	struct super_block *sb;

	if (IS_ERR(node))
		return NULL;
	sb = kernfs_sb_create("debugfs", DEBUGFS_MAGIC, node);
	if (!sb) {
		kernfs_remove(node);
		return NULL;
	}
	root = node;
	sb->s_op = &debugfs_super_operations;
	return sb;
}
