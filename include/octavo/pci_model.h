/* SPDX-License-Identifier: MIT */
/*
 * pci_model.h - a PCI device in a few lines of C, for a driver to be tried on.
 *
 * The hosted machine has no hardware. A tester writes down what a device's
 * registers do, in a file of its own or beside the tests:
 *
 *	static u32 reg_read(struct pci_model *m, int bar, u64 offset,
 *			    unsigned int size)
 *	{
 *		return offset == 0 ? 0xcafe : 0;
 *	}
 *
 *	static struct pci_model thing = {
 *		.name = "thing", .vendor = 0x1234, .device = 0xcafe,
 *		.bar[0] = { .size = 0x1000, .read = reg_read },
 *		.bar[2] = { .size = 0x10000 },
 *	};
 *	module_pci_model(thing);
 *
 * and gives it by `octavo run --device FILE.c`; the driver is given by
 * --driver. Or a test calls pci_model_register().
 *
 *	driver			machine			model
 *	readl(bar0 + 8)  ---->  callbacks?  -------->  .read(m, 0, 8, 4)
 *	*(u32 *)bar2	 ---->  memory, m->bar[2].mem points to the same
 *	DMA buffer	 <----------------------------  pci_model_dma_write()
 *	interrupt handler <---  line, messages  <-----  pci_model_raise(), _msi()
 *
 * A region with callbacks has nothing at its address: who dereferences it, or
 * passes it to memcpy(), faults. Callbacks run where the driver called, and must
 * not sleep. Interrupts come when the kernel is left or idle, as from a device
 * that takes a while.
 */
#ifndef OCTAVO_PCI_MODEL_H
#define OCTAVO_PCI_MODEL_H

#include <octavo/pci.h>

struct pci_model;

struct pci_model_bar {
	u64 size;			/* bytes, a power of two; 0: none */
	bool io;			/* ports instead of memory */
	bool prefetchable;
	/* NULL both: memory. Only read: writes are dropped. */
	u32 (*read)(struct pci_model *m, int bar, u64 offset,
		    unsigned int size);
	void (*write)(struct pci_model *m, int bar, u64 offset,
		      unsigned int size, u32 val);
	void *mem;			/* the machine's: memory, zeroed */
	u64 addr;			/* the machine's: on the bus */
};

struct pci_model {
	const char *name;
	u16 vendor, device;
	u16 subsystem_vendor, subsystem_device;
	u32 class;			/* class, subclass, interface */
	u8 revision;
	u8 nr_msi;			/* messages, a power of two to 32; 0: none */
	bool no_line;			/* no interrupt line */
	struct pci_model_bar bar[PCI_STD_NUM_BARS];
	/* The driver wrote to the configuration space; NULL: never mind. */
	void (*config_write)(struct pci_model *m, int where, unsigned int size,
			     u32 val);
	void *data;			/* the model's own */
	/* The machine's. */
	u32 config[64];
	unsigned int slot;
	bool raised;
	struct pci_dev *pdev;
};

/* Something the model does later. */
struct pci_model_timer {
	struct pci_model *model;
	void (*fn)(struct pci_model *m);
	u64 timer[8];			/* the kernel's */
};

/**
 * pci_model_register() - plug a model in
 * @m: stays the caller's, and as it is, while it is plugged in
 *
 * Drivers that are there may take it at once.
 *
 * Context: May sleep.
 * Return: 0; -EINVAL for a region that is no power of two, -ENOSPC for no free
 *	slot or address, -ENOMEM, -ENODEV on a machine that has real devices.
 * Pairs with: pci_model_unregister().
 */
int pci_model_register(struct pci_model *m);

/**
 * pci_model_unregister() - unplug it
 * @m: registered; its driver's ->remove() is called first
 *
 * Context: May sleep.
 */
void pci_model_unregister(struct pci_model *m);

/**
 * pci_model_raise() - assert the interrupt line
 * @m: the model; has nr_msi, and messages are on: the first message
 *
 * It calls until pci_model_lower().
 *
 * Context: Any context.
 */
void pci_model_raise(struct pci_model *m);

/**
 * pci_model_lower() - release the interrupt line
 * @m: the model
 *
 * Context: Any context.
 */
void pci_model_lower(struct pci_model *m);

/**
 * pci_model_msi() - send a message
 * @m: the model
 * @vector: which, from 0
 *
 * Context: Any context.
 * Return: true; false: messages are off, or there are not so many.
 */
bool pci_model_msi(struct pci_model *m, unsigned int vector);

/**
 * pci_model_dma_read() - the device reads RAM
 * @m: the model
 * @addr: as the driver gave it
 * @buf: gets the bytes
 * @len: how many
 *
 * Context: Any context.
 * Return: 0; -EACCES: it may not, without pci_set_master(); -EFAULT: no RAM at
 *	@addr. Both are said on the log.
 */
int pci_model_dma_read(struct pci_model *m, dma_addr_t addr, void *buf,
		       size_t len);

/**
 * pci_model_dma_write() - the device writes RAM
 * @m: the model
 * @addr: as the driver gave it
 * @buf: the bytes
 * @len: how many
 *
 * Context: Any context.
 * Return: as pci_model_dma_read().
 */
int pci_model_dma_write(struct pci_model *m, dma_addr_t addr, const void *buf,
			size_t len);

/**
 * pci_model_after() - do something later
 * @m: the model
 * @t: stays until then; zeroed, or used before
 * @usecs: microseconds from now
 * @fn: called with interrupts off; must not sleep
 *
 * Context: Any context.
 */
void pci_model_after(struct pci_model *m, struct pci_model_timer *t,
		     unsigned long usecs, void (*fn)(struct pci_model *m));

/**
 * pci_model_cancel() - do it not
 * @t: given to pci_model_after(), or zeroed
 *
 * Context: Any context.
 */
void pci_model_cancel(struct pci_model_timer *t);

#define module_pci_model(model)						\
	static int __init model##_init(void)				\
	{								\
		return pci_model_register(&(model));			\
	}								\
	module_init(model##_init);					\
	static void __exit model##_exit(void)				\
	{								\
		pci_model_unregister(&(model));				\
	}								\
	module_exit(model##_exit);					\
	MODULE_LICENSE("Dual MIT/GPL")

#endif
