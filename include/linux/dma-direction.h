/* SPDX-License-Identifier: MIT */
/*
 * linux/dma-direction.h - who reads and who writes.
 */
#ifndef DOOR_LINUX_DMA_DIRECTION_H
#define DOOR_LINUX_DMA_DIRECTION_H

#include <octavo/dma-direction.h>

#endif
