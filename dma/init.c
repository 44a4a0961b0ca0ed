/* SPDX-License-Identifier: MIT */
/*
 * init.c - starts and stops the DMA layer.
 */
#include "internal.h"

int dma_init(void)
{
	int err = dma_records_init();

	if (!err)
		bounce_init();
	return err;
}

void dma_exit(void)
{
	bounce_exit();
	dma_records_exit();
}
