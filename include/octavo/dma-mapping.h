/* SPDX-License-Identifier: MIT */
/*
 * dma-mapping.h - memory handed to a device, and taken back.
 *
 *	   the CPU's			       the device's
 *	--------------	 dma_map_*, sync_for_device  ->	 --------------
 *	   may touch it				       may touch it
 *	--------------	<-  sync_for_cpu, dma_unmap_*	 --------------
 *
 * A streaming mapping gives a buffer an address that the device can use: the
 * physical one if the device's mask reaches it, else that of a bounce buffer,
 * and the bytes are copied when the buffer changes hands. Coherent memory
 * belongs to both sides all the time.
 *
 * Every mapping is recorded. What a driver does wrong is reported
 * (octavo_report()) with who made the mapping and who misused it: unmapping
 * what is not mapped, or with another size, direction, kind or device; syncing
 * outside of it or against its direction; mapping freed memory or a stack;
 * never asking dma_mapping_error(); freeing what is still mapped; mappings
 * left when the device goes. On the hosted machine the CPU cannot touch a
 * kernel buffer that the device owns: whole pages of it are inaccessible (to
 * be written only, for DMA_TO_DEVICE), and with AddressSanitizer what is left
 * of it is poisoned. Pages that user programs see stay open, as those may look
 * at their own memory at any time, and fork and read on their behalf.
 *
 * Locking: any context, from interrupts too, unless it says otherwise.
 */
#ifndef OCTAVO_DMA_MAPPING_H
#define OCTAVO_DMA_MAPPING_H

#include <octavo/types.h>
#include <octavo/device.h>
#include <octavo/dma-direction.h>
#include <octavo/errno.h>
#include <octavo/gfp.h>
#include <octavo/page.h>
#include <octavo/scatterlist.h>

struct vm_area_struct;

/* What a mapping that failed has for an address. */
#define DMA_MAPPING_ERROR	(~(dma_addr_t)0)

#define DMA_BIT_MASK(n)		((n) == 64 ? ~0ull : (1ull << ((n) & 63)) - 1)

/* Leave the buffer with the CPU at a map, or suppose that it is there already
 * at an unmap: the driver syncs the parts that it needs. */
#define DMA_ATTR_SKIP_CPU_SYNC	(1ul << 5)
/* Say nothing when there is no room for a bounce buffer. */
#define DMA_ATTR_NO_WARN	(1ul << 8)

/* ---- start and stop --------------------------------------------------------- */

/* What happened since the start. */
struct dma_stats {
	unsigned long maps;		/* streaming mappings made */
	unsigned long bounces;		/* of them, through a bounce buffer */
	unsigned long bounce_full;	/* had no room for one */
	unsigned long bounce_bytes;	/* copied */
	unsigned long bounce_slots;	/* of the pool */
	unsigned long bounce_used;	/* of them, in use */
};

/**
 * dma_init() - start the DMA layer
 *
 * Called by a machine after mm_init(). Reserves the memory for bounce buffers
 * in ZONE_DMA: 1 MiB, less on a machine with little memory; where there is
 * none at all, mappings that would need one fail.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: dma_exit().
 */
int dma_init(void);

/**
 * dma_exit() - stop it
 *
 * Mappings that are left are reported.
 *
 * Context: May sleep.
 */
void dma_exit(void);

/**
 * dma_get_stats() - read the counters
 * @stats: filled in
 *
 * Context: Any context.
 */
void dma_get_stats(struct dma_stats *stats);

/**
 * dma_nr_mappings() - count the mappings and coherent blocks there are
 *
 * The leak counter.
 *
 * Context: Any context.
 * Return: how many, of all devices.
 */
unsigned long dma_nr_mappings(void);

/**
 * dma_device_gone() - a driver has let go of a device
 * @dev: the device; it must do no DMA any more
 *
 * Reports each mapping and coherent block that it has left behind. They stay
 * what they are.
 *
 * Context: Any context.
 * Return: how many there are.
 */
unsigned long dma_device_gone(struct device *dev);

/**
 * dma_cpu_access() - a machine noticed an access to memory a device owns
 * @pa: what was touched
 * @write: to write it
 * @ip: the instruction
 *
 * Called by a machine that fences memory off (arch_dma_fence()), from its trap
 * handler. Reports the access and the mapping, and opens the page, so that
 * each is said once.
 *
 * Context: Any context.
 */
void dma_cpu_access(phys_addr_t pa, bool write, unsigned long ip);

/* ---- what a device can do ------------------------------------------------------ */

/**
 * dma_set_mask() - say what a device can address
 * @dev: the device
 * @mask: DMA_BIT_MASK()
 *
 * Context: Any context.
 * Return: 0; -EIO: no DMA at all (dev->dma_mask is NULL), or there is memory
 *	above the mask and no bounce buffer below it.
 */
int dma_set_mask(struct device *dev, u64 mask);

/**
 * dma_set_coherent_mask() - the same for coherent memory
 * @dev: the device
 * @mask: DMA_BIT_MASK()
 *
 * Context: Any context.
 * Return: 0; -EIO: no memory could be had below it.
 */
int dma_set_coherent_mask(struct device *dev, u64 mask);

static inline int dma_set_mask_and_coherent(struct device *dev, u64 mask)
{
	int err = dma_set_mask(dev, mask);

	return err ? err : dma_set_coherent_mask(dev, mask);
}

/* For a device whose bus gave it no place for a mask. */
static inline int dma_coerce_mask_and_coherent(struct device *dev, u64 mask)
{
	dev->dma_mask = &dev->coherent_dma_mask;
	return dma_set_mask_and_coherent(dev, mask);
}

/* What the device can address; 0: nothing. */
static inline u64 dma_get_mask(const struct device *dev)
{
	return dev->dma_mask ? *dev->dma_mask : 0;
}

/**
 * dma_max_mapping_size() - the longest piece that can be mapped for sure
 * @dev: the device
 *
 * Context: Any context.
 * Return: bytes; SIZE_MAX for a device that reaches all of memory.
 */
size_t dma_max_mapping_size(struct device *dev);

static inline unsigned int dma_get_max_seg_size(const struct device *dev)
{
	return dev->dma_parms && dev->dma_parms->max_segment_size ?
		       dev->dma_parms->max_segment_size : 65536;
}

static inline int dma_set_max_seg_size(struct device *dev, unsigned int size)
{
	if (!dev->dma_parms)
		return -EIO;
	dev->dma_parms->max_segment_size = size;
	return 0;
}

static inline unsigned long dma_get_seg_boundary(const struct device *dev)
{
	return dev->dma_parms && dev->dma_parms->segment_boundary_mask ?
		       dev->dma_parms->segment_boundary_mask : 0xffffffffu;
}

static inline int dma_set_seg_boundary(struct device *dev, unsigned long mask)
{
	if (!dev->dma_parms)
		return -EIO;
	dev->dma_parms->segment_boundary_mask = mask;
	return 0;
}

/* ---- streaming mappings ----------------------------------------------------------- */

/**
 * dma_map_page_attrs() - hand memory to a device
 * @dev: the device
 * @page: the first page, high memory included; the caller has a reference
 * @offset: of the first byte, in bytes
 * @size: bytes, above 0; frames that follow @page's are meant beyond its end
 * @dir: who will do what
 * @attrs: DMA_ATTR_*
 *
 * The caller asks dma_mapping_error() about the answer and does not touch the
 * memory until it is unmapped or synced for the CPU.
 *
 * Context: Any context.
 * Return: the address for the device; DMA_MAPPING_ERROR: no memory, no bounce
 *	buffer free or none so large, or misuse, which is reported.
 * Pairs with: dma_unmap_page_attrs().
 */
dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page,
			      size_t offset, size_t size,
			      enum dma_data_direction dir, unsigned long attrs);

/**
 * dma_unmap_page_attrs() - take memory back
 * @dev: as it was mapped
 * @addr: what mapping it answered
 * @size: as it was mapped
 * @dir: as it was mapped
 * @attrs: DMA_ATTR_*
 *
 * Context: Any context.
 */
void dma_unmap_page_attrs(struct device *dev, dma_addr_t addr, size_t size,
			  enum dma_data_direction dir, unsigned long attrs);

/**
 * dma_map_single_attrs() - hand kernel memory to a device
 * @dev: the device
 * @ptr: low memory from the page or slab allocators; no stack
 * @size: bytes
 * @dir: who will do what
 * @attrs: DMA_ATTR_*
 *
 * Context: Any context.
 * Return: as dma_map_page_attrs().
 * Pairs with: dma_unmap_single_attrs().
 */
dma_addr_t dma_map_single_attrs(struct device *dev, void *ptr, size_t size,
				enum dma_data_direction dir,
				unsigned long attrs);

#define dma_unmap_single_attrs(dev, addr, size, dir, attrs)		\
	dma_unmap_page_attrs(dev, addr, size, dir, attrs)
#define dma_map_page(dev, page, offset, size, dir)			\
	dma_map_page_attrs(dev, page, offset, size, dir, 0)
#define dma_unmap_page(dev, addr, size, dir)				\
	dma_unmap_page_attrs(dev, addr, size, dir, 0)
#define dma_map_single(dev, ptr, size, dir)				\
	dma_map_single_attrs(dev, ptr, size, dir, 0)
#define dma_unmap_single(dev, addr, size, dir)				\
	dma_unmap_single_attrs(dev, addr, size, dir, 0)

/**
 * dma_mapping_error() - did a mapping fail?
 * @dev: the device
 * @addr: what dma_map_single() or dma_map_page() answered
 *
 * Each answer must be asked about; whoever does not is reported at unmap.
 *
 * Context: Any context.
 * Return: 0, or -ENOMEM.
 */
int dma_mapping_error(struct device *dev, dma_addr_t addr);

/**
 * dma_map_sg_attrs() - hand the pieces of a list to a device
 * @dev: the device
 * @sgl: the list; dma_address and dma_length of its entries are filled in
 * @nents: entries
 * @dir: who will do what
 * @attrs: DMA_ATTR_*
 *
 * All or nothing. The list must stay as it is until it is unmapped.
 *
 * Context: Any context.
 * Return: entries for the device to use (sg_dma_address(), sg_dma_len()); 0:
 *	as for DMA_MAPPING_ERROR.
 * Pairs with: dma_unmap_sg_attrs().
 */
unsigned int dma_map_sg_attrs(struct device *dev, struct scatterlist *sgl,
			      int nents, enum dma_data_direction dir,
			      unsigned long attrs);

/**
 * dma_unmap_sg_attrs() - take the pieces of a list back
 * @dev: as it was mapped
 * @sgl: as it was mapped
 * @nents: as dma_map_sg_attrs() was given, not what it answered
 * @dir: as it was mapped
 * @attrs: DMA_ATTR_*
 *
 * Context: Any context.
 */
void dma_unmap_sg_attrs(struct device *dev, struct scatterlist *sgl, int nents,
			enum dma_data_direction dir, unsigned long attrs);

/**
 * dma_map_sgtable() - hand the pieces of a table to a device
 * @dev: the device
 * @sgt: the table; nents is set
 * @dir: who will do what
 * @attrs: DMA_ATTR_*
 *
 * Context: Any context.
 * Return: 0; -EINVAL misuse, reported; -ENOMEM; -EIO a piece that no bounce
 *	buffer could ever take.
 * Pairs with: dma_unmap_sgtable().
 */
int dma_map_sgtable(struct device *dev, struct sg_table *sgt,
		    enum dma_data_direction dir, unsigned long attrs);

static inline void dma_unmap_sgtable(struct device *dev, struct sg_table *sgt,
				     enum dma_data_direction dir,
				     unsigned long attrs)
{
	dma_unmap_sg_attrs(dev, sgt->sgl, (int)sgt->orig_nents, dir, attrs);
}

#define dma_map_sg(dev, sgl, nents, dir)				\
	dma_map_sg_attrs(dev, sgl, nents, dir, 0)
#define dma_unmap_sg(dev, sgl, nents, dir)				\
	dma_unmap_sg_attrs(dev, sgl, nents, dir, 0)

/* ---- changing hands in between ------------------------------------------------------- */

/**
 * dma_sync_single_range_for_cpu() - let the CPU look at part of a mapping
 * @dev: the device
 * @addr: what mapping it answered
 * @offset: of the part, in bytes
 * @size: of the part, in bytes
 * @dir: as it was mapped
 *
 * Context: Any context.
 */
void dma_sync_single_range_for_cpu(struct device *dev, dma_addr_t addr,
				   unsigned long offset, size_t size,
				   enum dma_data_direction dir);

/**
 * dma_sync_single_range_for_device() - give part of a mapping back
 * @dev: the device
 * @addr: what mapping it answered
 * @offset: of the part, in bytes
 * @size: of the part, in bytes
 * @dir: as it was mapped
 *
 * Context: Any context.
 */
void dma_sync_single_range_for_device(struct device *dev, dma_addr_t addr,
				      unsigned long offset, size_t size,
				      enum dma_data_direction dir);

/* @addr may lie within a mapping, too. */
#define dma_sync_single_for_cpu(dev, addr, size, dir)			\
	dma_sync_single_range_for_cpu(dev, addr, 0, size, dir)
#define dma_sync_single_for_device(dev, addr, size, dir)		\
	dma_sync_single_range_for_device(dev, addr, 0, size, dir)

/**
 * dma_sync_sg_for_cpu() - let the CPU look at the pieces of a list
 * @dev: the device
 * @sgl: the list, as it was mapped
 * @nents: as dma_map_sg() was given
 * @dir: as it was mapped
 *
 * Context: Any context.
 */
void dma_sync_sg_for_cpu(struct device *dev, struct scatterlist *sgl, int nents,
			 enum dma_data_direction dir);

/**
 * dma_sync_sg_for_device() - give the pieces of a list back
 * @dev: the device
 * @sgl: the list, as it was mapped
 * @nents: as dma_map_sg() was given
 * @dir: as it was mapped
 *
 * Context: Any context.
 */
void dma_sync_sg_for_device(struct device *dev, struct scatterlist *sgl,
			    int nents, enum dma_data_direction dir);

#define dma_sync_sgtable_for_cpu(dev, sgt, dir)				\
	dma_sync_sg_for_cpu(dev, (sgt)->sgl, (int)(sgt)->orig_nents, dir)
#define dma_sync_sgtable_for_device(dev, sgt, dir)			\
	dma_sync_sg_for_device(dev, (sgt)->sgl, (int)(sgt)->orig_nents, dir)

/* ---- coherent memory -------------------------------------------------------------------- */

/**
 * dma_alloc_coherent() - memory that the CPU and a device share
 * @dev: the device; its coherent_dma_mask says where from
 * @size: bytes, above 0; taken in pages
 * @handle: the address for the device
 * @gfp: as for alloc_pages(); zone bits are not needed
 *
 * Zeroed, and aligned to the next power of two of @size.
 *
 * Context: Decided by @gfp.
 * Return: kernel address; NULL: no memory (below the mask).
 * Pairs with: dma_free_coherent().
 */
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle,
			 gfp_t gfp);

/**
 * dma_free_coherent() - give it back
 * @dev: as it was allocated
 * @size: as it was allocated
 * @cpu_addr: what dma_alloc_coherent() answered
 * @handle: what it set
 *
 * What does not fit together is reported; if it is no block of @dev, nothing
 * is freed.
 *
 * Context: Any context.
 */
void dma_free_coherent(struct device *dev, size_t size, void *cpu_addr,
		       dma_addr_t handle);

/**
 * dma_mmap_coherent() - show coherent memory to a user program
 * @dev: the device
 * @vma: the area
 * @cpu_addr: what dma_alloc_coherent() answered
 * @handle: what it set
 * @size: bytes of it
 *
 * Context: May sleep.
 * Locks: mmap_lock held for write.
 * Return: 0; -ENXIO more than there is, or no block; as remap_pfn_range().
 */
int dma_mmap_coherent(struct device *dev, struct vm_area_struct *vma,
		      void *cpu_addr, dma_addr_t handle, size_t size);

#endif
