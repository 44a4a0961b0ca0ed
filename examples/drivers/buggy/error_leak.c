// SPDX-License-Identifier: MIT
/*
 * error_leak.c - a driver with a bug: it does not free what it has when a copy
 * fails.
 *
 * /dev/error_leak says a name back, in capital letters.
 */
#include <linux/ctype.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define NAME_LEN	32

static long error_leak_ioctl(struct file *file, unsigned int cmd,
			     unsigned long arg)
{
	char __user *user = (char __user *)arg;
	char *name = kzalloc(NAME_LEN, GFP_KERNEL);
	int i;

	if (!name)
		return -ENOMEM;
	if (copy_from_user(name, user, NAME_LEN))
		return -EFAULT;	/* BUG: name is lost */
	for (i = 0; i < NAME_LEN; i++)
		name[i] = toupper(name[i]);
	if (copy_to_user(user, name, NAME_LEN)) {
		kfree(name);
		return -EFAULT;
	}
	kfree(name);
	return 0;
}

static const struct file_operations error_leak_fops = {
	.owner		= THIS_MODULE,
	.unlocked_ioctl	= error_leak_ioctl,
};

static struct miscdevice error_leak_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "error_leak",
	.fops	= &error_leak_fops,
};
module_misc_device(error_leak_misc);

MODULE_LICENSE("Dual MIT/GPL");
