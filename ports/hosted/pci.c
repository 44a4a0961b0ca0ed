/* SPDX-License-Identifier: MIT */
/*
 * pci.c - the bus of the hosted machine, its interrupts, and registers that
 * are asked for instead of read.
 *
 * On the bus sit the model in host/edu.c, which runs on a host thread of its
 * own, and those that testers describe (pci_model.c). edu's registers have an
 * address in a region where nothing can be touched: readl() and writel() ask
 * the model.
 *
 *	model's thread				CPU 0
 *	  line asserted, a bit			user code: the signal arrives,
 *	  signal to CPU 0  ------------------>	  as any interrupt does
 *						idle or waiting: lets it in
 *						kernel code: when it is over
 *	  line released  <--- handlers called until no line is asserted
 *
 * Locking: lines are bits of one atomic word. The rest is CPU 0's.
 */
#include <octavo/bug.h>
#include <octavo/cpu.h>
#include <octavo/errno.h>
#include <octavo/interrupt.h>
#include <octavo/io.h>
#include <octavo/pci.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "hosted.h"
#include "sigframe.h"
#include "sys.h"

#define EDU_WHERE	(4u << 11)	/* bus 0, device 4, function 0 */
#define EDU_VENDOR	0x1234u
#define EDU_DEVICE	0x11e8u
#define EDU_CLASS	0x00ff0010u	/* none of the defined ones; revision */
#define EDU_BAR		0xfe000000u
#define EDU_SIZE	0x100000u
#define EDU_LINE	10u
#define CONFIG_SIZE	256u
#define MESSAGES	(((1ull << NR_MSI) - 1) << NR_LINES)

static struct {
	bool present;
	u32 config[CONFIG_SIZE / 4];
	unsigned long registers;	/* EDU_SIZE bytes nobody may touch */
} edu;

/* A bit for each line, and for each message from NR_LINES on. */
static u64 asserted, enabled;
static const char *names[NR_IRQS];
static unsigned long counts[NR_IRQS];
static long boot_thread;

/* ---- configuration ----------------------------------------------------------------- */

static bool is_edu(u32 where)
{
	return edu.present && (where & ~0xffu) == EDU_WHERE;
}

u32 arch_pci_read(u32 where, unsigned int size)
{
	u32 val = is_edu(where) ? edu.config[(where & 0xff) / 4] : ~0u;

	hosted_model_config_read(where, &val);
	val >>= 8 * (where & 3);
	return size == 4 ? val : val & ((1u << 8 * size) - 1);
}

/* Which bits of a register are there to be written. */
static u32 writable(unsigned int reg)
{
	switch (reg) {
	case PCI_COMMAND:
		return PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER |
		       PCI_COMMAND_INTX_DISABLE;
	case PCI_BASE_ADDRESS_0:
		return ~(EDU_SIZE - 1);
	case PCI_INTERRUPT_LINE:
		return 0xff;
	default:
		return 0;
	}
}

void arch_pci_write(u32 where, unsigned int size, u32 val)
{
	const unsigned int reg = where & 0xfc, shift = 8 * (where & 3);
	u32 mask = writable(reg);

	if (hosted_model_config_write(where, size, val) || !is_edu(where))
		return;
	if (size < 4)
		mask &= ((1u << 8 * size) - 1) << shift;
	edu.config[reg / 4] = (edu.config[reg / 4] & ~mask) |
			      (val << shift & mask);
}

int hosted_pci_is_master(void)
{
	return READ_ONCE(edu.config[PCI_COMMAND / 4]) & PCI_COMMAND_MASTER ?
		       1 : 0;
}

/* ---- registers ---------------------------------------------------------------------- */

static unsigned int offset_of(const volatile void __iomem *addr)
{
	const unsigned long offset = (unsigned long)addr - edu.registers;

	BUG_ON(!edu.present || offset >= EDU_SIZE);
	return (unsigned int)offset;
}

u32 arch_mmio_read(const volatile void __iomem *addr, unsigned int size)
{
	u32 val;

	if (hosted_model_mmio_read((unsigned long)addr, size, &val))
		return val;
	return host_edu_read(offset_of(addr), size);
}

void arch_mmio_write(u32 val, volatile void __iomem *addr, unsigned int size)
{
	if (!hosted_model_mmio_write((unsigned long)addr, size, val))
		host_edu_write(val, offset_of(addr), size);
}

void __iomem *ioremap(phys_addr_t start, size_t size)
{
	void *addr = hosted_model_ioremap(start, size);

	if (addr)
		return addr;
	if (!edu.present || start < EDU_BAR || size > EDU_SIZE ||
	    start - EDU_BAR > EDU_SIZE - size)
		return NULL;
	return (void *)(edu.registers + (unsigned long)(start - EDU_BAR));
}

/* Registers stay where they are. */
void iounmap(volatile void __iomem *addr)
{
}

/* ---- interrupts ------------------------------------------------------------------------ */

static void signal_cpu(void)
{
	const long pid = host_syscall3(HOST_NR_getpid, 0, 0, 0);

	host_syscall3(HOST_NR_tgkill, pid, boot_thread, HOST_SIGUSR2);
}

void hosted_irq_assert(unsigned int irq, bool on)
{
	if (!on) {
		__atomic_fetch_and(&asserted, ~(1ull << irq), __ATOMIC_RELEASE);
		return;
	}
	__atomic_fetch_or(&asserted, 1ull << irq, __ATOMIC_RELEASE);
	signal_cpu();
}

void hosted_irq_raise(void)
{
	hosted_irq_assert(EDU_LINE, true);
}

void hosted_irq_lower(void)
{
	hosted_irq_assert(EDU_LINE, false);
}

/* A message is there once; a line until its device is content. */
static void accept(unsigned int irq)
{
	if (irq >= NR_LINES)
		hosted_irq_assert(irq, false);
}

/* The signal came: serve the lines until none is asserted. */
void hosted_device_interrupt(void)
{
	unsigned long flags = arch_irq_save();
	u64 lines;

	irq_enter();
	while ((lines = __atomic_load_n(&asserted, __ATOMIC_ACQUIRE) &
			(enabled | MESSAGES))) {
		const unsigned int irq = (unsigned int)__builtin_ctzll(lines);

		accept(irq);
		counts[irq]++;
		generic_handle_irq(irq);
	}
	irq_exit();
	arch_irq_restore(flags);
}

/* What waits without a scheduler lets them in meanwhile. */
void hosted_let_interrupts_in(bool in)
{
	const u64 mask = HOST_SIGBIT(HOST_SIGUSR2);

	if ((edu.present || hosted_has_models()) && !smp_processor_id())
		host_syscall(HOST_NR_rt_sigprocmask,
			     in ? HOST_SIG_UNBLOCK : HOST_SIG_BLOCK,
			     (long)&mask, 0, sizeof(mask), 0, 0);
}

int arch_irq_enable(unsigned int irq, const char *name)
{
	/* As on a PC, line 2 is the second controller's. */
	if (irq >= NR_LINES || irq == 2)
		return -EINVAL;
	names[irq] = name;
	enabled |= 1ull << irq;
	if (__atomic_load_n(&asserted, __ATOMIC_ACQUIRE) & enabled)
		signal_cpu();
	return 0;
}

void arch_irq_disable(unsigned int irq)
{
	enabled &= ~(1ull << irq);
}

size_t arch_interrupts(char *buf, size_t size)
{
	size_t len = 0;

	for (unsigned int irq = 0; irq < NR_LINES; irq++) {
		if (!(enabled >> irq & 1))
			continue;
		if (!len)
			len = (size_t)scnprintf(buf, size, "           CPU0\n");
		len += (size_t)scnprintf(buf + len, size - len,
					 "%3u: %10lu   host  %s\n", irq,
					 counts[irq], names[irq]);
	}
	return len;
}

/* ---- start ------------------------------------------------------------------------------- */

int hosted_pci_init(const struct hosted_edu *cfg)
{
	long ret;
	int err;

	boot_thread = host_syscall3(HOST_NR_gettid, 0, 0, 0);
	asserted = enabled = 0;
	if (!cfg->present)
		return 0;
	ret = host_mmap(0, EDU_SIZE, HOST_PROT_NONE,
			HOST_MAP_PRIVATE | HOST_MAP_ANONYMOUS |
				HOST_MAP_NORESERVE, -1, 0);
	if (host_failed(ret))
		return (int)ret;
	edu.registers = (unsigned long)ret;
	counts[EDU_LINE] = 0;
	err = host_edu_start(cfg);
	if (err) {
		host_munmap(edu.registers, EDU_SIZE);
		return err;
	}
	memset(edu.config, 0, sizeof(edu.config));
	edu.config[PCI_VENDOR_ID / 4] = EDU_DEVICE << 16 | EDU_VENDOR;
	edu.config[PCI_CLASS_REVISION / 4] = EDU_CLASS;
	edu.config[PCI_BASE_ADDRESS_0 / 4] = EDU_BAR;
	edu.config[PCI_INTERRUPT_LINE / 4] = 1u << 8 | EDU_LINE;
	edu.present = true;
	return 0;
}

void hosted_pci_exit(void)
{
	if (!edu.present)
		return;
	host_edu_stop();
	edu.present = false;
	host_munmap(edu.registers, EDU_SIZE);
}
