/* SPDX-License-Identifier: MIT */
/*
 * asm/io.h - device registers and ports.
 */
#ifndef DOOR_ASM_IO_H
#define DOOR_ASM_IO_H

#include <linux/types.h>
#include <asm/page.h>
#include <octavo/io.h>
#include <octavo/portio.h>

#define virt_to_phys(addr)		((phys_addr_t)__pa(addr))
#define phys_to_virt(addr)		((void *)__va(addr))
#define virt_to_bus(addr)		virt_to_phys(addr)
#define IOMEM(addr)			((void __iomem __force *)(addr))

#endif
