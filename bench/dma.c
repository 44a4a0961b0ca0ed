/* SPDX-License-Identifier: MIT */
/*
 * dma.c - memory handed to a device and taken back: the record of it, the
 * bounce buffer where one is needed, and user memory with its pins.
 */
#include <octavo/dma-mapping.h>
#include <octavo/dma-user.h>
#include <octavo/slab.h>
#include "bench.h"
#include "user.h"

#define PACKET		1500u
#define USER_PAGES	256ul

static struct device_dma_parameters parms;
static u64 mask;
static struct device dev = {
	.init_name = "bench", .dma_mask = &mask, .dma_parms = &parms,
};
static unsigned long user_addr;

static void *packet_setup(void)
{
	mask = ~0ull;
	return kzalloc(PACKET, GFP_KERNEL);
}

/* Above what the device reaches, so that all bytes are copied. */
static void *bounce_setup(void)
{
	struct page *page = alloc_page(GFP_KERNEL);

	if (!page)
		return NULL;
	if (page_to_phys(page) >> 24 == 0) {
		__free_page(page);
		return NULL;
	}
	mask = DMA_BIT_MASK(24);
	return page_address(page);
}

static void packet_teardown(void *arg)
{
	kfree(arg);
}

static void bounce_teardown(void *arg)
{
	free_page((unsigned long)arg);
}

static void map_pair(void *buf, size_t size, unsigned long ops)
{
	while (ops--) {
		dma_addr_t addr = dma_map_single(&dev, buf, size, DMA_TO_DEVICE);

		if (dma_mapping_error(&dev, addr))
			return;
		bench_use(addr);
		dma_unmap_single(&dev, addr, size, DMA_TO_DEVICE);
	}
}

static void packet_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	map_pair(arg, PACKET, ops);
}

static void bounce_pair(void *arg, unsigned int cpu, unsigned long ops)
{
	map_pair(arg, PAGE_SIZE, ops);
}

static void *user_setup(void)
{
	mask = ~0ull;
	if (!bench_enter_user())
		return NULL;
	user_addr = bench_map(USER_PAGES * PAGE_SIZE);
	if (!user_addr)
		bench_leave_user();
	return user_addr ? &dev : NULL;
}

static void user_teardown(void *arg)
{
	bench_leave_user();
}

/* Resident after the first time. */
static void user_round(void *arg, unsigned int cpu, unsigned long ops)
{
	while (ops--) {
		struct dma_user_buffer *buf;

		buf = dma_pin_user(user_addr, USER_PAGES * PAGE_SIZE,
				   DMA_FROM_DEVICE);
		if (IS_ERR(buf))
			return;
		if (!dma_user_map(buf, &dev, 1))
			bench_use(buf);
		dma_unpin_user(buf);
	}
}

BENCH(dma_pair, .fn = packet_pair, .ops = 20000, .setup = packet_setup,
      .teardown = packet_teardown);
BENCH(dma_bounce, .fn = bounce_pair, .ops = 2000, .setup = bounce_setup,
      .teardown = bounce_teardown);
BENCH(dma_user_256, .fn = user_round, .ops = 100, .setup = user_setup,
      .teardown = user_teardown);
