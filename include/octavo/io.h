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

/* These two may be inline: then they are in <asm/mmio.h>. */
#if __has_include(<asm/mmio.h>)
#include <asm/mmio.h>
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

static inline u64 readq(const volatile void __iomem *addr)
{
	const u64 low = arch_mmio_read(addr, 4);

	return low | (u64)arch_mmio_read((const volatile u8 __iomem *)addr + 4,
					 4) << 32;
}

static inline void writeq(u64 val, volatile void __iomem *addr)
{
	arch_mmio_write((u32)val, addr, 4);
	arch_mmio_write((u32)(val >> 32), (volatile u8 __iomem *)addr + 4, 4);
}

/* ---- ports ---------------------------------------------------------------- */

/*
 * A port has an address for ioread8() and relatives, too: a small number that
 * no memory has.
 */
#define PIO_OFFSET		0x10000ul
#define PIO_END			0x20000ul

/**
 * arch_port_read() - read a port
 * @port: its number
 * @size: bytes: 1, 2 or 4
 *
 * Context: Any context.
 * Return: what the port holds; ones where nothing answers, as on a machine
 *	without ports.
 */
u32 arch_port_read(u16 port, unsigned int size);

/**
 * arch_port_write() - write a port
 * @val: the value
 * @port: its number
 * @size: bytes: 1, 2 or 4
 *
 * Context: Any context.
 */
void arch_port_write(u32 val, u16 port, unsigned int size);

static inline bool is_ioport_map(const volatile void __iomem *addr)
{
	return (unsigned long)addr < PIO_END;
}

/* An address for ports. */
static inline void __iomem *ioport_map(unsigned long port, unsigned int nr)
{
	if (!nr || port + nr > PIO_END - PIO_OFFSET)
		return NULL;
	return (void __iomem *)(PIO_OFFSET + port);
}

static inline void ioport_unmap(void __iomem *addr)
{
}

static inline u32 __ioread(const volatile void __iomem *addr,
			   unsigned int size)
{
	if (is_ioport_map(addr))
		return arch_port_read((u16)((unsigned long)addr - PIO_OFFSET),
				      size);
	return arch_mmio_read(addr, size);
}

static inline void __iowrite(u32 val, volatile void __iomem *addr,
			     unsigned int size)
{
	if (is_ioport_map(addr))
		arch_port_write(val, (u16)((unsigned long)addr - PIO_OFFSET),
				size);
	else
		arch_mmio_write(val, addr, size);
}

#define ioread8(addr)		((u8)__ioread(addr, 1))
#define ioread16(addr)		((u16)__ioread(addr, 2))
#define ioread32(addr)		__ioread(addr, 4)
#define ioread16be(addr)	__builtin_bswap16(ioread16(addr))
#define ioread32be(addr)	__builtin_bswap32(ioread32(addr))
#define iowrite8(val, addr)	__iowrite((u8)(val), addr, 1)
#define iowrite16(val, addr)	__iowrite((u16)(val), addr, 2)
#define iowrite32(val, addr)	__iowrite(val, addr, 4)
#define iowrite16be(val, addr)	iowrite16(__builtin_bswap16(val), addr)
#define iowrite32be(val, addr)	iowrite32(__builtin_bswap32(val), addr)

/* ---- many at a time ---------------------------------------------------------- */

/**
 * memcpy_fromio() - copy from device memory
 * @to: where to
 * @from: in what ioremap() gave
 * @n: bytes
 *
 * Words where both are aligned, bytes at the ends.
 *
 * Context: Any context.
 */
void memcpy_fromio(void *to, const volatile void __iomem *from, size_t n);

/**
 * memcpy_toio() - copy to device memory
 * @to: in what ioremap() gave
 * @from: where from
 * @n: bytes
 *
 * Context: Any context.
 */
void memcpy_toio(volatile void __iomem *to, const void *from, size_t n);

/**
 * memset_io() - fill device memory
 * @to: in what ioremap() gave
 * @c: with this byte
 * @n: bytes
 *
 * Context: Any context.
 */
void memset_io(volatile void __iomem *to, int c, size_t n);

/**
 * __io_rep_in() - read one register, or port, many times
 * @addr: of it, as for ioread32()
 * @buf: gets the values
 * @count: how many
 * @size: bytes of each: 1, 2 or 4
 *
 * Context: Any context.
 */
void __io_rep_in(const volatile void __iomem *addr, void *buf,
		 unsigned long count, unsigned int size);

/**
 * __io_rep_out() - write one register, or port, many times
 * @addr: of it, as for iowrite32()
 * @buf: the values
 * @count: how many
 * @size: bytes of each: 1, 2 or 4
 *
 * Context: Any context.
 */
void __io_rep_out(volatile void __iomem *addr, const void *buf,
		  unsigned long count, unsigned int size);

#define ioread8_rep(a, b, n)	__io_rep_in(a, b, n, 1)
#define ioread16_rep(a, b, n)	__io_rep_in(a, b, n, 2)
#define ioread32_rep(a, b, n)	__io_rep_in(a, b, n, 4)
#define iowrite8_rep(a, b, n)	__io_rep_out(a, b, n, 1)
#define iowrite16_rep(a, b, n)	__io_rep_out(a, b, n, 2)
#define iowrite32_rep(a, b, n)	__io_rep_out(a, b, n, 4)
#define readsb(a, b, n)		__io_rep_in(a, b, n, 1)
#define readsw(a, b, n)		__io_rep_in(a, b, n, 2)
#define readsl(a, b, n)		__io_rep_in(a, b, n, 4)
#define writesb(a, b, n)	__io_rep_out(a, b, n, 1)
#define writesw(a, b, n)	__io_rep_out(a, b, n, 2)
#define writesl(a, b, n)	__io_rep_out(a, b, n, 4)

/* ---- until the driver goes ------------------------------------------------------- */

struct device;
struct resource;

/**
 * devm_ioremap() - ioremap() until the driver goes
 * @dev: the device
 * @offset: physical address
 * @size: bytes
 *
 * Context: May sleep.
 * Return: the address or NULL.
 */
void __iomem *devm_ioremap(struct device *dev, phys_addr_t offset, size_t size);

/**
 * devm_iounmap() - undo it before the driver goes
 * @dev: the device
 * @addr: from devm_ioremap()
 *
 * Context: May sleep.
 */
void devm_iounmap(struct device *dev, void __iomem *addr);

/**
 * devm_ioremap_resource() - request and map addresses until the driver goes
 * @dev: the device
 * @res: the addresses, memory; NULL is an error
 *
 * Context: May sleep.
 * Return: the address, or ERR_PTR(-EINVAL, -EBUSY, -ENOMEM).
 */
void __iomem *devm_ioremap_resource(struct device *dev,
				    const struct resource *res);

#define readb_relaxed(addr)		readb(addr)
#define readw_relaxed(addr)		readw(addr)
#define readl_relaxed(addr)		readl(addr)
#define readq_relaxed(addr)		readq(addr)
#define writeb_relaxed(val, addr)	writeb(val, addr)
#define writew_relaxed(val, addr)	writew(val, addr)
#define writel_relaxed(val, addr)	writel(val, addr)
#define writeq_relaxed(val, addr)	writeq(val, addr)
#define __raw_readb(addr)		readb(addr)
#define __raw_readw(addr)		readw(addr)
#define __raw_readl(addr)		readl(addr)
#define __raw_writeb(val, addr)		writeb(val, addr)
#define __raw_writew(val, addr)		writew(val, addr)
#define __raw_writel(val, addr)		writel(val, addr)
#define ioremap_uc(start, size)		ioremap(start, size)
#define ioremap_wc(start, size)		ioremap(start, size)
#define ioremap_wt(start, size)		ioremap(start, size)
#define ioremap_np(start, size)		ioremap(start, size)
#define ioremap_cache(start, size)	ioremap(start, size)
#define devm_ioremap_wc(dev, offset, size)	devm_ioremap(dev, offset, size)
#define devm_ioremap_uc(dev, offset, size)	devm_ioremap(dev, offset, size)

#endif
