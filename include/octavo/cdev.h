/* SPDX-License-Identifier: MIT */
/*
 * cdev.h - character devices: a driver's file operations behind a number.
 *
 *	open("/dev/name") -> the node's number -> struct cdev -> ->open()
 *
 * An open file holds a reference to its cdev, and to the module of it; so a
 * cdev that is part of something larger must not be freed while a file is open.
 *
 * Who needs one name and does not care for numbers takes a struct miscdevice
 * (octavo/miscdevice.h).
 */
#ifndef OCTAVO_CDEV_H
#define OCTAVO_CDEV_H

#include <octavo/fs.h>
#include <octavo/kobject.h>
#include <octavo/list.h>

struct device;
struct module;

/* Numbers dev to dev + count - 1 are @ops's. Usually part of what the driver
 * has for each device: ->open() finds it as inode->i_cdev. */
struct cdev {
	struct kobject kobj;
	struct module *owner;
	const struct file_operations *ops;
	struct list_head list;
	dev_t dev;
	unsigned int count;
};

static inline unsigned int iminor(const struct inode *inode)
{
	return MINOR(inode->i_rdev);
}

static inline unsigned int imajor(const struct inode *inode)
{
	return MAJOR(inode->i_rdev);
}

/**
 * cdev_init() - make a cdev that is part of something
 * @cdev: is cleared
 * @fops: of its files
 *
 * Context: May sleep.
 */
void cdev_init(struct cdev *cdev, const struct file_operations *fops);

/**
 * cdev_alloc() - make a cdev of its own
 *
 * The caller sets ->ops and ->owner.
 *
 * Context: May sleep.
 * Return: the cdev, NULL without memory.
 * Pairs with: cdev_del().
 */
struct cdev *cdev_alloc(void);

/**
 * cdev_add() - bring a character device to life
 * @cdev: initialised; stays the caller's
 * @dev: its first number
 * @count: numbers of it
 *
 * Programs may open it before this returns.
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
 * Lets go of it; one made by cdev_alloc() goes with its last file.
 *
 * Context: May sleep.
 */
void cdev_del(struct cdev *cdev);

/**
 * cdev_put() - let go of a cdev without taking its numbers
 * @cdev: may be NULL
 *
 * Context: May sleep.
 */
void cdev_put(struct cdev *cdev);

/**
 * cdev_set_parent() - an object that stays as long as the cdev
 * @cdev: not yet added
 * @kobj: referenced by cdev_add()
 *
 * Context: May sleep.
 */
void cdev_set_parent(struct cdev *cdev, struct kobject *kobj);

/**
 * cdev_device_add() - cdev_add() and device_add()
 * @cdev: initialised
 * @dev: initialised, with its number; the parent of @cdev from now on
 *
 * Context: May sleep.
 * Return: 0, or what either said.
 * Pairs with: cdev_device_del().
 */
int cdev_device_add(struct cdev *cdev, struct device *dev);

/**
 * cdev_device_del() - device_del() and cdev_del()
 * @cdev: as for cdev_device_add()
 * @dev: as for cdev_device_add(); the reference stays the caller's
 *
 * Context: May sleep.
 */
void cdev_device_del(struct cdev *cdev, struct device *dev);

/**
 * register_chrdev_region() - reserve numbers
 * @from: the first
 * @count: how many; they may be of more than one major number
 * @name: for /proc/devices; copied
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
 * __register_chrdev() - numbers and a cdev for them in one
 * @major: 0: one that is free
 * @baseminor: the first minor number
 * @count: how many
 * @name: for /proc/devices; copied
 * @fops: of their files
 *
 * Context: May sleep.
 * Return: 0, or the major number if @major is 0; -EINVAL, -EBUSY, -ENOMEM.
 * Pairs with: __unregister_chrdev().
 */
int __register_chrdev(unsigned int major, unsigned int baseminor,
		      unsigned int count, const char *name,
		      const struct file_operations *fops);

/**
 * __unregister_chrdev() - give both back
 * @major: of the numbers
 * @baseminor: as they were registered
 * @count: how many
 * @name: not looked at
 *
 * Context: May sleep.
 */
void __unregister_chrdev(unsigned int major, unsigned int baseminor,
			 unsigned int count, const char *name);

/* All the 256 minor numbers that older programs know. */
static inline int register_chrdev(unsigned int major, const char *name,
				  const struct file_operations *fops)
{
	return __register_chrdev(major, 0, 256, name, fops);
}

static inline void unregister_chrdev(unsigned int major, const char *name)
{
	__unregister_chrdev(major, 0, 256, name);
}

/**
 * devtmpfs_create_node() - give a device a name in /dev
 * @name: of it, directories are made; copied
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

/**
 * devtmpfs_delete_number() - take the name away of a device with that number
 * @name: as for devtmpfs_create_node(), or NULL: any
 * @dev: the number
 *
 * Context: May sleep.
 */
void devtmpfs_delete_number(const char *name, dev_t dev);

#endif
