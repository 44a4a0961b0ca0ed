/* SPDX-License-Identifier: MIT */
/*
 * linux/dmapool.h - small blocks of coherent memory.
 */
#ifndef DOOR_LINUX_DMAPOOL_H
#define DOOR_LINUX_DMAPOOL_H

#include <linux/scatterlist.h>
#include <octavo/dma-mapping.h>
#include <octavo/dmapool.h>

#endif
