/* SPDX-License-Identifier: MIT */
/*
 * driver.h - buses, and how drivers and devices on them find each other.
 *
 *	bus_register()		/sys/bus/NAME
 *	device_register()  --+
 *	                     +--> bus->match(dev, drv)? -> bus->probe(dev)
 *	driver_register()  --+                             or drv->probe(dev)
 *
 * A driver gets each device that fits and has none. When device or driver goes,
 * ->remove() is called, and then what devm_*() gave the device is given back
 * (octavo/devres.h).
 *
 * A probe that says -EPROBE_DEFER is tried again when another one succeeded.
 *
 * Locking: buses, devices and drivers are changed by tasks, which do not
 * preempt each other; device_lock() is held over ->probe() and ->remove().
 */
#ifndef OCTAVO_DRIVER_H
#define OCTAVO_DRIVER_H

#include <octavo/device.h>

struct acpi_device_id;
struct bus_private;
struct driver_private;
struct of_device_id;

#define EPROBE_DEFER	517

/* Sleep: nothing here sleeps, so nobody is called. */
typedef struct pm_message {
	int event;
} pm_message_t;

struct dev_pm_ops {
	int (*prepare)(struct device *dev);
	void (*complete)(struct device *dev);
	int (*suspend)(struct device *dev);
	int (*resume)(struct device *dev);
	int (*freeze)(struct device *dev);
	int (*thaw)(struct device *dev);
	int (*poweroff)(struct device *dev);
	int (*restore)(struct device *dev);
	int (*suspend_late)(struct device *dev);
	int (*resume_early)(struct device *dev);
	int (*suspend_noirq)(struct device *dev);
	int (*resume_noirq)(struct device *dev);
	int (*runtime_suspend)(struct device *dev);
	int (*runtime_resume)(struct device *dev);
	int (*runtime_idle)(struct device *dev);
};

/* The driver is const where it is const in that Linux: 6.11. */
#if defined(OCTAVO_DRIVER) && LINUX_VERSION_CODE < 0x060b00
#define OCTAVO_CONST_611
#else
#define OCTAVO_CONST_611	const
#endif

struct bus_type {
	const char *name;
	const char *dev_name;
	const struct attribute_group **bus_groups;
	const struct attribute_group **dev_groups;	/* its devices have */
	const struct attribute_group **drv_groups;
	/* Not 0: @drv can drive @dev. NULL: each can. */
	int (*match)(struct device *dev, OCTAVO_CONST_611 struct device_driver *drv);
	int (*uevent)(OCTAVO_CONST_602 struct device *dev,
		      struct kobj_uevent_env *env);
	int (*probe)(struct device *dev);	/* NULL: the driver's */
	void (*sync_state)(struct device *dev);
	void (*remove)(struct device *dev);
	void (*shutdown)(struct device *dev);
	int (*online)(struct device *dev);
	int (*offline)(struct device *dev);
	int (*suspend)(struct device *dev, pm_message_t state);
	int (*resume)(struct device *dev);
	int (*num_vf)(struct device *dev);
	int (*dma_configure)(struct device *dev);
	void (*dma_cleanup)(struct device *dev);
	const struct dev_pm_ops *pm;
	bool need_parent_lock;
};

enum probe_type {
	PROBE_DEFAULT_STRATEGY,
	PROBE_PREFER_ASYNCHRONOUS,	/* not: tasks here come one by one */
	PROBE_FORCE_SYNCHRONOUS,
};

struct device_driver {
	const char *name;
	OCTAVO_CONST_602 struct bus_type *bus;
	struct module *owner;
	const char *mod_name;
	bool suppress_bind_attrs;	/* no "bind" and "unbind" in its folder */
	enum probe_type probe_type;
	const struct of_device_id *of_match_table;
	const struct acpi_device_id *acpi_match_table;
	int (*probe)(struct device *dev);
	void (*sync_state)(struct device *dev);
	int (*remove)(struct device *dev);
	void (*shutdown)(struct device *dev);
	int (*suspend)(struct device *dev, pm_message_t state);
	int (*resume)(struct device *dev);
	const struct attribute_group **groups;
	const struct attribute_group **dev_groups;	/* while it is bound */
	const struct dev_pm_ops *pm;
	void (*coredump)(struct device *dev);
	struct driver_private *p;	/* the core's */
};

struct bus_attribute {
	struct attribute attr;
	ssize_t (*show)(OCTAVO_CONST_602 struct bus_type *bus, char *buf);
	ssize_t (*store)(OCTAVO_CONST_602 struct bus_type *bus, const char *buf,
			 size_t count);
};

struct driver_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device_driver *driver, char *buf);
	ssize_t (*store)(struct device_driver *driver, const char *buf,
			 size_t count);
};

#define BUS_ATTR_RW(_name)	\
	struct bus_attribute bus_attr_##_name = __ATTR_RW(_name)
#define BUS_ATTR_RO(_name)	\
	struct bus_attribute bus_attr_##_name = __ATTR_RO(_name)
#define BUS_ATTR_WO(_name)	\
	struct bus_attribute bus_attr_##_name = __ATTR_WO(_name)
#define DRIVER_ATTR_RW(_name)	\
	struct driver_attribute driver_attr_##_name = __ATTR_RW(_name)
#define DRIVER_ATTR_RO(_name)	\
	struct driver_attribute driver_attr_##_name = __ATTR_RO(_name)
#define DRIVER_ATTR_WO(_name)	\
	struct driver_attribute driver_attr_##_name = __ATTR_WO(_name)

/* ---- buses ---------------------------------------------------------------------- */

/**
 * bus_register() - bring a bus to life
 * @bus: its name is set; stays the caller's
 *
 * Context: May sleep.
 * Return: 0, -EEXIST, -ENOMEM.
 * Pairs with: bus_unregister().
 */
int bus_register(const struct bus_type *bus);

/**
 * bus_unregister() - take it away
 * @bus: registered; has no devices and no drivers
 *
 * Context: May sleep.
 */
void bus_unregister(const struct bus_type *bus);

/**
 * bus_for_each_dev() - call a function for each device of a bus
 * @bus: registered
 * @start: after this one, or NULL
 * @data: for @fn
 * @fn: something else than 0 ends it
 *
 * Context: May sleep.
 * Return: 0, or what @fn said; -EINVAL if there is no such bus.
 */
int bus_for_each_dev(const struct bus_type *bus, struct device *start,
		     void *data, int (*fn)(struct device *dev, void *data));

/**
 * bus_for_each_drv() - call a function for each driver of a bus
 * @bus: registered
 * @start: after this one, or NULL
 * @data: for @fn
 * @fn: something else than 0 ends it
 *
 * Context: May sleep.
 * Return: 0, or what @fn said; -EINVAL if there is no such bus.
 */
int bus_for_each_drv(const struct bus_type *bus, struct device_driver *start,
		     void *data,
		     int (*fn)(struct device_driver *drv, void *data));

/**
 * bus_find_device() - the first device of a bus that fits
 * @bus: registered
 * @start: after this one, or NULL
 * @data: for @match
 * @match: not 0: it is the one
 *
 * Context: May sleep.
 * Return: the device, referenced, or NULL.
 */
struct device *bus_find_device(const struct bus_type *bus, struct device *start,
			       const void *data,
			       int (*match)(struct device *dev,
					    const void *data));

static inline struct device *bus_find_device_by_name(const struct bus_type *bus,
						     struct device *start,
						     const char *name)
{
	return bus_find_device(bus, start, name, device_match_name);
}

static inline struct device *bus_find_next_device(const struct bus_type *bus,
						  struct device *cur)
{
	return bus_find_device(bus, cur, NULL, device_match_any);
}

/**
 * bus_rescan_devices() - look for drivers of devices that have none
 * @bus: registered
 *
 * Context: May sleep.
 * Return: 0, -EINVAL.
 */
int bus_rescan_devices(const struct bus_type *bus);

/**
 * bus_create_file() - show an attribute of a bus
 * @bus: registered
 * @attr: stays while it is shown
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -EEXIST, -ENOMEM.
 */
int bus_create_file(const struct bus_type *bus, struct bus_attribute *attr);

/**
 * bus_remove_file() - take it away
 * @bus: registered
 * @attr: shown
 *
 * Context: May sleep.
 */
void bus_remove_file(const struct bus_type *bus, struct bus_attribute *attr);

/* ---- drivers --------------------------------------------------------------------- */

/**
 * driver_register() - offer a driver to the devices of its bus
 * @drv: name and bus are set; stays the caller's
 *
 * Context: May sleep.
 * Return: 0; -EINVAL if the bus is not registered, -EBUSY if there is one of
 *	that name, -ENOMEM.
 * Pairs with: driver_unregister().
 */
int driver_register(struct device_driver *drv);

/**
 * driver_unregister() - take it from its devices, and away
 * @drv: registered
 *
 * Context: May sleep.
 */
void driver_unregister(struct device_driver *drv);

/**
 * driver_find() - find a driver by its name
 * @name: its name
 * @bus: registered
 *
 * Context: May sleep.
 * Return: the driver or NULL; no reference is taken.
 */
struct device_driver *driver_find(const char *name, const struct bus_type *bus);

/**
 * driver_create_file() - show an attribute of a driver
 * @drv: registered
 * @attr: stays while it is shown
 *
 * Context: May sleep.
 * Return: 0, -EINVAL, -EEXIST, -ENOMEM.
 */
int driver_create_file(struct device_driver *drv,
		       const struct driver_attribute *attr);

/**
 * driver_remove_file() - take it away
 * @drv: registered
 * @attr: shown
 *
 * Context: May sleep.
 */
void driver_remove_file(struct device_driver *drv,
			const struct driver_attribute *attr);

/**
 * driver_for_each_device() - call a function for each device of a driver
 * @drv: registered
 * @start: after this one, or NULL
 * @data: for @fn
 * @fn: something else than 0 ends it
 *
 * Context: May sleep.
 * Return: 0, or what @fn said.
 */
int driver_for_each_device(struct device_driver *drv, struct device *start,
			   void *data,
			   int (*fn)(struct device *dev, void *data));

/**
 * device_attach() - look for a driver
 * @dev: on a bus
 *
 * Context: May sleep.
 * Return: 1 if it has one (now), 0 if not.
 */
int device_attach(struct device *dev);

/**
 * device_release_driver() - take its driver from a device
 * @dev: with or without one
 *
 * Context: May sleep.
 */
void device_release_driver(struct device *dev);

/**
 * device_bind_driver() - say that dev->driver drives it
 * @dev: on a bus; dev->driver is set, and ->probe() is not called
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int device_bind_driver(struct device *dev);

/**
 * dev_driver_string() - who a message is about
 * @dev: the device
 *
 * Context: Any context.
 * Return: the name of its driver, else of its bus or class, else "".
 */
const char *dev_driver_string(const struct device *dev);

/**
 * drivers_base_init() - buses of the kernel itself
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: drivers_base_exit().
 */
int drivers_base_init(void);

/**
 * drivers_base_exit() - undo drivers_base_init()
 *
 * Context: May sleep.
 */
void drivers_base_exit(void);

#endif
