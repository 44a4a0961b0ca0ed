// SPDX-License-Identifier: MIT
/*
 * no_limit.c - a driver with a bug: it believes the size that a program says.
 *
 * /dev/no_limit keeps the last line written to it.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define LINE_LEN	64

static DEFINE_MUTEX(lock);
static char *line;
static size_t line_len;

static ssize_t no_limit_read(struct file *file, char __user *buf, size_t len,
			     loff_t *pos)
{
	ssize_t done;

	mutex_lock(&lock);
	done = simple_read_from_buffer(buf, len, pos, line, line_len);
	mutex_unlock(&lock);
	return done;
}

static ssize_t no_limit_write(struct file *file, const char __user *buf,
			      size_t len, loff_t *pos)
{
	ssize_t done = len;

	mutex_lock(&lock);
	if (copy_from_user(line, buf, len))	/* BUG: len may be over LINE_LEN */
		done = -EFAULT;
	else
		line_len = len;
	mutex_unlock(&lock);
	return done;
}

static const struct file_operations no_limit_fops = {
	.owner	= THIS_MODULE,
	.read	= no_limit_read,
	.write	= no_limit_write,
};

static struct miscdevice no_limit_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "no_limit",
	.fops	= &no_limit_fops,
};

static int __init no_limit_init(void)
{
	int err;

	line = kzalloc(LINE_LEN, GFP_KERNEL);
	if (!line)
		return -ENOMEM;
	err = misc_register(&no_limit_misc);
	if (err)
		kfree(line);
	return err;
}

static void __exit no_limit_exit(void)
{
	misc_deregister(&no_limit_misc);
	kfree(line);
}

module_init(no_limit_init);
module_exit(no_limit_exit);

MODULE_LICENSE("Dual MIT/GPL");
