// SPDX-License-Identifier: MIT
/*
 * chardev.c - a driver for chardev.sh: two devices of a page each, with
 * attributes, an entry in /proc and one in debugfs.
 */
#include <linux/cdev.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/ioctl.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define NR 2
#define SIZE 4096

struct page_dev {
	struct cdev cdev;
	char *data;
	size_t size;
};

static struct page_dev devs[NR];
static struct class *class;
static dev_t first;
static struct proc_dir_entry *proc;
static struct dentry *debug;
static u32 nr_opens;

static int page_open(struct inode *inode, struct file *file)
{
	file->private_data = container_of(inode->i_cdev, struct page_dev, cdev);
	nr_opens++;
	return 0;
}

static ssize_t page_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	struct page_dev *dev = file->private_data;

	return simple_read_from_buffer(buf, len, pos, dev->data, dev->size);
}

static ssize_t page_write(struct file *file, const char __user *buf, size_t len,
			  loff_t *pos)
{
	struct page_dev *dev = file->private_data;
	ssize_t n = simple_write_to_buffer(dev->data, SIZE, pos, buf, len);

	if (n > 0 && *pos > dev->size)
		dev->size = *pos;
	return n ? n : -ENOSPC;
}

static const struct file_operations page_fops = {
	.owner = THIS_MODULE,
	.llseek = default_llseek,
	.read = page_read,
	.write = page_write,
	.open = page_open,
};

static ssize_t size_show(struct device *d, struct device_attribute *attr,
			 char *buf)
{
	struct page_dev *dev = dev_get_drvdata(d);

	return sysfs_emit(buf, "%zu\n", dev->size);
}

static ssize_t size_store(struct device *d, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	struct page_dev *dev = dev_get_drvdata(d);
	unsigned int size;
	int err = kstrtouint(buf, 0, &size);

	if (err || size > SIZE)
		return err ? err : -EINVAL;
	dev->size = size;
	return count;
}
static DEVICE_ATTR_RW(size);

static struct attribute *page_attrs[] = { &dev_attr_size.attr, NULL };
ATTRIBUTE_GROUPS(page);

static int page_text_show(struct seq_file *m, void *v)
{
	int i;

	for (i = 0; i < NR; i++)
		seq_printf(m, "page%d %zu\n", i, devs[i].size);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(page_text);

static void page_exit(void)
{
	int i;

	debugfs_remove(debug);
	proc_remove(proc);
	for (i = 0; i < NR; i++) {
		device_destroy(class, first + i);
		if (devs[i].data)
			cdev_del(&devs[i].cdev);
		kfree(devs[i].data);
	}
	class_destroy(class);
	unregister_chrdev_region(first, NR);
}

static int add(int i)
{
	struct device *d;
	int err;

	cdev_init(&devs[i].cdev, &page_fops);
	devs[i].cdev.owner = THIS_MODULE;
	devs[i].data = kzalloc(SIZE, GFP_KERNEL);
	if (!devs[i].data)
		return -ENOMEM;
	err = cdev_add(&devs[i].cdev, first + i, 1);
	if (err)
		return err;
	d = device_create_with_groups(class, NULL, first + i, &devs[i],
				      page_groups, "page%d", i);
	return PTR_ERR_OR_ZERO(d);
}

static int __init page_init(void)
{
	int i, err = alloc_chrdev_region(&first, 0, NR, "page");

	if (err)
		return err;
	class = class_create(THIS_MODULE, "page");
	err = PTR_ERR_OR_ZERO(class);
	for (i = 0; !err && i < NR; i++)
		err = add(i);
	if (!err) {
		proc = proc_create_single("pages", 0, NULL, page_text_show);
		debug = debugfs_create_dir("page", NULL);
		debugfs_create_u32("opens", 0644, debug, &nr_opens);
		debugfs_create_file("pages", 0400, debug, NULL,
				    &page_text_fops);
	}
	if (err)
		page_exit();
	return err;
}

module_init(page_init);
module_exit(page_exit);
MODULE_LICENSE("Dual MIT/GPL");
