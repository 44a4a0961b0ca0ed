/* SPDX-License-Identifier: MIT */
/*
 * asm/dma.h - devices of a PC see the caches of its CPUs, and the CPUs see
 * what devices write; loads and stores only must not be moved by the compiler.
 *
 * The linear map has large pages, so nothing is fenced off.
 */
#ifndef ASM_DMA_H
#define ASM_DMA_H

#include <octavo/types.h>
#include <octavo/dma-direction.h>

static inline void arch_sync_dma_for_device(phys_addr_t pa, size_t size,
					    enum dma_data_direction dir)
{
	barrier();
}

static inline void arch_sync_dma_for_cpu(phys_addr_t pa, size_t size,
					 enum dma_data_direction dir)
{
	barrier();
}

static inline void arch_dma_fence(phys_addr_t pa, size_t size, bool all)
{
}

static inline void arch_dma_unfence(phys_addr_t pa, size_t size)
{
}

#endif
