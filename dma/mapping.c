/* SPDX-License-Identifier: MIT */
/*
 * mapping.c - streaming mappings: the calls of drivers, and masks.
 *
 * A map makes an address, a record, and then gives the memory away; an unmap
 * takes the record out, takes the memory back, and gives up the address. What
 * belongs to one piece is the same for a single buffer and for each entry of a
 * list:
 *
 *		map_piece     hand_to_device   ...   hand_to_cpu   unmap_piece
 *	direct	the address   fence			open	     -
 *	bounced slots	      copy in, fence		open, copy out  slots free
 *
 * Locking: see internal.h.
 */
#include <octavo/bug.h>
#include <octavo/fault_inject.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include "internal.h"

/* ---- masks ------------------------------------------------------------------------- */

/* The last byte of RAM. */
static u64 last_byte(void)
{
	return PFN_PHYS(max_pfn) - 1;
}

int dma_set_mask(struct device *dev, u64 mask)
{
	if (!dev->dma_mask || (mask < last_byte() && !bounce_reachable(mask)))
		return -EIO;
	*dev->dma_mask = mask;
	return 0;
}

int dma_set_coherent_mask(struct device *dev, u64 mask)
{
	if (mask < last_byte() && !bounce_reachable(mask))
		return -EIO;
	dev->coherent_dma_mask = mask;
	return 0;
}

size_t dma_max_mapping_size(struct device *dev)
{
	return dma_get_mask(dev) >= last_byte() ? SIZE_MAX : bounce_max_size();
}

/* ---- one piece --------------------------------------------------------------------- */

/* What the driver wants, the same for each piece of a list. */
struct request {
	struct device *dev;
	void *caller;
	enum dma_data_direction dir;
	unsigned long attrs;
};

static __cold void report_map(const struct request *req, phys_addr_t phys,
			      size_t size, const char *what)
{
	octavo_report("dma: %s: map of %#llx (%zu bytes, %s) by %p: %s",
		      dev_name(req->dev), (unsigned long long)phys, size,
		      dma_dir_name(req->dir), req->caller, what);
}

static __cold void warn_no_room(const struct request *req, size_t size)
{
	if (!(req->attrs & DMA_ATTR_NO_WARN))
		pr_warn("dma: %s: no bounce buffer of %zu bytes\n",
			dev_name(req->dev), size);
}

static int map_bounced(const struct request *req, phys_addr_t phys, size_t size,
		       dma_addr_t *addr)
{
	if (!bounce_reachable(dma_get_mask(req->dev))) {
		report_map(req, phys, size, "the mask reaches no memory");
		return -EINVAL;
	}
	*addr = bounce_alloc(phys, size);
	if (*addr != DMA_MAPPING_ERROR) {
		/* Otherwise hand_to_device() fills it. */
		if (req->attrs & DMA_ATTR_SKIP_CPU_SYNC)
			bounce_copy(*addr, size, true);
		return 0;
	}
	warn_no_room(req, size);
	return size > bounce_max_size() ? -EIO : -ENOMEM;
}

/* An address for the device. The memory is still the CPU's. */
static int map_piece(const struct request *req, phys_addr_t phys, size_t size,
		     dma_addr_t *addr)
{
	const char *fault;

	if (unlikely(!valid_dma_direction(req->dir)))
		fault = "no direction";
	else if (unlikely(!size))
		fault = "no bytes";
	else
		fault = dma_memory_fault(phys, size);
	if (unlikely(fault)) {
		report_map(req, phys, size, fault);
		return -EINVAL;
	}
	*addr = phys;
	if (likely(phys + size - 1 <= dma_get_mask(req->dev)))
		return 0;
	return map_bounced(req, phys, size, addr);
}

static void unmap_piece(dma_addr_t addr)
{
	if (unlikely(bounce_owns(addr)))
		bounce_free(addr);
}

static void hand_to_device(dma_addr_t addr, phys_addr_t phys, size_t size,
			   enum dma_data_direction dir)
{
	if (unlikely(bounce_owns(addr)))
		bounce_copy(addr, size, true);
	arch_sync_dma_for_device(addr, size, dir);
	dma_fence(phys, size, dir);
}

static void hand_to_cpu(dma_addr_t addr, phys_addr_t phys, size_t size,
			enum dma_data_direction dir)
{
	dma_unfence(phys, size);
	arch_sync_dma_for_cpu(addr, size, dir);
	if (unlikely(bounce_owns(addr)) && dma_writes(dir))
		bounce_copy(addr, size, false);
}

/* ---- single buffers ------------------------------------------------------------------ */

static dma_addr_t map_single(const struct request *req, phys_addr_t phys,
			     size_t size)
{
	struct dma_record rec = {
		.dev = req->dev, .caller = req->caller, .phys = phys,
		.size = size, .kind = KIND_SINGLE, .dir = (u8)req->dir,
	};

	if (should_fail(FAULT_DMA_MAP) ||
	    unlikely(map_piece(req, phys, size, &rec.addr)))
		return DMA_MAPPING_ERROR;
	if (unlikely(!dma_record_add(&rec))) {
		unmap_piece(rec.addr);
		return DMA_MAPPING_ERROR;
	}
	if (!(req->attrs & DMA_ATTR_SKIP_CPU_SYNC))
		hand_to_device(rec.addr, phys, size, req->dir);
	return rec.addr;
}

dma_addr_t dma_map_page_attrs(struct device *dev, struct page *page,
			      size_t offset, size_t size,
			      enum dma_data_direction dir, unsigned long attrs)
{
	const struct request req = { dev, _RET_IP_, dir, attrs };

	return map_single(&req, page_to_phys(page) + offset, size);
}

dma_addr_t dma_map_single_attrs(struct device *dev, void *ptr, size_t size,
				enum dma_data_direction dir,
				unsigned long attrs)
{
	const struct request req = { dev, _RET_IP_, dir, attrs };

	if (unlikely(!virt_addr_valid(ptr))) {
		report_map(&req, (unsigned long)ptr, size,
			   "no address of the linear map");
		return DMA_MAPPING_ERROR;
	}
	if (unlikely(dma_on_stack(ptr))) {
		report_map(&req, __pa(ptr), size, "on the stack");
		return DMA_MAPPING_ERROR;
	}
	return map_single(&req, __pa(ptr), size);
}

int dma_mapping_error(struct device *dev, dma_addr_t addr)
{
	if (addr == DMA_MAPPING_ERROR)
		return -ENOMEM;
	dma_record_checked(dev, addr);
	return 0;
}

void dma_unmap_page_attrs(struct device *dev, dma_addr_t addr, size_t size,
			  enum dma_data_direction dir, unsigned long attrs)
{
	const struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .addr = addr, .size = size,
		.kind = KIND_SINGLE, .dir = dir,
	};
	struct dma_record rec;

	if (!dma_record_take(&claim, &rec))
		return;
	if (!(attrs & DMA_ATTR_SKIP_CPU_SYNC))
		hand_to_cpu(addr, rec.phys, rec.size, rec.dir);
	unmap_piece(addr);
}

static void sync_single(const struct dma_claim *claim, const char *what,
			bool to_device)
{
	phys_addr_t phys;
	struct dma_record rec;

	if (!dma_record_find(claim, what, &rec) || rec.kind == KIND_COHERENT)
		return;
	phys = rec.kind == KIND_SG ? dma_list_phys(&rec, claim->addr) :
				     rec.phys + (claim->addr - rec.addr);
	if (to_device)
		hand_to_device(claim->addr, phys, claim->size, rec.dir);
	else
		hand_to_cpu(claim->addr, phys, claim->size, rec.dir);
}

void dma_sync_single_range_for_cpu(struct device *dev, dma_addr_t addr,
				   unsigned long offset, size_t size,
				   enum dma_data_direction dir)
{
	const struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .addr = addr + offset,
		.size = size, .kind = KIND_SINGLE, .dir = dir,
	};

	sync_single(&claim, "sync for the CPU", false);
}

void dma_sync_single_range_for_device(struct device *dev, dma_addr_t addr,
				      unsigned long offset, size_t size,
				      enum dma_data_direction dir)
{
	const struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .addr = addr + offset,
		.size = size, .kind = KIND_SINGLE, .dir = dir,
	};

	sync_single(&claim, "sync for the device", true);
}

/* ---- lists --------------------------------------------------------------------------- */

static void unmap_pieces(struct scatterlist *sgl, unsigned int nents)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(sgl, sg, nents, i)
		unmap_piece(sg_dma_address(sg));
}

/* Addresses for all pieces, and the record of them; none after an error. */
static int map_pieces(const struct request *req, struct dma_record *rec)
{
	struct scatterlist *sg;
	unsigned int i;
	int err;

	for_each_sg(rec->sgl, sg, rec->nents, i) {
		err = map_piece(req, sg_phys(sg), sg->length, &sg->dma_address);
		if (unlikely(err)) {
			unmap_pieces(rec->sgl, i);
			return err;
		}
		sg_dma_len(sg) = sg->length;
		rec->size += sg->length;
		rec->sum = sg_sum(rec->sum, sg);
	}
	return 0;
}

static void hand_list(struct scatterlist *sgl, unsigned int nents,
		      enum dma_data_direction dir, bool to_device)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(sgl, sg, nents, i) {
		if (to_device)
			hand_to_device(sg_dma_address(sg), sg_phys(sg),
				       sg->length, dir);
		else
			hand_to_cpu(sg_dma_address(sg), sg_phys(sg),
				    sg->length, dir);
	}
}

/* Has it so many entries? The last one's mark need not be there. */
static bool list_is_long_enough(struct scatterlist *sgl, int nents)
{
	struct scatterlist *sg = sgl;

	for (int i = 1; sg && i < nents; i++)
		sg = sg_next(sg);
	return sg && nents > 0;
}

static int map_list(const struct request *req, struct scatterlist *sgl,
		    int nents)
{
	struct dma_record rec = {
		.dev = req->dev, .caller = req->caller, .sgl = sgl,
		.nents = (unsigned int)nents, .kind = KIND_SG,
		.dir = (u8)req->dir, .checked = true,
	};
	int err;

	if (unlikely(!list_is_long_enough(sgl, nents))) {
		report_map(req, 0, 0, "the list has fewer entries");
		return -EINVAL;
	}
	if (should_fail(FAULT_DMA_MAP))
		return -EIO;
	err = map_pieces(req, &rec);
	if (unlikely(err))
		return err;
	rec.addr = sg_dma_address(sgl);
	if (unlikely(!dma_record_add(&rec))) {
		unmap_pieces(sgl, rec.nents);
		return -ENOMEM;
	}
	if (!(req->attrs & DMA_ATTR_SKIP_CPU_SYNC))
		hand_list(sgl, rec.nents, req->dir, true);
	return 0;
}

unsigned int dma_map_sg_attrs(struct device *dev, struct scatterlist *sgl,
			      int nents, enum dma_data_direction dir,
			      unsigned long attrs)
{
	const struct request req = { dev, _RET_IP_, dir, attrs };

	return map_list(&req, sgl, nents) ? 0 : (unsigned int)nents;
}

int dma_map_sgtable(struct device *dev, struct sg_table *sgt,
		    enum dma_data_direction dir, unsigned long attrs)
{
	const struct request req = { dev, _RET_IP_, dir, attrs };
	int err = map_list(&req, sgt->sgl, (int)sgt->orig_nents);

	if (!err)
		sgt->nents = sgt->orig_nents;
	return err;
}

static void claim_list(struct dma_claim *claim)
{
	struct scatterlist *sg = claim->sgl;

	claim->addr = sg_dma_address(sg);
	for (unsigned int i = 0; sg && i < claim->nents; i++, sg = sg_next(sg)) {
		claim->size += sg->length;
		claim->sum = sg_sum(claim->sum, sg);
	}
}

void dma_unmap_sg_attrs(struct device *dev, struct scatterlist *sgl, int nents,
			enum dma_data_direction dir, unsigned long attrs)
{
	struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .sgl = sgl,
		.nents = (unsigned int)nents, .kind = KIND_SG, .dir = dir,
	};
	struct dma_record rec;

	claim_list(&claim);
	if (!dma_record_take(&claim, &rec))
		return;
	if (!(attrs & DMA_ATTR_SKIP_CPU_SYNC))
		hand_list(rec.sgl, rec.nents, rec.dir, false);
	unmap_pieces(rec.sgl, rec.nents);
}

static void sync_list(struct dma_claim *claim, const char *what, bool to_device)
{
	struct dma_record rec;

	claim->addr = sg_dma_address(claim->sgl);
	claim->size = sg_dma_len(claim->sgl);
	if (dma_record_find(claim, what, &rec))
		hand_list(claim->sgl, rec.nents, rec.dir, to_device);
}

void dma_sync_sg_for_cpu(struct device *dev, struct scatterlist *sgl, int nents,
			 enum dma_data_direction dir)
{
	struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .sgl = sgl,
		.nents = (unsigned int)nents, .kind = KIND_SG, .dir = dir,
	};

	sync_list(&claim, "sync for the CPU", false);
}

void dma_sync_sg_for_device(struct device *dev, struct scatterlist *sgl,
			    int nents, enum dma_data_direction dir)
{
	struct dma_claim claim = {
		.dev = dev, .caller = _RET_IP_, .sgl = sgl,
		.nents = (unsigned int)nents, .kind = KIND_SG, .dir = dir,
	};

	sync_list(&claim, "sync for the device", true);
}
