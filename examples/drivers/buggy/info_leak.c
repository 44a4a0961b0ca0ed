// SPDX-License-Identifier: MIT
/*
 * info_leak.c - a driver with a bug: programs see bytes of kernel memory that
 * nobody has written.
 *
 * /dev/info_leak tells how often it was asked.
 */
#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

struct answer {
	u32 version;
	u32 asked;
	u32 reserved[6];
};

static atomic_t asked = ATOMIC_INIT(0);

static long info_leak_ioctl(struct file *file, unsigned int cmd,
			    unsigned long arg)
{
	struct answer *answer = kmalloc(sizeof(*answer), GFP_KERNEL);
	long ret = 0;

	if (!answer)
		return -ENOMEM;
	answer->version = 1;
	answer->asked = atomic_inc_return(&asked);
	/* BUG: answer->reserved holds what was there before */
	if (copy_to_user((void __user *)arg, answer, sizeof(*answer)))
		ret = -EFAULT;
	kfree(answer);
	return ret;
}

static const struct file_operations info_leak_fops = {
	.owner		= THIS_MODULE,
	.unlocked_ioctl	= info_leak_ioctl,
};

static struct miscdevice info_leak_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "info_leak",
	.fops	= &info_leak_fops,
};
module_misc_device(info_leak_misc);

MODULE_LICENSE("Dual MIT/GPL");
