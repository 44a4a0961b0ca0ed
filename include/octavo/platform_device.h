/* SPDX-License-Identifier: MIT */
/*
 * platform_device.h - devices that somebody has to name, since no bus finds
 * them: on-chip ones, and those that are only software.
 *
 *	platform_device_register_*("name", id)	<-- name, or id table -->
 *	platform_driver_register()
 */
#ifndef OCTAVO_PLATFORM_DEVICE_H
#define OCTAVO_PLATFORM_DEVICE_H

#include <octavo/driver.h>
#include <octavo/ioport.h>

struct property_entry;

#define PLATFORM_DEVID_NONE	(-1)
#define PLATFORM_DEVID_AUTO	(-2)
#define PLATFORM_NAME_SIZE	20

struct platform_device_id {
	char name[PLATFORM_NAME_SIZE];
	unsigned long driver_data;
};

struct platform_device {
	const char *name;
	int id;				/* or PLATFORM_DEVID_* */
	bool id_auto;
	struct device dev;
	u64 platform_dma_mask;
	struct device_dma_parameters dma_parms;
	u32 num_resources;
	struct resource *resource;
	const struct platform_device_id *id_entry;	/* that fitted */
};

struct platform_driver {
	int (*probe)(struct platform_device *pdev);
#if defined(OCTAVO_DRIVER) && LINUX_VERSION_CODE < 0x060b00
	union {
		int (*remove)(struct platform_device *pdev);
		void (*remove_new)(struct platform_device *pdev);
	};
#else
	union {
		void (*remove)(struct platform_device *pdev);
		void (*remove_new)(struct platform_device *pdev);
	};
#endif
	void (*shutdown)(struct platform_device *pdev);
	int (*suspend)(struct platform_device *pdev, pm_message_t state);
	int (*resume)(struct platform_device *pdev);
	struct device_driver driver;
	const struct platform_device_id *id_table;	/* ends with zeros */
	bool prevent_deferred_probe;
	bool driver_managed_dma;
};

struct platform_device_info {
	struct device *parent;
	struct fwnode_handle *fwnode;
	bool of_node_reused;
	const char *name;
	int id;
	const struct resource *res;
	unsigned int num_res;
	const void *data;
	size_t size_data;
	u64 dma_mask;
	const struct property_entry *properties;
};

extern const struct bus_type platform_bus_type;
extern struct device platform_bus;

#define to_platform_device(d)	container_of(d, struct platform_device, dev)
#define to_platform_driver(d)	container_of(d, struct platform_driver, driver)
#define platform_get_device_id(pdev)	((pdev)->id_entry)
#define platform_get_drvdata(pdev)	dev_get_drvdata(&(pdev)->dev)
#define platform_set_drvdata(pdev, data) dev_set_drvdata(&(pdev)->dev, data)

/**
 * platform_device_alloc() - make a device
 * @name: of it, copied
 * @id: which of that name, or PLATFORM_DEVID_*
 *
 * Context: May sleep.
 * Return: the device, not added; NULL without memory.
 * Pairs with: platform_device_put().
 */
struct platform_device *platform_device_alloc(const char *name, int id);

/**
 * platform_device_add_resources() - give it addresses and interrupts
 * @pdev: from platform_device_alloc()
 * @res: them, copied
 * @num: how many
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int platform_device_add_resources(struct platform_device *pdev,
				  const struct resource *res, unsigned int num);

/**
 * platform_device_add_data() - give it platform_data
 * @pdev: from platform_device_alloc()
 * @data: copied
 * @size: bytes
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int platform_device_add_data(struct platform_device *pdev, const void *data,
			     size_t size);

/**
 * platform_device_add() - have it appear
 * @pdev: complete
 *
 * Context: May sleep.
 * Return: 0; -EBUSY if its addresses are taken, or as device_add().
 * Pairs with: platform_device_del().
 */
int platform_device_add(struct platform_device *pdev);

/**
 * platform_device_del() - have it disappear
 * @pdev: added; NULL or ERR_PTR does nothing
 *
 * Context: May sleep.
 */
void platform_device_del(struct platform_device *pdev);

/**
 * platform_device_put() - let go of it
 * @pdev: NULL or ERR_PTR does nothing
 *
 * Context: May sleep.
 */
void platform_device_put(struct platform_device *pdev);

/**
 * platform_device_register() - add a device that is the caller's
 * @pdev: name and id are set; has a dev.release, or is reported
 *
 * Context: May sleep.
 * Return: as platform_device_add(); on an error platform_device_put() it.
 * Pairs with: platform_device_unregister().
 */
int platform_device_register(struct platform_device *pdev);

/**
 * platform_device_unregister() - take it away and let go of it
 * @pdev: registered; NULL or ERR_PTR does nothing
 *
 * Context: May sleep.
 */
void platform_device_unregister(struct platform_device *pdev);

/**
 * platform_device_register_full() - make a device and add it
 * @info: all about it
 *
 * Context: May sleep.
 * Return: the device or ERR_PTR.
 * Pairs with: platform_device_unregister().
 */
struct platform_device *platform_device_register_full(
	const struct platform_device_info *info);

static inline struct platform_device *platform_device_register_resndata(
	struct device *parent, const char *name, int id,
	const struct resource *res, unsigned int num, const void *data,
	size_t size)
{
	struct platform_device_info info = {
		.parent = parent, .name = name, .id = id, .res = res,
		.num_res = num, .data = data, .size_data = size,
	};

	return platform_device_register_full(&info);
}

static inline struct platform_device *platform_device_register_simple(
	const char *name, int id, const struct resource *res, unsigned int num)
{
	return platform_device_register_resndata(NULL, name, id, res, num,
						 NULL, 0);
}

static inline struct platform_device *platform_device_register_data(
	struct device *parent, const char *name, int id, const void *data,
	size_t size)
{
	return platform_device_register_resndata(parent, name, id, NULL, 0,
						 data, size);
}

/**
 * __platform_driver_register() - offer a driver
 * @drv: stays the caller's
 * @owner: the module it is in, or NULL
 *
 * Context: May sleep.
 * Return: as driver_register().
 * Pairs with: platform_driver_unregister().
 */
int __platform_driver_register(struct platform_driver *drv,
			       struct module *owner);

/**
 * platform_driver_unregister() - take it away
 * @drv: registered
 *
 * Context: May sleep.
 */
void platform_driver_unregister(struct platform_driver *drv);

/**
 * __platform_driver_probe() - offer a driver to devices there are now
 * @drv: stays the caller's
 * @probe: its ->probe(), which may be __init
 * @owner: the module it is in, or NULL
 *
 * Context: May sleep.
 * Return: as driver_register(), or -ENODEV if there is no device for it.
 */
int __platform_driver_probe(struct platform_driver *drv,
			    int (*probe)(struct platform_device *),
			    struct module *owner);

/**
 * __platform_create_bundle() - a driver and its only device
 * @drv: stays the caller's
 * @probe: its ->probe()
 * @res: of the device, copied
 * @n_res: how many
 * @data: platform_data, copied
 * @size: bytes of it
 * @owner: the module it is in, or NULL
 *
 * Context: May sleep.
 * Return: the device or ERR_PTR.
 */
struct platform_device *__platform_create_bundle(
	struct platform_driver *drv, int (*probe)(struct platform_device *),
	struct resource *res, unsigned int n_res, const void *data, size_t size,
	struct module *owner);

/**
 * platform_get_resource() - one of a device's resources
 * @pdev: the device
 * @type: IORESOURCE_MEM, _IO, _IRQ
 * @num: which of that type, from 0
 *
 * Context: Any context.
 * Return: the resource or NULL.
 */
struct resource *platform_get_resource(struct platform_device *pdev,
				       unsigned int type, unsigned int num);

/**
 * platform_get_resource_byname() - the same by its name
 * @pdev: the device
 * @type: IORESOURCE_MEM, _IO, _IRQ
 * @name: of the resource
 *
 * Context: Any context.
 * Return: the resource or NULL.
 */
struct resource *platform_get_resource_byname(struct platform_device *pdev,
					      unsigned int type,
					      const char *name);

/**
 * platform_get_irq_optional() - the number of an interrupt, if there is one
 * @pdev: the device
 * @num: which, from 0
 *
 * Context: Any context.
 * Return: the number, -ENXIO.
 */
int platform_get_irq_optional(struct platform_device *pdev, unsigned int num);

/**
 * platform_get_irq() - the number of an interrupt
 * @pdev: the device
 * @num: which, from 0; if there is none that is said on the log
 *
 * Context: Any context.
 * Return: the number, -ENXIO.
 */
int platform_get_irq(struct platform_device *pdev, unsigned int num);

/**
 * platform_get_irq_byname() - the same by the resource's name
 * @pdev: the device
 * @name: of the resource
 *
 * Context: Any context.
 * Return: the number, -ENXIO.
 */
int platform_get_irq_byname(struct platform_device *pdev, const char *name);

/**
 * platform_irq_count() - how many interrupts a device has
 * @pdev: the device
 *
 * Context: Any context.
 * Return: the number.
 */
int platform_irq_count(struct platform_device *pdev);

/**
 * devm_platform_ioremap_resource() - a device's registers until the driver goes
 * @pdev: the device
 * @index: of which memory resource
 *
 * Context: May sleep.
 * Return: the address, or ERR_PTR(-EINVAL, -EBUSY, -ENOMEM).
 */
void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev,
					     unsigned int index);

/**
 * devm_platform_ioremap_resource_byname() - the same by the resource's name
 * @pdev: the device
 * @name: of the resource
 *
 * Context: May sleep.
 * Return: as devm_platform_ioremap_resource().
 */
void __iomem *devm_platform_ioremap_resource_byname(
	struct platform_device *pdev, const char *name);

/**
 * devm_platform_get_and_ioremap_resource() - and the resource itself
 * @pdev: the device
 * @index: of which memory resource
 * @res: gets it, may be NULL
 *
 * Context: May sleep.
 * Return: as devm_platform_ioremap_resource().
 */
void __iomem *devm_platform_get_and_ioremap_resource(
	struct platform_device *pdev, unsigned int index,
	struct resource **res);

/**
 * platform_add_devices() - register several
 * @devs: them
 * @num: how many
 *
 * Context: May sleep.
 * Return: 0, or what one failed with: then none is.
 */
int platform_add_devices(struct platform_device **devs, int num);

#define platform_driver_register(drv)	\
	__platform_driver_register(drv, THIS_MODULE)
#define platform_driver_probe(drv, probe)	\
	__platform_driver_probe(drv, probe, THIS_MODULE)
#define platform_create_bundle(drv, probe, res, n_res, data, size)	\
	__platform_create_bundle(drv, probe, res, n_res, data, size,	\
				 THIS_MODULE)
#define module_platform_driver(drv)					\
	module_driver(drv, platform_driver_register,			\
		      platform_driver_unregister)
#define builtin_platform_driver(drv)					\
	static int __init drv##_init(void)				\
	{								\
		return platform_driver_register(&(drv));		\
	}								\
	device_initcall(drv##_init)
#define module_platform_driver_probe(drv, probe)			\
	static int __init drv##_init(void)				\
	{								\
		return platform_driver_probe(&(drv), probe);		\
	}								\
	module_init(drv##_init);					\
	static void __exit drv##_exit(void)				\
	{								\
		platform_driver_unregister(&(drv));			\
	}								\
	module_exit(drv##_exit)

#endif
