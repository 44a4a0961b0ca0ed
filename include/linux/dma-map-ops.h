/* SPDX-License-Identifier: MIT */
/*
 * linux/dma-map-ops.h - how a machine maps for devices.
 */
#ifndef DOOR_LINUX_DMA_MAP_OPS_H
#define DOOR_LINUX_DMA_MAP_OPS_H

#include <linux/dma-mapping.h>

#endif
