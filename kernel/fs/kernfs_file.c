/* SPDX-License-Identifier: MIT */
/*
 * kernfs_file.c - operations of files whose functions may go away, see
 * kernfs.h: each looks that the node is still there, and holds it meanwhile.
 *
 * Locking: opens_lock for the lists of open files.
 */
#include "../internal.h"
#include <octavo/module.h>
#include "internal.h"

/* A file that kernfs_close_all() may have to release. */
struct kernfs_open {
	struct list_head link;
	struct file *file;
};

static DEFINE_MUTEX(opens_lock);

static struct kernfs_node *node_of(const struct file *file)
{
	return file->f_inode->i_node;
}

/* The operations of @file's node, which is in use until unuse(); or NULL. */
static const struct file_operations *use(const struct file *file)
{
	struct kernfs_node *node = node_of(file);

	return kernfs_use(node) ? node->fops : NULL;
}

static void unuse(const struct file *file)
{
	kernfs_unuse(node_of(file));
}

static int gone(const struct file *file)
{
	return node_of(file)->gone;
}

/* ---- opening and closing ---------------------------------------------------- */

static int note_open(struct kernfs_node *node, struct file *file)
{
	struct kernfs_open *o = kmalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return -ENOMEM;
	o->file = file;
	mutex_lock(&opens_lock);
	list_add(&o->link, &node->opens);
	mutex_unlock(&opens_lock);
	return 0;
}

/* Was it noted, and has nobody released it? */
static bool forget_open(struct kernfs_node *node, const struct file *file)
{
	struct kernfs_open *o, *next;
	bool found = false;

	mutex_lock(&opens_lock);
	list_for_each_entry_safe(o, next, &node->opens, link) {
		if (o->file != file)
			continue;
		list_del(&o->link);
		kfree(o);
		found = true;
		break;
	}
	mutex_unlock(&opens_lock);
	return found;
}

void kernfs_close_all(struct kernfs_node *node)
{
	struct kernfs_open *o;
	struct file *file;

	for (;;) {
		mutex_lock(&opens_lock);
		if (list_empty(&node->opens))
			break;
		o = list_first_entry(&node->opens, struct kernfs_open, link);
		list_del(&o->link);
		file = o->file;
		mutex_unlock(&opens_lock);
		kfree(o);
		if (node->fops->release)
			node->fops->release(file->f_inode, file);
	}
	mutex_unlock(&opens_lock);
}

static int try_open(struct kernfs_node *node, struct inode *inode,
		    struct file *file)
{
	int err;

	if (!node->fops->llseek)
		file->f_mode &= ~FMODE_LSEEK;
	err = node->closes ? note_open(node, file) : 0;
	if (err)
		return err;
	err = node->fops->open ? node->fops->open(inode, file) : 0;
	if (err && node->closes)
		forget_open(node, file);
	return err;
}

static int node_open(struct inode *inode, struct file *file)
{
	struct kernfs_node *node = inode->i_node;
	int err = -ENXIO;

	if (!kernfs_use(node))
		return -ENOENT;
	if (try_module_get(node->fops->owner)) {
		err = try_open(node, inode, file);
		if (err)
			module_put(node->fops->owner);
	}
	kernfs_unuse(node);
	return err;
}

/* What is not in the list was released with the node. */
static int node_release(struct inode *inode, struct file *file)
{
	struct kernfs_node *node = inode->i_node;

	if (node->closes && !forget_open(node, file))
		return 0;
	if (node->fops->release)
		node->fops->release(inode, file);
	module_put(node->fops->owner);
	return 0;
}

/* ---- what is done with an open one --------------------------------------------- */

static loff_t node_llseek(struct file *file, loff_t off, int whence)
{
	const struct file_operations *fops = use(file);
	loff_t pos = gone(file);

	if (!fops)
		return pos;
	pos = fops->llseek ? fops->llseek(file, off, whence) : -ESPIPE;
	unuse(file);
	return pos;
}

static ssize_t node_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	const struct file_operations *fops = use(file);
	ssize_t n = gone(file);

	if (!fops)
		return n;
	n = file_read_by(fops, file, buf, len, pos);
	unuse(file);
	return n;
}

static ssize_t node_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	const struct file_operations *fops = use(file);
	ssize_t n = gone(file);

	if (!fops)
		return n;
	n = file_write_by(fops, file, buf, len, pos);
	unuse(file);
	return n;
}

static __poll_t node_poll(struct file *file, struct poll_table_struct *pt)
{
	const struct file_operations *fops = use(file);
	__poll_t mask = POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;

	if (!fops)
		return node_of(file)->closes ? mask : POLLHUP;
	if (fops->poll)
		mask = fops->poll(file, pt);
	unuse(file);
	return mask;
}

static long node_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	const struct file_operations *fops = use(file);
	long err = -ENOTTY;

	if (!fops)
		return node_of(file)->closes ? -ENOTTY : gone(file);
	if (fops->unlocked_ioctl)
		err = fops->unlocked_ioctl(file, cmd, arg);
	unuse(file);
	return err;
}

static int node_mmap(struct file *file, struct vm_area_struct *vma)
{
	const struct file_operations *fops = use(file);
	int err = -ENODEV;

	if (!fops)
		return node_of(file)->closes ? -EIO : gone(file);
	if (fops->mmap)
		err = fops->mmap(file, vma);
	unuse(file);
	return err;
}

const struct file_operations kernfs_file_operations = {
	.open = node_open, .release = node_release, .llseek = node_llseek,
	.read = node_read, .write = node_write, .poll = node_poll,
	.unlocked_ioctl = node_ioctl, .mmap = node_mmap,
};
