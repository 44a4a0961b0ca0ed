/* SPDX-License-Identifier: MIT */
/*
 * pci.c - the devices on the bus and what drivers do with them, see
 * octavo/pci.h.
 *
 * The bus is a tree: a bridge says which number the bus behind it has. It is
 * walked once. The size of a region is found by writing ones to its address
 * register and looking which of them stay.
 *
 * Source: PCI Local Bus Specification 3.0, chapter 6; PCI-to-PCI Bridge
 * Architecture Specification 1.2, chapter 3.
 */
#include <octavo/bug.h>
#include <octavo/err.h>
#include <octavo/errno.h>
#include <octavo/interrupt.h>
#include <octavo/pci.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include "internal.h"

#define NR_DEVFN	256u
#define NO_VENDOR	0xffffu
#define MAX_CAPS	48u		/* that fit into 256 bytes */

static LIST_HEAD(devices);
static LIST_HEAD(busses);
static struct device *root;		/* /sys/devices/pci0000:00 */

/* ---- the configuration space ---------------------------------------------------- */

static u32 address_of(const struct pci_dev *pdev, int where)
{
	return (u32)pdev->bus->number << 16 | pdev->devfn << 8 | (u32)where;
}

u32 pci_read_config(const struct pci_dev *pdev, int where, unsigned int size)
{
	return arch_pci_read(address_of(pdev, where), size);
}

void pci_write_config(const struct pci_dev *pdev, int where, unsigned int size,
		      u32 val)
{
	arch_pci_write(address_of(pdev, where), size, val);
}

void pci_change_command(struct pci_dev *pdev, u32 clear, u32 set)
{
	u32 command = pci_read_config(pdev, PCI_COMMAND, 2);

	pci_write_config(pdev, PCI_COMMAND, 2, (command & ~clear) | set);
}

/* From the capability at offset *@next in the chain on. */
static u8 find_capability(struct pci_dev *pdev, int next, int cap)
{
	for (unsigned int i = 0; i < MAX_CAPS; i++) {
		u8 pos = pci_read_config(pdev, next, 1) & ~3u;

		if (pos < 0x40)
			return 0;
		if (pci_read_config(pdev, pos, 1) == (u32)cap)
			return pos;
		next = pos + 1;
	}
	return 0;
}

u8 pci_find_next_capability(struct pci_dev *pdev, u8 pos, int cap)
{
	return find_capability(pdev, pos + 1, cap);
}

u8 pci_find_capability(struct pci_dev *pdev, int cap)
{
	if (!(pci_read_config(pdev, PCI_STATUS, 2) & PCI_STATUS_CAP_LIST))
		return 0;
	return find_capability(pdev, PCI_CAPABILITY_LIST, cap);
}

/* ---- regions ---------------------------------------------------------------------- */

/* What stays of ones in the register at @where. */
static u32 probe_size(struct pci_dev *pdev, int where, u32 val)
{
	u32 size;

	pci_write_config(pdev, where, 4, ~0u);
	size = pci_read_config(pdev, where, 4);
	pci_write_config(pdev, where, 4, val);
	return size;
}

/* The region of register @bar; true if it takes the next one too. */
static bool read_bar(struct pci_dev *pdev, int bar)
{
	struct resource *res = &pdev->resource[bar];
	const int where = PCI_BASE_ADDRESS_0 + 4 * bar;
	const u32 val = pci_read_config(pdev, where, 4);
	const bool io = val & PCI_BASE_ADDRESS_SPACE_IO;
	const bool is_64 = !io && val & PCI_BASE_ADDRESS_MEM_TYPE_64;
	const u32 bits = io ? PCI_BASE_ADDRESS_IO_MASK :
			      PCI_BASE_ADDRESS_MEM_MASK;
	u32 size = probe_size(pdev, where, val) & bits;
	u64 start = val & bits;

	if (io)
		size |= 0xffff0000u;
	if (is_64)
		start |= (u64)pci_read_config(pdev, where + 4, 4) << 32;
	/* No region; or one of 4 GiB and more, or where no address reaches. */
	if (!(size & bits) || !start || (phys_addr_t)start != start)
		return is_64;
	res->start = (phys_addr_t)start;
	res->end = res->start + (u32)~size;
	res->flags = io ? IORESOURCE_IO : IORESOURCE_MEM;
	if (is_64)
		res->flags |= IORESOURCE_MEM_64;
	if (!io && val & PCI_BASE_ADDRESS_MEM_PREFETCH)
		res->flags |= IORESOURCE_PREFETCH;
	return is_64;
}

static void read_bars(struct pci_dev *pdev)
{
	const u32 command = pci_read_config(pdev, PCI_COMMAND, 2);

	/* Nothing may answer at the addresses that are tried. */
	pci_change_command(pdev, PCI_COMMAND_IO | PCI_COMMAND_MEMORY, 0);
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		bar += read_bar(pdev, bar);
	pci_write_config(pdev, PCI_COMMAND, 2, command);
}

/* ---- what there is ------------------------------------------------------------------ */

static void read_header(struct pci_dev *pdev)
{
	const u32 class = pci_read_config(pdev, PCI_CLASS_REVISION, 4);

	pdev->device = (u16)pci_read_config(pdev, PCI_DEVICE_ID, 2);
	pdev->class = class >> 8;
	pdev->revision = (u8)class;
	pdev->hdr_type = (u8)pci_read_config(pdev, PCI_HEADER_TYPE, 1);
	if ((pdev->hdr_type & PCI_HEADER_TYPE_MASK) != PCI_HEADER_TYPE_NORMAL)
		return;
	pdev->subsystem_vendor =
		(u16)pci_read_config(pdev, PCI_SUBSYSTEM_VENDOR_ID, 2);
	pdev->subsystem_device = (u16)pci_read_config(pdev, PCI_SUBSYSTEM_ID, 2);
	pdev->pin = (u8)pci_read_config(pdev, PCI_INTERRUPT_PIN, 1);
	if (pdev->pin)
		pdev->line = pci_read_config(pdev, PCI_INTERRUPT_LINE, 1);
	pdev->irq = pdev->line;
	read_bars(pdev);
}

static void release_device(struct device *dev)
{
	kfree(to_pci_dev(dev));
}

static void claim_regions(struct pci_dev *pdev)
{
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++) {
		struct resource *res = &pdev->resource[bar];

		res->name = pci_name(pdev);
		if (resource_type(res) &&
		    request_resource(res->flags & IORESOURCE_IO ?
					     &ioport_resource : &iomem_resource,
				     res))
			dev_warn(&pdev->dev, "region %d overlaps another\n",
				 bar);
	}
}

static void unclaim_regions(struct pci_dev *pdev)
{
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (pdev->resource[bar].parent)
			release_resource(&pdev->resource[bar]);
}

/* The second half of scan_function(). */
static int add_device(struct pci_dev *pdev)
{
	int err;

	/* As on Linux: 32 bits until the driver says more or less. */
	pdev->dma_mask = 0xffffffff;
	pdev->dev.dma_mask = &pdev->dma_mask;
	pdev->dev.coherent_dma_mask = 0xffffffff;
	pdev->dev.dma_parms = &pdev->dma_parms;
	pdev->dev.parent = root;
	pdev->dev.bus = &pci_bus_type;
	pdev->dev.release = release_device;
	device_initialize(&pdev->dev);
	err = dev_set_name(&pdev->dev, "0000:%02x:%02x.%u", pdev->bus->number,
			   PCI_SLOT(pdev->devfn), PCI_FUNC(pdev->devfn));
	if (err)
		goto out;
	read_header(pdev);
	claim_regions(pdev);
	list_add_tail(&pdev->bus_list, &devices);
	err = device_add(&pdev->dev);
	if (!err)
		return 0;
	list_del(&pdev->bus_list);
	unclaim_regions(pdev);
out:
	put_device(&pdev->dev);
	return err;
}

/* The device at an address, registered; NULL: none, or ERR_PTR. */
static struct pci_dev *scan_function(struct pci_bus *bus, unsigned int devfn)
{
	struct pci_dev at = { .bus = bus, .devfn = devfn }, *pdev;
	const u16 vendor = (u16)pci_read_config(&at, PCI_VENDOR_ID, 2);
	int err;

	if (vendor == NO_VENDOR)
		return NULL;
	pdev = kzalloc(sizeof(*pdev), GFP_KERNEL);
	if (!pdev)
		return ERR_PTR(-ENOMEM);
	pdev->bus = bus;
	pdev->devfn = devfn;
	pdev->vendor = vendor;
	err = add_device(pdev);
	return err ? ERR_PTR(err) : pdev;
}

static bool is_bridge(const struct pci_dev *pdev)
{
	return (pdev->hdr_type & PCI_HEADER_TYPE_MASK) == PCI_HEADER_TYPE_BRIDGE;
}

static struct pci_bus *find_bus(unsigned int number)
{
	struct pci_bus *bus;

	list_for_each_entry(bus, &busses, node)
		if (bus->number == number)
			return bus;
	return NULL;
}

static struct pci_bus *make_bus(unsigned int number, struct pci_dev *bridge)
{
	struct pci_bus *bus = kzalloc(sizeof(*bus), GFP_KERNEL);

	if (!bus)
		return NULL;
	bus->number = (unsigned char)number;
	bus->self = bridge;
	bus->parent = bridge ? bridge->bus : NULL;
	list_add_tail(&bus->node, &busses);
	return bus;
}

static int scan_bus(unsigned int number, struct pci_dev *bridge);

/* The bus behind a bridge, if @pdev is one. Numbers grow from a bridge to the
 * bus behind it, so this ends. */
static int scan_behind(struct pci_dev *pdev)
{
	unsigned int behind;

	if (!pdev || !is_bridge(pdev))
		return 0;
	behind = pci_read_config(pdev, PCI_SECONDARY_BUS, 1);
	return behind > pdev->bus->number ? scan_bus(behind, pdev) : 0;
}

static int scan_bus(unsigned int number, struct pci_dev *bridge)
{
	struct pci_bus *bus = make_bus(number, bridge);
	bool multi = false;
	int err = bus ? 0 : -ENOMEM;

	for (unsigned int devfn = 0; devfn < NR_DEVFN && !err; devfn++) {
		struct pci_dev *pdev;

		if (PCI_FUNC(devfn) && !multi)
			continue;
		pdev = scan_function(bus, devfn);
		if (IS_ERR(pdev))
			return (int)PTR_ERR(pdev);
		if (!PCI_FUNC(devfn))
			multi = pdev && pdev->hdr_type & PCI_HEADER_TYPE_MULTI;
		err = scan_behind(pdev);
	}
	return err;
}

struct pci_dev *pci_scan_slot(unsigned int bus, unsigned int devfn)
{
	struct pci_bus *b = find_bus(bus);
	struct pci_dev *old = pci_get_domain_bus_and_slot(0, bus, devfn);

	if (old || !b) {
		pci_dev_put(old);
		return NULL;
	}
	return scan_function(b, devfn);
}

void pci_stop_and_remove_bus_device(struct pci_dev *pdev)
{
	list_del(&pdev->bus_list);
	device_del(&pdev->dev);
	unclaim_regions(pdev);
	put_device(&pdev->dev);
}

int pci_init(void)
{
	int err = bus_register(&pci_bus_type);

	if (err)
		return err;
	root = root_device_register("pci0000:00");
	if (IS_ERR(root)) {
		err = (int)PTR_ERR(root);
		root = NULL;
		bus_unregister(&pci_bus_type);
		return err;
	}
	err = scan_bus(0, NULL);
	if (err)
		pci_exit();
	return err;
}

void pci_exit(void)
{
	struct pci_bus *bus, *next;

	if (!root)
		return;
	while (!list_empty(&devices))
		pci_stop_and_remove_bus_device(list_last_entry(
			&devices, struct pci_dev, bus_list));
	list_for_each_entry_safe(bus, next, &busses, node) {
		list_del(&bus->node);
		kfree(bus);
	}
	root_device_unregister(root);
	root = NULL;
	bus_unregister(&pci_bus_type);
}

/* ---- which there are ---------------------------------------------------------------- */

struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device,
			       struct pci_dev *from)
{
	struct pci_dev *pdev = list_prepare_entry(from, &devices, bus_list);

	list_for_each_entry_continue(pdev, &devices, bus_list)
		if ((vendor == PCI_ANY_ID || vendor == pdev->vendor) &&
		    (device == PCI_ANY_ID || device == pdev->device)) {
			pci_dev_get(pdev);
			pci_dev_put(from);
			return pdev;
		}
	pci_dev_put(from);
	return NULL;
}

struct pci_dev *pci_get_domain_bus_and_slot(int domain, unsigned int bus,
					    unsigned int devfn)
{
	struct pci_dev *pdev;

	list_for_each_entry(pdev, &devices, bus_list)
		if (!domain && pdev->bus->number == bus && pdev->devfn == devfn)
			return pci_dev_get(pdev);
	return NULL;
}

/* ---- what drivers do with a device -------------------------------------------------------- */

int pci_enable_device(struct pci_dev *pdev)
{
	if (!pdev->enabled++)
		pci_change_command(pdev, 0, PCI_COMMAND_IO | PCI_COMMAND_MEMORY);
	return 0;
}

void pci_disable_device(struct pci_dev *pdev)
{
	if (!WARN_ON(!pdev->enabled) && !--pdev->enabled)
		pci_clear_master(pdev);
}

void pci_set_master(struct pci_dev *pdev)
{
	pdev->is_busmaster = 1;
	pci_change_command(pdev, 0, PCI_COMMAND_MASTER);
}

void pci_clear_master(struct pci_dev *pdev)
{
	pdev->is_busmaster = 0;
	pci_change_command(pdev, PCI_COMMAND_MASTER, 0);
}

int pci_save_state(struct pci_dev *pdev)
{
	for (int i = 0; i < 16; i++)
		pdev->saved_config[i] = pci_read_config(pdev, 4 * i, 4);
	return 0;
}

void pci_restore_state(struct pci_dev *pdev)
{
	/* The command last: nothing answers before it has its address. */
	for (int i = 15; i >= 0; i--)
		if (i != PCI_COMMAND / 4)
			pci_write_config(pdev, 4 * i, 4, pdev->saved_config[i]);
	pci_write_config(pdev, PCI_COMMAND, 2,
			 pdev->saved_config[PCI_COMMAND / 4] & 0xffff);
}
