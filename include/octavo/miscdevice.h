/* SPDX-License-Identifier: MIT */
/*
 * miscdevice.h - a character device with a name of its own and little else.
 */
#ifndef OCTAVO_MISCDEVICE_H
#define OCTAVO_MISCDEVICE_H

#include <octavo/device.h>
#include <octavo/fs.h>
#include <octavo/list.h>

#define MISC_MAJOR		10
#define MISC_DYNAMIC_MINOR	255

struct miscdevice {
	int minor;			/* or MISC_DYNAMIC_MINOR: any */
	const char *name;		/* in /dev */
	const struct file_operations *fops;
	struct list_head list;
	struct device *parent;		/* may be NULL */
	struct device *this_device;	/* filled in */
	const struct attribute_group **groups;	/* of it; may be NULL */
	const char *nodename;		/* in /dev, if it is not @name */
	umode_t mode;			/* permissions; 0: 0600 */
};

#define module_misc_device(misc)	\
	module_driver(misc, misc_register, misc_deregister)
#define builtin_misc_device(misc)	\
	builtin_driver(misc, misc_register)

/**
 * misc_register() - make a device that programs can open
 * @misc: stays the caller's; with a dynamic minor number it is filled in
 *
 * In ->open(), file->private_data is @misc.
 *
 * Context: May sleep.
 * Return: 0, -EBUSY if the number is taken or there is none, -EEXIST for the
 *	name, -ENOMEM.
 * Pairs with: misc_deregister().
 */
int misc_register(struct miscdevice *misc);

/**
 * misc_deregister() - take it away; nothing of it is open
 * @misc: registered
 *
 * Context: May sleep.
 */
void misc_deregister(struct miscdevice *misc);

#endif
