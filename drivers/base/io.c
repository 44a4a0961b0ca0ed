/* SPDX-License-Identifier: MIT */
/*
 * io.c - device memory in bulk, and registers until the driver goes, see
 * octavo/io.h.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/err.h>
#include <octavo/io.h>
#include <octavo/ioport.h>
#include <octavo/string.h>

/* Bytes of the next access: a word if there is a whole one. */
static unsigned int step(const volatile void __iomem *at, size_t left)
{
	return left >= 4 && !((unsigned long)at & 3) ? 4 : 1;
}

void memcpy_fromio(void *to, const volatile void __iomem *from, size_t n)
{
	const volatile u8 __iomem *src = from;
	u8 *dst = to;

	while (n) {
		const unsigned int size = step(src, n);
		const u32 val = arch_mmio_read(src, size);

		memcpy(dst, &val, size);
		src += size;
		dst += size;
		n -= size;
	}
}

void memcpy_toio(volatile void __iomem *to, const void *from, size_t n)
{
	volatile u8 __iomem *dst = to;
	const u8 *src = from;

	while (n) {
		const unsigned int size = step(dst, n);
		u32 val = 0;

		memcpy(&val, src, size);
		arch_mmio_write(val, dst, size);
		src += size;
		dst += size;
		n -= size;
	}
}

void memset_io(volatile void __iomem *to, int c, size_t n)
{
	const u32 val = (u8)c * 0x01010101u;
	volatile u8 __iomem *dst = to;

	while (n) {
		const unsigned int size = step(dst, n);

		arch_mmio_write(size == 1 ? (u8)c : val, dst, size);
		dst += size;
		n -= size;
	}
}

void __io_rep_in(const volatile void __iomem *addr, void *buf,
		 unsigned long count, unsigned int size)
{
	u8 *at = buf;

	for (; count--; at += size) {
		const u32 val = __ioread(addr, size);

		memcpy(at, &val, size);
	}
}

void __io_rep_out(volatile void __iomem *addr, const void *buf,
		  unsigned long count, unsigned int size)
{
	const u8 *at = buf;

	for (; count--; at += size) {
		u32 val = 0;

		memcpy(&val, at, size);
		__iowrite(val, addr, size);
	}
}

/* ---- until the driver goes ------------------------------------------------- */

static void release_map(struct device *dev, void *res)
{
	iounmap(*(void __iomem **)res);
}

static int same_map(struct device *dev, void *res, void *data)
{
	return *(void **)res == data;
}

void __iomem *devm_ioremap(struct device *dev, phys_addr_t offset, size_t size)
{
	void __iomem **p = devres_alloc(release_map, sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	*p = ioremap(offset, size);
	if (!*p) {
		devres_free(p);
		return NULL;
	}
	devres_add(dev, p);
	return *p;
}

void devm_iounmap(struct device *dev, void __iomem *addr)
{
	WARN_ON(devres_release(dev, release_map, same_map, addr));
}

void __iomem *devm_ioremap_resource(struct device *dev,
				    const struct resource *res)
{
	void __iomem *addr;

	if (!res || resource_type(res) != IORESOURCE_MEM) {
		dev_err(dev, "invalid resource\n");
		return ERR_PTR(-EINVAL);
	}
	if (!devm_request_mem_region(dev, res->start, resource_size(res),
				     dev_name(dev))) {
		dev_err(dev, "can't request region for resource\n");
		return ERR_PTR(-EBUSY);
	}
	addr = devm_ioremap(dev, res->start, (size_t)resource_size(res));
	if (addr)
		return addr;
	dev_err(dev, "ioremap failed for resource\n");
	devm_release_mem_region(dev, res->start, resource_size(res));
	return ERR_PTR(-ENOMEM);
}
