/* SPDX-License-Identifier: MIT */
/*
 * sysfs_group.c - lists of attributes, see octavo/sysfs.h.
 */
#include "../internal.h"
#include <octavo/kobject.h>
#include "internal.h"

static void remove_all(struct kernfs_node *dir,
		       const struct attribute_group *grp)
{
	for (size_t i = 0; grp->attrs && grp->attrs[i]; i++)
		kernfs_remove_by_name(dir, grp->attrs[i]->name);
	for (size_t i = 0; grp->bin_attrs && grp->bin_attrs[i]; i++)
		kernfs_remove_by_name(dir, grp->bin_attrs[i]->attr.name);
}

/* One attribute that is visible, in place of one that may be there. */
static int create_one(struct kernfs_node *dir, struct kobject *kobj,
		      const struct attribute_group *grp, int n, bool update)
{
	struct attribute *attr = grp->attrs[n];
	umode_t mode = attr->mode;

	if (update)
		kernfs_remove_by_name(dir, attr->name);
	if (grp->is_visible)
		mode = grp->is_visible(kobj, attr, n);
	return mode ? sysfs_add_file(dir, kobj, attr, mode) : 0;
}

static int create_one_bin(struct kernfs_node *dir, struct kobject *kobj,
			  const struct attribute_group *grp, int n, bool update)
{
	struct bin_attribute *bin = grp->bin_attrs[n];
	umode_t mode = bin->attr.mode;

	if (update)
		kernfs_remove_by_name(dir, bin->attr.name);
	if (grp->is_bin_visible)
		mode = grp->is_bin_visible(kobj, bin, n);
	return mode ? sysfs_add_bin_file(dir, kobj, bin, mode) : 0;
}

static int create_all(struct kernfs_node *dir, struct kobject *kobj,
		      const struct attribute_group *grp, bool update)
{
	int err = 0;

	for (int i = 0; !err && grp->attrs && grp->attrs[i]; i++)
		err = create_one(dir, kobj, grp, i, update);
	for (int i = 0; !err && grp->bin_attrs && grp->bin_attrs[i]; i++)
		err = create_one_bin(dir, kobj, grp, i, update);
	if (err)
		remove_all(dir, grp);
	return err;
}

/* The directory of @grp, referenced; made if it is not there and not an
 * update. ERR_PTR on an error. */
static struct kernfs_node *group_dir(struct kobject *kobj,
				     const struct attribute_group *grp,
				     bool update)
{
	struct kernfs_node *dir;

	if (!kobj->sd)
		return ERR_PTR(-ENOENT);
	if (!grp->name)
		return kernfs_get(kobj->sd);
	if (update) {
		dir = kernfs_find(kobj->sd, grp->name);
		return dir ? dir : ERR_PTR(-EINVAL);
	}
	dir = kernfs_create_dir(kobj->sd, grp->name, 0755);
	return IS_ERR(dir) ? dir : kernfs_get(dir);
}

static int make_group(struct kobject *kobj, const struct attribute_group *grp,
		      bool update)
{
	struct kernfs_node *dir;
	int err;

	if (WARN(!kobj, "sysfs_create_group: no object\n"))
		return -EINVAL;
	if (!grp->attrs && !grp->bin_attrs) {
		pr_warn("sysfs: the group '%s' of '%s' has no attributes\n",
			grp->name ? grp->name : "", kobj->name);
		return -EINVAL;
	}
	dir = group_dir(kobj, grp, update);
	if (IS_ERR(dir))
		return (int)PTR_ERR(dir);
	err = create_all(dir, kobj, grp, update);
	if (err && grp->name)
		kernfs_remove(dir);
	kernfs_put(dir);
	return err;
}

int sysfs_create_group(struct kobject *kobj, const struct attribute_group *grp)
{
	return make_group(kobj, grp, false);
}

int sysfs_update_group(struct kobject *kobj, const struct attribute_group *grp)
{
	return make_group(kobj, grp, true);
}

void sysfs_remove_group(struct kobject *kobj,
			const struct attribute_group *grp)
{
	struct kernfs_node *dir;

	if (!kobj->sd)
		return;
	if (!grp->name) {
		remove_all(kobj->sd, grp);
		return;
	}
	dir = kernfs_find(kobj->sd, grp->name);
	if (WARN(!dir, "sysfs group '%s' not found for kobject '%s'\n",
		 grp->name, kobj->name))
		return;
	kernfs_remove(dir);
	kernfs_put(dir);
}

int sysfs_create_groups(struct kobject *kobj,
			const struct attribute_group **grps)
{
	int err = 0;
	size_t n = 0;

	for (; grps && grps[n] && !err; n++)
		err = sysfs_create_group(kobj, grps[n]);
	if (err)
		for (n--; n > 0; n--)
			sysfs_remove_group(kobj, grps[n - 1]);
	return err;
}

void sysfs_remove_groups(struct kobject *kobj,
			 const struct attribute_group **grps)
{
	for (; grps && *grps; grps++)
		sysfs_remove_group(kobj, *grps);
}

int sysfs_add_file_to_group(struct kobject *kobj, const struct attribute *attr,
			    const char *group)
{
	struct kernfs_node *dir;
	int err;

	if (!kobj->sd)
		return -ENOENT;
	dir = group ? kernfs_find(kobj->sd, group) : kernfs_get(kobj->sd);
	if (!dir)
		return -ENOENT;
	err = sysfs_add_file(dir, kobj, attr, attr->mode);
	kernfs_put(dir);
	return err;
}

void sysfs_remove_file_from_group(struct kobject *kobj,
				  const struct attribute *attr,
				  const char *group)
{
	struct kernfs_node *dir;

	if (!kobj->sd)
		return;
	dir = group ? kernfs_find(kobj->sd, group) : kernfs_get(kobj->sd);
	if (dir)
		kernfs_remove_by_name(dir, attr->name);
	kernfs_put(dir);
}
