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
#include <octavo/errno.h>
#include <octavo/interrupt.h>
#include <octavo/pci.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/slab.h>

#define NR_DEVFN	256u
#define NO_VENDOR	0xffffu
#define MAX_CAPS	48u		/* that fit into 256 bytes */

static LIST_HEAD(devices);
static LIST_HEAD(drivers);

/* ---- the configuration space ---------------------------------------------------- */

static u32 address_of(const struct pci_dev *pdev, int where)
{
	return pdev->bus << 16 | pdev->devfn << 8 | (u32)where;
}

u32 pci_read_config(const struct pci_dev *pdev, int where, unsigned int size)
{
	return arch_pci_read(address_of(pdev, where), size);
}

static void write_config(const struct pci_dev *pdev, int where,
			 unsigned int size, u32 val)
{
	arch_pci_write(address_of(pdev, where), size, val);
}

int pci_write_config_word(const struct pci_dev *pdev, int where, u16 val)
{
	write_config(pdev, where, 2, val);
	return 0;
}

static void change_command(struct pci_dev *pdev, u32 clear, u32 set)
{
	u32 command = pci_read_config(pdev, PCI_COMMAND, 2);

	write_config(pdev, PCI_COMMAND, 2, (command & ~clear) | set);
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

	write_config(pdev, where, 4, ~0u);
	size = pci_read_config(pdev, where, 4);
	write_config(pdev, where, 4, val);
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
	return is_64;
}

static void read_bars(struct pci_dev *pdev)
{
	const u32 command = pci_read_config(pdev, PCI_COMMAND, 2);

	/* Nothing may answer at the addresses that are tried. */
	change_command(pdev, PCI_COMMAND_IO | PCI_COMMAND_MEMORY, 0);
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		bar += read_bar(pdev, bar);
	write_config(pdev, PCI_COMMAND, 2, command);
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
	if (pci_read_config(pdev, PCI_INTERRUPT_PIN, 1))
		pdev->irq = pci_read_config(pdev, PCI_INTERRUPT_LINE, 1);
	read_bars(pdev);
}

/* The device at an address; NULL: none, or ERR_PTR. */
static int scan_function(unsigned int bus, unsigned int devfn,
			 struct pci_dev **found)
{
	struct pci_dev at = { .bus = bus, .devfn = devfn }, *pdev;

	*found = NULL;
	at.vendor = (u16)pci_read_config(&at, PCI_VENDOR_ID, 2);
	if (at.vendor == NO_VENDOR)
		return 0;
	pdev = kmalloc(sizeof(*pdev), GFP_KERNEL);
	if (!pdev)
		return -ENOMEM;
	*pdev = at;
	snprintf(pdev->name, sizeof(pdev->name), "0000:%02x:%02x.%u", bus,
		 PCI_SLOT(devfn), PCI_FUNC(devfn));
	/* As on Linux: 32 bits until the driver says more or less. */
	pdev->dma_mask = 0xffffffff;
	pdev->dev = (struct device){
		.init_name = pdev->name, .dma_mask = &pdev->dma_mask,
		.coherent_dma_mask = 0xffffffff, .dma_parms = &pdev->dma_parms,
	};
	read_header(pdev);
	list_add_tail(&pdev->bus_list, &devices);
	*found = pdev;
	return 0;
}

static bool is_bridge(const struct pci_dev *pdev)
{
	return (pdev->hdr_type & PCI_HEADER_TYPE_MASK) == PCI_HEADER_TYPE_BRIDGE;
}

/* Numbers grow from a bridge to the bus behind it, so this ends. */
static int scan_bus(unsigned int bus)
{
	struct pci_dev *pdev;
	unsigned int behind;
	bool multi = false;
	int err = 0;

	for (unsigned int devfn = 0; devfn < NR_DEVFN && !err; devfn++) {
		if (PCI_FUNC(devfn) && !multi)
			continue;
		err = scan_function(bus, devfn, &pdev);
		if (!PCI_FUNC(devfn))
			multi = pdev && pdev->hdr_type & PCI_HEADER_TYPE_MULTI;
		if (!pdev || !is_bridge(pdev))
			continue;
		behind = pci_read_config(pdev, PCI_SECONDARY_BUS, 1);
		if (behind > bus)
			err = scan_bus(behind);
	}
	return err;
}

int pci_init(void)
{
	int err = scan_bus(0);

	if (err)
		pci_exit();
	return err;
}

void pci_exit(void)
{
	struct pci_dev *pdev, *next;

	WARN_ON(!list_empty(&drivers));
	list_for_each_entry_safe(pdev, next, &devices, bus_list) {
		list_del(&pdev->bus_list);
		kfree(pdev);
	}
}

/* ---- drivers -------------------------------------------------------------------------- */

static const struct pci_device_id *match(const struct pci_driver *drv,
					 const struct pci_dev *pdev)
{
	const struct pci_device_id *id = drv->id_table;

	for (; id->vendor; id++)
		if ((id->vendor == PCI_ANY_ID || id->vendor == pdev->vendor) &&
		    (id->device == PCI_ANY_ID || id->device == pdev->device))
			return id;
	return NULL;
}

static void bind(struct pci_driver *drv, struct pci_dev *pdev)
{
	const struct pci_device_id *id = match(drv, pdev);
	int err;

	if (!id || pdev->driver)
		return;
	err = drv->probe(pdev, id);
	if (err)
		pr_warn("%s: %s cannot drive it (error %d)\n", pci_name(pdev),
			drv->name, -err);
	else
		pdev->driver = drv;
}

int pci_register_driver(struct pci_driver *drv)
{
	struct pci_dev *pdev;

	list_add_tail(&drv->node, &drivers);
	list_for_each_entry(pdev, &devices, bus_list)
		bind(drv, pdev);
	return 0;
}

void pci_unregister_driver(struct pci_driver *drv)
{
	struct pci_dev *pdev;

	list_for_each_entry(pdev, &devices, bus_list) {
		if (pdev->driver != drv)
			continue;
		drv->remove(pdev);
		pdev->driver = NULL;
		WARN(pdev->enabled, "%s left enabled\n", pci_name(pdev));
	}
	list_del(&drv->node);
}

/* ---- what drivers do with a device -------------------------------------------------------- */

int pci_enable_device(struct pci_dev *pdev)
{
	if (!pdev->enabled++)
		change_command(pdev, 0, PCI_COMMAND_IO | PCI_COMMAND_MEMORY);
	return 0;
}

void pci_disable_device(struct pci_dev *pdev)
{
	if (!WARN_ON(!pdev->enabled) && !--pdev->enabled)
		pci_clear_master(pdev);
}

void pci_set_master(struct pci_dev *pdev)
{
	change_command(pdev, 0, PCI_COMMAND_MASTER);
}

void pci_clear_master(struct pci_dev *pdev)
{
	change_command(pdev, PCI_COMMAND_MASTER, 0);
}

int pci_request_regions(struct pci_dev *pdev, const char *name)
{
	int bar;

	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (pdev->resource[bar].flags & IORESOURCE_BUSY)
			return -EBUSY;
	for (bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		pdev->resource[bar].flags |= IORESOURCE_BUSY;
	return 0;
}

void pci_release_regions(struct pci_dev *pdev)
{
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		pdev->resource[bar].flags &= ~IORESOURCE_BUSY;
}

void __iomem *pci_iomap(struct pci_dev *pdev, int bar, unsigned long maxlen)
{
	u64 len;

	if (bar < 0 || bar >= PCI_STD_NUM_BARS ||
	    !(pci_resource_flags(pdev, bar) & IORESOURCE_MEM))
		return NULL;
	len = pci_resource_len(pdev, bar);
	if (maxlen && maxlen < len)
		len = maxlen;
	return (size_t)len == len ? ioremap(pci_resource_start(pdev, bar),
					    (size_t)len) : NULL;
}

void pci_iounmap(struct pci_dev *pdev, void __iomem *addr)
{
	if (addr)
		iounmap(addr);
}

int pci_alloc_irq_vectors(struct pci_dev *pdev, unsigned int min_vecs,
			  unsigned int max_vecs, unsigned int flags)
{
	if (!min_vecs || min_vecs > max_vecs)
		return -EINVAL;
	if (min_vecs > 1 || !(flags & PCI_IRQ_LEGACY) || !pdev->irq ||
	    pdev->irq >= NR_LINES)
		return -ENOSPC;
	change_command(pdev, PCI_COMMAND_INTX_DISABLE, 0);
	return 1;
}

void pci_free_irq_vectors(struct pci_dev *pdev)
{
	change_command(pdev, 0, PCI_COMMAND_INTX_DISABLE);
}

int pci_irq_vector(struct pci_dev *pdev, unsigned int nr)
{
	return nr ? -EINVAL : (int)pdev->irq;
}
