/* SPDX-License-Identifier: MIT */
/*
 * dma-direction.h - who writes and who reads during a transfer.
 */
#ifndef OCTAVO_DMA_DIRECTION_H
#define OCTAVO_DMA_DIRECTION_H

#include <octavo/types.h>

enum dma_data_direction {
	DMA_BIDIRECTIONAL,
	DMA_TO_DEVICE,		/* the device reads memory */
	DMA_FROM_DEVICE,	/* the device writes memory */
	DMA_NONE,		/* no transfer: an error where one is meant */
};

static inline bool valid_dma_direction(enum dma_data_direction dir)
{
	return (unsigned int)dir < DMA_NONE;
}

/* Does the device read memory, does it write it? */
static inline bool dma_reads(enum dma_data_direction dir)
{
	return dir == DMA_TO_DEVICE || dir == DMA_BIDIRECTIONAL;
}

static inline bool dma_writes(enum dma_data_direction dir)
{
	return dir == DMA_FROM_DEVICE || dir == DMA_BIDIRECTIONAL;
}

#endif
