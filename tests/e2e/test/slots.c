// SPDX-License-Identifier: MIT
/*
 * slots.c - a small driver for the tests of `octavo test`: /dev/slots keeps what
 * is written to it, a piece of memory for each open file.
 *
 * With BUG defined it has one mistake on an error path.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#ifndef BUG_NR
#define BUG_NR 0
#endif

#define SLOT_SIZE	6000

struct slot {
	struct mutex lock;
	size_t len;
	char *data;
	char *spare;
};

static int slots_open(struct inode *inode, struct file *file)
{
	struct slot *slot = kzalloc(sizeof(*slot), GFP_KERNEL);

	if (!slot)
		return -ENOMEM;
	mutex_init(&slot->lock);
	slot->data = kmalloc(SLOT_SIZE, GFP_KERNEL);
	if (!slot->data) {
		if (BUG_NR != 1)	/* 1: leaks the slot */
			kfree(slot);
		return -ENOMEM;
	}
	slot->spare = kmalloc(100, GFP_KERNEL);
	if (BUG_NR == 2)		/* 2: no check */
		slot->spare[0] = 0;
	if (!slot->spare) {
		kfree(slot->data);
		kfree(slot);
		return BUG_NR == 3 ? -ENOTSUPP : -ENOMEM;	/* 3: errno */
	}
	file->private_data = slot;
	return 0;
}

static int slots_release(struct inode *inode, struct file *file)
{
	struct slot *slot = file->private_data;

	kfree(slot->spare);
	kfree(slot->data);
	kfree(slot);
	return 0;
}

static ssize_t slots_write(struct file *file, const char __user *buf,
			   size_t len, loff_t *pos)
{
	struct slot *slot = file->private_data;
	ssize_t ret;

	if (len > SLOT_SIZE)
		return -ENOSPC;
	if (mutex_lock_interruptible(&slot->lock))
		return -ERESTARTSYS;
	if (copy_from_user(slot->data, buf, len)) {
		ret = -EFAULT;
		if (BUG_NR == 4)	/* 4: returns with the lock held */
			return ret;
		if (BUG_NR == 5)	/* 5: for ever */
			for (;;)
				cpu_relax();
	} else {
		ret = slot->len = len;
	}
	mutex_unlock(&slot->lock);
	return ret;
}

static ssize_t slots_read(struct file *file, char __user *buf, size_t len,
			  loff_t *pos)
{
	struct slot *slot = file->private_data;

	if (mutex_lock_interruptible(&slot->lock))
		return -ERESTARTSYS;
	len = min(len, slot->len);
	if (copy_to_user(buf, slot->data, len))
		len = -EFAULT;
	mutex_unlock(&slot->lock);
	return len;
}

static const struct file_operations slots_fops = {
	.owner = THIS_MODULE,
	.open = slots_open,
	.release = slots_release,
	.read = slots_read,
	.write = slots_write,
};

static struct miscdevice slots_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "slots",
	.fops = &slots_fops,
};

static int __init slots_init(void)
{
	return misc_register(&slots_misc);
}

static void __exit slots_exit(void)
{
	misc_deregister(&slots_misc);
}

module_init(slots_init);
module_exit(slots_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("memory for each open file");
