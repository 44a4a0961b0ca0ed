/* SPDX-License-Identifier: MIT */
/*
 * module_sysfs.h - what is to be seen of modules in /sys.
 */
#ifndef KERNEL_MODULE_SYSFS_H
#define KERNEL_MODULE_SYSFS_H

struct module;

/* Show @mod and its parameters. 0, -ENOMEM, -EEXIST; undone then. */
int module_show(struct module *mod);
void module_hide(struct module *mod);

#endif
