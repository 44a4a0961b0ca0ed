// SPDX-License-Identifier: MIT
/*
 * Mishandles the memory of programs. The first byte written says how:
 *	r reads it directly, w writes it directly, s copies with a spinlock
 *	held, h gives away fresh memory, p a gap of a structure on the stack,
 *	v a variable; g does none of these.
 */
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

static DEFINE_SPINLOCK(lock);
static char kept[64];
static char how;

static ssize_t user_write(struct file *file, const char __user *buf,
			  size_t len, loff_t *pos)
{
	if (!len)
		return 0;
	if (get_user(how, buf))
		return -EFAULT;
	if (how == 'r')
		kept[1] = *(volatile const char *)buf;	/* BAD: read */
	return (ssize_t)len;
}

static noinline int give_heap(char __user *buf)
{
	char *p = kmalloc(48, GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	memset(p, 0, 20);
	err = copy_to_user(buf, p, 40) ? -EFAULT : 40;	/* BAD: heap */
	kfree(p);
	return err;
}

struct gap {
	char c;
	int i;
	char d;
	long l;
};

static noinline int give_gap(char __user *buf)
{
	struct gap g;

	g.c = 1;
	g.i = 2;
	g.d = 3;
	g.l = 4;
	return copy_to_user(buf, &g, sizeof(g)) ? -EFAULT : 24; /* BAD: gap */
}

static noinline int give_variable(char __user *buf)
{
	char text[32];

	strscpy(text, "hello", sizeof(text));
	return copy_to_user(buf, text, sizeof(text)) ? -EFAULT : 32; /* BAD: variable */
}

static noinline int give_well(char __user *buf)
{
	struct gap g;
	char *p = kzalloc(48, GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	memset(&g, 0, sizeof(g));
	g.i = 5;
	err = copy_to_user(buf, p, 40) || copy_to_user(buf, &g, sizeof(g)) ?
		-EFAULT : 40;
	kfree(p);
	return err;
}

static noinline int give_locked(char __user *buf)
{
	int err;

	spin_lock(&lock);
	err = copy_to_user(buf, kept, 8) ? -EFAULT : 8;	/* BAD: locked */
	spin_unlock(&lock);
	return err;
}

static ssize_t user_read(struct file *file, char __user *buf, size_t len,
			 loff_t *pos)
{
	if (len < 64)
		return -EINVAL;
	switch (how) {
	case 'w':
		*(volatile char *)buf = 7;		/* BAD: write */
		return 1;
	case 'h':
		return give_heap(buf);
	case 'p':
		return give_gap(buf);
	case 'v':
		return give_variable(buf);
	case 's':
		return give_locked(buf);
	default:
		return give_well(buf);
	}
}

static const struct file_operations user_fops = {
	.owner = THIS_MODULE,
	.read = user_read,
	.write = user_write,
};

static struct miscdevice user_dev = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "user",
	.fops = &user_fops,
};

module_misc_device(user_dev);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("mishandles the memory of programs");
