/* SPDX-License-Identifier: MIT */
/*
 * asm/mmio.h - device registers: memory that is not cached.
 */
#ifndef X86ASM_MMIO_H
#define X86ASM_MMIO_H

static inline u32 arch_mmio_read(const volatile void __iomem *addr,
				 unsigned int size)
{
	if (size == 1)
		return *(const volatile u8 *)addr;
	if (size == 2)
		return *(const volatile u16 *)addr;
	return *(const volatile u32 *)addr;
}

/* Stores are seen in order; the compiler keeps it too. */
static inline void arch_mmio_write(u32 val, volatile void __iomem *addr,
				   unsigned int size)
{
	__asm__ __volatile__("" : : : "memory");
	if (size == 1)
		*(volatile u8 *)addr = (u8)val;
	else if (size == 2)
		*(volatile u16 *)addr = (u16)val;
	else
		*(volatile u32 *)addr = val;
}

#endif
