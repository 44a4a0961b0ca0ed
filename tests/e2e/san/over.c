// SPDX-License-Identifier: MIT
/*
 * over.c - 13 bytes on the heap, and a file that reads and writes at any
 * place in them, or behind.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

static char *text;

static ssize_t over_read(struct file *file, char __user *to, size_t n,
			 loff_t *pos)
{
	char c = text[*pos];	/* reads at the position */

	if (copy_to_user(to, &c, 1))
		return -EFAULT;
	return 1;
}

static ssize_t over_write(struct file *file, const char __user *from,
			  size_t n, loff_t *pos)
{
	char c;

	if (copy_from_user(&c, from, 1))
		return -EFAULT;
	text[*pos] = c;		/* writes at the position */
	return 1;
}

static const struct file_operations over_fops = {
	.owner = THIS_MODULE,
	.read = over_read,
	.write = over_write,
	.llseek = default_llseek,
};

static struct miscdevice over = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "over",
	.fops = &over_fops,
};

static int __init over_init(void)
{
	int err;

	text = kzalloc(13, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	err = misc_register(&over);
	if (err)
		kfree(text);
	return err;
}

static void __exit over_exit(void)
{
	misc_deregister(&over);
	kfree(text);
}

module_init(over_init);
module_exit(over_exit);
MODULE_LICENSE("Dual MIT/GPL");
