/* SPDX-License-Identifier: MIT */
/*
 * driver.c - PCI devices and their drivers, and what /sys shows of them.
 */
#include <octavo/bug.h>
#include <octavo/interrupt.h>
#include <octavo/module.h>
#include <octavo/string.h>
#include "internal.h"

#define CONFIG_SIZE	256u

/* ---- who fits ------------------------------------------------------------------ */

static bool fits(u32 wanted, u32 is)
{
	return wanted == PCI_ANY_ID || wanted == is;
}

/* Tables of old have neither subsystems nor classes: zeros. */
static bool subsystem_fits(const struct pci_device_id *id,
			   const struct pci_dev *pdev)
{
	if (!id->subvendor && !id->subdevice)
		return true;
	return fits(id->subvendor, pdev->subsystem_vendor) &&
	       fits(id->subdevice, pdev->subsystem_device);
}

const struct pci_device_id *pci_match_id(const struct pci_device_id *id,
					 const struct pci_dev *pdev)
{
	for (; id && (id->vendor || id->subvendor || id->class_mask); id++)
		if (fits(id->vendor, pdev->vendor) &&
		    fits(id->device, pdev->device) && subsystem_fits(id, pdev) &&
		    !((id->class ^ pdev->class) & id->class_mask))
			return id;
	return NULL;
}

static int pci_bus_match(struct device *dev, const struct device_driver *drv)
{
	return pci_match_id(to_pci_driver(drv)->id_table, to_pci_dev(dev)) !=
	       NULL;
}

static int pci_device_probe(struct device *dev)
{
	struct pci_driver *drv = to_pci_driver(dev->driver);
	struct pci_dev *pdev = to_pci_dev(dev);
	int err;

	pdev->driver = drv;
	err = drv->probe ? drv->probe(pdev, pci_match_id(drv->id_table, pdev)) :
			   -ENODEV;
	if (err > 0) {
		dev_warn(dev, "%s: probe says %d, which is no error\n",
			 drv->name, err);
		err = 0;
	}
	if (err)
		pdev->driver = NULL;
	return err;
}

static void pci_device_remove(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	if (pdev->driver->remove)
		pdev->driver->remove(pdev);
	pdev->driver = NULL;
}

/* After what devm_*() and pcim_*() gave is back. */
static void pci_device_left(struct device *dev)
{
	struct pci_dev *pdev = to_pci_dev(dev);

	WARN(pdev->enabled, "%s left enabled\n", pci_name(pdev));
}

static int pci_uevent(const struct device *dev, struct kobj_uevent_env *env)
{
	const struct pci_dev *pdev = to_pci_dev(dev);

	if (add_uevent_var(env, "PCI_CLASS=%04X", pdev->class) ||
	    add_uevent_var(env, "PCI_ID=%04X:%04X", pdev->vendor,
			   pdev->device) ||
	    add_uevent_var(env, "PCI_SUBSYS_ID=%04X:%04X",
			   pdev->subsystem_vendor, pdev->subsystem_device) ||
	    add_uevent_var(env, "PCI_SLOT_NAME=%s", pci_name(pdev)))
		return -ENOMEM;
	return 0;
}

/* ---- /sys/bus/pci/devices/ ------------------------------------------------------------ */

#define SHOW(field, fmt)						\
static ssize_t field##_show(struct device *dev,				\
			    struct device_attribute *attr, char *buf)	\
{									\
	return sysfs_emit(buf, fmt, to_pci_dev(dev)->field);		\
}									\
static DEVICE_ATTR_RO(field)

SHOW(vendor, "0x%04x\n");
SHOW(device, "0x%04x\n");
SHOW(subsystem_vendor, "0x%04x\n");
SHOW(subsystem_device, "0x%04x\n");
SHOW(class, "0x%06x\n");
SHOW(revision, "0x%02x\n");
SHOW(irq, "%u\n");

static ssize_t enable_show(struct device *dev, struct device_attribute *attr,
			   char *buf)
{
	return sysfs_emit(buf, "%u\n", to_pci_dev(dev)->enabled);
}
static DEVICE_ATTR_RO(enable);

static ssize_t modalias_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	const struct pci_dev *p = to_pci_dev(dev);

	return sysfs_emit(buf, "pci:v%08Xd%08Xsv%08Xsd%08Xbc%02Xsc%02Xi%02X\n",
			  p->vendor, p->device, p->subsystem_vendor,
			  p->subsystem_device, p->class >> 16 & 0xff,
			  p->class >> 8 & 0xff, p->class & 0xff);
}
static DEVICE_ATTR_RO(modalias);

static ssize_t resource_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	const struct pci_dev *pdev = to_pci_dev(dev);
	int len = 0;

	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++) {
		const struct resource *r = &pdev->resource[bar];

		len += sysfs_emit_at(buf, len,
				     "0x%016llx 0x%016llx 0x%016llx\n",
				     (unsigned long long)r->start,
				     (unsigned long long)r->end,
				     (unsigned long long)r->flags);
	}
	return len;
}
static DEVICE_ATTR_RO(resource);

static struct attribute *attrs[] = {
	&dev_attr_vendor.attr, &dev_attr_device.attr,
	&dev_attr_subsystem_vendor.attr, &dev_attr_subsystem_device.attr,
	&dev_attr_class.attr, &dev_attr_revision.attr, &dev_attr_irq.attr,
	&dev_attr_enable.attr, &dev_attr_modalias.attr,
	&dev_attr_resource.attr, NULL,
};

static ssize_t config_read(struct file *file, struct kobject *kobj,
			   struct bin_attribute *attr, char *buf, loff_t off,
			   size_t count)
{
	const struct pci_dev *pdev = to_pci_dev(kobj_to_dev(kobj));
	size_t i;

	for (i = 0; i < count && off + (loff_t)i < (loff_t)CONFIG_SIZE; i++)
		buf[i] = (char)pci_read_config(pdev, (int)(off + (loff_t)i), 1);
	return (ssize_t)i;
}

static struct bin_attribute config_attr = {
	.attr = { .name = "config", .mode = 0444 },
	.size = CONFIG_SIZE, .read = config_read,
};

static struct bin_attribute *bin_attrs[] = { &config_attr, NULL };

static const struct attribute_group group = {
	.attrs = attrs, .bin_attrs = bin_attrs,
};
static const struct attribute_group *groups[] = { &group, NULL };

const struct bus_type pci_bus_type = {
	.name = "pci", .dev_groups = groups, .match = pci_bus_match,
	.uevent = pci_uevent, .probe = pci_device_probe,
	.remove = pci_device_remove, .dma_cleanup = pci_device_left,
};

/* ---- drivers ----------------------------------------------------------------------------- */

int __pci_register_driver(struct pci_driver *drv, struct module *owner,
			  const char *mod_name)
{
	drv->driver.name = drv->name;
	drv->driver.bus = &pci_bus_type;
	drv->driver.owner = owner;
	drv->driver.mod_name = mod_name;
	if (drv->groups)
		drv->driver.groups = drv->groups;
	if (drv->dev_groups)
		drv->driver.dev_groups = drv->dev_groups;
	return driver_register(&drv->driver);
}

void pci_unregister_driver(struct pci_driver *drv)
{
	driver_unregister(&drv->driver);
}
