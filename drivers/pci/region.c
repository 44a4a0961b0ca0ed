/* SPDX-License-Identifier: MIT */
/*
 * region.c - regions of PCI devices: requested, mapped, and both until the
 * driver goes.
 *
 * A device that was enabled by pcim_enable_device() has one resource that
 * remembers what of it is requested, and another with what is mapped.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include "internal.h"

#define ALL_BARS	((1 << PCI_STD_NUM_BARS) - 1)

struct managed {
	int regions;			/* a bit for each requested one */
};

struct mapped {
	void __iomem *table[PCI_STD_NUM_BARS];
};

static void release_managed(struct device *dev, void *res)
{
	struct pci_dev *pdev = to_pci_dev(dev);
	struct managed *m = res;

	pci_free_irq_vectors(pdev);
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (m->regions & 1 << bar)
			pci_release_region(pdev, bar);
	pdev->is_managed = 0;
	if (pdev->enabled)
		pci_disable_device(pdev);
}

static struct managed *managed_of(struct pci_dev *pdev)
{
	return pdev->is_managed ? devres_find(&pdev->dev, release_managed, NULL,
					      NULL) : NULL;
}

/* ---- requested --------------------------------------------------------------------- */

static bool has_region(struct pci_dev *pdev, int bar)
{
	return pci_resource_len(pdev, bar) != 0;
}

int pci_request_region(struct pci_dev *pdev, int bar, const char *name)
{
	struct resource *root;
	struct managed *m;

	if (bar < 0 || bar >= PCI_STD_NUM_BARS)
		return -EINVAL;
	if (!has_region(pdev, bar))
		return 0;
	root = pci_resource_flags(pdev, bar) & IORESOURCE_IO ?
		       &ioport_resource : &iomem_resource;
	if (!__request_region(root, pci_resource_start(pdev, bar),
			      pci_resource_len(pdev, bar), name, 0)) {
		dev_warn(&pdev->dev, "region %d is in use\n", bar);
		return -EBUSY;
	}
	m = managed_of(pdev);
	if (m)
		m->regions |= 1 << bar;
	return 0;
}

void pci_release_region(struct pci_dev *pdev, int bar)
{
	struct managed *m = managed_of(pdev);

	if (bar < 0 || bar >= PCI_STD_NUM_BARS || !has_region(pdev, bar))
		return;
	__release_region(pci_resource_flags(pdev, bar) & IORESOURCE_IO ?
				 &ioport_resource : &iomem_resource,
			 pci_resource_start(pdev, bar),
			 pci_resource_len(pdev, bar));
	if (m)
		m->regions &= ~(1 << bar);
}

int pci_request_selected_regions(struct pci_dev *pdev, int bars,
				 const char *name)
{
	int bar, err = 0;

	for (bar = 0; bar < PCI_STD_NUM_BARS && !err; bar++)
		if (bars & 1 << bar)
			err = pci_request_region(pdev, bar, name);
	if (err)
		pci_release_selected_regions(pdev,
					     bars & ((1 << (bar - 1)) - 1));
	return err;
}

void pci_release_selected_regions(struct pci_dev *pdev, int bars)
{
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (bars & 1 << bar)
			pci_release_region(pdev, bar);
}

int pci_request_regions(struct pci_dev *pdev, const char *name)
{
	return pci_request_selected_regions(pdev, ALL_BARS, name);
}

void pci_release_regions(struct pci_dev *pdev)
{
	pci_release_selected_regions(pdev, ALL_BARS);
}

int pci_select_bars(struct pci_dev *pdev, unsigned long flags)
{
	int bars = 0;

	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		if (pci_resource_flags(pdev, bar) & flags)
			bars |= 1 << bar;
	return bars;
}

/* ---- mapped --------------------------------------------------------------------------- */

void __iomem *pci_iomap_range(struct pci_dev *pdev, int bar,
			      unsigned long offset, unsigned long maxlen)
{
	u64 len;

	if (bar < 0 || bar >= PCI_STD_NUM_BARS)
		return NULL;
	len = pci_resource_len(pdev, bar);
	if (len <= offset)
		return NULL;
	len -= offset;
	if (maxlen && maxlen < len)
		len = maxlen;
	if ((size_t)len != len)
		return NULL;
	if (pci_resource_flags(pdev, bar) & IORESOURCE_IO)
		return ioport_map((unsigned long)pci_resource_start(pdev, bar) +
				  offset, (unsigned int)len);
	return ioremap(pci_resource_start(pdev, bar) + offset, (size_t)len);
}

void __iomem *pci_iomap(struct pci_dev *pdev, int bar, unsigned long maxlen)
{
	return pci_iomap_range(pdev, bar, 0, maxlen);
}

void pci_iounmap(struct pci_dev *pdev, void __iomem *addr)
{
	if (addr && !is_ioport_map(addr))
		iounmap(addr);
}

/* ---- until the driver goes ------------------------------------------------------------- */

int pcim_enable_device(struct pci_dev *pdev)
{
	struct managed *m;
	int err;

	if (managed_of(pdev))
		return 0;
	m = devres_alloc(release_managed, sizeof(*m), GFP_KERNEL);
	if (!m)
		return -ENOMEM;
	err = pci_enable_device(pdev);
	if (err) {
		devres_free(m);
		return err;
	}
	devres_add(&pdev->dev, m);
	pdev->is_managed = 1;
	return 0;
}

static void release_mapped(struct device *dev, void *res)
{
	struct mapped *m = res;

	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		pci_iounmap(to_pci_dev(dev), m->table[bar]);
}

static struct mapped *mapped_of(struct pci_dev *pdev)
{
	struct mapped *m = devres_find(&pdev->dev, release_mapped, NULL, NULL);

	if (m)
		return m;
	m = devres_alloc(release_mapped, sizeof(*m), GFP_KERNEL);
	if (m)
		devres_add(&pdev->dev, m);
	return m;
}

void __iomem *const *pcim_iomap_table(struct pci_dev *pdev)
{
	struct mapped *m = mapped_of(pdev);

	return m ? m->table : NULL;
}

void __iomem *pcim_iomap(struct pci_dev *pdev, int bar, unsigned long maxlen)
{
	struct mapped *m = mapped_of(pdev);

	if (!m || bar < 0 || bar >= PCI_STD_NUM_BARS || m->table[bar])
		return NULL;
	m->table[bar] = pci_iomap(pdev, bar, maxlen);
	return m->table[bar];
}

void pcim_iounmap(struct pci_dev *pdev, void __iomem *addr)
{
	struct mapped *m = mapped_of(pdev);

	pci_iounmap(pdev, addr);
	for (int bar = 0; m && bar < PCI_STD_NUM_BARS; bar++)
		if (m->table[bar] == addr) {
			m->table[bar] = NULL;
			return;
		}
	WARN_ON(1);
}

static int map_region(struct pci_dev *pdev, int bar, const char *name)
{
	int err;

	if (!has_region(pdev, bar))
		return -EINVAL;
	err = pci_request_region(pdev, bar, name);
	if (err)
		return err;
	if (pcim_iomap(pdev, bar, 0))
		return 0;
	pci_release_region(pdev, bar);
	return -ENOMEM;
}

int pcim_iomap_regions(struct pci_dev *pdev, int mask, const char *name)
{
	int bar, err = 0;

	for (bar = 0; bar < PCI_STD_NUM_BARS && !err; bar++)
		if (mask & 1 << bar)
			err = map_region(pdev, bar, name);
	if (err)
		pcim_iounmap_regions(pdev, mask & ((1 << (bar - 1)) - 1));
	return err;
}

void pcim_iounmap_regions(struct pci_dev *pdev, int mask)
{
	struct mapped *m = mapped_of(pdev);

	for (int bar = 0; m && bar < PCI_STD_NUM_BARS; bar++) {
		if (!(mask & 1 << bar) || !m->table[bar])
			continue;
		pcim_iounmap(pdev, m->table[bar]);
		pci_release_region(pdev, bar);
	}
}

void __iomem *pcim_iomap_region(struct pci_dev *pdev, int bar, const char *name)
{
	int err;

	if (bar < 0 || bar >= PCI_STD_NUM_BARS)
		return ERR_PTR(-EINVAL);
	err = map_region(pdev, bar, name);
	return err ? ERR_PTR(err) : mapped_of(pdev)->table[bar];
}
