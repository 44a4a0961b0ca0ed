/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the files of this folder share: classes and devices, and
 * what core.c asks of buses and their drivers. Who has buses sets the hooks;
 * until then a device is only what its class makes of it.
 */
#ifndef DRIVERS_BASE_INTERNAL_H
#define DRIVERS_BASE_INTERNAL_H

#include <octavo/device.h>

/* What there is of a registered class besides what its owner wrote. */
struct class_private {
	struct kset subsys;		/* /sys/class/NAME */
	struct kset glue;		/* NAME, below devices that are parents */
	const struct class *class;
	struct list_head link;		/* all classes */
	struct mutex lock;
	struct list_head devices;	/* by dev->class_node */
};

/* NULL: not registered. */
struct class_private *class_private(const struct class *cls);

struct bus_hooks {
	/* A device has a directory now: links to the bus; 0 or -errno. */
	int (*add)(struct device *dev);
	/* It is complete: is there a driver for it? */
	void (*probe)(struct device *dev);
	/* It goes, or did not come to be: its driver lets go of it. */
	void (*remove)(struct device *dev);
	/* Variables of its bus and driver; 0 or -errno. */
	int (*uevent)(struct device *dev, struct kobj_uevent_env *env);
	const char *(*name)(const struct device *dev);
	/* What devm_*() gave it; also for devices without a bus. */
	void (*release_resources)(struct device *dev);
};

extern const struct bus_hooks *bus_hooks;	/* NULL: there are no buses */

static inline int bus_add_device(struct device *dev)
{
	return bus_hooks && dev->bus ? bus_hooks->add(dev) : 0;
}

static inline void bus_probe_device(struct device *dev)
{
	if (bus_hooks && dev->bus)
		bus_hooks->probe(dev);
}

static inline void bus_remove_device(struct device *dev)
{
	if (bus_hooks && dev->bus)
		bus_hooks->remove(dev);
}

static inline int bus_uevent(struct device *dev, struct kobj_uevent_env *env)
{
	return bus_hooks && dev->bus ? bus_hooks->uevent(dev, env) : 0;
}

static inline const char *bus_name(const struct device *dev)
{
	return bus_hooks ? bus_hooks->name(dev) : "bus";
}

static inline void device_release_resources(struct device *dev)
{
	if (bus_hooks)
		bus_hooks->release_resources(dev);
}

#endif
