/* SPDX-License-Identifier: MIT */
/*
 * core.c - devices appear and disappear, see octavo/device.h.
 *
 *	/sys/devices/virtual/CLASS/NAME		of a class, without a parent
 *	PARENT/CLASS/NAME			the parent is of a bus
 *	PARENT/NAME				it is of a class itself, or this
 *						one is of none
 *	/sys/devices/NAME			neither parent nor class
 *
 * The directory CLASS in between (glue) is there while it has devices.
 *
 * Locking: a class has a lock for its devices; children_lock for the lists of
 * children.
 */
#include <octavo/cdev.h>
#include <octavo/bug.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "internal.h"

const struct bus_hooks *bus_hooks;
static DEFINE_MUTEX(children_lock);

/* ---- attributes --------------------------------------------------------------- */

static ssize_t dev_attr_show(struct kobject *kobj, struct attribute *attr,
			     char *buf)
{
	struct device_attribute *a = container_of(attr, struct device_attribute,
						  attr);

	return a->show ? a->show(kobj_to_dev(kobj), a, buf) : -EIO;
}

static ssize_t dev_attr_store(struct kobject *kobj, struct attribute *attr,
			      const char *buf, size_t count)
{
	struct device_attribute *a = container_of(attr, struct device_attribute,
						  attr);

	return a->store ? a->store(kobj_to_dev(kobj), a, buf, count) : -EIO;
}

static const struct sysfs_ops dev_sysfs_ops = {
	.show = dev_attr_show, .store = dev_attr_store,
};

int device_create_file(struct device *dev, const struct device_attribute *attr)
{
	if (!dev)
		return 0;
	WARN((attr->attr.mode & S_IWUGO) && !attr->store,
	     "Attribute %s: write permission without 'store'\n",
	     attr->attr.name);
	WARN((attr->attr.mode & S_IRUGO) && !attr->show,
	     "Attribute %s: read permission without 'show'\n",
	     attr->attr.name);
	return sysfs_create_file(&dev->kobj, &attr->attr);
}

void device_remove_file(struct device *dev, const struct device_attribute *attr)
{
	if (dev)
		sysfs_remove_file(&dev->kobj, &attr->attr);
}

int device_create_bin_file(struct device *dev, const struct bin_attribute *attr)
{
	return dev ? sysfs_create_bin_file(&dev->kobj, attr) : -EINVAL;
}

void device_remove_bin_file(struct device *dev,
			    const struct bin_attribute *attr)
{
	if (dev)
		sysfs_remove_bin_file(&dev->kobj, attr);
}

int device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	return sysfs_create_groups(&dev->kobj, groups);
}

void device_remove_groups(struct device *dev,
			  const struct attribute_group **groups)
{
	sysfs_remove_groups(&dev->kobj, groups);
}

static ssize_t dev_show(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	return sysfs_emit(buf, "%u:%u\n", MAJOR(dev->devt), MINOR(dev->devt));
}

static const DEVICE_ATTR_RO(dev);

/* ---- events --------------------------------------------------------------------- */

/* Its name in /dev and what is to be freed of it; *mode stays 0 for 0600. */
static const char *devnode(struct device *dev, umode_t *mode, char **to_free)
{
	char *name = NULL;
	u32 uid, gid;

	*to_free = NULL;
	*mode = 0;
	if (dev->type && dev->type->devnode)
		name = dev->type->devnode(dev, mode, &uid, &gid);
	if (!name && dev->class && dev->class->devnode)
		name = dev->class->devnode(dev, mode);
	if (!name && !strchr(dev_name(dev), '!'))
		return dev_name(dev);
	if (!name)
		name = kstrdup(dev_name(dev), GFP_KERNEL);
	for (char *s = name; s && *s; s++)
		if (*s == '!')
			*s = '/';
	*to_free = name;
	return name;
}

static int add_node_vars(struct device *dev, struct kobj_uevent_env *env)
{
	umode_t mode;
	char *tmp;
	const char *name = devnode(dev, &mode, &tmp);
	int err;

	err = add_uevent_var(env, "MAJOR=%u", MAJOR(dev->devt));
	if (!err)
		err = add_uevent_var(env, "MINOR=%u", MINOR(dev->devt));
	if (!err && name)
		err = add_uevent_var(env, "DEVNAME=%s", name);
	if (!err && name && mode)
		err = add_uevent_var(env, "DEVMODE=%#o", mode & 0777);
	kfree(tmp);
	return err;
}

static int dev_uevent(const struct kobject *kobj, struct kobj_uevent_env *env)
{
	struct device *dev = kobj_to_dev((struct kobject *)kobj);
	int err = 0;

	if (MAJOR(dev->devt))
		err = add_node_vars(dev, env);
	if (!err && dev->type && dev->type->name)
		err = add_uevent_var(env, "DEVTYPE=%s", dev->type->name);
	if (!err)
		err = bus_uevent(dev, env);
	if (!err && dev->class && dev->class->dev_uevent)
		err = dev->class->dev_uevent(dev, env);
	if (!err && dev->type && dev->type->uevent)
		err = dev->type->uevent(dev, env);
	return err;
}

static ssize_t uevent_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	struct kobj_uevent_env *env = kzalloc(sizeof(*env), GFP_KERNEL);
	int len = 0;

	if (!env)
		return -ENOMEM;
	if (!dev_uevent(&dev->kobj, env))
		for (int i = 0; i < env->envp_idx; i++)
			len += sysfs_emit_at(buf, len, "%s\n", env->envp[i]);
	kfree(env);
	return len;
}

static ssize_t uevent_store(struct device *dev, struct device_attribute *attr,
			    const char *buf, size_t count)
{
	int err = kobject_synth_uevent(&dev->kobj, buf, count);

	return err ? err : (ssize_t)count;
}

static const DEVICE_ATTR_RW(uevent);

static void dev_release(struct kobject *kobj);

static const struct kobj_type device_type_kobj = {
	.release = dev_release, .sysfs_ops = &dev_sysfs_ops,
};

static bool is_device(const struct kobject *kobj)
{
	return kobj->ktype == &device_type_kobj;
}

static int uevent_filter(const struct kobject *kobj)
{
	const struct device *dev = container_of(kobj, const struct device, kobj);

	return is_device(kobj) && (dev->bus || dev->class);
}

static const char *uevent_name(const struct kobject *kobj)
{
	const struct device *dev = container_of(kobj, const struct device, kobj);

	return dev->bus ? bus_name(dev) : dev->class->name;
}

static const struct kset_uevent_ops device_uevent_ops = {
	.filter = uevent_filter, .name = uevent_name, .uevent = dev_uevent,
};

/* ---- life ------------------------------------------------------------------------ */

static void dev_release(struct kobject *kobj)
{
	struct device *dev = kobj_to_dev(kobj);

	device_release_resources(dev);
	if (dev->release)
		dev->release(dev);
	else if (dev->type && dev->type->release)
		dev->type->release(dev);
	else if (dev->class && dev->class->dev_release)
		dev->class->dev_release(dev);
	else
		WARN(1, "Device '%s' does not have a release() function, it is broken and must be fixed.\n",
		     dev_name(dev));
}

void device_initialize(struct device *dev)
{
	dev->kobj.kset = devices_kset;
	kobject_init(&dev->kobj, &device_type_kobj);
	mutex_init(&dev->mutex);
	spin_lock_init(&dev->devres_lock);
	INIT_LIST_HEAD(&dev->devres_head);
	INIT_LIST_HEAD(&dev->class_node);
	INIT_LIST_HEAD(&dev->bus_node);
	INIT_LIST_HEAD(&dev->driver_node);
	INIT_LIST_HEAD(&dev->children);
	INIT_LIST_HEAD(&dev->sibling);
	dev->numa_node = -1;
}

struct device *get_device(struct device *dev)
{
	return dev ? kobj_to_dev(kobject_get(&dev->kobj)) : NULL;
}

void put_device(struct device *dev)
{
	if (dev)
		kobject_put(&dev->kobj);
}

int dev_set_name(struct device *dev, const char *fmt, ...)
{
	va_list args;
	int err;

	va_start(args, fmt);
	err = kobject_set_name_vargs(&dev->kobj, fmt, args);
	va_end(args);
	return err;
}

/* ---- where it is --------------------------------------------------------------------- */

static void glue_dir_release(struct kobject *kobj)
{
	kfree(kobj);
}

static const struct kobj_type glue_dir_type = { .release = glue_dir_release };

/* The directory of a class in that of @parent, referenced; or ERR_PTR. */
static struct kobject *glue_dir(struct class_private *p, struct kobject *parent)
{
	struct kobject *kobj, *found = NULL;
	int err;

	spin_lock(&p->glue.list_lock);
	list_for_each_entry(kobj, &p->glue.list, entry)
		if (!found && kobj->parent == parent)
			found = kobject_get_unless_zero(kobj);
	spin_unlock(&p->glue.list_lock);
	if (found)
		return found;
	kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);
	if (!kobj)
		return ERR_PTR(-ENOMEM);
	kobj->kset = &p->glue;
	err = kobject_init_and_add(kobj, &glue_dir_type, parent, "%s",
				   p->class->name);
	if (!err)
		return kobj;
	kobject_put(kobj);
	return ERR_PTR(err);
}

/* In whose directory it appears: referenced, NULL for /sys/devices, ERR_PTR. */
static struct kobject *parent_dir(struct device *dev, struct class_private *p)
{
	if (p && !dev->parent)
		return glue_dir(p, virtual_kobj);
	if (p && !dev->parent->class)
		return glue_dir(p, &dev->parent->kobj);
	return dev->parent ? kobject_get(&dev->parent->kobj) : NULL;
}

static int add_dir(struct device *dev, struct class_private *p)
{
	struct kobject *dir = parent_dir(dev, p);
	int err;

	if (IS_ERR(dir))
		return (int)PTR_ERR(dir);
	err = kobject_add(&dev->kobj, dir, NULL);
	kobject_put(dir);
	return err;
}

/* ---- links ---------------------------------------------------------------------------- */

static int add_class_links(struct device *dev, struct class_private *p)
{
	int err;

	if (!p)
		return 0;
	err = sysfs_create_link(&dev->kobj, &p->subsys.kobj, "subsystem");
	if (!err && dev->parent)
		err = sysfs_create_link(&dev->kobj, &dev->parent->kobj,
					"device");
	if (!err)
		err = sysfs_create_link(&p->subsys.kobj, &dev->kobj,
					dev_name(dev));
	return err;
}

static void number_name(const struct device *dev, char *buf, size_t size)
{
	snprintf(buf, size, "%u:%u", MAJOR(dev->devt), MINOR(dev->devt));
}

/* A name in /dev, and a link in /sys/dev/char. */
static int add_node(struct device *dev)
{
	umode_t mode;
	char *tmp, number[24];
	const char *name;
	int err;

	if (!MAJOR(dev->devt))
		return 0;
	err = device_create_file(dev, &dev_attr_dev);
	number_name(dev, number, sizeof(number));
	if (!err)
		err = sysfs_create_link(sysfs_dev_char_kobj, &dev->kobj, number);
	if (err)
		return err;
	name = devnode(dev, &mode, &tmp);
	err = name ? devtmpfs_create_node(name, mode ? mode & S_IALLUGO : 0600,
					  dev->devt) : -ENOMEM;
	kfree(tmp);
	dev->has_node = !err;
	/* Somebody else has made that name: that is his affair. */
	return err == -EEXIST ? 0 : err;
}

static void del_node(struct device *dev)
{
	umode_t mode;
	char *tmp, number[24];
	const char *name;

	if (!MAJOR(dev->devt))
		return;
	number_name(dev, number, sizeof(number));
	sysfs_remove_link(sysfs_dev_char_kobj, number);
	if (!dev->has_node)
		return;
	name = devnode(dev, &mode, &tmp);
	devtmpfs_delete_number(name, dev->devt);
	kfree(tmp);
	dev->has_node = false;
}

/* ---- appearing and disappearing --------------------------------------------------------- */

static int add_attributes(struct device *dev)
{
	const struct class *cls = dev->class;
	int err = device_create_file(dev, &dev_attr_uevent);

	if (!err && cls)
		err = sysfs_create_groups(&dev->kobj,
			(const struct attribute_group **)cls->dev_groups);
	if (!err && dev->type)
		err = sysfs_create_groups(&dev->kobj,
			(const struct attribute_group **)dev->type->groups);
	return err ? err : sysfs_create_groups(&dev->kobj, dev->groups);
}

static void join_lists(struct device *dev, struct class_private *p)
{
	if (dev->parent) {
		mutex_lock(&children_lock);
		list_add_tail(&dev->sibling, &dev->parent->children);
		mutex_unlock(&children_lock);
	}
	if (p) {
		mutex_lock(&p->lock);
		list_add_tail(&dev->class_node, &p->devices);
		mutex_unlock(&p->lock);
	}
}

static void leave_lists(struct device *dev, struct class_private *p)
{
	mutex_lock(&children_lock);
	list_del_init(&dev->sibling);
	mutex_unlock(&children_lock);
	if (!p)
		return;
	mutex_lock(&p->lock);
	list_del_init(&dev->class_node);
	mutex_unlock(&p->lock);
}

/* What add_class_links() did, whole or in part. */
static void del_class_links(struct device *dev, struct class_private *p)
{
	if (p)
		sysfs_remove_link_to(&p->subsys.kobj, &dev->kobj,
				     dev_name(dev));
}

static int appear(struct device *dev, struct class_private *p)
{
	int err = add_dir(dev, p);

	if (err)
		return err;
	err = add_attributes(dev);
	if (!err)
		err = add_class_links(dev, p);
	if (!err)
		err = bus_add_device(dev);
	if (err)
		goto undo_links;
	err = add_node(dev);
	if (err)
		goto undo_node;
	return 0;

undo_node:
	del_node(dev);
	bus_remove_device(dev);
undo_links:
	del_class_links(dev, p);
	kobject_del(&dev->kobj);
	return err;
}

int device_add(struct device *dev)
{
	struct class_private *p;
	int err;

	if (!get_device(dev))
		return -EINVAL;
	p = dev->class ? class_private(dev->class) : NULL;
	if (dev->init_name) {
		err = dev_set_name(dev, "%s", dev->init_name);
		if (err)
			goto put;
		dev->init_name = NULL;
	}
	err = -EINVAL;
	if (!dev->kobj.name || (dev->class && !p))
		goto put;
	devices_kset->uevent_ops = &device_uevent_ops;
	/* Buses whose devices are not registered: it is of no parent then. */
	if (dev->parent && !device_is_registered(dev->parent))
		dev->parent = NULL;
	get_device(dev->parent);
	err = appear(dev, p);
	if (err) {
		put_device(dev->parent);
		goto put;
	}
	kobject_uevent(&dev->kobj, KOBJ_ADD);
	join_lists(dev, p);
	bus_probe_device(dev);
put:
	put_device(dev);
	return err;
}

int device_register(struct device *dev)
{
	device_initialize(dev);
	return device_add(dev);
}

void device_del(struct device *dev)
{
	struct class_private *p = dev->class ? class_private(dev->class) : NULL;
	struct device *parent = dev->parent;

	device_lock(dev);
	dev->dead = true;
	device_unlock(dev);
	del_node(dev);
	leave_lists(dev, p);
	bus_remove_device(dev);
	del_class_links(dev, p);
	device_release_resources(dev);
	kobject_uevent(&dev->kobj, KOBJ_REMOVE);
	kobject_del(&dev->kobj);
	put_device(parent);
}

void device_unregister(struct device *dev)
{
	device_del(dev);
	put_device(dev);
}

int device_rename(struct device *dev, const char *new_name)
{
	struct class_private *p = dev->class ? class_private(dev->class) : NULL;
	int err = kobject_rename(&dev->kobj, new_name);

	if (err || !p)
		return err;
	sysfs_remove_link_to(&p->subsys.kobj, &dev->kobj, NULL);
	return sysfs_create_link(&p->subsys.kobj, &dev->kobj, dev_name(dev));
}

/* ---- devices of a class -------------------------------------------------------------------- */

static void free_device(struct device *dev)
{
	kfree(dev);
}

/* What device_create() is told. */
struct creation {
	const struct class *cls;
	struct device *parent;
	dev_t devt;
	void *drvdata;
	const struct attribute_group **groups;
};

static struct device *create(const struct creation *c, const char *fmt,
			     va_list args)
{
	struct device *dev;
	int err;

	if (IS_ERR_OR_NULL(c->cls))
		return ERR_PTR(-ENODEV);
	dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->devt = c->devt;
	dev->class = c->cls;
	dev->parent = c->parent;
	dev->groups = c->groups;
	dev->release = free_device;
	dev->driver_data = c->drvdata;
	err = kobject_set_name_vargs(&dev->kobj, fmt, args);
	if (!err)
		err = device_add(dev);
	if (!err)
		return dev;
	put_device(dev);
	return ERR_PTR(err);
}

struct device *device_create_vargs(const struct class *cls,
				   struct device *parent, dev_t devt,
				   void *drvdata, const char *fmt,
				   __builtin_va_list args)
{
	const struct creation c = { cls, parent, devt, drvdata, NULL };

	return create(&c, fmt, args);
}

struct device *device_create(const struct class *cls, struct device *parent,
			     dev_t devt, void *drvdata, const char *fmt, ...)
{
	const struct creation c = { cls, parent, devt, drvdata, NULL };
	struct device *dev;
	va_list args;

	va_start(args, fmt);
	dev = create(&c, fmt, args);
	va_end(args);
	return dev;
}

struct device *device_create_with_groups(const struct class *cls,
					 struct device *parent, dev_t devt,
					 void *drvdata,
					 const struct attribute_group **groups,
					 const char *fmt, ...)
{
	const struct creation c = { cls, parent, devt, drvdata, groups };
	struct device *dev;
	va_list args;

	va_start(args, fmt);
	dev = create(&c, fmt, args);
	va_end(args);
	return dev;
}

void device_destroy(const struct class *cls, dev_t devt)
{
	struct device *dev = IS_ERR_OR_NULL(cls) ? NULL :
			     class_find_device_by_devt(cls, devt);

	if (!dev)
		return;
	put_device(dev);
	device_unregister(dev);
}

/* ---- other ways to make and to find --------------------------------------------------------- */

struct device *root_device_register(const char *name)
{
	struct device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);
	int err;

	if (!dev)
		return ERR_PTR(-ENOMEM);
	device_initialize(dev);
	dev->release = free_device;
	err = dev_set_name(dev, "%s", name);
	if (!err)
		err = device_add(dev);
	if (!err)
		return dev;
	put_device(dev);
	return ERR_PTR(err);
}

void root_device_unregister(struct device *root)
{
	device_unregister(root);
}

/* The child after @prev, which is let go of; referenced, or NULL. */
static struct device *next_child(struct device *parent, struct device *prev)
{
	struct list_head *next;
	struct device *dev = NULL;

	mutex_lock(&children_lock);
	next = prev ? prev->sibling.next : parent->children.next;
	if (next != &parent->children && !(prev && list_empty(&prev->sibling)))
		dev = get_device(list_entry(next, struct device, sibling));
	mutex_unlock(&children_lock);
	put_device(prev);
	return dev;
}

int device_for_each_child(struct device *parent, void *data,
			  int (*fn)(struct device *dev, void *data))
{
	struct device *dev = NULL;
	int ret = 0;

	while (!ret && (dev = next_child(parent, dev)))
		ret = fn(dev, data);
	if (ret)
		put_device(dev);
	return ret;
}

struct device *device_find_child(struct device *parent, void *data,
				 int (*match)(struct device *dev, void *data))
{
	struct device *dev = NULL;

	while ((dev = next_child(parent, dev)))
		if (match(dev, data))
			return dev;
	return NULL;
}

int cdev_device_add(struct cdev *cdev, struct device *dev)
{
	int err = 0;

	if (dev->devt) {
		cdev_set_parent(cdev, &dev->kobj);
		err = cdev_add(cdev, dev->devt, 1);
		if (err)
			return err;
	}
	err = device_add(dev);
	if (err && dev->devt)
		cdev_del(cdev);
	return err;
}

void cdev_device_del(struct cdev *cdev, struct device *dev)
{
	device_del(dev);
	if (dev->devt)
		cdev_del(cdev);
}
