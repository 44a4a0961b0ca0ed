/* SPDX-License-Identifier: MIT */
/*
 * irq.c - interrupts of PCI devices: a line, or messages.
 *
 * A message is a word that the device writes to an address; the machine says
 * which. Several of one device differ in the lowest bits of the word.
 *
 * Source: PCI Local Bus Specification 3.0, section 6.8.
 */
#include <octavo/interrupt.h>
#include <octavo/port.h>
#include "internal.h"

static unsigned int round_down_pow2(unsigned int n)
{
	while (n & (n - 1))
		n &= n - 1;
	return n;
}

static u16 msi_flags(struct pci_dev *pdev, int pos)
{
	return (u16)pci_read_config(pdev, pos + PCI_MSI_FLAGS, 2);
}

/* Messages @irq and the next; 0 or -ENOSPC. */
static int program(struct pci_dev *pdev, int pos, unsigned int irq,
		   unsigned int nr)
{
	u16 flags = msi_flags(pdev, pos), data, log = 0;
	u64 address;

	if (!arch_msi_message(irq, &address, &data))
		return -ENOSPC;
	while (1u << log < nr)
		log++;
	pci_write_config(pdev, pos + PCI_MSI_ADDRESS_LO, 4, (u32)address);
	if (flags & PCI_MSI_FLAGS_64BIT)
		pci_write_config(pdev, pos + PCI_MSI_ADDRESS_HI, 4,
				 (u32)(address >> 32));
	pci_write_config(pdev, pos + (flags & PCI_MSI_FLAGS_64BIT ?
				      PCI_MSI_DATA_64 : PCI_MSI_DATA_32), 2,
			 data);
	flags &= (u16)~PCI_MSI_FLAGS_QSIZE;
	pci_write_config(pdev, pos + PCI_MSI_FLAGS, 2,
			 flags | (u32)log << 4 | PCI_MSI_FLAGS_ENABLE);
	return 0;
}

int pci_enable_msi_range(struct pci_dev *pdev, unsigned int minvec,
			 unsigned int maxvec)
{
	const int pos = pci_find_capability(pdev, PCI_CAP_ID_MSI);
	unsigned int nr;
	int irq;

	if (!pos || !minvec || minvec > maxvec || pdev->msi_enabled)
		return -ENOSPC;
	nr = 1u << ((msi_flags(pdev, pos) & PCI_MSI_FLAGS_QMASK) >> 1);
	nr = round_down_pow2(nr < maxvec ? nr : maxvec);
	if (nr < minvec)
		return -ENOSPC;
	irq = msi_alloc(nr);
	if (irq < 0)
		return irq;
	if (program(pdev, pos, (unsigned int)irq, nr)) {
		msi_free((unsigned int)irq, nr);
		return -ENOSPC;
	}
	pci_intx(pdev, 0);
	pdev->irq = (unsigned int)irq;
	pdev->nr_msi = nr;
	pdev->msi_enabled = 1;
	return (int)nr;
}

void pci_disable_msi(struct pci_dev *pdev)
{
	const int pos = pci_find_capability(pdev, PCI_CAP_ID_MSI);

	if (!pdev->msi_enabled)
		return;
	pci_write_config(pdev, pos + PCI_MSI_FLAGS, 2,
			 msi_flags(pdev, pos) & ~PCI_MSI_FLAGS_ENABLE);
	msi_free(pdev->irq, pdev->nr_msi);
	pdev->msi_enabled = 0;
	pdev->nr_msi = 0;
	pdev->irq = pdev->line;
	pci_intx(pdev, 1);
}

void pci_intx(struct pci_dev *pdev, int enable)
{
	pci_change_command(pdev, enable ? PCI_COMMAND_INTX_DISABLE : 0,
			   enable ? 0 : PCI_COMMAND_INTX_DISABLE);
}

int pci_alloc_irq_vectors(struct pci_dev *pdev, unsigned int min_vecs,
			  unsigned int max_vecs, unsigned int flags)
{
	int nr;

	if (!min_vecs || min_vecs > max_vecs)
		return -EINVAL;
	if (flags & PCI_IRQ_MSI) {
		nr = pci_enable_msi_range(pdev, min_vecs, max_vecs);
		if (nr > 0)
			return nr;
	}
	if (min_vecs > 1 || !(flags & PCI_IRQ_INTX) || !pdev->line ||
	    pdev->line >= NR_LINES)
		return -ENOSPC;
	pci_intx(pdev, 1);
	return 1;
}

void pci_free_irq_vectors(struct pci_dev *pdev)
{
	if (pdev->msi_enabled)
		pci_disable_msi(pdev);
}

int pci_irq_vector(struct pci_dev *pdev, unsigned int nr)
{
	if (nr >= (pdev->nr_msi ? pdev->nr_msi : 1))
		return -EINVAL;
	return (int)(pdev->irq + nr);
}
