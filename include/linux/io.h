/* SPDX-License-Identifier: MIT */
/*
 * io.h - device registers and ports.
 */
#ifndef DOOR_LINUX_IO_H
#define DOOR_LINUX_IO_H

#include <linux/types.h>
#include <linux/err.h>
#include <asm/io.h>

static inline void *devm_memremap(struct device *dev, resource_size_t offset,
				  size_t size, unsigned long flags)
{
	void *addr = (void __force *)devm_ioremap(dev, offset, size);

	return addr ? addr : ERR_PTR(-ENXIO);
}

#define MEMREMAP_WB			1
#define MEMREMAP_WT			2
#define MEMREMAP_WC			4
#define memremap(offset, size, flags)	((void __force *)ioremap(offset, size))
#define memunmap(addr)			iounmap((void __iomem __force *)(addr))

#endif
