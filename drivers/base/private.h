/* SPDX-License-Identifier: MIT */
/*
 * private.h - what bus.c and dd.c know of buses and drivers.
 */
#ifndef DRIVERS_BASE_PRIVATE_H
#define DRIVERS_BASE_PRIVATE_H

#include <octavo/driver.h>

/* What there is of a registered bus besides what its owner wrote. */
struct bus_private {
	struct kset subsys;		/* /sys/bus/NAME */
	struct kset *devices_kset, *drivers_kset;
	const struct bus_type *bus;
	struct list_head link;		/* all buses */
	struct list_head devices;	/* by dev->bus_node */
	struct list_head drivers;	/* by driver_private.link */
	bool autoprobe;
};

struct driver_private {
	struct kobject kobj;		/* /sys/bus/NAME/drivers/NAME */
	struct device_driver *driver;
	struct list_head link;
	struct list_head devices;	/* by dev->driver_node */
};

/* NULL: not registered. */
struct bus_private *bus_private(const struct bus_type *bus);
/* Offer @drv to all devices that have none. */
void driver_attach(struct device_driver *drv);
/* Take it from those it has. */
void driver_detach(struct device_driver *drv);
/* Does @drv fit? More than 0: yes; 0: no; -errno. */
int driver_match_device(struct device_driver *drv, struct device *dev);
/* Have @drv drive @dev, which has none. 0 or -errno. */
int device_driver_attach(struct device_driver *drv, struct device *dev);

#endif
