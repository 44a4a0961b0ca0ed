/* SPDX-License-Identifier: MIT */
/*
 * bus.c - RAM as the devices of the hosted machine see it.
 *
 * A device reaches every frame, low or high, without a kernel address: the
 * whole memfd is mapped once more, where only this folder looks. Two devices
 * use it: the disk (hostfs), which reads files straight into frames, and an
 * engine that zeroes and copies frames, which saves two changes of a window,
 * 2 us each, for every frame of a fresh user page or of a copy.
 *
 * The memfd is sparse and reads as zeros, so a high frame that nothing was
 * ever mapped to need not be zeroed at all: one bit a frame remembers.
 *
 * Invariant: a high frame without its bit has not been written since the
 * machine was made. Who maps one, or writes to it here, sets the bit first.
 */
#include <octavo/port.h>
#include <octavo/string.h>
#include <asm/page.h>
#include "hosted.h"
#include "sys.h"

static unsigned long bus_base;
static unsigned long bus_size;
static u64 *touched;			/* a bit a frame */

static size_t touched_size(void)
{
	return ALIGN(bus_size / PAGE_SIZE / 8 + sizeof(u64), PAGE_SIZE);
}

static long map_bits(void)
{
	return host_mmap(0, touched_size(), HOST_PROT_READ | HOST_PROT_WRITE,
			 HOST_MAP_PRIVATE | HOST_MAP_ANONYMOUS |
				 HOST_MAP_NORESERVE, -1, 0);
}

int hosted_bus_init(u64 mem)
{
	long ret;

	bus_size = mem;
	ret = map_bits();
	if (host_failed(ret))
		return (int)ret;
	touched = (u64 *)ret;
	ret = host_mmap(0, mem, HOST_PROT_READ | HOST_PROT_WRITE,
			HOST_MAP_SHARED, hosted_ram_fd, 0);
	if (host_failed(ret)) {
		host_munmap((unsigned long)touched, touched_size());
		return (int)ret;
	}
	bus_base = (unsigned long)ret;
	return 0;
}

void hosted_bus_exit(void)
{
	host_munmap(bus_base, bus_size);
	host_munmap((unsigned long)touched, touched_size());
}

/* Frames from @pfn on are about to be written by somebody. */
void hosted_frames_touched(unsigned long pfn, unsigned long nr)
{
	/* Memory of a device is no frame. */
	if (pfn >= bus_size / PAGE_SIZE)
		return;
	for (; nr--; pfn++) {
		u64 bit = 1ull << (pfn % 64);

		if (!(__atomic_load_n(&touched[pfn / 64], __ATOMIC_RELAXED) &
		      bit))
			__atomic_fetch_or(&touched[pfn / 64], bit,
					  __ATOMIC_RELAXED);
	}
}

static bool is_touched(unsigned long pfn)
{
	return __atomic_load_n(&touched[pfn / 64], __ATOMIC_RELAXED) >>
		       (pfn % 64) & 1;
}

/* Where a device finds a frame, to write to it. */
void *hosted_bus_address(unsigned long pfn)
{
	hosted_frames_touched(pfn, 1);
	return (void *)(bus_base + (pfn << PAGE_SHIFT));
}

/* The same for who is on another thread, and may ask for what is not there. */
void *hosted_dma_address(unsigned long long addr)
{
	if (addr >= bus_size)
		return NULL;
	return (char *)hosted_bus_address((unsigned long)(addr >> PAGE_SHIFT)) +
	       (addr & ~PAGE_MASK);
}

/*
 * Write zeros to frames in a row that were touched. A first write here would
 * cost a host fault for each; a read has the host map what it has of the
 * 16 pages around, writable, in one.
 */
static void clear_row(unsigned long pfn, unsigned long nr)
{
	char *start = (char *)(bus_base + (pfn << PAGE_SHIFT));
	char *end = start + (nr << PAGE_SHIFT);

	for (char *at = start; at < end; at += PAGE_SIZE)
		(void)*(volatile char *)at;
	memset(start, 0, (size_t)(end - start));
}

bool arch_clear_frames(unsigned long pfn, unsigned long nr)
{
	const unsigned long end = pfn + nr;
	unsigned long first;

	/* Frames in a row at once: a third cheaper than one by one. */
	while (pfn < end) {
		for (first = pfn; pfn < end && is_touched(pfn); pfn++)
			;
		clear_row(first, pfn - first);
		for (; pfn < end && !is_touched(pfn); pfn++)
			;
	}
	return true;
}

bool arch_copy_frame(unsigned long to, unsigned long from)
{
	memcpy(hosted_bus_address(to),
	       (void *)(bus_base + (from << PAGE_SHIFT)), PAGE_SIZE);
	return true;
}
