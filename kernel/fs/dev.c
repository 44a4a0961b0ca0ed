/* SPDX-License-Identifier: MIT */
/*
 * dev.c - the device nodes every program expects.
 *
 * Devices are numbered as on Linux and found in one table; terminals and the
 * console are in kernel/tty/.
 */
#include <octavo/cdev.h>
#include "internal.h"

#define DEV_MAGIC	0x01021994ul	/* as tmpfs, which /dev usually is */

static ssize_t null_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	return 0;
}

static ssize_t null_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	return len;
}

static loff_t null_llseek(struct file *file, loff_t off, int whence)
{
	return file->f_pos = 0;
}

static ssize_t zero_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	size_t left = __clear_user(buf, len);	/* file_read() looked */

	return left && left == len ? -EFAULT : (ssize_t)(len - left);
}

static ssize_t null_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	size_t len = from->count;

	iov_iter_advance(from, len);
	return len;
}

/* One page of zeros, as often as there is room. */
static ssize_t zero_splice_read(struct file *file, loff_t *pos,
				struct pipe *pipe, size_t len,
				unsigned int flags)
{
	struct page *page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	size_t done = 0;

	if (!page)
		return -ENOMEM;
	while (done < len && !pipe_full(pipe)) {
		struct pipe_buffer buf = {
			.page = page, .len = min(len - done, PAGE_SIZE),
		};

		get_page(page);
		pipe_add(pipe, &buf);
		done += buf.len;
	}
	put_page(page);
	return done;
}

static ssize_t full_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	return -ENOSPC;
}

ssize_t random_to_user(char __user *buf, size_t len)
{
	u8 chunk[256];
	size_t done = 0;

	while (done < len && !(done && signal_pending(current_task()))) {
		size_t n = min(len - done, sizeof(chunk)), left;

		arch_random(chunk, n);
		left = copy_to_user(buf + done, chunk, n);
		done += n - left;
		if (left)
			return done ? (ssize_t)done : -EFAULT;
	}
	return done;
}

static ssize_t random_read(struct file *file, char __user *buf, size_t len,
			   loff_t *pos)
{
	return random_to_user(buf, len);
}

static const struct file_operations null_fops = {
	.llseek = null_llseek, .read = null_read, .write = null_write,
	.write_iter = null_write_iter,
};
const struct file_operations zero_fops = {
	.llseek = null_llseek, .read = zero_read, .write = null_write,
	.write_iter = null_write_iter, .splice_read = zero_splice_read,
};
static const struct file_operations full_fops = {
	.llseek = null_llseek, .read = zero_read, .write = full_write,
	.splice_read = zero_splice_read,
};
static const struct file_operations random_fops = {
	.llseek = null_llseek, .read = random_read, .write = null_write,
};
static const struct chrdev {
	const char *name;
	dev_t dev;
	umode_t mode;
	const struct file_operations *fops;
} chrdevs[] = {
	{ "null",	MKDEV(1, 3), 0666, &null_fops },
	{ "zero",	MKDEV(1, 5), 0666, &zero_fops },
	{ "full",	MKDEV(1, 7), 0666, &full_fops },
	{ "random",	MKDEV(1, 8), 0666, &random_fops },
	{ "urandom",	MKDEV(1, 9), 0666, &random_fops },
	{ "tty",	MKDEV(5, 0), 0666, NULL },
	{ "console",	MKDEV(5, 1), 0600, NULL },
	{ "tty1",	MKDEV(4, 1), 0620, NULL },
	{ "ptmx",	MKDEV(5, 2), 0666, NULL },
};

/* Names that drivers gave: also for trees of devices that are mounted later. */
struct dev_node {
	struct list_head link;
	umode_t mode;
	dev_t dev;
	char name[];
};

static DEFINE_MUTEX(dev_nodes_lock);
static LIST_HEAD(dev_nodes);

int chrdev_take(struct inode *inode, struct file *file)
{
	const dev_t dev = inode->i_rdev;
	const struct file_operations *fops = tty_chrdev_find(dev);

	for (size_t i = 0; i < ARRAY_SIZE(chrdevs) && !fops; i++)
		if (chrdevs[i].dev == dev)
			fops = chrdevs[i].fops;
	if (!fops)
		return cdev_take(inode, file);
	file->f_op = fops;
	if (fops->llseek == no_llseek)
		nonseekable_open(inode, file);
	return 0;
}

/* The directory @name, @len bytes, of @dir: made if it is not there; or
 * ERR_PTR. */
static struct dentry *dev_dir(struct dentry *dir, const char *name, size_t len)
{
	const struct qstr q = name_qstr(name, len);
	struct dentry *dentry = d_lookup(dir, &q);
	struct inode *inode;
	int err = -ENOMEM;

	if (dentry && dentry->d_inode)
		return dentry;
	dput(dentry);
	dentry = d_alloc(dir, name, len);
	inode = dentry ? new_inode(dir->d_sb, S_IFDIR | 0755) : NULL;
	if (inode)
		err = create_in(dir, dentry, inode);
	if (!err)
		return dentry;
	iput(inode);
	dput(dentry);
	return ERR_PTR(err);
}

/* The directory that @name, which may have slashes, is in; *@last is the rest
 * of it. Referenced, or ERR_PTR. */
static struct dentry *dev_parent(struct super_block *sb, const char *name,
				 const char **last)
{
	struct dentry *dir = dget(sb->s_root), *next;
	const char *slash;

	while ((slash = strchr(name, '/'))) {
		next = dev_dir(dir, name, (size_t)(slash - name));
		dput(dir);
		if (IS_ERR(next))
			return next;
		dir = next;
		name = slash + 1;
	}
	*last = name;
	return dir;
}

static int dev_add_in(struct dentry *dir, const char *name, umode_t mode,
		      dev_t dev, const char *link)
{
	const struct qstr q = name_qstr(name, strlen(name));
	struct dentry *dentry = d_lookup(dir, &q);
	struct inode *inode;
	int err = -ENOMEM;

	if (dentry && dentry->d_inode) {
		dput(dentry);
		return -EEXIST;
	}
	dput(dentry);
	dentry = d_alloc(dir, name, strlen(name));
	inode = dentry ? new_inode(dir->d_sb, mode) : NULL;
	if (!inode)
		goto out;
	inode->i_rdev = dev;
	if (link) {
		inode->i_link = kstrdup(link, GFP_KERNEL);
		i_size_write(inode, strlen(link));
	}
	err = link && !inode->i_link ? -ENOMEM : create_in(dir, dentry, inode);
	if (err)
		iput(inode);
out:
	dput(dentry);
	return err;
}

/* One entry of the tree. 0, -EEXIST, -ENOMEM. */
static int dev_add(struct super_block *sb, const char *name, umode_t mode,
		   dev_t dev, const char *link)
{
	struct dentry *dir = dev_parent(sb, name, &name);
	int err;

	if (IS_ERR(dir))
		return PTR_ERR(dir);
	err = dev_add_in(dir, name, mode, dev, link);
	dput(dir);
	return err;
}

static const struct {
	const char *name, *target;
} dev_links[] = {
	{ "fd", "/proc/self/fd" },
	{ "stdin", "/proc/self/fd/0" },
	{ "stdout", "/proc/self/fd/1" },
	{ "stderr", "/proc/self/fd/2" },
};

static int dev_populate(struct super_block *sb)
{
	struct dev_node *node;
	int err = 0;

	for (size_t i = 0; !err && i < ARRAY_SIZE(chrdevs); i++)
		err = dev_add(sb, chrdevs[i].name, S_IFCHR | chrdevs[i].mode,
			      chrdevs[i].dev, NULL);
	for (size_t i = 0; !err && i < ARRAY_SIZE(dev_links); i++)
		err = dev_add(sb, dev_links[i].name, S_IFLNK | S_IRWXUGO, 0,
			      dev_links[i].target);
	list_for_each_entry(node, &dev_nodes, link)
		if (!err)
			err = dev_add(sb, node->name, node->mode, node->dev,
				      NULL);
	return err;
}

/* By name, number or both; a number of 0 is any. */
static struct dev_node *find_node(const char *name, dev_t dev)
{
	struct dev_node *node;

	list_for_each_entry(node, &dev_nodes, link)
		if ((!name || strcmp(node->name, name) == 0) &&
		    (!dev || node->dev == dev))
			return node;
	return NULL;
}

static int create_node(struct dev_node *node)
{
	int err;

	if (find_node(node->name, 0))
		return -EEXIST;
	err = dev_add(kernel.dev, node->name, node->mode, node->dev, NULL);
	if (!err)
		list_add_tail(&node->link, &dev_nodes);
	return err;
}

int devtmpfs_create_node(const char *name, umode_t mode, dev_t dev)
{
	const size_t size = strlen(name) + 1;
	struct dev_node *node = kmalloc(sizeof(*node) + size, GFP_KERNEL);
	int err;

	if (!node)
		return -ENOMEM;
	node->mode = S_IFCHR | mode;
	node->dev = dev;
	memcpy(node->name, name, size);
	mutex_lock(&dev_nodes_lock);
	err = create_node(node);
	mutex_unlock(&dev_nodes_lock);
	if (err)
		kfree(node);
	return err;
}

static void unlink_name(struct dentry *dentry)
{
	if (dentry->d_inode)
		dentry->d_inode->i_nlink--;
	d_delete(dentry);
}

/* The name of @node in @dir, unless a program has removed or replaced it. */
static void delete_name(struct dentry *dir, const char *name, dev_t dev)
{
	const struct qstr q = name_qstr(name, strlen(name));
	struct dentry *dentry = d_lookup(dir, &q);

	if (dentry && dentry->d_inode && S_ISCHR(dentry->d_inode->i_mode) &&
	    dentry->d_inode->i_rdev == dev)
		unlink_name(dentry);
	dput(dentry);
}

/* Directories that were made for names go with the last of them. */
static void delete_empty(struct dentry *dir)
{
	while (dir != kernel.dev->s_root && !d_has_entries(dir)) {
		struct dentry *parent = dget(dir->d_parent);

		dir->d_inode->i_nlink = 0;
		parent->d_inode->i_nlink--;
		d_delete(dir);
		dput(dir);
		dir = parent;
	}
	dput(dir);
}

static void delete_node(struct dev_node *node)
{
	const char *last;
	struct dentry *dir = dev_parent(kernel.dev, node->name, &last);

	list_del(&node->link);
	if (!IS_ERR(dir)) {
		delete_name(dir, last, node->dev);
		delete_empty(dir);
	}
	kfree(node);
}

void devtmpfs_delete_number(const char *name, dev_t dev)
{
	struct dev_node *node;

	mutex_lock(&dev_nodes_lock);
	node = find_node(name, dev);
	/* Without memory it may have got another name than it would now. */
	if (!node && dev)
		node = find_node(NULL, dev);
	if (!WARN(!node, "no node %s in /dev\n", name ? name : "like that"))
		delete_node(node);
	mutex_unlock(&dev_nodes_lock);
}

void devtmpfs_delete_node(const char *name)
{
	devtmpfs_delete_number(name, 0);
}

struct super_block *dev_sb_create(void)
{
	struct super_block *sb = sb_create("devtmpfs", DEV_MAGIC, NULL, 0755);

	if (sb && dev_populate(sb)) {
		sb_destroy(sb);
		return NULL;
	}
	return sb;
}
