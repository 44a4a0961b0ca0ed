/* SPDX-License-Identifier: MIT */
/*
 * misc.c - devices that share one major number, see octavo/miscdevice.h.
 *
 * All of them are one struct cdev, whose ->open() finds the right one by its
 * minor number and gives the file that one's operations.
 *
 * Locking: misc_lock.
 */
#include <octavo/bitops.h>
#include <octavo/cdev.h>
#include <octavo/errno.h>
#include <octavo/miscdevice.h>
#include <octavo/mutex.h>

#define FIRST_DYNAMIC	254		/* counted down from here, */
#define LAST_DYNAMIC	192		/* to here */

static DEFINE_MUTEX(misc_lock);
static LIST_HEAD(devices);
static struct cdev misc_cdev;

static struct miscdevice *find(int minor)
{
	struct miscdevice *misc;

	list_for_each_entry(misc, &devices, list)
		if (misc->minor == minor)
			return misc;
	return NULL;
}

static int misc_open(struct inode *inode, struct file *file)
{
	struct miscdevice *misc;

	mutex_lock(&misc_lock);
	misc = find((int)iminor(inode));
	mutex_unlock(&misc_lock);
	if (!misc)
		return -ENODEV;
	file->f_op = misc->fops;
	file->private_data = misc;
	return misc->fops->open ? misc->fops->open(inode, file) : 0;
}

static const struct file_operations misc_fops = {
	.open = misc_open, .llseek = noop_llseek,
};

/* The number to use, or -EBUSY. */
static int choose_minor(int wanted)
{
	if (wanted != MISC_DYNAMIC_MINOR)
		return find(wanted) ? -EBUSY : wanted;
	for (int minor = FIRST_DYNAMIC; minor >= LAST_DYNAMIC; minor--)
		if (!find(minor))
			return minor;
	return -EBUSY;
}

/* The first device brings the major number, the last one takes it. */
static int hold_major(void)
{
	int err;

	if (!list_empty(&devices))
		return 0;
	err = register_chrdev_region(MKDEV(MISC_MAJOR, 0), 256, "misc");
	if (err)
		return err;
	cdev_init(&misc_cdev, &misc_fops);
	err = cdev_add(&misc_cdev, MKDEV(MISC_MAJOR, 0), 256);
	if (err)
		unregister_chrdev_region(MKDEV(MISC_MAJOR, 0), 256);
	return err;
}

static void release_major(void)
{
	if (!list_empty(&devices))
		return;
	cdev_del(&misc_cdev);
	unregister_chrdev_region(MKDEV(MISC_MAJOR, 0), 256);
}

static int add_locked(struct miscdevice *misc)
{
	int minor = choose_minor(misc->minor), err;

	if (minor < 0)
		return minor;
	err = hold_major();
	if (err)
		return err;
	err = devtmpfs_create_node(misc->name, misc->mode ?: 0600,
				   MKDEV(MISC_MAJOR, (unsigned int)minor));
	if (err) {
		release_major();
		return err;
	}
	misc->minor = minor;
	list_add_tail(&misc->list, &devices);
	return 0;
}

int misc_register(struct miscdevice *misc)
{
	int err;

	if (misc->minor < 0 || misc->minor > MISC_DYNAMIC_MINOR)
		return -EINVAL;
	mutex_lock(&misc_lock);
	err = add_locked(misc);
	mutex_unlock(&misc_lock);
	return err;
}

void misc_deregister(struct miscdevice *misc)
{
	mutex_lock(&misc_lock);
	devtmpfs_delete_node(misc->name);
	list_del(&misc->list);
	release_major();
	mutex_unlock(&misc_lock);
}
