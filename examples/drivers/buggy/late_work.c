// SPDX-License-Identifier: MIT
/*
 * late_work.c - a driver with a bug: work that was put off still uses what
 * closing the file has freed.
 *
 * /dev/late_work adds up, a little later, the bytes written to it.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/workqueue.h>

struct late {
	struct delayed_work work;
	u64 sum;
	size_t len;
	u8 bytes[256];
};

static void late_work_fn(struct work_struct *work)
{
	struct late *late = container_of(work, struct late, work.work);
	size_t i;

	for (i = 0; i < late->len; i++)
		late->sum += late->bytes[i];
}

static int late_work_open(struct inode *inode, struct file *file)
{
	struct late *late = kzalloc(sizeof(*late), GFP_KERNEL);

	if (!late)
		return -ENOMEM;
	INIT_DELAYED_WORK(&late->work, late_work_fn);
	file->private_data = late;
	return 0;
}

static int late_work_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);	/* BUG: the work may be due yet */
	return 0;
}

static ssize_t late_work_write(struct file *file, const char __user *buf,
			       size_t len, loff_t *pos)
{
	struct late *late = file->private_data;

	flush_delayed_work(&late->work);
	len = min(len, sizeof(late->bytes));
	if (copy_from_user(late->bytes, buf, len))
		return -EFAULT;
	late->len = len;
	schedule_delayed_work(&late->work, msecs_to_jiffies(20));
	return len;
}

static ssize_t late_work_read(struct file *file, char __user *buf, size_t len,
			      loff_t *pos)
{
	struct late *late = file->private_data;

	flush_delayed_work(&late->work);
	return simple_read_from_buffer(buf, len, pos, &late->sum,
				       sizeof(late->sum));
}

static const struct file_operations late_work_fops = {
	.owner		= THIS_MODULE,
	.open		= late_work_open,
	.release	= late_work_release,
	.read		= late_work_read,
	.write		= late_work_write,
};

static struct miscdevice late_work_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "late_work",
	.fops	= &late_work_fops,
};
module_misc_device(late_work_misc);

MODULE_LICENSE("Dual MIT/GPL");
