/* SPDX-License-Identifier: MIT */
/*
 * internal.h - the inside of the DMA layer.
 *
 * Idea. The device and the CPU never own a buffer at the same time. A mapping
 * is a record of who gave which bytes to which device; each change of hands
 * goes through hand_to_device() or hand_to_cpu() and is checked against the
 * record first. So a driver that gets it wrong is told, on a machine where it
 * would have worked by luck as well.
 *
 *	dma_map_page		 records (hash by bus page)	 dma_unmap_page
 *	    |				|				|
 *	 check memory	   [dev addr size dir kind caller]	 find, compare
 *	    |				|				|
 *	 mask reaches? --no--> bounce slots  ----------copied back---->	|
 *	    | yes							|
 *	 fence off the CPU  ................ device ................  open
 *
 *	mapping.c	the calls of drivers, masks
 *	record.c	the hash, and what is wrong about an unmap or a sync
 *	memory.c	may this memory be given to a device?
 *	bounce.c	buffers below any mask, for what lies above
 *	coherent.c	memory of both sides;  pool.c  small blocks of it
 *	user.c		user memory, by pinned pages
 *	scatterlist.c, sg_iter.c	lists
 *	init.c		start, stop, counters
 *
 * Invariants:
 *  1. A bus address is a physical address, of the memory itself or of a bounce
 *     slot.
 *  2. What a record says of the memory stays true until it is taken out, so
 *     an unmap works by the record and not by what the driver says.
 *  3. A bounce buffer holds what the memory holds whenever the device gets it:
 *     bytes that a device does not write come back as they were.
 *
 * Locks: one a bucket of records, one for the bounce pool; innermost, with
 * interrupts off, and nothing is called under them but the report.
 */
#ifndef DMA_INTERNAL_H
#define DMA_INTERNAL_H

#include <octavo/dma-mapping.h>
#include <octavo/spinlock.h>

#define _RET_IP_	__builtin_return_address(0)

/* ---- records ------------------------------------------------------------------- */

enum dma_kind { KIND_SINGLE, KIND_SG, KIND_COHERENT };

struct dma_record {
	struct dma_record *next;	/* in its bucket */
	struct device *dev;
	void *caller;			/* who made it */
	dma_addr_t addr;		/* SG: of the first piece */
	phys_addr_t phys;		/* of the memory; not for SG */
	size_t size;			/* bytes; SG: of all pieces */
	struct scatterlist *sgl;	/* SG only */
	unsigned int nents;
	u32 sum;			/* over the pieces */
	u8 kind;			/* enum dma_kind */
	u8 dir;				/* enum dma_data_direction */
	bool checked;			/* dma_mapping_error() was asked */
};

/* What a driver says of a mapping. */
struct dma_claim {
	struct device *dev;
	void *caller;
	dma_addr_t addr;
	size_t size;
	struct scatterlist *sgl;	/* SG */
	unsigned int nents;
	u32 sum;
	enum dma_kind kind;
	enum dma_data_direction dir;
};

int dma_records_init(void);
void dma_records_exit(void);

/* Keep a copy of @rec. False: no memory. */
bool dma_record_add(const struct dma_record *rec);

/* Take out the record that @claim means, in *@rec. What is wrong with the claim
 * is reported; false: there is none. */
bool dma_record_take(const struct dma_claim *claim, struct dma_record *rec);

/* Copy the record that has all bytes of @claim; @what the driver is doing, for
 * the report. */
bool dma_record_find(const struct dma_claim *claim, const char *what,
		     struct dma_record *rec);

/* The memory behind @addr, which is in one of the record's pieces. */
phys_addr_t dma_list_phys(const struct dma_record *rec, dma_addr_t addr);

/* Mark the answer of a map as asked about. */
void dma_record_checked(struct device *dev, dma_addr_t addr);

/* "to device" etc. */
const char *dma_dir_name(enum dma_data_direction dir);

/* One step of the sum over the pieces of a list. */
static inline u32 sg_sum(u32 sum, const struct scatterlist *sg)
{
	return ((sum << 7 | sum >> 25) ^ (u32)(sg_dma_address(sg) >> 4)) +
	       sg_dma_len(sg) + sg->length;
}

/* ---- memory -------------------------------------------------------------------- */

/* What is wrong with giving a device [@phys, @phys + @size); NULL: nothing. */
const char *dma_memory_fault(phys_addr_t phys, size_t size);

/* Is @ptr on the stack that this runs on, as far as can be told? */
bool dma_on_stack(const void *ptr);

/* Keep the CPU off, and let it in again. */
void dma_fence(phys_addr_t phys, size_t size, enum dma_data_direction dir);
void dma_unfence(phys_addr_t phys, size_t size);

/* ---- bounce buffers -------------------------------------------------------------- */

void bounce_init(void);
void bounce_exit(void);

/* Is it the address of a bounce slot? */
bool bounce_owns(dma_addr_t addr);

/* Does the pool lie below @mask? */
bool bounce_reachable(u64 mask);
size_t bounce_max_size(void);

/* Slots for [@phys, @phys + @size), not filled; DMA_MAPPING_ERROR: no room. */
dma_addr_t bounce_alloc(phys_addr_t phys, size_t size);
void bounce_free(dma_addr_t addr);

/* Copy bytes between memory and the slots that @addr, anywhere in them, lies
 * in. */
void bounce_copy(dma_addr_t addr, size_t size, bool to_device);

void bounce_stats(struct dma_stats *stats);

#endif
