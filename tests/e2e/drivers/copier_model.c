/* SPDX-License-Identifier: MIT */
/*
 * copier_model.c - a PCI device that copies 64 bytes by DMA, for pci-model.sh.
 *
 *	0x04 address, 0x08 order (1: read RAM, 2: write RAM), 0x0c done
 */
#include <linux/module.h>
#include <octavo/pci_model.h>

static u32 regs[4];
static struct pci_model_timer timer;
static char mem[4096];

static void copy_done(struct pci_model *m)
{
	if (regs[2] & 2)
		pci_model_dma_write(m, regs[1], mem, 64);
	else
		pci_model_dma_read(m, regs[1], mem, 64);
	regs[3] = 1;
	pci_model_raise(m);
}

static u32 rd(struct pci_model *m, int bar, u64 offset, unsigned int size)
{
	return offset < 16 ? regs[offset / 4] : ~0u;
}

static void wr(struct pci_model *m, int bar, u64 offset, unsigned int size,
	       u32 val)
{
	if (offset == 4)
		regs[1] = val;
	if (offset == 8) {
		regs[2] = val;
		pci_model_after(m, &timer, 100, copy_done);
	}
	if (offset == 12) {
		regs[3] = 0;
		pci_model_lower(m);
	}
}

static struct pci_model copier = {
	.name = "copier", .vendor = 0x1234, .device = 0xc0de,
	.class = 0xff0000, .nr_msi = 1,
	.bar[0] = { .size = 0x1000, .read = rd, .write = wr },
	.bar[2] = { .size = 0x10000 },
};
module_pci_model(copier);
