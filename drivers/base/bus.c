/* SPDX-License-Identifier: MIT */
/*
 * bus.c - buses, their folders in /sys, and the drivers on them, see
 * octavo/driver.h.
 *
 *	/sys/bus/NAME/devices/		links to the devices
 *	/sys/bus/NAME/drivers/DRIVER/	links to those it has; bind, unbind
 *	/sys/bus/NAME/drivers_autoprobe, drivers_probe, uevent
 *
 * A folder's kset is freed with its last reference, which a program's open file
 * may be; so what belongs to it is in memory of its own, not in the caller's.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/kstrtox.h>
#include <octavo/module.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "internal.h"
#include "init.h"
#include "private.h"

static LIST_HEAD(buses);

struct bus_private *bus_private(const struct bus_type *bus)
{
	struct bus_private *p;

	list_for_each_entry(p, &buses, link)
		if (p->bus == bus)
			return p;
	return NULL;
}

/* ---- going through them: @start and what comes after it may go meanwhile  */

static struct list_head *next_device(struct bus_private *p, struct device *dev)
{
	return dev ? dev->bus_node.next : p->devices.next;
}

int bus_for_each_dev(const struct bus_type *bus, struct device *start,
		     void *data, int (*fn)(struct device *dev, void *data))
{
	struct bus_private *p = bus_private(bus);
	struct device *dev = start;
	struct list_head *at;
	int ret = 0;

	if (!p)
		return -EINVAL;
	get_device(dev);
	while (!ret && (at = next_device(p, dev)) != &p->devices) {
		put_device(dev);
		dev = get_device(list_entry(at, struct device, bus_node));
		ret = fn(dev, data);
		/* It is on no list any more: what came after is unknown. */
		if (list_empty(&dev->bus_node))
			break;
	}
	put_device(dev);
	return ret;
}

struct device *bus_find_device(const struct bus_type *bus, struct device *start,
			       const void *data,
			       int (*match)(struct device *dev,
					    const void *data))
{
	struct bus_private *p = bus_private(bus);
	struct list_head *at;

	if (!p)
		return NULL;
	for (at = next_device(p, start); at != &p->devices; at = at->next) {
		struct device *dev = list_entry(at, struct device, bus_node);

		if (match(dev, data))
			return get_device(dev);
	}
	return NULL;
}

int bus_for_each_drv(const struct bus_type *bus, struct device_driver *start,
		     void *data,
		     int (*fn)(struct device_driver *drv, void *data))
{
	struct bus_private *p = bus_private(bus);
	struct driver_private *drv, *next;
	struct list_head *at;
	int ret = 0;

	if (!p)
		return -EINVAL;
	at = start ? start->p->link.next : p->drivers.next;
	drv = list_entry(at, struct driver_private, link);
	list_for_each_entry_safe_from(drv, next, &p->drivers, link) {
		ret = fn(drv->driver, data);
		if (ret)
			break;
	}
	return ret;
}

int driver_for_each_device(struct device_driver *drv, struct device *start,
			   void *data, int (*fn)(struct device *dev, void *data))
{
	struct list_head *at = start ? start->driver_node.next :
				       drv->p->devices.next;
	int ret = 0;

	while (!ret && at != &drv->p->devices) {
		struct device *dev = list_entry(at, struct device, driver_node);

		at = at->next;
		ret = fn(dev, data);
	}
	return ret;
}

static int rescan(struct device *dev, void *data)
{
	device_attach(dev);
	return 0;
}

int bus_rescan_devices(const struct bus_type *bus)
{
	return bus_for_each_dev(bus, NULL, NULL, rescan);
}

/* ---- attributes of a bus ------------------------------------------------ */

#define to_bus_attr(a)	container_of(a, struct bus_attribute, attr)
#define to_bus(k)	container_of(k, struct bus_private, subsys.kobj)

static ssize_t bus_attr_show(struct kobject *kobj, struct attribute *attr,
			     char *buf)
{
	const struct bus_attribute *a = to_bus_attr(attr);

	return a->show ? a->show(to_bus(kobj)->bus, buf) : -EIO;
}

static ssize_t bus_attr_store(struct kobject *kobj, struct attribute *attr,
			      const char *buf, size_t count)
{
	const struct bus_attribute *a = to_bus_attr(attr);

	return a->store ? a->store(to_bus(kobj)->bus, buf, count) : -EIO;
}

static const struct sysfs_ops bus_sysfs_ops = {
	.show = bus_attr_show, .store = bus_attr_store,
};

static void release_bus(struct kobject *kobj)
{
	kfree(to_bus(kobj));
}

static const struct kobj_type bus_ktype = {
	.sysfs_ops = &bus_sysfs_ops, .release = release_bus,
};

static ssize_t drivers_autoprobe_show(const struct bus_type *bus, char *buf)
{
	return sysfs_emit(buf, "%d\n", bus_private(bus)->autoprobe);
}

static ssize_t drivers_autoprobe_store(const struct bus_type *bus,
				       const char *buf, size_t count)
{
	bus_private(bus)->autoprobe = buf[0] != '0';
	return (ssize_t)count;
}

static ssize_t drivers_probe_store(const struct bus_type *bus, const char *buf,
				   size_t count)
{
	struct device *dev;
	char name[64];

	strscpy(name, buf, sizeof(name));
	strim(name);
	dev = bus_find_device_by_name(bus, NULL, name);
	if (!dev)
		return -ENODEV;
	device_attach(dev);
	put_device(dev);
	return (ssize_t)count;
}

static BUS_ATTR_RW(drivers_autoprobe);
static BUS_ATTR_WO(drivers_probe);

static struct attribute *bus_attrs[] = {
	&bus_attr_drivers_autoprobe.attr, &bus_attr_drivers_probe.attr, NULL,
};

static const struct attribute_group bus_group = { .attrs = bus_attrs };

int bus_create_file(const struct bus_type *bus, struct bus_attribute *attr)
{
	struct bus_private *p = bus_private(bus);

	return p ? sysfs_create_file(&p->subsys.kobj, &attr->attr) : -EINVAL;
}

void bus_remove_file(const struct bus_type *bus, struct bus_attribute *attr)
{
	struct bus_private *p = bus_private(bus);

	if (p)
		sysfs_remove_file(&p->subsys.kobj, &attr->attr);
}

/* ---- buses come and go -------------------------------------------------- */

/* What is below its folder. 0 or -errno. */
static int fill_bus(struct bus_private *p)
{
	struct kobject *kobj = &p->subsys.kobj;
	int err;

	p->devices_kset = kset_create_and_add("devices", NULL, kobj);
	p->drivers_kset = kset_create_and_add("drivers", NULL, kobj);
	if (!p->devices_kset || !p->drivers_kset)
		return -ENOMEM;
	err = sysfs_create_group(kobj, &bus_group);
	if (!err && p->bus->bus_groups)
		err = sysfs_create_groups(kobj, p->bus->bus_groups);
	return err;
}

static void empty_bus(struct bus_private *p)
{
	if (p->drivers_kset)
		kset_unregister(p->drivers_kset);
	if (p->devices_kset)
		kset_unregister(p->devices_kset);
	kset_unregister(&p->subsys);
}

int bus_register(const struct bus_type *bus)
{
	struct bus_private *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	p->bus = bus;
	p->autoprobe = true;
	INIT_LIST_HEAD(&p->devices);
	INIT_LIST_HEAD(&p->drivers);
	p->subsys.kobj.kset = bus_kset;
	p->subsys.kobj.ktype = &bus_ktype;
	err = kobject_set_name(&p->subsys.kobj, "%s", bus->name);
	if (err) {
		kfree(p);
		return err;
	}
	err = kset_register(&p->subsys);
	if (err) {
		kfree(p);
		return err;
	}
	/* From here on the last reference frees it. */
	err = fill_bus(p);
	if (err)
		empty_bus(p);
	else
		list_add_tail(&p->link, &buses);
	return err;
}

void bus_unregister(const struct bus_type *bus)
{
	struct bus_private *p = bus_private(bus);

	if (WARN(!p, "bus %s is not registered\n", bus->name))
		return;
	WARN(!list_empty(&p->devices) || !list_empty(&p->drivers),
	     "bus %s still has devices or drivers\n", bus->name);
	list_del(&p->link);
	if (bus->bus_groups)
		sysfs_remove_groups(&p->subsys.kobj, bus->bus_groups);
	empty_bus(p);
}

/* ---- drivers ------------------------------------------------------------ */

#define to_driver_attr(a)	container_of(a, struct driver_attribute, attr)
#define to_driver(k)		container_of(k, struct driver_private, kobj)

static ssize_t drv_attr_show(struct kobject *kobj, struct attribute *attr,
			     char *buf)
{
	const struct driver_attribute *a = to_driver_attr(attr);

	return a->show ? a->show(to_driver(kobj)->driver, buf) : -EIO;
}

static ssize_t drv_attr_store(struct kobject *kobj, struct attribute *attr,
			      const char *buf, size_t count)
{
	const struct driver_attribute *a = to_driver_attr(attr);

	return a->store ? a->store(to_driver(kobj)->driver, buf, count) : -EIO;
}

static const struct sysfs_ops driver_sysfs_ops = {
	.show = drv_attr_show, .store = drv_attr_store,
};

static void release_driver(struct kobject *kobj)
{
	kfree(to_driver(kobj));
}

static const struct kobj_type driver_ktype = {
	.sysfs_ops = &driver_sysfs_ops, .release = release_driver,
};

static struct device *named(struct device_driver *drv, const char *buf)
{
	char name[64];

	strscpy(name, buf, sizeof(name));
	return bus_find_device_by_name(drv->bus, NULL, strim(name));
}

static ssize_t bind_store(struct device_driver *drv, const char *buf,
			  size_t count)
{
	struct device *dev = named(drv, buf);
	int err = -ENODEV;

	if (dev && driver_match_device(drv, dev) > 0)
		err = device_driver_attach(drv, dev);
	put_device(dev);
	return err ? err : (ssize_t)count;
}

static ssize_t unbind_store(struct device_driver *drv, const char *buf,
			    size_t count)
{
	struct device *dev = named(drv, buf);
	int err = -ENODEV;

	if (dev && dev->driver == drv) {
		device_release_driver(dev);
		err = 0;
	}
	put_device(dev);
	return err ? err : (ssize_t)count;
}

static DRIVER_ATTR_WO(bind);
static DRIVER_ATTR_WO(unbind);

static struct attribute *bind_attrs[] = {
	&driver_attr_bind.attr, &driver_attr_unbind.attr, NULL,
};

static const struct attribute_group bind_group = { .attrs = bind_attrs };

int driver_create_file(struct device_driver *drv,
		       const struct driver_attribute *attr)
{
	return drv && drv->p ? sysfs_create_file(&drv->p->kobj, &attr->attr) :
			       -EINVAL;
}

void driver_remove_file(struct device_driver *drv,
			const struct driver_attribute *attr)
{
	if (drv && drv->p)
		sysfs_remove_file(&drv->p->kobj, &attr->attr);
}

struct device_driver *driver_find(const char *name, const struct bus_type *bus)
{
	struct bus_private *b = bus_private(bus);
	struct driver_private *p;

	if (!b)
		return NULL;
	list_for_each_entry(p, &b->drivers, link)
		if (strcmp(p->driver->name, name) == 0)
			return p->driver;
	return NULL;
}

static int fill_driver(struct device_driver *drv, const struct bus_type *bus)
{
	struct kobject *kobj = &drv->p->kobj;
	int err = 0;

	if (!drv->suppress_bind_attrs)
		err = sysfs_create_group(kobj, &bind_group);
	if (!err && bus->drv_groups)
		err = sysfs_create_groups(kobj, bus->drv_groups);
	if (!err && drv->groups)
		err = sysfs_create_groups(kobj, drv->groups);
	return err;
}

static void drop_driver(struct device_driver *drv)
{
	kobject_del(&drv->p->kobj);
	kobject_put(&drv->p->kobj);
	drv->p = NULL;
}

int driver_register(struct device_driver *drv)
{
	struct bus_private *bus = bus_private(drv->bus);
	struct driver_private *p;
	int err;

	if (WARN(!bus, "driver %s: its bus is not registered\n", drv->name))
		return -EINVAL;
	if (driver_find(drv->name, drv->bus)) {
		pr_err("driver %s is already registered\n", drv->name);
		return -EBUSY;
	}
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return -ENOMEM;
	p->driver = drv;
	INIT_LIST_HEAD(&p->devices);
	p->kobj.kset = bus->drivers_kset;
	drv->p = p;
	err = kobject_init_and_add(&p->kobj, &driver_ktype, NULL, "%s",
				   drv->name);
	if (!err)
		err = fill_driver(drv, bus->bus);
	if (err) {
		drop_driver(drv);
		return err;
	}
	list_add_tail(&p->link, &bus->drivers);
	if (bus->autoprobe)
		driver_attach(drv);
	kobject_uevent(&p->kobj, KOBJ_ADD);
	return 0;
}

void driver_unregister(struct device_driver *drv)
{
	if (WARN(!drv || !drv->p, "driver is not registered\n"))
		return;
	driver_detach(drv);
	list_del(&drv->p->link);
	drop_driver(drv);
}

/* ---- what core.c asks, see bus.h ---------------------------------------- */

static int add_device(struct device *dev)
{
	struct bus_private *p = bus_private(dev->bus);
	int err;

	if (!p)
		return -EINVAL;
	if (dev->bus->dev_groups) {
		err = device_add_groups(dev, dev->bus->dev_groups);
		if (err)
			return err;
	}
	err = sysfs_create_link(&p->devices_kset->kobj, &dev->kobj,
				dev_name(dev));
	if (err)
		goto out_groups;
	err = sysfs_create_link(&dev->kobj, &p->subsys.kobj, "subsystem");
	if (err)
		goto out_link;
	list_add_tail(&dev->bus_node, &p->devices);
	return 0;
out_link:
	sysfs_remove_link(&p->devices_kset->kobj, dev_name(dev));
out_groups:
	if (dev->bus->dev_groups)
		device_remove_groups(dev, dev->bus->dev_groups);
	return err;
}

static void probe_device(struct device *dev)
{
	struct bus_private *p = bus_private(dev->bus);

	if (p && p->autoprobe)
		device_attach(dev);
}

static void remove_device(struct device *dev)
{
	struct bus_private *p = bus_private(dev->bus);

	if (!p || list_empty(&dev->bus_node))
		return;
	device_release_driver(dev);
	sysfs_remove_link(&dev->kobj, "subsystem");
	sysfs_remove_link(&p->devices_kset->kobj, dev_name(dev));
	if (dev->bus->dev_groups)
		device_remove_groups(dev, dev->bus->dev_groups);
	list_del_init(&dev->bus_node);
}

static int uevent_of(struct device *dev, struct kobj_uevent_env *env)
{
	int err = 0;

	if (dev->driver)
		err = add_uevent_var(env, "DRIVER=%s", dev->driver->name);
	if (!err && dev->bus->uevent)
		err = dev->bus->uevent(dev, env);
	return err;
}

static const char *name_of(const struct device *dev)
{
	return dev->bus ? dev->bus->name : "";
}

static void release_resources(struct device *dev)
{
	devres_release_all(dev);
	property_device_goes(dev);
}

static const struct bus_hooks hooks = {
	.add = add_device, .probe = probe_device, .remove = remove_device,
	.uevent = uevent_of, .name = name_of,
	.release_resources = release_resources,
};

const char *dev_driver_string(const struct device *dev)
{
	if (dev->driver)
		return dev->driver->name;
	if (dev->bus)
		return dev->bus->name;
	return dev->class ? dev->class->name : "";
}

void bus_core_init(void)
{
	bus_hooks = &hooks;
	INIT_LIST_HEAD(&buses);
}
