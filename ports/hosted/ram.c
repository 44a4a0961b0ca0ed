/* SPDX-License-Identifier: MIT */
/*
 * ram.c - RAM of the hosted machine: low memory, and windows to high memory.
 *
 * RAM is one memfd, sparse: a frame costs the host nothing until it is
 * touched, and reads as zeros. Offset in the file = physical address.
 *
 *	memfd	 0            lowmem                       mem
 *		 |------------|-----------------------------|
 *		 |  mapped    |  no address but in windows  |
 *		 v            v
 *	PAGE_OFFSET .. + lowmem		WINDOW_BASE + slot * PAGE_SIZE
 *
 * and any of it once more, in any order, from VMALLOC_START on.
 *
 * Invariants:
 *  1. PAGE_OFFSET is a multiple of the largest block of the buddy system, so
 *     that a block is as aligned in address as in frame number.
 *  2. A page beyond either end of either region is mapped PROT_NONE: running
 *     off faults.
 *  3. An empty window slot is PROT_NONE, and so is what vmalloc() has not
 *     given away.
 */
#include <octavo/errno.h>
#include <octavo/port.h>
#include <octavo/highmem.h>
#include <asm/page.h>
#include <asm/pgtable.h>
#include "hosted.h"
#include "sys.h"

#define BLOCK_SIZE	(PAGE_SIZE << (MAX_ORDER - 1))
#define WINDOWS_SIZE	(NR_WINDOWS * PAGE_SIZE)
#define NOTHING		(HOST_MAP_PRIVATE | HOST_MAP_ANONYMOUS | \
			 HOST_MAP_NORESERVE)

unsigned long hosted_page_offset;
unsigned long hosted_window_base;
unsigned long hosted_vmalloc_base;
int hosted_ram_fd = -1;
u64 hosted_ram_size;
u64 hosted_lowmem_size;

/* The regions with what surrounds them, for hosted_ram_exit(). */
static unsigned long low_region, low_region_size;
static unsigned long window_region;

static void close_ram(void)
{
	host_syscall3(HOST_NR_close, hosted_ram_fd, 0, 0);
	hosted_ram_fd = -1;
}

static int open_ram(u64 mem)
{
	long ret = host_syscall3(HOST_NR_memfd_create, "octavo-ram", 1, 0);

	if (host_failed(ret))
		return (int)ret;
	hosted_ram_fd = (int)ret;
	ret = host_syscall3(HOST_NR_ftruncate, hosted_ram_fd, mem, 0);
	if (host_failed(ret))
		close_ram();
	return (int)ret;
}

static int map_lowmem(u64 lowmem)
{
	unsigned long base;
	long ret;

	low_region_size = lowmem + 2 * BLOCK_SIZE;
	ret = host_mmap(0, low_region_size, HOST_PROT_NONE, NOTHING, -1, 0);
	if (host_failed(ret))
		return (int)ret;
	low_region = (unsigned long)ret;
	base = ALIGN(low_region + PAGE_SIZE, BLOCK_SIZE);
	ret = host_mmap(base, lowmem, HOST_PROT_READ | HOST_PROT_WRITE,
			HOST_MAP_SHARED | HOST_MAP_FIXED, hosted_ram_fd, 0);
	if (host_failed(ret)) {
		host_munmap(low_region, low_region_size);
		return (int)ret;
	}
	hosted_page_offset = base;
	sanitizer_forget((void *)base, lowmem);
	return 0;
}

static int reserve_windows(void)
{
	long ret = host_mmap(0, WINDOWS_SIZE + 2 * PAGE_SIZE, HOST_PROT_NONE,
			     NOTHING, -1, 0);

	if (host_failed(ret))
		return (int)ret;
	window_region = (unsigned long)ret;
	hosted_window_base = window_region + PAGE_SIZE;
	return 0;
}

static int reserve_vmalloc(void)
{
	long ret = host_mmap(0, VMALLOC_SIZE, HOST_PROT_NONE, NOTHING, -1, 0);

	if (host_failed(ret))
		return (int)ret;
	hosted_vmalloc_base = (unsigned long)ret;
	sanitizer_forget((void *)ret, VMALLOC_SIZE);
	return 0;
}

/* Make RAM of @mem bytes, the first @lowmem of them mapped. 0 or -errno. */
int hosted_ram_init(u64 mem, u64 lowmem)
{
	int err;

	err = open_ram(mem);
	if (err)
		return err;
	err = map_lowmem(lowmem);
	if (err)
		goto out_close;
	err = reserve_windows();
	if (err)
		goto out_unmap;
	err = reserve_vmalloc();
	if (err)
		goto out_windows;
	err = hosted_bus_init(mem);
	if (err)
		goto out_vmalloc;
	err = hosted_fence_init(mem);
	if (err)
		goto out_bus;
	hosted_ram_size = mem;
	hosted_lowmem_size = lowmem;
	return 0;

out_bus:
	hosted_bus_exit();
out_vmalloc:
	host_munmap(VMALLOC_START, VMALLOC_SIZE);
out_windows:
	host_munmap(window_region, WINDOWS_SIZE + 2 * PAGE_SIZE);
out_unmap:
	host_munmap(low_region, low_region_size);
out_close:
	close_ram();
	return err;
}

void hosted_ram_exit(void)
{
	hosted_fence_exit();
	hosted_bus_exit();
	host_munmap(VMALLOC_START, VMALLOC_SIZE);
	host_munmap(window_region, WINDOWS_SIZE + 2 * PAGE_SIZE);
	host_munmap(low_region, low_region_size);
	close_ram();
}

void arch_window_map(unsigned int slot, unsigned long pfn)
{
	long ret;

	hosted_frames_touched(pfn, 1);
	ret = host_mmap(WINDOW_BASE + slot * PAGE_SIZE, PAGE_SIZE,
			hosted_frame_prot(pfn),
			HOST_MAP_SHARED | HOST_MAP_FIXED | HOST_MAP_POPULATE,
			hosted_ram_fd, (u64)pfn << PAGE_SHIFT);

	if (host_failed(ret))
		arch_panic("the host refused to map a window");
}

void arch_window_unmap(unsigned int slot)
{
	/* Cheaper than mapping nothing in its place. */
	long ret = host_syscall3(HOST_NR_mprotect,
				 WINDOW_BASE + slot * PAGE_SIZE, PAGE_SIZE,
				 HOST_PROT_NONE);

	if (host_failed(ret))
		arch_panic("the host refused to unmap a window");
}

int arch_vmap(unsigned long addr, unsigned long pfn, unsigned long nr,
	      u64 prot)
{
	const unsigned long size = nr << PAGE_SHIFT;
	long ret;

	hosted_frames_touched(pfn, nr);
	ret = host_mmap(addr, size, HOST_PROT_READ |
			(prot & PTE_WRITE ? HOST_PROT_WRITE : 0),
			HOST_MAP_SHARED | HOST_MAP_FIXED | HOST_MAP_POPULATE,
			hosted_ram_fd, (u64)pfn << PAGE_SHIFT);
	return host_failed(ret) ? -ENOMEM : 0;
}

void arch_vunmap(unsigned long addr, unsigned long nr)
{
	long ret = host_mmap(addr, nr << PAGE_SHIFT, HOST_PROT_NONE,
			     NOTHING | HOST_MAP_FIXED, -1, 0);

	if (host_failed(ret))
		arch_panic("the host refused to unmap vmalloc's memory");
}
