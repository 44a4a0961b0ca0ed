/* SPDX-License-Identifier: MIT */
/*
 * pci_more.h - what more drivers do with PCI devices: regions one by one,
 * devices of the driver's life (pcim_*), looking for devices, messages. Part of
 * octavo/pci.h, which includes it.
 */
#ifndef OCTAVO_PCI_MORE_H
#define OCTAVO_PCI_MORE_H

#include <octavo/pci.h>

/* ---- regions ---------------------------------------------------------------- */

/**
 * pci_request_region() - say that one region is in use
 * @pdev: the device
 * @bar: which; one that it does not have is no error
 * @name: of who uses it
 *
 * Context: May sleep.
 * Return: 0, -EBUSY if somebody else has it, -EINVAL.
 * Pairs with: pci_release_region().
 */
int pci_request_region(struct pci_dev *pdev, int bar, const char *name);

/**
 * pci_release_region() - undo pci_request_region()
 * @pdev: the device
 * @bar: which
 *
 * Context: May sleep.
 */
void pci_release_region(struct pci_dev *pdev, int bar);

/**
 * pci_request_selected_regions() - say that some regions are in use
 * @pdev: the device
 * @bars: a bit for each
 * @name: of who uses them
 *
 * Context: May sleep.
 * Return: 0, -EBUSY: then none is.
 * Pairs with: pci_release_selected_regions().
 */
int pci_request_selected_regions(struct pci_dev *pdev, int bars,
				 const char *name);

/**
 * pci_release_selected_regions() - undo it
 * @pdev: the device
 * @bars: a bit for each
 *
 * Context: May sleep.
 */
void pci_release_selected_regions(struct pci_dev *pdev, int bars);

/**
 * pci_select_bars() - the regions of a kind
 * @pdev: the device
 * @flags: IORESOURCE_MEM, IORESOURCE_IO
 *
 * Context: Any context.
 * Return: a bit for each.
 */
int pci_select_bars(struct pci_dev *pdev, unsigned long flags);

#define pci_request_mem_regions(pdev, name)				\
	pci_request_selected_regions(pdev,				\
		pci_select_bars(pdev, IORESOURCE_MEM), name)
#define pci_release_mem_regions(pdev)					\
	pci_release_selected_regions(pdev,				\
		pci_select_bars(pdev, IORESOURCE_MEM))
#define pci_request_regions_exclusive(pdev, name)			\
	pci_request_regions(pdev, name)

static inline void __iomem *pci_ioremap_bar(struct pci_dev *pdev, int bar)
{
	return pci_iomap(pdev, bar, 0);
}

/**
 * pci_iomap_range() - give some registers of a device a kernel address
 * @pdev: the device
 * @bar: of which region
 * @offset: of the first
 * @maxlen: bytes; 0: to its end
 *
 * Context: May sleep.
 * Return: as pci_iomap().
 */
void __iomem *pci_iomap_range(struct pci_dev *pdev, int bar,
			      unsigned long offset, unsigned long maxlen);

#define pci_iomap_wc(pdev, bar, maxlen)	pci_iomap(pdev, bar, maxlen)

/* ---- as long as the driver has the device --------------------------------------- */

/**
 * pcim_enable_device() - pci_enable_device() until the driver goes
 * @pdev: the device
 *
 * The regions and interrupts that are requested from then on are also given
 * back by themselves.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int pcim_enable_device(struct pci_dev *pdev);

/**
 * pcim_iomap() - pci_iomap() until the driver goes
 * @pdev: the device
 * @bar: which of its regions
 * @maxlen: bytes of it; 0: all
 *
 * Context: May sleep.
 * Return: the address or NULL.
 */
void __iomem *pcim_iomap(struct pci_dev *pdev, int bar, unsigned long maxlen);

/**
 * pcim_iounmap() - undo it before the driver goes
 * @pdev: the device
 * @addr: from pcim_iomap()
 *
 * Context: May sleep.
 */
void pcim_iounmap(struct pci_dev *pdev, void __iomem *addr);

/**
 * pcim_iomap_table() - the addresses of the regions that are mapped
 * @pdev: the device
 *
 * Context: May sleep.
 * Return: one for each region, NULL for one that pcim_iomap() has not mapped;
 *	NULL without memory.
 */
void __iomem *const *pcim_iomap_table(struct pci_dev *pdev);

/**
 * pcim_iomap_regions() - request and map regions until the driver goes
 * @pdev: the device
 * @mask: a bit for each region
 * @name: of who uses them
 *
 * Context: May sleep.
 * Return: 0, -EINVAL for one that there is not, -EBUSY, -ENOMEM.
 */
int pcim_iomap_regions(struct pci_dev *pdev, int mask, const char *name);

/**
 * pcim_iounmap_regions() - undo it before the driver goes
 * @pdev: the device
 * @mask: as there
 *
 * Context: May sleep.
 */
void pcim_iounmap_regions(struct pci_dev *pdev, int mask);

#define pcim_iomap_regions_request_all(pdev, mask, name)		\
	pcim_iomap_regions(pdev, mask, name)
/* Regions that are requested on a managed device are managed. */
#define pcim_request_region(pdev, bar, name)				\
	pci_request_region(pdev, bar, name)
#define pcim_request_all_regions(pdev, name)	pci_request_regions(pdev, name)

/**
 * pcim_iomap_region() - request and map one region until the driver goes
 * @pdev: the device
 * @bar: which
 * @name: of who uses it
 *
 * Context: May sleep.
 * Return: the address, or ERR_PTR as pcim_iomap_regions().
 */
void __iomem *pcim_iomap_region(struct pci_dev *pdev, int bar,
				const char *name);

/* ---- which there are --------------------------------------------------------------- */

/**
 * pci_get_device() - the next device of a kind
 * @vendor: or PCI_ANY_ID
 * @device: or PCI_ANY_ID
 * @from: after this one, whose reference is dropped; NULL: the first
 *
 * Context: May sleep.
 * Return: the device with one more reference, or NULL.
 * Pairs with: pci_dev_put().
 */
struct pci_dev *pci_get_device(unsigned int vendor, unsigned int device,
			       struct pci_dev *from);

/**
 * pci_get_domain_bus_and_slot() - the device at a place
 * @domain: 0
 * @bus: its bus
 * @devfn: where there
 *
 * Context: May sleep.
 * Return: the device with one more reference, or NULL.
 */
struct pci_dev *pci_get_domain_bus_and_slot(int domain, unsigned int bus,
					    unsigned int devfn);

static inline struct pci_dev *pci_dev_get(struct pci_dev *pdev)
{
	if (pdev)
		get_device(&pdev->dev);
	return pdev;
}

static inline void pci_dev_put(struct pci_dev *pdev)
{
	if (pdev)
		put_device(&pdev->dev);
}

#define for_each_pci_dev(d)						\
	while (((d) = pci_get_device(PCI_ANY_ID, PCI_ANY_ID, d)) != NULL)

/**
 * pci_match_id() - the entry of a table that a device fits
 * @ids: ends with zeros; may be NULL
 * @pdev: the device
 *
 * Context: Any context.
 * Return: the entry or NULL.
 */
const struct pci_device_id *pci_match_id(const struct pci_device_id *ids,
					 const struct pci_dev *pdev);

/* ---- states ------------------------------------------------------------------------- */

typedef int pci_power_t;
#define PCI_D0			0
#define PCI_D1			1
#define PCI_D2			2
#define PCI_D3hot		3
#define PCI_D3cold		4

/**
 * pci_save_state() - keep the registers that every device has
 * @pdev: the device
 *
 * Context: May sleep.
 * Return: 0.
 */
int pci_save_state(struct pci_dev *pdev);

/**
 * pci_restore_state() - write them back
 * @pdev: the device; pci_save_state() was called
 *
 * Context: May sleep.
 */
void pci_restore_state(struct pci_dev *pdev);

/**
 * pci_intx() - let its line in, or not
 * @pdev: the device
 * @enable: not 0: in
 *
 * Context: Any context.
 */
void pci_intx(struct pci_dev *pdev, int enable);

/**
 * pci_enable_msi_range() - have it send messages instead of using its line
 * @pdev: the device
 * @minvec: fewer are of no use
 * @maxvec: more are of no use
 *
 * Context: May sleep.
 * Return: how many, a power of two; -ENOSPC.
 */
int pci_enable_msi_range(struct pci_dev *pdev, unsigned int minvec,
			 unsigned int maxvec);

/**
 * pci_disable_msi() - have it use its line again
 * @pdev: the device; it has no handlers
 *
 * Context: May sleep.
 */
void pci_disable_msi(struct pci_dev *pdev);

static inline int pci_enable_msi(struct pci_dev *pdev)
{
	int nr = pci_enable_msi_range(pdev, 1, 1);

	return nr < 0 ? nr : 0;
}

/* There is one state: awake. */
static inline int pci_set_power_state(struct pci_dev *pdev, pci_power_t state)
{
	return state == PCI_D0 ? 0 : -5;	/* -EIO */
}

static inline int pci_is_enabled(const struct pci_dev *pdev)
{
	return pdev->enabled > 0;
}

static inline int pci_dev_msi_enabled(const struct pci_dev *pdev)
{
	return pdev->msi_enabled;
}

static inline int pci_channel_offline(const struct pci_dev *pdev)
{
	return 0;
}

static inline int pci_set_mwi(struct pci_dev *pdev)
{
	u16 command;

	pci_read_config_word(pdev, PCI_COMMAND, &command);
	return pci_write_config_word(pdev, PCI_COMMAND,
				     command | PCI_COMMAND_INVALIDATE);
}

static inline void pci_clear_mwi(struct pci_dev *pdev)
{
	u16 command;

	pci_read_config_word(pdev, PCI_COMMAND, &command);
	pci_write_config_word(pdev, PCI_COMMAND,
			      command & ~PCI_COMMAND_INVALIDATE);
}

/* No device here is on PCI Express: none has its further capabilities. */
static inline int pci_find_ext_capability(struct pci_dev *pdev, int cap)
{
	return 0;
}

static inline bool pci_is_pcie(const struct pci_dev *pdev)
{
	return false;
}

static inline bool pci_device_is_present(struct pci_dev *pdev)
{
	return pci_read_config(pdev, PCI_VENDOR_ID, 2) != 0xffff;
}

#define pci_try_set_mwi(pdev)		pci_set_mwi(pdev)
#define pci_enable_device_mem(pdev)	pci_enable_device(pdev)
#define pci_enable_device_io(pdev)	pci_enable_device(pdev)
#define pci_enable_msi_exact(pdev, n)	pci_enable_msi_range(pdev, n, n)
#define pci_msi_enabled()		(1)
#define pci_msi_vec_count(pdev)		(1)
#define pci_msix_vec_count(pdev)	(-22)
#define pci_alloc_irq_vectors_affinity(pdev, lo, hi, flags, affd)	\
	pci_alloc_irq_vectors(pdev, lo, hi, flags)
#define pci_wake_from_d3(pdev, enable)	(0)
#define pci_enable_wake(pdev, state, enable)	(0)
#define pci_pme_capable(pdev, state)	(false)
#define pci_dev_run_wake(pdev)		(false)
#define pci_aer_clear_nonfatal_status(pdev)	(0)
#define pci_enable_pcie_error_reporting(pdev)	(-22)
#define pci_disable_pcie_error_reporting(pdev)	(0)

#endif
