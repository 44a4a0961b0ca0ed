/* SPDX-License-Identifier: MIT */
/*
 * dd.c - a device and a driver find each other, and part.
 *
 *	really_probe()	links, the bus's ->probe() or the driver's, groups
 *	unbind()	groups, ->remove(), links, then what devm_*() gave
 *
 * A probe that says -EPROBE_DEFER is tried again after the next one that
 * succeeds: something that it misses may be there then.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/module.h>
#include <octavo/slab.h>
#include "private.h"

static bool retrying;			/* deferred ones are being tried */

int driver_match_device(struct device_driver *drv, struct device *dev)
{
	return drv->bus->match ? drv->bus->match(dev, drv) : 1;
}

static int add_links(struct device *dev)
{
	struct kobject *drv = &dev->driver->p->kobj;
	int err;

	err = sysfs_create_link(drv, &dev->kobj, kobject_name(&dev->kobj));
	if (err)
		return err;
	err = sysfs_create_link(&dev->kobj, drv, "driver");
	if (err)
		sysfs_remove_link(drv, kobject_name(&dev->kobj));
	return err;
}

static void remove_links(struct device *dev)
{
	sysfs_remove_link(&dev->kobj, "driver");
	sysfs_remove_link(&dev->driver->p->kobj, kobject_name(&dev->kobj));
}

static void call_remove(struct device *dev)
{
	if (dev->bus && dev->bus->remove)
		dev->bus->remove(dev);
	else if (dev->driver->remove)
		dev->driver->remove(dev);
}

/* Nothing of the driver is left at the device. */
static void forget(struct device *dev)
{
	devres_release_all(dev);
	if (dev->bus && dev->bus->dma_cleanup)
		dev->bus->dma_cleanup(dev);
	dev->driver = NULL;
	dev_set_drvdata(dev, NULL);
}

/* 0 or -errno; @dev is locked. */
static int really_probe(struct device *dev, struct device_driver *drv)
{
	int err;

	WARN(!list_empty(&dev->devres_head),
	     "%s: resources before probe\n", dev_name(dev));
	dev->driver = drv;
	err = add_links(dev);
	if (err)
		goto out_forget;
	if (dev->bus->probe)
		err = dev->bus->probe(dev);
	else if (drv->probe)
		err = drv->probe(dev);
	if (err)
		goto out_links;
	err = drv->dev_groups ? device_add_groups(dev, drv->dev_groups) : 0;
	if (err) {
		call_remove(dev);
		goto out_links;
	}
	list_add_tail(&dev->driver_node, &drv->p->devices);
	kobject_uevent(&dev->kobj, KOBJ_BIND);
	return 0;
out_links:
	remove_links(dev);
out_forget:
	forget(dev);
	/* A positive one would pass for success. */
	return err > 0 ? -EIO : err;
}

static void complain(struct device *dev, struct device_driver *drv, int err)
{
	if (err == -ENODEV || err == -ENXIO)
		pr_debug("%s: %s rejects it (error %d)\n", dev_name(dev),
			 drv->name, -err);
	else if (err != -EPROBE_DEFER)
		pr_warn("%s: %s cannot drive it (error %d)\n", dev_name(dev),
			drv->name, -err);
}

static int try_deferred(struct device *dev, void *data)
{
	if (!dev->driver && device_is_registered(dev))
		device_attach(dev);
	return 0;
}

int device_driver_attach(struct device_driver *drv, struct device *dev)
{
	int err;

	device_lock(dev);
	err = dev->driver ? -EBUSY : really_probe(dev, drv);
	device_unlock(dev);
	if (err) {
		complain(dev, drv, err);
		return err;
	}
	if (!retrying) {
		retrying = true;
		bus_for_each_dev(dev->bus, NULL, NULL, try_deferred);
		retrying = false;
	}
	return 0;
}

/* A driver that somebody loads goes before our own. */
static void make_way(struct device *dev, const struct device_driver *drv)
{
	if (!dev->driver || dev->driver->owner || !drv->owner)
		return;
	dev_info(dev, "driver '%s' gives it to '%s'\n", dev->driver->name,
		 drv->name);
	device_release_driver(dev);
}

static int attach_one(struct device *dev, void *data)
{
	struct device_driver *drv = data;

	if (driver_match_device(drv, dev) <= 0)
		return 0;
	make_way(dev, drv);
	if (!dev->driver)
		device_driver_attach(drv, dev);
	return 0;
}

void driver_attach(struct device_driver *drv)
{
	bus_for_each_dev(drv->bus, NULL, drv, attach_one);
}

static int attach_driver(struct device_driver *drv, void *data)
{
	struct device *dev = data;

	if (driver_match_device(drv, dev) <= 0)
		return 0;
	return device_driver_attach(drv, dev) ? 0 : 1;
}

int device_attach(struct device *dev)
{
	int ret;

	if (dev->driver)
		return 1;
	ret = bus_for_each_drv(dev->bus, NULL, dev, attach_driver);
	return ret > 0 ? 1 : 0;
}

int device_bind_driver(struct device *dev)
{
	int err = add_links(dev);

	if (err)
		return err;
	list_add_tail(&dev->driver_node, &dev->driver->p->devices);
	return 0;
}

static void unbind(struct device *dev)
{
	struct device_driver *drv = dev->driver;

	if (!drv)
		return;
	list_del_init(&dev->driver_node);
	if (drv->dev_groups)
		device_remove_groups(dev, drv->dev_groups);
	call_remove(dev);
	remove_links(dev);
	forget(dev);
	kobject_uevent(&dev->kobj, KOBJ_UNBIND);
}

void device_release_driver(struct device *dev)
{
	device_lock(dev);
	unbind(dev);
	device_unlock(dev);
}

void driver_detach(struct device_driver *drv)
{
	while (!list_empty(&drv->p->devices)) {
		struct device *dev = list_last_entry(&drv->p->devices,
						     struct device,
						     driver_node);

		get_device(dev);
		device_release_driver(dev);
		put_device(dev);
	}
}
