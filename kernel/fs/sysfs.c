/* SPDX-License-Identifier: MIT */
/*
 * sysfs.c - directories and links of kobjects, see octavo/sysfs.h. What their
 * files do is in sysfs_file.c, groups are in sysfs_group.c.
 *
 * kobj->sd is the directory, with a reference of the kobject's besides the one
 * that kernfs_remove() gives up: it may be removed with its parent.
 */
#include "../internal.h"
#include <octavo/kobject.h>
#include "internal.h"

struct kernfs_node *sysfs_root;

/* ---- directories --------------------------------------------------------------- */

static struct kernfs_node *dir_of(struct kobject *kobj)
{
	return kobj ? kobj->sd : sysfs_root;
}

int sysfs_create_dir(struct kobject *kobj)
{
	struct kernfs_node *parent = dir_of(kobj->parent), *dir;
	const struct kernfs_what what = {
		.name = kobj->name, .mode = S_IFDIR | 0755, .owner = kobj,
	};

	if (!parent)
		return -ENOENT;
	dir = kernfs_create(parent, &what);
	if (IS_ERR(dir))
		return (int)PTR_ERR(dir);
	kobj->sd = kernfs_get(dir);
	return 0;
}

void sysfs_remove_dir(struct kobject *kobj)
{
	struct kernfs_node *dir = kobj->sd;

	kobj->sd = NULL;
	kernfs_remove(dir);
	kernfs_put(dir);
}

int sysfs_rename_dir(struct kobject *kobj, const char *new_name)
{
	return kernfs_rename(kobj->sd, dir_of(kobj->parent), new_name);
}

int sysfs_move_dir(struct kobject *kobj, struct kobject *new_parent)
{
	return kernfs_rename(kobj->sd, dir_of(new_parent), kobj->name);
}

/* ---- links ------------------------------------------------------------------------ */

int sysfs_create_link(struct kobject *kobj, struct kobject *target,
		      const char *name)
{
	struct kernfs_node *dir = dir_of(kobj), *link;

	if (!dir || !target->sd)
		return -ENOENT;
	link = kernfs_create_link(dir, name, target->sd);
	if (PTR_ERR_OR_ZERO(link) == -EEXIST)
		pr_warn("sysfs: cannot make the link '%s': there is one of that name\n",
			name);
	return PTR_ERR_OR_ZERO(link);
}

void sysfs_remove_link_to(struct kobject *kobj, struct kobject *target,
			  const char *name)
{
	struct kernfs_node *dir = dir_of(kobj), *link;

	if (!dir || !target->sd)
		return;
	link = kernfs_find_link(dir, target->sd, name);
	kernfs_remove(link);
	kernfs_put(link);
}

void sysfs_remove_link(struct kobject *kobj, const char *name)
{
	struct kernfs_node *dir = dir_of(kobj);

	if (dir)
		kernfs_remove_by_name(dir, name);
}
