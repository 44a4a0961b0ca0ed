/* SPDX-License-Identifier: MIT */
/*
 * pci_model.c - devices that a tester describes, see octavo/pci_model.h.
 *
 *	bus 0, device 8 .. 15, one model each
 *	0xe0000000 .. 0xf0000000	their memory, as the bus addresses it
 *	0x1000 .. 0x10000		their ports
 *	line 11				shared by all of them
 *
 * A region of memory is a part of the file that RAM is, behind RAM, at the
 * offset that is its address: so a driver may give its pages to a program. One
 * with callbacks is addresses where nothing is.
 *
 * Locking: CPU 0's, as is everything of a driver.
 */
#include <octavo/bug.h>
#include <octavo/err.h>
#include <octavo/interrupt.h>
#include <octavo/ktimer.h>
#include <octavo/pci_model.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "hosted.h"
#include "sys.h"

#define FIRST_SLOT	8u
#define NR_SLOTS	8u
#define MEM_START	0xe0000000ull
#define MEM_END		0xf0000000ull
#define PORT_START	0x1000ull
#define PORT_END	0x10000ull
#define LINE		11u
#define MSI_POS		0x40
#define MSI_ADDRESS	0xfee00000u

static struct pci_model *models[NR_SLOTS];
static u64 next_mem = MEM_START, next_port = PORT_START;

bool hosted_has_models(void)
{
	for (unsigned int i = 0; i < NR_SLOTS; i++)
		if (models[i])
			return true;
	return false;
}

/* ---- configuration ------------------------------------------------------ */

static struct pci_model *model_at(u32 where)
{
	const unsigned int slot = where >> 11 & 31;

	if (where >> 16 || where >> 8 & 7 || slot < FIRST_SLOT ||
	    slot >= FIRST_SLOT + NR_SLOTS)
		return NULL;
	return models[slot - FIRST_SLOT];
}

bool hosted_model_config_read(u32 where, u32 *val)
{
	const struct pci_model *m = model_at(where);

	if (m)
		*val = m->config[(where & 0xff) / 4];
	return m != NULL;
}

static bool is_bar(unsigned int reg)
{
	return reg >= PCI_BASE_ADDRESS_0 && reg <= PCI_BASE_ADDRESS_5;
}

/* Which bits of a register are there to be written. */
static u32 writable(const struct pci_model *m, unsigned int reg)
{
	if (is_bar(reg)) {
		const u64 size = m->bar[(reg - PCI_BASE_ADDRESS_0) / 4].size;

		return size ? (u32)~(size - 1) : 0;
	}
	switch (reg) {
	case PCI_COMMAND:
		return PCI_COMMAND_IO | PCI_COMMAND_MEMORY |
		       PCI_COMMAND_MASTER | PCI_COMMAND_INVALIDATE |
		       PCI_COMMAND_INTX_DISABLE;
	case PCI_CACHE_LINE_SIZE:
		return 0xffff;
	case PCI_INTERRUPT_LINE:
		return 0xff;
	case MSI_POS:
		return m->nr_msi ? (PCI_MSI_FLAGS_ENABLE |
				    PCI_MSI_FLAGS_QSIZE) << 16 : 0;
	case MSI_POS + PCI_MSI_ADDRESS_LO:
	case MSI_POS + PCI_MSI_DATA_32:
		return m->nr_msi ? ~0u : 0;
	default:
		return 0;
	}
}

static bool command_has(const struct pci_model *m, u32 bit)
{
	return m->config[PCI_COMMAND / 4] & bit;
}

/* The line is as the models that share it want it. */
static void update_line(void)
{
	bool any = false;

	for (unsigned int i = 0; i < NR_SLOTS; i++)
		any |= models[i] && models[i]->raised &&
		       !command_has(models[i], PCI_COMMAND_INTX_DISABLE);
	hosted_irq_assert(LINE, any);
}

bool hosted_model_config_write(u32 where, unsigned int size, u32 val)
{
	const unsigned int reg = where & 0xfc, shift = 8 * (where & 3);
	struct pci_model *m = model_at(where);
	u32 mask;

	if (!m)
		return false;
	mask = writable(m, reg);
	if (size < 4)
		mask &= ((1u << 8 * size) - 1) << shift;
	m->config[reg / 4] = (m->config[reg / 4] & ~mask) |
			     (val << shift & mask);
	if (reg == PCI_COMMAND)
		update_line();
	if (m->config_write)
		m->config_write(m, (int)(where & 0xff), size, val);
	return true;
}

static void fill_config(struct pci_model *m)
{
	u32 *c = m->config;

	memset(c, 0, sizeof(m->config));
	c[PCI_VENDOR_ID / 4] = (u32)m->device << 16 | m->vendor;
	c[PCI_CLASS_REVISION / 4] = m->class << 8 | m->revision;
	c[PCI_SUBSYSTEM_VENDOR_ID / 4] =
		(u32)m->subsystem_device << 16 | m->subsystem_vendor;
	for (int i = 0; i < PCI_STD_NUM_BARS; i++) {
		if (!m->bar[i].size)
			continue;
		c[PCI_BASE_ADDRESS_0 / 4 + i] =
			(u32)m->bar[i].addr |
			(m->bar[i].io ? PCI_BASE_ADDRESS_SPACE_IO : 0) |
			(m->bar[i].prefetchable ? PCI_BASE_ADDRESS_MEM_PREFETCH :
						  0);
	}
	if (!m->no_line)
		c[PCI_INTERRUPT_LINE / 4] = 1u << 8 | LINE;
	if (!m->nr_msi)
		return;
	c[PCI_STATUS / 4] |= (u32)PCI_STATUS_CAP_LIST << 16;
	c[PCI_CAPABILITY_LIST / 4] = MSI_POS;
	c[MSI_POS / 4] = PCI_CAP_ID_MSI |
			 (u32)__builtin_ctz(m->nr_msi) << 17;
}

/* ---- regions ------------------------------------------------------------ */

static bool has_callbacks(const struct pci_model_bar *b)
{
	return b->read || b->write;
}

/* The region that has the address, and where in it; NULL: none. */
static struct pci_model *region_of(unsigned long addr, int *bar, u64 *offset)
{
	for (unsigned int i = 0; i < NR_SLOTS; i++) {
		struct pci_model *m = models[i];

		for (*bar = 0; m && *bar < PCI_STD_NUM_BARS; ++*bar) {
			struct pci_model_bar *b = &m->bar[*bar];

			*offset = addr - (unsigned long)b->mem;
			if (b->mem && *offset < b->size)
				return m;
		}
	}
	return NULL;
}

static u32 region_read(struct pci_model *m, int bar, u64 offset,
		       unsigned int size)
{
	struct pci_model_bar *b = &m->bar[bar];
	u32 val = 0;

	if (!command_has(m, b->io ? PCI_COMMAND_IO : PCI_COMMAND_MEMORY))
		val = ~0u;		/* it is not enabled: nobody answers */
	else if (has_callbacks(b))
		val = b->read ? b->read(m, bar, offset, size) : ~0u;
	else
		memcpy(&val, (char *)b->mem + offset, size);
	return size == 4 ? val : val & ((1u << 8 * size) - 1);
}

static void region_write(struct pci_model *m, int bar, u64 offset,
			 unsigned int size, u32 val)
{
	struct pci_model_bar *b = &m->bar[bar];

	if (!command_has(m, b->io ? PCI_COMMAND_IO : PCI_COMMAND_MEMORY))
		return;
	if (!has_callbacks(b))
		memcpy((char *)b->mem + offset, &val, size);
	else if (b->write)
		b->write(m, bar, offset, size, val);
}

bool hosted_model_mmio_read(unsigned long addr, unsigned int size, u32 *val)
{
	u64 offset;
	int bar;
	struct pci_model *m = region_of(addr, &bar, &offset);

	if (m)
		*val = region_read(m, bar, offset, size);
	return m != NULL;
}

bool hosted_model_mmio_write(unsigned long addr, unsigned int size, u32 val)
{
	u64 offset;
	int bar;
	struct pci_model *m = region_of(addr, &bar, &offset);

	if (m)
		region_write(m, bar, offset, size, val);
	return m != NULL;
}

static struct pci_model *ports_of(u64 port, int *bar)
{
	for (unsigned int i = 0; i < NR_SLOTS; i++)
		for (*bar = 0; models[i] && *bar < PCI_STD_NUM_BARS; ++*bar) {
			const struct pci_model_bar *b = &models[i]->bar[*bar];

			if (b->io && b->size && port - b->addr < b->size)
				return models[i];
		}
	return NULL;
}

u32 arch_port_read(u16 port, unsigned int size)
{
	int bar;
	struct pci_model *m = ports_of(port, &bar);

	return m ? region_read(m, bar, port - m->bar[bar].addr, size) : ~0u;
}

void arch_port_write(u32 val, u16 port, unsigned int size)
{
	int bar;
	struct pci_model *m = ports_of(port, &bar);

	if (m)
		region_write(m, bar, port - m->bar[bar].addr, size, val);
}

/* Where a region that ioremap() is asked for lies. */
void *hosted_model_ioremap(u64 start, size_t size)
{
	for (unsigned int i = 0; i < NR_SLOTS; i++)
		for (int bar = 0; models[i] && bar < PCI_STD_NUM_BARS; bar++) {
			const struct pci_model_bar *b = &models[i]->bar[bar];

			if (!b->io && b->mem && start >= b->addr &&
			    start - b->addr < b->size &&
			    size <= b->size - (start - b->addr))
				return (char *)b->mem + (start - b->addr);
		}
	return NULL;
}

static u64 mapped_size(const struct pci_model_bar *b)
{
	return ALIGN(b->size, PAGE_SIZE);
}

static long map_region(const struct pci_model_bar *b)
{
	const u64 size = mapped_size(b);
	long ret;

	if (has_callbacks(b) || b->io)
		return host_mmap(0, size, has_callbacks(b) ? HOST_PROT_NONE :
				 HOST_PROT_READ | HOST_PROT_WRITE,
				 HOST_MAP_PRIVATE | HOST_MAP_ANONYMOUS |
					 HOST_MAP_NORESERVE, -1, 0);
	ret = host_syscall3(HOST_NR_ftruncate, hosted_ram_fd, MEM_END, 0);
	if (host_failed(ret))
		return ret;
	return host_mmap(0, size, HOST_PROT_READ | HOST_PROT_WRITE,
			 HOST_MAP_SHARED, hosted_ram_fd, b->addr);
}

/* Regions are not given out twice: what one model left in its memory is not
 * the next one's. */
static int make_region(struct pci_model_bar *b)
{
	u64 *next = b->io ? &next_port : &next_mem;
	const u64 end = b->io ? PORT_END : MEM_END;
	const u64 size = b->io ? b->size : mapped_size(b);
	long ret;

	if (b->size & (b->size - 1) || b->size < 16)
		return -EINVAL;
	b->addr = ALIGN(*next, size);
	if (b->addr + size > end || (!b->io && hosted_ram_size > MEM_START))
		return -ENOSPC;
	ret = map_region(b);
	if (host_failed(ret))
		return -ENOMEM;
	b->mem = (void *)ret;
	*next = b->addr + size;
	return 0;
}

static void drop_regions(struct pci_model *m)
{
	for (int i = 0; i < PCI_STD_NUM_BARS; i++) {
		struct pci_model_bar *b = &m->bar[i];

		if (b->mem)
			host_munmap((unsigned long)b->mem, mapped_size(b));
		b->mem = NULL;
	}
}

static int make_regions(struct pci_model *m)
{
	int err = 0;

	for (int i = 0; i < PCI_STD_NUM_BARS && !err; i++) {
		m->bar[i].mem = NULL;
		if (m->bar[i].size)
			err = make_region(&m->bar[i]);
	}
	if (err)
		drop_regions(m);
	return err;
}

/* ---- DMA ---------------------------------------------------------------- */

static int dma(struct pci_model *m, dma_addr_t addr, void *buf, size_t len,
	       bool to_ram)
{
	char *at = buf;

	if (!command_has(m, PCI_COMMAND_MASTER)) {
		pr_err("%s: DMA without pci_set_master()\n", m->name);
		return -EACCES;
	}
	while (len) {
		const size_t n = min_t(size_t, len,
				       PAGE_SIZE - (addr & ~PAGE_MASK));
		void *ram = hosted_dma_address(addr);

		if (!ram) {
			pr_err("%s: DMA at %llx, where no RAM is\n", m->name,
			       (unsigned long long)addr);
			return -EFAULT;
		}
		memcpy(to_ram ? ram : at, to_ram ? at : ram, n);
		at += n;
		addr += n;
		len -= n;
	}
	return 0;
}

int pci_model_dma_read(struct pci_model *m, dma_addr_t addr, void *buf,
		       size_t len)
{
	return dma(m, addr, buf, len, false);
}

int pci_model_dma_write(struct pci_model *m, dma_addr_t addr, const void *buf,
			size_t len)
{
	return dma(m, addr, (void *)buf, len, true);
}

/* ---- interrupts --------------------------------------------------------- */

bool pci_model_msi(struct pci_model *m, unsigned int vector)
{
	const u32 flags = m->config[MSI_POS / 4] >> 16;
	const u32 nr = 1u << ((flags & PCI_MSI_FLAGS_QSIZE) >> 4);

	if (!m->nr_msi || !(flags & PCI_MSI_FLAGS_ENABLE) || vector >= nr)
		return false;
	hosted_irq_assert((m->config[(MSI_POS + PCI_MSI_DATA_32) / 4] &
			   0xffff) + vector, true);
	return true;
}

void pci_model_raise(struct pci_model *m)
{
	if (pci_model_msi(m, 0) || m->no_line)
		return;
	m->raised = true;
	update_line();
}

void pci_model_lower(struct pci_model *m)
{
	m->raised = false;
	update_line();
}

/* ---- later -------------------------------------------------------------- */

static struct ktimer *ktimer_of(struct pci_model_timer *t)
{
	BUILD_BUG_ON(sizeof(struct ktimer) > sizeof(t->timer));
	return (struct ktimer *)t->timer;
}

static void timer_due(struct ktimer *timer)
{
	struct pci_model_timer *t = container_of((u64 (*)[8])timer,
						 struct pci_model_timer, timer);

	t->fn(t->model);
}

void pci_model_after(struct pci_model *m, struct pci_model_timer *t,
		     unsigned long usecs, void (*fn)(struct pci_model *m))
{
	t->model = m;
	t->fn = fn;
	ktimer_of(t)->fn = timer_due;
	timer_start(ktimer_of(t), arch_clock_ns(false) + 1000ull * usecs);
}

void pci_model_cancel(struct pci_model_timer *t)
{
	timer_stop(ktimer_of(t));
}

/* ---- plugged in and out ------------------------------------------------- */

static int plug(struct pci_model *m, unsigned int i)
{
	struct pci_dev *pdev;

	m->slot = FIRST_SLOT + i;
	m->raised = false;
	fill_config(m);
	models[i] = m;
	pdev = pci_scan_slot(0, PCI_DEVFN(m->slot, 0));
	if (IS_ERR_OR_NULL(pdev)) {
		models[i] = NULL;
		return pdev ? (int)PTR_ERR(pdev) : -ENODEV;
	}
	m->pdev = pdev;
	return 0;
}

int pci_model_register(struct pci_model *m)
{
	unsigned int i = 0;
	int err;

	while (i < NR_SLOTS && models[i])
		i++;
	if (i == NR_SLOTS)
		return -ENOSPC;
	if (m->nr_msi & (m->nr_msi - 1) || m->nr_msi > 32)
		return -EINVAL;
	err = make_regions(m);
	if (err)
		return err;
	err = plug(m, i);
	if (err)
		drop_regions(m);
	return err;
}

void pci_model_unregister(struct pci_model *m)
{
	const unsigned int i = m->slot - FIRST_SLOT;

	if (WARN_ON(i >= NR_SLOTS || models[i] != m))
		return;
	pci_stop_and_remove_bus_device(m->pdev);
	models[i] = NULL;
	m->pdev = NULL;
	update_line();
	drop_regions(m);
}

bool arch_msi_message(unsigned int irq, u64 *address, u16 *data)
{
	*address = MSI_ADDRESS;
	*data = (u16)irq;
	return true;
}
