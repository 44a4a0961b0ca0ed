/* SPDX-License-Identifier: MIT */
/*
 * device.c - what a device does to memory, for tests.
 *
 * Where memory is fenced off from the CPU, the machine's engine for copies is
 * the device: it takes the frame as a whole, and puts it back.
 */
#include <octavo/port.h>
#include "dma_test.h"

static void frame_copy(struct page *to, struct page *from)
{
	if (!arch_copy_frame(page_to_pfn(to), page_to_pfn(from)))
		copy_highpage(to, from);
}

void device_write(dma_addr_t addr, u8 byte, size_t size)
{
	struct page *scratch = alloc_page(GFP_ATOMIC);

	while (scratch && size) {
		struct page *page = phys_to_page(addr);
		const size_t offset = (size_t)addr & ~PAGE_MASK;
		const size_t len = min(size, PAGE_SIZE - offset);

		frame_copy(scratch, page);
		memset_page(scratch, offset, byte, len);
		frame_copy(page, scratch);
		addr += len;
		size -= len;
	}
	__free_page(scratch);
}

u8 device_read(dma_addr_t addr)
{
	struct page *scratch = alloc_page(GFP_ATOMIC);
	u8 byte = 0;

	if (scratch) {
		frame_copy(scratch, phys_to_page(addr));
		byte = page_byte(scratch, (size_t)addr & ~PAGE_MASK);
	}
	__free_page(scratch);
	return byte;
}
