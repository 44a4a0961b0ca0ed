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
	const char *name;
	umode_t mode;
	dev_t dev;
};

static LIST_HEAD(dev_nodes);

const struct file_operations *chrdev_find(struct inode *inode)
{
	const dev_t dev = inode->i_rdev;
	const struct file_operations *fops;

	for (size_t i = 0; i < ARRAY_SIZE(chrdevs); i++)
		if (chrdevs[i].dev == dev && chrdevs[i].fops)
			return chrdevs[i].fops;
	fops = tty_chrdev_find(dev);
	return fops ? fops : cdev_open(inode);
}

/* One entry of the tree while it is built. 0 or -ENOMEM. */
static int dev_add(struct super_block *sb, const char *name, umode_t mode,
		   dev_t dev, const char *link)
{
	struct dentry *dentry = d_alloc(sb->s_root, name, strlen(name));
	struct inode *inode = dentry ? new_inode(sb, mode) : NULL;
	int err = -ENOMEM;

	if (!inode)
		goto out;
	inode->i_rdev = dev;
	if (link) {
		inode->i_link = kstrdup(link, GFP_KERNEL);
		i_size_write(inode, strlen(link));
	}
	err = link && !inode->i_link ? -ENOMEM :
		create_in(sb->s_root, dentry, inode);
	if (err)
		iput(inode);
out:
	dput(dentry);
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

static struct dev_node *find_node(const char *name)
{
	struct dev_node *node;

	list_for_each_entry(node, &dev_nodes, link)
		if (strcmp(node->name, name) == 0)
			return node;
	return NULL;
}

int devtmpfs_create_node(const char *name, umode_t mode, dev_t dev)
{
	struct dev_node *node;
	int err;

	if (find_node(name))
		return -EEXIST;
	node = kmalloc(sizeof(*node), GFP_KERNEL);
	if (!node)
		return -ENOMEM;
	*node = (struct dev_node){
		.name = name, .mode = S_IFCHR | mode, .dev = dev,
	};
	err = dev_add(kernel.dev, name, node->mode, dev, NULL);
	if (err)
		kfree(node);
	else
		list_add_tail(&node->link, &dev_nodes);
	return err;
}

void devtmpfs_delete_node(const char *name)
{
	struct dev_node *node = find_node(name);
	const struct qstr q = name_qstr(name, strlen(name));
	struct dentry *dentry;

	if (WARN(!node, "no node %s\n", name))
		return;
	list_del(&node->link);
	kfree(node);
	dentry = d_lookup(kernel.dev->s_root, &q);
	if (!dentry)
		return;			/* a program has removed it */
	if (dentry->d_inode)
		dentry->d_inode->i_nlink--;
	d_delete(dentry);
	dput(dentry);
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
