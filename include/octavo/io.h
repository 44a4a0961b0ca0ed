/* SPDX-License-Identifier: MIT */
/*
 * io.h - device registers in memory.
 *
 * A register is reached by readl() and writel() with an address from ioremap()
 * only, never by dereferencing it: on the hosted machine there is nothing at
 * the address, and the calls ask the model of the device.
 *
 * The calls are not reordered among each other; what the CPU wrote to memory
 * before a write is there for the device when the write arrives.
 */
#ifndef OCTAVO_IO_H
#define OCTAVO_IO_H

#include <octavo/types.h>

/* These two may be inline: then they are in <asm/io.h>. */
#if __has_include(<asm/io.h>)
#include <asm/io.h>
#else

/**
 * arch_mmio_read() - read a device register
 * @addr: in what ioremap() gave
 * @size: bytes: 1, 2 or 4; @addr is a multiple of it
 *
 * Context: Any context.
 * Return: what the register holds.
 */
u32 arch_mmio_read(const volatile void __iomem *addr, unsigned int size);

/**
 * arch_mmio_write() - write a device register
 * @val: the value
 * @addr: in what ioremap() gave
 * @size: bytes: 1, 2 or 4; @addr is a multiple of it
 *
 * Context: Any context.
 */
void arch_mmio_write(u32 val, volatile void __iomem *addr, unsigned int size);

#endif

/**
 * ioremap() - give device registers a kernel address
 * @start: physical address of the first
 * @size: bytes of them
 *
 * Not cached. There is room for a few megabytes of registers in all.
 *
 * Context: May sleep.
 * Return: the address, or NULL: no room, or (hosted) no device there.
 * Pairs with: iounmap().
 */
void __iomem *ioremap(phys_addr_t start, size_t size);

/**
 * iounmap() - take the address away again
 * @addr: from ioremap()
 *
 * Context: May sleep.
 */
void iounmap(volatile void __iomem *addr);

static inline u8 readb(const volatile void __iomem *addr)
{
	return (u8)arch_mmio_read(addr, 1);
}

static inline u16 readw(const volatile void __iomem *addr)
{
	return (u16)arch_mmio_read(addr, 2);
}

static inline u32 readl(const volatile void __iomem *addr)
{
	return arch_mmio_read(addr, 4);
}

static inline void writeb(u8 val, volatile void __iomem *addr)
{
	arch_mmio_write(val, addr, 1);
}

static inline void writew(u16 val, volatile void __iomem *addr)
{
	arch_mmio_write(val, addr, 2);
}

static inline void writel(u32 val, volatile void __iomem *addr)
{
	arch_mmio_write(val, addr, 4);
}

#define ioread8(addr)		readb(addr)
#define ioread16(addr)		readw(addr)
#define ioread32(addr)		readl(addr)
#define iowrite8(val, addr)	writeb(val, addr)
#define iowrite16(val, addr)	writew(val, addr)
#define iowrite32(val, addr)	writel(val, addr)

#endif
