// SPDX-License-Identifier: MIT
/*
 * no_check.c - a driver with a bug: what kmalloc() returned is not looked at.
 *
 * /dev/no_check counts, for each who has it open, the bytes written to it.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct counter {
	u64 bytes;
};

static int no_check_open(struct inode *inode, struct file *file)
{
	struct counter *counter = kmalloc(sizeof(*counter), GFP_KERNEL);

	counter->bytes = 0;	/* BUG: NULL without memory */
	file->private_data = counter;
	return 0;
}

static int no_check_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static ssize_t no_check_read(struct file *file, char __user *buf, size_t len,
			     loff_t *pos)
{
	struct counter *counter = file->private_data;

	return simple_read_from_buffer(buf, len, pos, &counter->bytes,
				       sizeof(counter->bytes));
}

static ssize_t no_check_write(struct file *file, const char __user *buf,
			      size_t len, loff_t *pos)
{
	struct counter *counter = file->private_data;

	counter->bytes += len;
	return len;
}

static const struct file_operations no_check_fops = {
	.owner		= THIS_MODULE,
	.open		= no_check_open,
	.release	= no_check_release,
	.read		= no_check_read,
	.write		= no_check_write,
};

static struct miscdevice no_check_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "no_check",
	.fops	= &no_check_fops,
};
module_misc_device(no_check_misc);

MODULE_LICENSE("Dual MIT/GPL");
