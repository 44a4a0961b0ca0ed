/* SPDX-License-Identifier: MIT */
/*
 * super.c - trees and where they are shown.
 *
 *	root ramfs (or a host directory)
 *	  /dev  -> dev tree       /proc -> proc tree	/sys -> sys tree
 *	    /shm -> tmpfs
 *
 * A tree is mounted at one place: dentry->d_mounted and sb->s_mountpoint
 * point at each other, and the mount holds a reference to the mountpoint. A
 * tree mounted over another hides it: its mountpoint is the other's root.
 * Replacing the root takes /dev, /proc and /sys along.
 */
#include "internal.h"
#include <uapi/mount.h>

struct super_block *sb_create(const char *type, unsigned long magic,
			      const struct super_operations *s_op,
			      umode_t root_mode)
{
	struct super_block *sb = kzalloc(sizeof(*sb), GFP_KERNEL);
	struct inode *root;

	if (!sb)
		return NULL;
	sb->s_type = type;
	sb->s_magic = magic;
	sb->s_op = s_op;
	sb->s_dev = MKDEV(0, ++kernel.next_dev);
	root = new_inode(sb, S_IFDIR | root_mode);
	if (!root)
		goto free_sb;
	sb->s_root = d_alloc_root(sb, root);
	if (!sb->s_root)
		goto put_root;
	list_add_tail(&sb->s_link, &kernel.supers);
	return sb;

put_root:
	iput(root);
free_sb:
	kfree(sb);
	return NULL;
}

void sb_destroy(struct super_block *sb)
{
	d_shrink_tree(sb->s_root);
	d_prune(sb);
	sb->s_root->d_unhashed = true;
	dput(sb->s_root);
	if (sb->s_nr_inodes)
		octavo_report("%lu inodes of a %s tree are still in use",
			      sb->s_nr_inodes, sb->s_type);
	if (sb->s_op && sb->s_op->put_super)
		sb->s_op->put_super(sb);
	list_del(&sb->s_link);
	kfree(sb->s_source);
	kfree(sb);
}

int mount_at(struct super_block *sb, struct dentry *dentry)
{
	if (!S_ISDIR(dentry->d_inode->i_mode))
		return -ENOTDIR;
	if (dentry->d_mounted || sb->s_mountpoint || sb->s_root == kernel.root)
		return -EBUSY;
	sb->s_mountpoint = dget(dentry);
	d_pin(dentry);
	dentry->d_mounted = sb;
	return 0;
}

void unmount(struct super_block *sb)
{
	if (!sb || !sb->s_mountpoint)
		return;
	sb->s_mountpoint->d_mounted = NULL;
	dput(sb->s_mountpoint);
	sb->s_mountpoint = NULL;
}

/* Show @sb at a directory in the root, which is made where missing. */
static int mount_in_root(struct super_block *sb, const char *path)
{
	int err = vfs_mkdir(path, 0755);
	struct dentry *dentry;

	if (err)
		return err;
	dentry = path_lookup(AT_FDCWD, path, LOOKUP_FOLLOW);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = mount_at(sb, dentry);
	dput(dentry);
	return err;
}

/* Trees that every root has. */
static const struct {
	const char *path;
	struct super_block **sb;
} services[] = {
	{ "/dev", &kernel.dev }, { "/proc", &kernel.proc },
	{ "/sys", &kernel.sys },
};

#define NR_SERVICES	ARRAY_SIZE(services)

static void unmount_services(void)
{
	for (size_t i = 0; i < NR_SERVICES; i++)
		unmount(*services[i].sb);
}

/* Put them into the present root. */
static int mount_services(void)
{
	int err = 0;

	unmount_services();
	for (size_t i = 0; !err && i < NR_SERVICES; i++)
		err = mount_in_root(*services[i].sb, services[i].path);
	return err;
}

static int mount_root(struct super_block *sb)
{
	struct dentry *old = kernel.root, *at[NR_SERVICES];
	int err;

	if (sb->s_mountpoint || sb->s_root == old)
		return -EBUSY;
	for (size_t i = 0; i < NR_SERVICES; i++)
		at[i] = dget((*services[i].sb)->s_mountpoint);
	kernel.root = sb->s_root;
	err = mount_services();
	if (err) {
		unmount_services();
		kernel.root = old;
		for (size_t i = 0; i < NR_SERVICES; i++)
			mount_at(*services[i].sb, at[i]);
	}
	for (size_t i = 0; i < NR_SERVICES; i++)
		dput(at[i]);
	if (!err)
		sb_destroy(old->d_sb);
	return err;
}

int vfs_mount(struct super_block *sb, const char *path)
{
	struct dentry *dentry;
	int err;

	if (path[0] == '/' && path[1] == 0)
		return mount_root(sb);
	dentry = path_lookup(AT_FDCWD, path, LOOKUP_FOLLOW);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = mount_at(sb, dentry);
	dput(dentry);
	return err;
}

struct dentry *follow_mounts(struct dentry *dentry)
{
	while (dentry->d_mounted) {
		struct dentry *root = dget(dentry->d_mounted->s_root);

		dput(dentry);
		dentry = root;
	}
	return dentry;
}

#define RAMFS_MAGIC	0x858458f6ul
#define PIPEFS_MAGIC	0x50495045ul

/* Where programs share memory by name. */
static int mount_shm(void)
{
	struct super_block *sb = tmpfs_sb_create();
	int err = sb ? mount_in_root(sb, "/dev/shm") : -ENOMEM;

	if (!err)
		sb->s_flags = MS_NOSUID | MS_NODEV;
	else if (sb)
		sb_destroy(sb);
	return err;
}

/* In /sys, which has the directory. */
static int debugfs_mount(void)
{
	struct super_block *sb = debugfs_sb_create();
	struct dentry *dentry;
	int err;

	if (!sb)
		return -ENOMEM;
	dentry = path_lookup(AT_FDCWD, "/sys/kernel/debug", LOOKUP_FOLLOW);
	err = IS_ERR(dentry) ? (int)PTR_ERR(dentry) : mount_at(sb, dentry);
	if (!IS_ERR(dentry))
		dput(dentry);
	if (!err)
		sb->s_flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	else
		sb_destroy(sb);
	return err;
}

static int make_trees(void)
{
	struct super_block *root;
	int err;

	kernel.pipe = sb_create("pipefs", PIPEFS_MAGIC, NULL, 0555);
	if (!kernel.pipe)
		return -ENOMEM;
	root = sb_create("ramfs", RAMFS_MAGIC, NULL, 0755);
	if (!root)
		return -ENOMEM;
	kernel.root = root->s_root;
	kernel.dev = dev_sb_create();
	kernel.proc = proc_sb_create();
	kernel.sys = sys_sb_create();
	kernel.devpts = devpts_sb_create();
	if (!kernel.dev || !kernel.proc || !kernel.sys || !kernel.devpts)
		return -ENOMEM;
	kernel.dev->s_flags = MS_NOSUID;
	kernel.devpts->s_flags = MS_NOSUID | MS_NOEXEC;
	kernel.proc->s_flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	kernel.sys->s_flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	err = mount_services();
	if (!err)
		err = mount_in_root(kernel.devpts, "/dev/pts");
	if (!err)
		err = debugfs_mount();
	return err ? err : mount_shm();
}

int super_init(void)
{
	int err;

	INIT_LIST_HEAD(&kernel.supers);
	err = make_trees();
	if (err)
		super_exit();
	return err;
}

/* Mounted trees go before those they are mounted in. */
void super_exit(void)
{
	struct super_block *sb;

	list_for_each_entry(sb, &kernel.supers, s_link)
		unmount(sb);
	while (!list_empty(&kernel.supers)) {
		sb = list_first_entry(&kernel.supers, struct super_block,
				      s_link);
		sb_destroy(sb);
	}
	kernel.root = NULL;
}
