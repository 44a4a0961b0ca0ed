/* SPDX-License-Identifier: MIT */
/*
 * cdev.h - character devices: a driver's file operations behind a number.
 *
 *	open("/dev/name") -> the node's number -> struct cdev -> ->open()
 *
 * Who needs one name and does not care for numbers takes a struct miscdevice
 * (octavo/miscdevice.h).
 */
#ifndef OCTAVO_CDEV_H
#define OCTAVO_CDEV_H

#include <octavo/fs.h>
#include <octavo/list.h>

/* Numbers dev to dev + count - 1 are @ops's. Usually part of what the driver
 * has for each device: ->open() finds it as inode->i_cdev. */
struct cdev {
	const struct file_operations *ops;
	struct list_head list;
	dev_t dev;
	unsigned int count;
};

#define iminor(inode)	MINOR((inode)->i_rdev)
#define imajor(inode)	MAJOR((inode)->i_rdev)

static inline void cdev_init(struct cdev *cdev,
			     const struct file_operations *fops)
{
	*cdev = (struct cdev){ .ops = fops };
	INIT_LIST_HEAD(&cdev->list);
}

/**
 * cdev_add() - bring a character device to life
 * @cdev: initialised; stays the caller's
 * @dev: its first number
 * @count: numbers of it
 *
 * Context: May sleep.
 * Return: 0; -EINVAL for no numbers, -EBUSY if one is taken.
 * Pairs with: cdev_del().
 */
int cdev_add(struct cdev *cdev, dev_t dev, unsigned int count);

/**
 * cdev_del() - no file of the device is opened any more
 * @cdev: may or may not have been added; open files stay open
 *
 * Context: May sleep.
 */
void cdev_del(struct cdev *cdev);

/**
 * register_chrdev_region() - reserve numbers
 * @from: the first
 * @count: how many, of the same major number
 * @name: for /proc/devices; not copied
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -EBUSY, -ENOMEM.
 * Pairs with: unregister_chrdev_region().
 */
int register_chrdev_region(dev_t from, unsigned int count, const char *name);

/**
 * alloc_chrdev_region() - reserve numbers with a major number that is free
 * @dev: the first
 * @baseminor: its minor number
 * @count: how many
 * @name: as for register_chrdev_region()
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -EBUSY if there is none, -ENOMEM.
 * Pairs with: unregister_chrdev_region().
 */
int alloc_chrdev_region(dev_t *dev, unsigned int baseminor, unsigned int count,
			const char *name);

/**
 * unregister_chrdev_region() - give numbers back
 * @from: the first, as it was reserved
 * @count: how many
 *
 * Context: May sleep.
 */
void unregister_chrdev_region(dev_t from, unsigned int count);

/**
 * devtmpfs_create_node() - give a device a name in /dev
 * @name: of it, without slashes; not copied
 * @mode: permissions
 * @dev: its number
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOMEM.
 * Pairs with: devtmpfs_delete_node().
 */
int devtmpfs_create_node(const char *name, umode_t mode, dev_t dev);

/**
 * devtmpfs_delete_node() - take the name away
 * @name: as for devtmpfs_create_node()
 *
 * Context: May sleep.
 */
void devtmpfs_delete_node(const char *name);

#endif
