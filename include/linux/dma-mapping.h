/* SPDX-License-Identifier: MIT */
/*
 * linux/dma-mapping.h - memory that devices reach.
 */
#ifndef DOOR_LINUX_DMA_MAPPING_H
#define DOOR_LINUX_DMA_MAPPING_H

#include <linux/dma-direction.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <octavo/dma-mapping.h>

#endif
