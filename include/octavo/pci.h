/* SPDX-License-Identifier: MIT */
/*
 * pci.h - devices on the PCI bus and their drivers.
 *
 *	pci_init(): look at every address of the bus -> struct pci_dev
 *	pci_register_driver(): each device that its table names -> ->probe()
 *	    pci_enable_device, pci_set_master, pci_request_regions,
 *	    pci_iomap, pci_alloc_irq_vectors, request_irq
 *
 * Addresses and interrupt lines are those that the machine's firmware gave
 * out. A device may also be plugged in later, and unplugged: pci_scan_slot(),
 * pci_stop_and_remove_bus_device().
 *
 * Locking: CPU 0 enumerates, binds and unbinds, not in interrupts.
 * Source: PCI Local Bus Specification 3.0, chapter 6.
 */
#ifndef OCTAVO_PCI_H
#define OCTAVO_PCI_H

#include <octavo/driver.h>
#include <octavo/io.h>
#include <octavo/ioport.h>
#include <octavo/list.h>
#include <octavo/types.h>

#define PCI_STD_NUM_BARS	6
#define PCI_ANY_ID		(~0u)

#define PCI_VENDOR_ID		0x00
#define PCI_DEVICE_ID		0x02
#define PCI_COMMAND		0x04
#define PCI_COMMAND_IO		0x001u
#define PCI_COMMAND_MEMORY	0x002u
#define PCI_COMMAND_MASTER	0x004u
#define PCI_COMMAND_INVALIDATE	0x010u
#define PCI_COMMAND_PARITY	0x040u
#define PCI_COMMAND_SERR	0x100u
#define PCI_COMMAND_INTX_DISABLE	0x400u
#define PCI_REVISION_ID		0x08
#define PCI_CLASS_PROG		0x09
#define PCI_CLASS_DEVICE	0x0a
#define PCI_STATUS		0x06
#define PCI_STATUS_CAP_LIST	0x10u
#define PCI_CLASS_REVISION	0x08
#define PCI_HEADER_TYPE		0x0e
#define PCI_HEADER_TYPE_MASK	0x7fu
#define PCI_HEADER_TYPE_MULTI	0x80u
#define PCI_HEADER_TYPE_NORMAL	0u
#define PCI_HEADER_TYPE_BRIDGE	1u
#define PCI_BASE_ADDRESS_0	0x10
#define PCI_BASE_ADDRESS_SPACE_IO	0x1u
#define PCI_BASE_ADDRESS_MEM_TYPE_64	0x4u
#define PCI_BASE_ADDRESS_MEM_MASK	(~0xfu)
#define PCI_BASE_ADDRESS_IO_MASK	(~0x3u)
#define PCI_BASE_ADDRESS_1	0x14
#define PCI_BASE_ADDRESS_2	0x18
#define PCI_BASE_ADDRESS_3	0x1c
#define PCI_BASE_ADDRESS_4	0x20
#define PCI_BASE_ADDRESS_5	0x24
#define PCI_BASE_ADDRESS_MEM_PREFETCH	0x8u
#define PCI_CACHE_LINE_SIZE	0x0c
#define PCI_LATENCY_TIMER	0x0d
#define PCI_SECONDARY_BUS	0x19
#define PCI_SUBSYSTEM_VENDOR_ID	0x2c
#define PCI_SUBSYSTEM_ID	0x2e
#define PCI_CAPABILITY_LIST	0x34
#define PCI_INTERRUPT_LINE	0x3c
#define PCI_INTERRUPT_PIN	0x3d

#define PCI_CAP_ID_PM		0x01
#define PCI_CAP_ID_MSI		0x05
#define PCI_CAP_ID_VNDR		0x09
#define PCI_CAP_ID_EXP		0x10
#define PCI_CAP_ID_MSIX		0x11

#define PCI_MSI_FLAGS		0x02
#define PCI_MSI_FLAGS_ENABLE	0x0001u
#define PCI_MSI_FLAGS_QMASK	0x000eu
#define PCI_MSI_FLAGS_QSIZE	0x0070u
#define PCI_MSI_FLAGS_64BIT	0x0080u
#define PCI_MSI_ADDRESS_LO	0x04
#define PCI_MSI_ADDRESS_HI	0x08
#define PCI_MSI_DATA_32		0x08
#define PCI_MSI_DATA_64		0x0c

#define PCI_DEVFN(slot, func)	(((slot) << 3) | (func))
#define PCI_SLOT(devfn)		((devfn) >> 3)
#define PCI_FUNC(devfn)		((devfn) & 7u)

struct pci_device_id {
	u32 vendor, device;		/* or PCI_ANY_ID */
	u32 subvendor, subdevice;	/* 0 and 0: any, too */
	u32 class, class_mask;
	unsigned long driver_data;	/* the driver's */
	u32 override_only;
};

#define PCI_DEVICE(v, d)						\
	.vendor = (v), .device = (d), .subvendor = PCI_ANY_ID,		\
	.subdevice = PCI_ANY_ID
#define PCI_DEVICE_SUB(v, d, sv, sd)					\
	.vendor = (v), .device = (d), .subvendor = (sv), .subdevice = (sd)
#define PCI_DEVICE_CLASS(c, m)						\
	.class = (c), .class_mask = (m), .vendor = PCI_ANY_ID,		\
	.device = PCI_ANY_ID, .subvendor = PCI_ANY_ID,			\
	.subdevice = PCI_ANY_ID
#define PCI_VDEVICE(vend, d)						\
	.vendor = PCI_VENDOR_ID_##vend, .device = (d),			\
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0
#define PCI_DEVICE_DATA(vend, d, data)					\
	.vendor = PCI_VENDOR_ID_##vend,					\
	.device = PCI_DEVICE_ID_##vend##_##d,				\
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID,		\
	.driver_data = (unsigned long)(data)

struct pci_bus {
	struct list_head node;
	unsigned char number;
	struct pci_bus *parent;		/* NULL: the first one */
	struct pci_dev *self;		/* the bridge that leads to it */
};

struct pci_dev {
	struct list_head bus_list;	/* all of them */
	struct pci_bus *bus;
	unsigned int devfn;
	u16 vendor, device, subsystem_vendor, subsystem_device;
	u32 class;			/* class, subclass, interface */
	u8 revision, hdr_type, pin;
	unsigned int irq;		/* its line, or first message; 0: none */
	unsigned int line;		/* its line */
	struct resource resource[PCI_STD_NUM_BARS];
	struct pci_driver *driver;	/* bound to it, or NULL */
	unsigned int enabled;		/* pci_enable_device()s */
	unsigned int nr_msi;		/* messages it has; 0: its line */
	unsigned int is_busmaster:1, msi_enabled:1, msix_enabled:1,
		     is_managed:1, is_virtfn:1, is_physfn:1, error_state_frozen:1;
	u64 dma_mask;			/* dev.dma_mask points here */
	struct device_dma_parameters dma_parms;
	u32 saved_config[16];
	struct device dev;
};

#define to_pci_dev(d)		container_of(d, struct pci_dev, dev)

typedef unsigned int pci_ers_result_t;
typedef unsigned int pci_channel_state_t;

/* What a driver does about errors on the bus, which there are none of. */
struct pci_error_handlers {
	pci_ers_result_t (*error_detected)(struct pci_dev *dev,
					   pci_channel_state_t error);
	pci_ers_result_t (*mmio_enabled)(struct pci_dev *dev);
	pci_ers_result_t (*slot_reset)(struct pci_dev *dev);
	void (*reset_prepare)(struct pci_dev *dev);
	void (*reset_done)(struct pci_dev *dev);
	void (*resume)(struct pci_dev *dev);
};

struct pci_driver {
	const char *name;
	const struct pci_device_id *id_table;	/* ends with zeros */
	/* 0: the device is the driver's from now on; or -errno. */
	int (*probe)(struct pci_dev *pdev, const struct pci_device_id *id);
	void (*remove)(struct pci_dev *pdev);
	int (*suspend)(struct pci_dev *pdev, pm_message_t state);
	int (*resume)(struct pci_dev *pdev);
	void (*shutdown)(struct pci_dev *pdev);
	int (*sriov_configure)(struct pci_dev *pdev, int num_vfs);
	const struct pci_error_handlers *err_handler;
	const struct attribute_group **groups;
	const struct attribute_group **dev_groups;
	struct device_driver driver;
	struct list_head node;
	bool driver_managed_dma;
};

#define to_pci_driver(d)	container_of(d, struct pci_driver, driver)

extern const struct bus_type pci_bus_type;

#define pci_name(pdev)		dev_name(&(pdev)->dev)
#define pci_set_drvdata(pdev, data)	dev_set_drvdata(&(pdev)->dev, data)
#define pci_get_drvdata(pdev)	dev_get_drvdata(&(pdev)->dev)
#define pci_domain_nr(bus)	((void)(bus), 0)

#define pci_resource_n(pdev, bar)	(&(pdev)->resource[bar])
#define pci_resource_start(pdev, bar)	((pdev)->resource[bar].start)
#define pci_resource_end(pdev, bar)	((pdev)->resource[bar].end)
#define pci_resource_flags(pdev, bar)	((pdev)->resource[bar].flags)
#define pci_resource_len(pdev, bar)					\
	(pci_resource_flags(pdev, bar) & (IORESOURCE_IO | IORESOURCE_MEM) ? \
	 pci_resource_end(pdev, bar) - pci_resource_start(pdev, bar) + 1 : 0)

/**
 * pci_init() - find the devices there are
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: pci_exit().
 */
int pci_init(void);

/**
 * pci_exit() - forget the devices; no driver is registered any more
 *
 * Context: May sleep.
 */
void pci_exit(void);

/**
 * pci_scan_slot() - look whether there is a device
 * @bus: number of the bus
 * @devfn: its place there
 *
 * Context: May sleep.
 * Return: the device, registered, if it is new; NULL: none, or an old one;
 *	ERR_PTR(-ENOMEM).
 * Pairs with: pci_stop_and_remove_bus_device().
 */
struct pci_dev *pci_scan_slot(unsigned int bus, unsigned int devfn);

/**
 * pci_stop_and_remove_bus_device() - a device is unplugged
 * @pdev: its driver lets go of it
 *
 * Context: May sleep.
 */
void pci_stop_and_remove_bus_device(struct pci_dev *pdev);

/**
 * __pci_register_driver() - offer a driver to the devices it names
 * @drv: stays the caller's, and where it is, until it is unregistered
 * @owner: the module it is in, or NULL
 * @mod_name: its name
 *
 * Calls ->probe() for each that has no driver yet. A device whose ->probe()
 * fails is reported and left without one.
 *
 * Context: May sleep.
 * Return: as driver_register().
 * Pairs with: pci_unregister_driver().
 */
int __pci_register_driver(struct pci_driver *drv, struct module *owner,
			  const char *mod_name);

#define pci_register_driver(drv)					\
	__pci_register_driver(drv, THIS_MODULE, KBUILD_MODNAME)
#define module_pci_driver(drv)						\
	module_driver(drv, pci_register_driver, pci_unregister_driver)

/**
 * pci_unregister_driver() - take a driver from its devices
 * @drv: registered; ->remove() is called for each device it has
 *
 * Context: May sleep.
 */
void pci_unregister_driver(struct pci_driver *drv);

/**
 * pci_enable_device() - have a device answer at its addresses
 * @pdev: the device; calls nest
 *
 * Context: May sleep.
 * Return: 0.
 * Pairs with: pci_disable_device().
 */
int pci_enable_device(struct pci_dev *pdev);

/**
 * pci_disable_device() - undo one pci_enable_device()
 * @pdev: the device; the last call also ends its DMA
 *
 * Context: May sleep.
 */
void pci_disable_device(struct pci_dev *pdev);

/**
 * pci_set_master() - let a device do DMA
 * @pdev: the device
 *
 * Context: May sleep.
 */
void pci_set_master(struct pci_dev *pdev);

/**
 * pci_clear_master() - let it do no more DMA
 * @pdev: the device
 *
 * Context: May sleep.
 */
void pci_clear_master(struct pci_dev *pdev);

/**
 * pci_request_regions() - say that a device's addresses are in use
 * @pdev: the device
 * @name: of who uses them
 *
 * Context: May sleep.
 * Return: 0, -EBUSY if somebody else has them.
 * Pairs with: pci_release_regions().
 */
int pci_request_regions(struct pci_dev *pdev, const char *name);

/**
 * pci_release_regions() - undo pci_request_regions()
 * @pdev: the device
 *
 * Context: May sleep.
 */
void pci_release_regions(struct pci_dev *pdev);

/**
 * pci_iomap() - give registers of a device a kernel address
 * @pdev: the device
 * @bar: which of its regions, 0 to 5
 * @maxlen: bytes of it, from its start; 0: all
 *
 * Context: May sleep.
 * Return: the address; NULL: no such region of memory, or no room.
 * Pairs with: pci_iounmap().
 */
void __iomem *pci_iomap(struct pci_dev *pdev, int bar, unsigned long maxlen);

/**
 * pci_iounmap() - undo pci_iomap()
 * @pdev: the device
 * @addr: what it gave; may be NULL
 *
 * Context: May sleep.
 */
void pci_iounmap(struct pci_dev *pdev, void __iomem *addr);

#define PCI_IRQ_INTX		1u
#define PCI_IRQ_LEGACY		PCI_IRQ_INTX
#define PCI_IRQ_MSI		2u
#define PCI_IRQ_MSIX		4u
#define PCI_IRQ_AFFINITY	8u
#define PCI_IRQ_ALL_TYPES	(PCI_IRQ_INTX | PCI_IRQ_MSI | PCI_IRQ_MSIX)

/**
 * pci_alloc_irq_vectors() - get interrupts for a device
 * @pdev: the device
 * @min_vecs: fewer are of no use
 * @max_vecs: more are of no use
 * @flags: PCI_IRQ_*, the kinds the driver can use
 *
 * Messages (PCI_IRQ_MSI) where the device sends them and the machine takes
 * them, else the line. There is no MSI-X.
 *
 * Context: May sleep.
 * Return: how many; -EINVAL, -ENOSPC if there are fewer than @min_vecs.
 * Pairs with: pci_free_irq_vectors().
 */
int pci_alloc_irq_vectors(struct pci_dev *pdev, unsigned int min_vecs,
			  unsigned int max_vecs, unsigned int flags);

/**
 * pci_free_irq_vectors() - give them back
 * @pdev: the device; every handler is removed
 *
 * Context: May sleep.
 */
void pci_free_irq_vectors(struct pci_dev *pdev);

/**
 * pci_irq_vector() - the number of an interrupt for request_irq()
 * @pdev: the device
 * @nr: which, from 0
 *
 * Context: Any context.
 * Return: the number, -EINVAL.
 */
int pci_irq_vector(struct pci_dev *pdev, unsigned int nr);

/**
 * pci_find_next_capability() - look for a further capability
 * @pdev: the device
 * @pos: of the one before
 * @cap: PCI_CAP_ID_*
 *
 * Context: Any context.
 * Return: its offset in the configuration space, 0: none.
 */
u8 pci_find_next_capability(struct pci_dev *pdev, u8 pos, int cap);

/**
 * pci_find_capability() - look for a capability
 * @pdev: the device
 * @cap: PCI_CAP_ID_*
 *
 * Context: Any context.
 * Return: its offset in the configuration space, 0: none.
 */
u8 pci_find_capability(struct pci_dev *pdev, int cap);

/**
 * pci_read_config() - read from the configuration space
 * @pdev: the device
 * @where: offset, a multiple of @size, below 256
 * @size: bytes: 1, 2, 4
 *
 * Context: Any context.
 * Return: the value; ones if there is nothing.
 */
u32 pci_read_config(const struct pci_dev *pdev, int where, unsigned int size);

static inline int pci_read_config_byte(const struct pci_dev *pdev, int where,
				       u8 *val)
{
	*val = (u8)pci_read_config(pdev, where, 1);
	return 0;
}

static inline int pci_read_config_word(const struct pci_dev *pdev, int where,
				       u16 *val)
{
	*val = (u16)pci_read_config(pdev, where, 2);
	return 0;
}

static inline int pci_read_config_dword(const struct pci_dev *pdev, int where,
					u32 *val)
{
	*val = pci_read_config(pdev, where, 4);
	return 0;
}

/**
 * pci_write_config() - write to the configuration space
 * @pdev: the device
 * @where: offset, a multiple of @size, below 256
 * @size: bytes: 1, 2, 4
 * @val: the value
 *
 * Context: Any context.
 */
void pci_write_config(const struct pci_dev *pdev, int where, unsigned int size,
		      u32 val);

static inline int pci_write_config_byte(const struct pci_dev *pdev, int where,
					u8 val)
{
	pci_write_config(pdev, where, 1, val);
	return 0;
}

static inline int pci_write_config_word(const struct pci_dev *pdev, int where,
					u16 val)
{
	pci_write_config(pdev, where, 2, val);
	return 0;
}

static inline int pci_write_config_dword(const struct pci_dev *pdev, int where,
					 u32 val)
{
	pci_write_config(pdev, where, 4, val);
	return 0;
}

#include <octavo/pci_more.h>

#endif
