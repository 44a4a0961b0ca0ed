/* SPDX-License-Identifier: MIT */
/*
 * misc.c - devices that share one major number, see octavo/miscdevice.h.
 *
 * All of them are one struct cdev, whose ->open() finds the right one by its
 * minor number and gives the file that one's operations. The number and the
 * class "misc" are there while there is a device.
 *
 * Locking: misc_lock.
 */
#include <octavo/bug.h>
#include <octavo/cdev.h>
#include <octavo/errno.h>
#include <octavo/miscdevice.h>
#include <octavo/module.h>
#include <octavo/mutex.h>
#include <octavo/slab.h>
#include <octavo/string.h>

#define FIRST_DYNAMIC	254		/* counted down from here, */
#define LAST_DYNAMIC	192		/* to here; */
#define FIRST_EXTENDED	256		/* then up from here */
#define NR_MINORS	4096

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
	const struct file_operations *fops = NULL;
	struct miscdevice *misc;

	mutex_lock(&misc_lock);
	misc = find((int)iminor(inode));
	if (misc && try_module_get(misc->fops->owner))
		fops = misc->fops;
	mutex_unlock(&misc_lock);
	if (!fops)
		return -ENODEV;
	file->f_op = fops;
	file->private_data = misc;
	return fops->open ? fops->open(inode, file) : 0;
}

static const struct file_operations misc_fops = {
	.open = misc_open, .llseek = noop_llseek,
};

/* ---- the class ------------------------------------------------------------ */

static char *misc_devnode(OCTAVO_CONST_602 struct device *dev, umode_t *mode)
{
	const struct miscdevice *misc = dev_get_drvdata(dev);

	if (mode && misc->mode)
		*mode = misc->mode;
	return misc->nodename ? kstrdup(misc->nodename, GFP_KERNEL) : NULL;
}

static const struct class misc_class = {
	.name = "misc", .devnode = misc_devnode,
};

/* ---- numbers --------------------------------------------------------------- */

/* The number to use, or -EBUSY. */
static int choose_minor(int wanted)
{
	if (wanted != MISC_DYNAMIC_MINOR)
		return find(wanted) ? -EBUSY : wanted;
	for (int minor = FIRST_DYNAMIC; minor >= LAST_DYNAMIC; minor--)
		if (!find(minor))
			return minor;
	for (int minor = FIRST_EXTENDED; minor < NR_MINORS; minor++)
		if (!find(minor))
			return minor;
	return -EBUSY;
}

/* The first device brings the major number, the last one takes it. */
static int hold_major(void)
{
	const dev_t first = MKDEV(MISC_MAJOR, 0);
	int err;

	if (!list_empty(&devices))
		return 0;
	err = register_chrdev_region(first, NR_MINORS, "misc");
	if (err)
		return err;
	err = class_register(&misc_class);
	if (err)
		goto give_numbers;
	cdev_init(&misc_cdev, &misc_fops);
	err = cdev_add(&misc_cdev, first, NR_MINORS);
	if (!err)
		return 0;
	class_unregister(&misc_class);
give_numbers:
	unregister_chrdev_region(first, NR_MINORS);
	return err;
}

static void release_major(void)
{
	if (!list_empty(&devices))
		return;
	cdev_del(&misc_cdev);
	class_unregister(&misc_class);
	unregister_chrdev_region(MKDEV(MISC_MAJOR, 0), NR_MINORS);
}

/* ---- devices ----------------------------------------------------------------- */

static int add_locked(struct miscdevice *misc)
{
	const int wanted = misc->minor;
	int minor = choose_minor(wanted), err;

	if (minor < 0)
		return minor;
	err = hold_major();
	if (err)
		return err;
	misc->minor = minor;
	misc->this_device = device_create_with_groups(&misc_class,
		misc->parent, MKDEV(MISC_MAJOR, (unsigned int)minor), misc,
		misc->groups, "%s", misc->name);
	if (!IS_ERR(misc->this_device)) {
		list_add_tail(&misc->list, &devices);
		return 0;
	}
	err = (int)PTR_ERR(misc->this_device);
	misc->this_device = NULL;
	misc->minor = wanted;
	release_major();
	return err;
}

int misc_register(struct miscdevice *misc)
{
	int err;

	if (misc->minor < 0 || misc->minor >= NR_MINORS || !misc->name ||
	    !misc->fops)
		return -EINVAL;
	INIT_LIST_HEAD(&misc->list);
	mutex_lock(&misc_lock);
	err = add_locked(misc);
	mutex_unlock(&misc_lock);
	return err;
}

void misc_deregister(struct miscdevice *misc)
{
	if (WARN(!misc->this_device, "misc_deregister: '%s' is not registered\n",
		 misc->name))
		return;
	mutex_lock(&misc_lock);
	list_del_init(&misc->list);
	device_unregister(misc->this_device);
	misc->this_device = NULL;
	release_major();
	mutex_unlock(&misc_lock);
}
