/* SPDX-License-Identifier: MIT */
/*
 * linux/dma-map-ops.h - how a machine maps for devices.
 */
#ifndef DOOR_LINUX_DMA_MAP_OPS_H
#define DOOR_LINUX_DMA_MAP_OPS_H

#include <linux/dma-mapping.h>

struct dma_map_ops;

/* The machine maps for all devices alike; as Linux has it without
 * CONFIG_DMA_OPS. */
static inline const struct dma_map_ops *get_dma_ops(const struct device *dev)
{
	return NULL;
}

static inline void set_dma_ops(struct device *dev,
			       const struct dma_map_ops *ops)
{
}

#endif
