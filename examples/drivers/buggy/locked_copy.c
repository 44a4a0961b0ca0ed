// SPDX-License-Identifier: MIT
/*
 * locked_copy.c - a driver with a bug: user memory, which may have to be
 * fetched first, is copied with a spinlock held.
 *
 * /dev/locked_copy keeps 64 bytes.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

static DEFINE_SPINLOCK(lock);
static char bytes[64];

static ssize_t locked_copy_read(struct file *file, char __user *buf, size_t len,
				loff_t *pos)
{
	ssize_t done;

	spin_lock(&lock);
	/* BUG: this may sleep */
	done = simple_read_from_buffer(buf, len, pos, bytes, sizeof(bytes));
	spin_unlock(&lock);
	return done;
}

static ssize_t locked_copy_write(struct file *file, const char __user *buf,
				 size_t len, loff_t *pos)
{
	char new[sizeof(bytes)];
	loff_t at = *pos;
	ssize_t done;

	done = simple_write_to_buffer(new, sizeof(new), pos, buf, len);
	if (done <= 0)
		return done;
	spin_lock(&lock);
	memcpy(bytes + at, new + at, done);
	spin_unlock(&lock);
	return done;
}

static const struct file_operations locked_copy_fops = {
	.owner	= THIS_MODULE,
	.read	= locked_copy_read,
	.write	= locked_copy_write,
};

static struct miscdevice locked_copy_misc = {
	.minor	= MISC_DYNAMIC_MINOR,
	.name	= "locked_copy",
	.fops	= &locked_copy_fops,
};
module_misc_device(locked_copy_misc);

MODULE_LICENSE("Dual MIT/GPL");
