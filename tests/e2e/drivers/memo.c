// SPDX-License-Identifier: MIT
/*
 * memo.c - a note that programs write and read, as Linux's drivers are written.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static int size = 4096;
module_param(size, int, 0444);
MODULE_PARM_DESC(size, "bytes of the note");

static char *text;
static size_t len;
static DEFINE_MUTEX(lock);

static ssize_t memo_read(struct file *file, char __user *buf, size_t count,
			 loff_t *pos)
{
	ssize_t ret;

	mutex_lock(&lock);
	ret = simple_read_from_buffer(buf, count, pos, text, len);
	mutex_unlock(&lock);
	return ret;
}

static ssize_t memo_write(struct file *file, const char __user *buf,
			  size_t count, loff_t *pos)
{
	ssize_t ret = -ENOSPC;

	mutex_lock(&lock);
	if (count <= size)
		ret = copy_from_user(text, buf, count) ? -EFAULT : count;
	if (ret > 0)
		len = ret;
	mutex_unlock(&lock);
	return ret;
}

static const struct file_operations memo_fops = {
	.owner = THIS_MODULE,
	.read = memo_read,
	.write = memo_write,
};

static struct miscdevice memo_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "memo0",
	.fops = &memo_fops,
	.mode = 0666,
};

static int __init memo_init(void)
{
	int err;

	text = kzalloc(size, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	err = misc_register(&memo_dev);
	if (err)
		kfree(text);
	return err;
}

static void __exit memo_exit(void)
{
	misc_deregister(&memo_dev);
	kfree(text);
}

module_init(memo_init);
module_exit(memo_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("a note");
