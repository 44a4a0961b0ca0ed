/* SPDX-License-Identifier: MIT */
/*
 * platform.c - the bus of devices that somebody has to name, see
 * octavo/platform_device.h.
 *
 * A device fits a driver that says it is for "compatible" ones (of_match_table,
 * with a software node that has that property), else one whose table has its
 * name, else one that has its name.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/err.h>
#include <octavo/io.h>
#include <octavo/module.h>
#include <octavo/platform_device.h>
#include <octavo/property.h>
#include <octavo/string.h>
#include "init.h"

struct device platform_bus = { .init_name = "platform" };

/* ---- the bus ------------------------------------------------------------------ */

static const struct platform_device_id *
match_id(const struct platform_device_id *id, const struct platform_device *pdev)
{
	for (; id->name[0]; id++)
		if (strcmp(pdev->name, id->name) == 0)
			return id;
	return NULL;
}

static int platform_match(struct device *dev, const struct device_driver *drv)
{
	struct platform_device *pdev = to_platform_device(dev);
	const struct platform_driver *pdrv = to_platform_driver(drv);

	if (of_match_device(drv->of_match_table, dev))
		return 1;
	if (pdrv->id_table) {
		pdev->id_entry = match_id(pdrv->id_table, pdev);
		return pdev->id_entry != NULL;
	}
	return strcmp(pdev->name, drv->name) == 0;
}

static int platform_probe(struct device *dev)
{
	struct platform_driver *drv = to_platform_driver(dev->driver);

	return drv->probe ? drv->probe(to_platform_device(dev)) : 0;
}

static void platform_remove(struct device *dev)
{
	struct platform_driver *drv = to_platform_driver(dev->driver);

	if (drv->remove)
		drv->remove(to_platform_device(dev));
}

static int platform_uevent(const struct device *dev,
			   struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "MODALIAS=platform:%s",
			      to_platform_device(dev)->name);
}

static ssize_t modalias_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	return sysfs_emit(buf, "platform:%s\n", to_platform_device(dev)->name);
}

static DEVICE_ATTR_RO(modalias);

static struct attribute *platform_attrs[] = { &dev_attr_modalias.attr, NULL };
static const struct attribute_group platform_group = {
	.attrs = platform_attrs,
};
static const struct attribute_group *platform_groups[] = {
	&platform_group, NULL,
};

const struct bus_type platform_bus_type = {
	.name = "platform", .dev_groups = platform_groups,
	.match = platform_match, .uevent = platform_uevent,
	.probe = platform_probe, .remove = platform_remove,
};

/* ---- devices ---------------------------------------------------------------------- */

struct platform_object {
	struct platform_device pdev;
	char name[];
};

static void release_device(struct device *dev)
{
	struct platform_object *obj = container_of(
		dev, struct platform_object, pdev.dev);

	kfree(obj->pdev.dev.platform_data);
	kfree(obj->pdev.resource);
	kfree(obj);
}

static void setup_dma(struct platform_device *pdev)
{
	if (!pdev->dev.coherent_dma_mask)
		pdev->dev.coherent_dma_mask = 0xffffffff;
	if (!pdev->dev.dma_mask) {
		pdev->platform_dma_mask = 0xffffffff;
		pdev->dev.dma_mask = &pdev->platform_dma_mask;
	}
	pdev->dev.dma_parms = &pdev->dma_parms;
}

struct platform_device *platform_device_alloc(const char *name, int id)
{
	struct platform_object *obj;

	obj = kzalloc(sizeof(*obj) + strlen(name) + 1, GFP_KERNEL);
	if (!obj)
		return NULL;
	strcpy(obj->name, name);
	obj->pdev.name = obj->name;
	obj->pdev.id = id;
	device_initialize(&obj->pdev.dev);
	obj->pdev.dev.release = release_device;
	setup_dma(&obj->pdev);
	return &obj->pdev;
}

int platform_device_add_resources(struct platform_device *pdev,
				  const struct resource *res, unsigned int num)
{
	struct resource *copy = NULL;

	if (res && num) {
		copy = kmemdup(res, num * sizeof(*res), GFP_KERNEL);
		if (!copy)
			return -ENOMEM;
	}
	kfree(pdev->resource);
	pdev->resource = copy;
	pdev->num_resources = copy ? num : 0;
	return 0;
}

int platform_device_add_data(struct platform_device *pdev, const void *data,
			     size_t size)
{
	void *copy = NULL;

	if (data) {
		copy = kmemdup(data, size, GFP_KERNEL);
		if (!copy)
			return -ENOMEM;
	}
	kfree(pdev->dev.platform_data);
	pdev->dev.platform_data = copy;
	return 0;
}

static int name_device(struct platform_device *pdev)
{
	static int next_id;

	switch (pdev->id) {
	case PLATFORM_DEVID_NONE:
		return dev_set_name(&pdev->dev, "%s", pdev->name);
	case PLATFORM_DEVID_AUTO:
		pdev->id = next_id++;
		pdev->id_auto = true;
		return dev_set_name(&pdev->dev, "%s.%d.auto", pdev->name,
				    pdev->id);
	default:
		return dev_set_name(&pdev->dev, "%s.%d", pdev->name, pdev->id);
	}
}

static void release_resources(struct platform_device *pdev, unsigned int num)
{
	while (num--)
		if (pdev->resource[num].parent)
			release_resource(&pdev->resource[num]);
}

static int claim_resource(struct platform_device *pdev, struct resource *res)
{
	struct resource *root = NULL;

	if (!res->name)
		res->name = dev_name(&pdev->dev);
	if (res->parent)
		root = res->parent;
	else if (res->flags & IORESOURCE_MEM)
		root = &iomem_resource;
	else if (res->flags & IORESOURCE_IO)
		root = &ioport_resource;
	if (!root)
		return 0;
	res->parent = NULL;
	return request_resource(root, res);
}

int platform_device_add(struct platform_device *pdev)
{
	unsigned int i = 0;
	int err;

	if (!pdev)
		return -EINVAL;
	if (!pdev->dev.parent && &pdev->dev != &platform_bus)
		pdev->dev.parent = &platform_bus;
	pdev->dev.bus = &platform_bus_type;
	err = name_device(pdev);
	for (; !err && i < pdev->num_resources; i++) {
		err = claim_resource(pdev, &pdev->resource[i]);
		if (err) {
			dev_err(&pdev->dev, "cannot have its resource %u\n", i);
			break;
		}
	}
	if (!err)
		err = device_add(&pdev->dev);
	if (err)
		release_resources(pdev, i);
	return err;
}

void platform_device_del(struct platform_device *pdev)
{
	if (IS_ERR_OR_NULL(pdev))
		return;
	device_del(&pdev->dev);
	release_resources(pdev, pdev->num_resources);
}

void platform_device_put(struct platform_device *pdev)
{
	if (!IS_ERR_OR_NULL(pdev))
		put_device(&pdev->dev);
}

int platform_device_register(struct platform_device *pdev)
{
	device_initialize(&pdev->dev);
	setup_dma(pdev);
	return platform_device_add(pdev);
}

void platform_device_unregister(struct platform_device *pdev)
{
	platform_device_del(pdev);
	platform_device_put(pdev);
}

static int fill_device(struct platform_device *pdev,
		       const struct platform_device_info *info)
{
	int err;

	pdev->dev.parent = info->parent;
	pdev->dev.fwnode = info->fwnode;
	if (info->dma_mask) {
		pdev->platform_dma_mask = info->dma_mask;
		pdev->dev.coherent_dma_mask = info->dma_mask;
	}
	err = platform_device_add_resources(pdev, info->res, info->num_res);
	if (!err)
		err = platform_device_add_data(pdev, info->data,
					       info->size_data);
	if (!err && info->properties)
		err = device_create_managed_software_node(
			&pdev->dev, info->properties, NULL);
	if (!err)
		err = platform_device_add(pdev);
	return err;
}

struct platform_device *platform_device_register_full(
	const struct platform_device_info *info)
{
	struct platform_device *pdev;
	int err;

	pdev = platform_device_alloc(info->name, info->id);
	if (!pdev)
		return ERR_PTR(-ENOMEM);
	err = fill_device(pdev, info);
	if (!err)
		return pdev;
	platform_device_put(pdev);
	return ERR_PTR(err);
}

int platform_add_devices(struct platform_device **devs, int num)
{
	int err = 0, i;

	for (i = 0; i < num && !err; i++)
		err = platform_device_register(devs[i]);
	if (!err)
		return 0;
	platform_device_put(devs[--i]);
	while (--i >= 0)
		platform_device_unregister(devs[i]);
	return err;
}

/* ---- drivers ----------------------------------------------------------------------- */

int __platform_driver_register(struct platform_driver *drv,
			       struct module *owner)
{
	drv->driver.owner = owner;
	drv->driver.bus = &platform_bus_type;
	return driver_register(&drv->driver);
}

void platform_driver_unregister(struct platform_driver *drv)
{
	driver_unregister(&drv->driver);
}

static int has_one(struct device *dev, void *data)
{
	return 1;
}

static int no_probe(struct platform_device *pdev)
{
	return -ENXIO;
}

int __platform_driver_probe(struct platform_driver *drv,
			    int (*probe)(struct platform_device *),
			    struct module *owner)
{
	int err;

	drv->probe = probe;
	drv->driver.suppress_bind_attrs = true;
	err = __platform_driver_register(drv, owner);
	if (err)
		return err;
	if (!driver_for_each_device(&drv->driver, NULL, NULL, has_one)) {
		platform_driver_unregister(drv);
		return -ENODEV;
	}
	/* It may be gone after initialisation. */
	drv->probe = no_probe;
	return 0;
}

struct platform_device *__platform_create_bundle(
	struct platform_driver *drv, int (*probe)(struct platform_device *),
	struct resource *res, unsigned int n_res, const void *data, size_t size,
	struct module *owner)
{
	struct platform_device *pdev;
	int err;

	pdev = platform_device_register_resndata(NULL, drv->driver.name,
						 PLATFORM_DEVID_NONE, res,
						 n_res, data, size);
	if (IS_ERR(pdev))
		return pdev;
	err = __platform_driver_probe(drv, probe, owner);
	if (!err)
		return pdev;
	platform_device_unregister(pdev);
	return ERR_PTR(err);
}

/* ---- what a driver asks of its device -------------------------------------------------- */

struct resource *platform_get_resource(struct platform_device *pdev,
				       unsigned int type, unsigned int num)
{
	for (u32 i = 0; i < pdev->num_resources; i++)
		if (resource_type(&pdev->resource[i]) == type && num-- == 0)
			return &pdev->resource[i];
	return NULL;
}

struct resource *platform_get_resource_byname(struct platform_device *pdev,
					      unsigned int type,
					      const char *name)
{
	for (u32 i = 0; i < pdev->num_resources; i++) {
		struct resource *r = &pdev->resource[i];

		if (resource_type(r) == type && r->name &&
		    strcmp(r->name, name) == 0)
			return r;
	}
	return NULL;
}

int platform_get_irq_optional(struct platform_device *pdev, unsigned int num)
{
	struct resource *r = platform_get_resource(pdev, IORESOURCE_IRQ, num);

	return r ? (int)r->start : -ENXIO;
}

int platform_get_irq(struct platform_device *pdev, unsigned int num)
{
	int irq = platform_get_irq_optional(pdev, num);

	if (irq < 0)
		dev_err(&pdev->dev, "error %pe: IRQ index %u not found\n",
			ERR_PTR(irq), num);
	return irq;
}

int platform_get_irq_byname(struct platform_device *pdev, const char *name)
{
	struct resource *r = platform_get_resource_byname(pdev, IORESOURCE_IRQ,
							  name);

	if (r)
		return (int)r->start;
	dev_err(&pdev->dev, "IRQ %s not found\n", name);
	return -ENXIO;
}

int platform_irq_count(struct platform_device *pdev)
{
	int nr = 0;

	while (platform_get_irq_optional(pdev, (unsigned int)nr) >= 0)
		nr++;
	return nr;
}

void __iomem *devm_platform_get_and_ioremap_resource(
	struct platform_device *pdev, unsigned int index, struct resource **res)
{
	struct resource *r = platform_get_resource(pdev, IORESOURCE_MEM, index);

	if (res)
		*res = r;
	return devm_ioremap_resource(&pdev->dev, r);
}

void __iomem *devm_platform_ioremap_resource(struct platform_device *pdev,
					     unsigned int index)
{
	return devm_platform_get_and_ioremap_resource(pdev, index, NULL);
}

void __iomem *devm_platform_ioremap_resource_byname(
	struct platform_device *pdev, const char *name)
{
	return devm_ioremap_resource(
		&pdev->dev,
		platform_get_resource_byname(pdev, IORESOURCE_MEM, name));
}

/* ---- beginning and end ---------------------------------------------------------------------- */

static void release_nothing(struct device *dev)
{
}

int platform_bus_init(void)
{
	int err;

	memset(&platform_bus, 0, sizeof(platform_bus));
	platform_bus.init_name = "platform";
	platform_bus.release = release_nothing;
	err = device_register(&platform_bus);
	if (err) {
		put_device(&platform_bus);
		return err;
	}
	err = bus_register(&platform_bus_type);
	if (err)
		device_unregister(&platform_bus);
	return err;
}

void platform_bus_exit(void)
{
	bus_unregister(&platform_bus_type);
	device_unregister(&platform_bus);
}
