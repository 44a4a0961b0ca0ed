/* SPDX-License-Identifier: MIT */
/*
 * proc_driver.c - what drivers have in /proc, see octavo/proc_fs.h.
 *
 *	proc_drivers			the root: shown in /proc besides its own
 *	  "driver/", "name" ...		struct proc_dir_entry: a kernfs_node
 *
 * An entry is the node itself; node->owner has the operations as a struct
 * file_operations, and what a text needs.
 */
#include "../internal.h"
#include <octavo/proc_fs.h>
#include "internal.h"

/* Freed with the node. */
struct proc_file {
	struct file_operations fops;
	int (*show)(struct seq_file *m, void *v);
	const struct seq_operations *seq_ops;
	unsigned int state_size;
};

static struct kernfs_node *proc_drivers;
static unsigned int nr_procs;		/* trees that show it */

static struct kernfs_node *node_of(struct proc_dir_entry *de)
{
	return de ? (struct kernfs_node *)de : proc_drivers;
}

static struct proc_dir_entry *entry_of(struct kernfs_node *node)
{
	return IS_ERR(node) ? NULL : (struct proc_dir_entry *)node;
}

int proc_drivers_init(void)
{
	struct kernfs_node *root, *dir;

	if (nr_procs++)
		return 0;
	root = kernfs_create_dir(NULL, "", 0555);
	if (IS_ERR(root))
		return -ENOMEM;
	dir = kernfs_create_dir(root, "driver", 0555);
	if (IS_ERR(dir)) {
		kernfs_remove(root);
		return -ENOMEM;
	}
	proc_drivers = root;
	return 0;
}

void proc_drivers_exit(void)
{
	if (--nr_procs)
		return;
	kernfs_remove(proc_drivers);
	proc_drivers = NULL;
}

struct inode *proc_driver_lookup(struct inode *dir, const char *name)
{
	return kernfs_lookup(proc_drivers, dir, name);
}

int proc_driver_readdir(struct dir_context *ctx)
{
	return kernfs_readdir(proc_drivers, ctx);
}

/* ---- making -------------------------------------------------------------------- */

/* The directory that @name is in, referenced, or NULL; *@last is the rest. */
static struct kernfs_node *parent_of(struct kernfs_node *dir, const char *name,
				     const char **last)
{
	const char *slash;
	char part[NAME_MAX + 1];

	kernfs_get(dir);
	while (dir && (slash = strchr(name, '/'))) {
		struct kernfs_node *next;

		strscpy(part, name, min_t(size_t, sizeof(part),
					  (size_t)(slash - name) + 1));
		next = kernfs_find(dir, part);
		kernfs_put(dir);
		dir = next;
		name = slash + 1;
	}
	*last = name;
	return dir;
}

static struct kernfs_node *make(struct proc_dir_entry *parent,
				struct kernfs_what *what)
{
	struct kernfs_node *dir = proc_drivers ?
		parent_of(node_of(parent), what->name, &what->name) : NULL;
	struct kernfs_node *node;

	if (WARN(!dir, "proc: there is no directory for '%s'\n", what->name))
		return ERR_PTR(-ENOENT);
	what->gone = -EIO;
	what->closes = S_ISREG(what->mode);
	node = kernfs_create(dir, what);
	WARN(PTR_ERR_OR_ZERO(node) == -EEXIST,
	     "proc_dir_entry '%s' already registered\n", what->name);
	kernfs_put(dir);
	return node;
}

struct proc_dir_entry *proc_mkdir_data(const char *name, umode_t mode,
				       struct proc_dir_entry *parent,
				       void *data)
{
	struct kernfs_what what = {
		.name = name, .priv = data,
		.mode = S_IFDIR | (mode ? mode & S_IALLUGO : 0555),
	};

	return entry_of(make(parent, &what));
}

struct proc_dir_entry *proc_mkdir_mode(const char *name, umode_t mode,
				       struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, mode, parent, NULL);
}

struct proc_dir_entry *proc_mkdir(const char *name,
				  struct proc_dir_entry *parent)
{
	return proc_mkdir_data(name, 0, parent, NULL);
}

struct proc_dir_entry *proc_symlink(const char *name,
				    struct proc_dir_entry *parent,
				    const char *dest)
{
	struct kernfs_what what = {
		.name = name, .mode = S_IFLNK | S_IRWXUGO,
		.link = kstrdup(dest, GFP_KERNEL),
	};
	struct kernfs_node *node;

	if (!what.link)
		return NULL;
	node = make(parent, &what);
	if (IS_ERR(node))
		kfree(what.link);
	return entry_of(node);
}

static void free_file(struct kernfs_node *node)
{
	kfree(node->owner);
}

/* An entry for @from, which is copied. */
static struct proc_dir_entry *make_file(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_file *from,
					void *data)
{
	struct proc_file *file = kmemdup(from, sizeof(*from), GFP_KERNEL);
	struct kernfs_what what = {
		.name = name, .priv = data, .owner = file,
		.mode = S_IFREG | (mode & S_IALLUGO ? mode & S_IALLUGO : 0444),
		.free = free_file,
	};
	struct kernfs_node *node;

	if (!file)
		return NULL;
	what.fops = &file->fops;
	node = make(parent, &what);
	if (IS_ERR(node))
		kfree(file);
	return entry_of(node);
}

struct proc_dir_entry *proc_create_data(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct proc_ops *ops, void *data)
{
	const struct proc_file file = { .fops = {
		.open = ops->proc_open, .read = ops->proc_read,
		.read_iter = ops->proc_read_iter, .write = ops->proc_write,
		.llseek = ops->proc_lseek, .release = ops->proc_release,
		.poll = ops->proc_poll, .unlocked_ioctl = ops->proc_ioctl,
		.compat_ioctl = ops->proc_compat_ioctl, .mmap = ops->proc_mmap,
	} };

	return make_file(name, mode, parent, &file, data);
}

struct proc_dir_entry *proc_create(const char *name, umode_t mode,
				   struct proc_dir_entry *parent,
				   const struct proc_ops *ops)
{
	return proc_create_data(name, mode, parent, ops, NULL);
}

struct proc_dir_entry *proc_create_fops(const char *name, umode_t mode,
					struct proc_dir_entry *parent,
					const struct file_operations *fops,
					void *data)
{
	struct proc_file file = { .fops = *fops };

	/* The entry goes before the module does, whoever has it open. */
	file.fops.owner = NULL;
	return make_file(name, mode, parent, &file, data);
}

/* ---- texts ------------------------------------------------------------------------ */

static const struct proc_file *file_of(const struct inode *inode)
{
	return inode->i_node->owner;
}

static int proc_single_open(struct inode *inode, struct file *file)
{
	return single_open(file, file_of(inode)->show, pde_data(inode));
}

struct proc_dir_entry *proc_create_single_data(
	const char *name, umode_t mode, struct proc_dir_entry *parent,
	int (*show)(struct seq_file *m, void *v), void *data)
{
	const struct proc_file file = {
		.fops = { .open = proc_single_open, .read = seq_read,
			  .llseek = seq_lseek, .release = single_release },
		.show = show,
	};

	return make_file(name, mode, parent, &file, data);
}

static int proc_seq_open(struct inode *inode, struct file *file)
{
	const struct proc_file *f = file_of(inode);

	return f->state_size ?
		seq_open_private(file, f->seq_ops, (int)f->state_size) :
		seq_open(file, f->seq_ops);
}

static int proc_seq_release(struct inode *inode, struct file *file)
{
	return file_of(inode)->state_size ? seq_release_private(inode, file) :
					    seq_release(inode, file);
}

struct proc_dir_entry *proc_create_seq_private(
	const char *name, umode_t mode, struct proc_dir_entry *parent,
	const struct seq_operations *ops, unsigned int state_size, void *data)
{
	const struct proc_file file = {
		.fops = { .open = proc_seq_open, .read = seq_read,
			  .llseek = seq_lseek, .release = proc_seq_release },
		.seq_ops = ops, .state_size = state_size,
	};

	return make_file(name, mode, parent, &file, data);
}

/* ---- removing ----------------------------------------------------------------------- */

void proc_remove(struct proc_dir_entry *de)
{
	if (de)
		kernfs_remove(node_of(de));
}

int remove_proc_subtree(const char *name, struct proc_dir_entry *parent)
{
	struct kernfs_node *dir = proc_drivers ?
		parent_of(node_of(parent), name, &name) : NULL;
	int err = -ENOENT;

	if (dir)
		err = kernfs_remove_by_name(dir, name);
	kernfs_put(dir);
	WARN(err, "proc: there is no entry '%s'\n", name);
	return err;
}

void remove_proc_entry(const char *name, struct proc_dir_entry *parent)
{
	const char *last;
	struct kernfs_node *dir = proc_drivers ?
		parent_of(node_of(parent), name, &last) : NULL;
	struct kernfs_node *node = dir ? kernfs_find(dir, last) : NULL;

	WARN(node && kernfs_has_children(node),
	     "remove_proc_entry: '%s' is not empty\n", name);
	kernfs_put(node);
	kernfs_put(dir);
	remove_proc_subtree(name, parent);
}

/* ---- the rest ------------------------------------------------------------------------- */

void proc_set_size(struct proc_dir_entry *de, loff_t size)
{
	node_of(de)->size = size;
}

void proc_set_user(struct proc_dir_entry *de, u32 uid, u32 gid)
{
	node_of(de)->uid = uid;
	node_of(de)->gid = gid;
}

void *proc_get_parent_data(const struct inode *inode)
{
	const struct kernfs_node *parent = inode->i_node->parent;

	return parent ? parent->priv : NULL;
}
