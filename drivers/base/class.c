/* SPDX-License-Identifier: MIT */
/*
 * class.c - classes: what devices are, whatever they sit on.
 *
 * A class may be a constant of its owner; what changes is in a struct
 * class_private, found by its address.
 *
 * Locking: classes_lock for the list of them; each has a lock for its devices.
 */
#include <octavo/bug.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "internal.h"

static DEFINE_MUTEX(classes_lock);
static LIST_HEAD(classes);

struct class_private *class_private(const struct class *cls)
{
	struct class_private *p, *found = NULL;

	mutex_lock(&classes_lock);
	list_for_each_entry(p, &classes, link)
		if (p->class == cls)
			found = p;
	mutex_unlock(&classes_lock);
	return found;
}

/* ---- registering ------------------------------------------------------------- */

static void class_release(struct kobject *kobj)
{
	struct class_private *p = container_of(to_kset(kobj),
					       struct class_private, subsys);

	if (p->class->class_release)
		p->class->class_release(p->class);
	kfree(p);
}

static ssize_t class_attr_show(struct kobject *kobj, struct attribute *attr,
			       char *buf)
{
	const struct class_private *p = container_of(to_kset(kobj),
		const struct class_private, subsys);
	struct class_attribute *a = container_of(attr, struct class_attribute,
						 attr);

	return a->show ? a->show(p->class, a, buf) : -EIO;
}

static ssize_t class_attr_store(struct kobject *kobj, struct attribute *attr,
				const char *buf, size_t count)
{
	const struct class_private *p = container_of(to_kset(kobj),
		const struct class_private, subsys);
	struct class_attribute *a = container_of(attr, struct class_attribute,
						 attr);

	return a->store ? a->store(p->class, a, buf, count) : -EIO;
}

static const struct sysfs_ops class_sysfs_ops = {
	.show = class_attr_show, .store = class_attr_store,
};
static const struct kobj_type class_type = {
	.release = class_release, .sysfs_ops = &class_sysfs_ops,
};

static void glue_release(struct kobject *kobj)
{
}

/* Part of struct class_private: has nothing of its own. */
static const struct kobj_type glue_set_type = { .release = glue_release };

int class_register(const struct class *cls)
{
	struct class_private *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	p->class = cls;
	mutex_init(&p->lock);
	INIT_LIST_HEAD(&p->devices);
	p->glue.kobj.ktype = &glue_set_type;
	kset_init(&p->glue);
	p->subsys.kobj.ktype = &class_type;
	p->subsys.kobj.kset = class_kset;
	err = kobject_set_name(&p->subsys.kobj, "%s", cls->name);
	if (!err)
		err = kset_register(&p->subsys);
	if (err) {
		kfree(p);
		return err;
	}
	mutex_lock(&classes_lock);
	list_add_tail(&p->link, &classes);
	mutex_unlock(&classes_lock);
	err = sysfs_create_groups(&p->subsys.kobj,
		(const struct attribute_group **)cls->class_groups);
	if (err)
		class_unregister(cls);
	return err;
}

void class_unregister(const struct class *cls)
{
	struct class_private *p = class_private(cls);

	if (WARN(!p, "class_unregister: '%s' is not registered\n", cls->name))
		return;
	WARN(!list_empty(&p->devices), "class '%s' still has devices\n",
	     cls->name);
	sysfs_remove_groups(&p->subsys.kobj,
			    (const struct attribute_group **)cls->class_groups);
	mutex_lock(&classes_lock);
	list_del(&p->link);
	mutex_unlock(&classes_lock);
	kset_unregister(&p->subsys);
}

static void free_class(const struct class *cls)
{
	kfree(cls);
}

struct class *class_create_named(const char *name)
{
	struct class *cls = kzalloc(sizeof(*cls), GFP_KERNEL);
	int err;

	if (!cls)
		return ERR_PTR(-ENOMEM);
	cls->name = name;
	err = class_register(cls);
	if (!err) {
		/* Only now: a class that was refused is not released. */
		cls->class_release = free_class;
		return cls;
	}
	kfree(cls);
	return ERR_PTR(err);
}

void class_destroy(const struct class *cls)
{
	if (!IS_ERR_OR_NULL(cls))
		class_unregister(cls);
}

int class_create_file(const struct class *cls,
		      const struct class_attribute *attr)
{
	struct class_private *p = class_private(cls);

	return p ? sysfs_create_file(&p->subsys.kobj, &attr->attr) : -EINVAL;
}

void class_remove_file(const struct class *cls,
		       const struct class_attribute *attr)
{
	struct class_private *p = class_private(cls);

	if (p)
		sysfs_remove_file(&p->subsys.kobj, &attr->attr);
}

/* ---- its devices ---------------------------------------------------------------- */

/* The one after @prev, which is let go of, or the first; referenced, or NULL. */
static struct device *next_device(struct class_private *p, struct device *prev)
{
	struct list_head *next;
	struct device *dev = NULL;

	mutex_lock(&p->lock);
	next = prev ? prev->class_node.next : p->devices.next;
	if (next != &p->devices && !(prev && list_empty(&prev->class_node)))
		dev = get_device(list_entry(next, struct device, class_node));
	mutex_unlock(&p->lock);
	put_device(prev);
	return dev;
}

struct device *class_find_device(const struct class *cls,
				 const struct device *start, const void *data,
				 int (*match)(struct device *dev,
					      const void *data))
{
	struct class_private *p = class_private(cls);
	struct device *dev = get_device((struct device *)start);

	while (p && (dev = next_device(p, dev)))
		if (match(dev, data))
			return dev;
	return NULL;
}

int class_for_each_device(const struct class *cls, const struct device *start,
			  void *data,
			  int (*fn)(struct device *dev, void *data))
{
	struct class_private *p = class_private(cls);
	struct device *dev = get_device((struct device *)start);
	int ret = 0;

	if (!p)
		return -EINVAL;
	while (!ret && (dev = next_device(p, dev)))
		ret = fn(dev, data);
	if (ret)
		put_device(dev);
	return ret;
}

int device_match_name(struct device *dev, const void *name)
{
	return strcmp(dev_name(dev), name) == 0;
}

int device_match_devt(struct device *dev, const void *pdevt)
{
	return dev->devt == *(const dev_t *)pdevt;
}

int device_match_any(struct device *dev, const void *unused)
{
	return 1;
}
