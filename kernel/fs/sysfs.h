/* SPDX-License-Identifier: MIT */
/*
 * fs/sysfs.h - directories of kobjects, between kobject.c and sysfs.c.
 */
#ifndef KERNEL_FS_SYSFS_H
#define KERNEL_FS_SYSFS_H

#include <octavo/sysfs.h>

extern struct kernfs_node *sysfs_root;	/* NULL: there is no /sys (yet) */

/* A directory for @kobj in that of its parent; 0, -EEXIST, -ENOENT, -ENOMEM. */
int sysfs_create_dir(struct kobject *kobj);
void sysfs_remove_dir(struct kobject *kobj);
int sysfs_rename_dir(struct kobject *kobj, const char *new_name);
int sysfs_move_dir(struct kobject *kobj, struct kobject *new_parent);
/* A file of @kobj in @dir, NULL: it has none. */
int sysfs_add_file(struct kernfs_node *dir, struct kobject *kobj,
		   const struct attribute *attr, umode_t mode);
int sysfs_add_bin_file(struct kernfs_node *dir, struct kobject *kobj,
		       const struct bin_attribute *bin, umode_t mode);

#endif
