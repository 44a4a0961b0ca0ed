/* SPDX-License-Identifier: MIT */
/*
 * coherent.c - memory that the CPU and a device share all the time.
 *
 * Pages of low memory, from the highest zone that the device's mask reaches:
 * first from anywhere, if what comes is too high from the zones below.
 *
 * Invariant: [handle, handle + size) lies below the device's mask.
 */
#include <octavo/bug.h>
#include <octavo/vm_map.h>
#include "internal.h"

#define ZONE_BITS	(__GFP_DMA | __GFP_DMA32 | __GFP_HIGHMEM)

static void *alloc_below(u64 mask, size_t size, gfp_t gfp)
{
	static const gfp_t zones[] = { 0, GFP_DMA32, GFP_DMA };
	void *addr;

	for (unsigned int i = 0; i < ARRAY_SIZE(zones); i++) {
		addr = alloc_pages_exact(size, gfp | zones[i]);
		if (!addr || __pa(addr) + size - 1 <= mask)
			return addr;
		free_pages_exact(addr, size);
	}
	return NULL;
}

void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle,
			 gfp_t gfp)
{
	struct dma_record rec = {
		.dev = dev, .caller = _RET_IP_, .kind = KIND_COHERENT,
		.size = PAGE_ALIGN(size), .dir = DMA_BIDIRECTIONAL,
		.checked = true,
	};
	void *addr;

	if (!size || size > PAGE_SIZE << (MAX_ORDER - 1))
		return NULL;
	gfp = (gfp & ~ZONE_BITS) | __GFP_ZERO;
	addr = alloc_below(dev->coherent_dma_mask, rec.size, gfp);
	if (!addr)
		return NULL;
	rec.addr = rec.phys = __pa(addr);
	if (!dma_record_add(&rec)) {
		free_pages_exact(addr, rec.size);
		return NULL;
	}
	*handle = rec.addr;
	return addr;
}

void dma_free_coherent(struct device *dev, size_t size, void *cpu_addr,
		       dma_addr_t handle)
{
	const struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .addr = handle,
		.size = PAGE_ALIGN(size), .kind = KIND_COHERENT,
		.dir = DMA_BIDIRECTIONAL,
	};
	struct dma_record rec;

	if (!cpu_addr && !handle)
		return;
	if (!dma_record_take(&claim, &rec))
		return;
	if (cpu_addr != __va(rec.phys))
		octavo_report("dma: %s: free of coherent memory %#llx by %p: its address is %p, not %p",
			      dev_name(dev), (unsigned long long)handle,
			      claim.caller, __va(rec.phys), cpu_addr);
	free_pages_exact(__va(rec.phys), rec.size);
}

int dma_mmap_coherent(struct device *dev, struct vm_area_struct *vma,
		      void *cpu_addr, dma_addr_t handle, size_t size)
{
	const unsigned long nr = vma_pages(vma), skip = vma->vm_pgoff;
	const unsigned long count = PAGE_ALIGN(size) >> PAGE_SHIFT;
	const struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .addr = handle, .size = size,
		.kind = KIND_COHERENT, .dir = DMA_BIDIRECTIONAL,
	};
	struct dma_record rec;

	if (!dma_record_find(&claim, "mmap", &rec) ||
	    rec.kind != KIND_COHERENT || handle != rec.addr ||
	    cpu_addr != __va(rec.phys))
		return -ENXIO;
	if (skip > count || nr > count - skip)
		return -ENXIO;
	return remap_pfn_range(vma, vma->vm_start, PHYS_PFN(rec.phys) + skip,
			       nr << PAGE_SHIFT,
			       vm_get_page_prot(vma->vm_flags));
}
