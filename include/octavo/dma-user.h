/* SPDX-License-Identifier: MIT */
/*
 * dma-user.h - a device reads and writes the memory of a user program.
 *
 *	buf = dma_pin_user(addr, len, DMA_FROM_DEVICE);	the pages stay
 *	err = dma_user_map(buf, dev, 2);		the device owns them
 *		for_each_sgtable_dma_sg(&buf->channel[0].sgt, sg, i) ...
 *		... the device is done ...
 *	dma_user_written(buf, 0, bytes);		if it was not all
 *	dma_unpin_user(buf);				unmapped, dirtied, let go
 *
 * A buffer is divided into channels, each a run of whole pages with a list of
 * its own, for devices that work on several parts at once. The first and the
 * last begin and end where the program's buffer does.
 *
 * The buffer does not need the program: it may be killed, unmap its memory or
 * fork meanwhile, and the pages live until dma_unpin_user(). What the device
 * does not do any more the driver must know: it calls that when the device is
 * done or was stopped, not when the program is.
 *
 * Locking: the driver's; a buffer has one owner.
 */
#ifndef OCTAVO_DMA_USER_H
#define OCTAVO_DMA_USER_H

#include <octavo/types.h>
#include <octavo/dma-mapping.h>
#include <octavo/scatterlist.h>

/* Most pages of one buffer. All buffers together have half of memory. */
#define DMA_USER_MAX_PAGES	16384ul

struct dma_user_channel {
	struct sg_table sgt;
	size_t offset;			/* of its first byte in the buffer */
	size_t size;			/* bytes */
	size_t written;			/* bytes that the device wrote */
};

struct dma_user_buffer {
	unsigned long addr;		/* user address */
	size_t size;			/* bytes */
	enum dma_data_direction dir;
	unsigned long nr_pages;
	struct page **pages;		/* pinned, in order */
	struct device *dev;		/* NULL: not mapped */
	unsigned int nr_channels;	/* 0: not mapped */
	struct dma_user_channel *channel;
};

/**
 * dma_pin_user() - pin a buffer of the current task for a device
 * @addr: user address of the first byte
 * @size: bytes, above 0
 * @dir: what the device is going to do; what it writes must be writable
 *
 * All pages or none: what was pinned before one that cannot be had is let go.
 *
 * Context: User context only. May sleep.
 * Locks: mmap_lock not held.
 * Return: the buffer, or ERR_PTR: -EINVAL no bytes or no direction; -EFAULT
 *	outside of the user half, wrapping, not mapped, not writable where the
 *	device writes, or memory of a device; -ENOMEM too many pages, more than
 *	all buffers may have, or no memory.
 * Pairs with: dma_unpin_user().
 */
struct dma_user_buffer *dma_pin_user(unsigned long addr, size_t size,
				     enum dma_data_direction dir);

/**
 * dma_user_map() - hand a pinned buffer to a device
 * @buf: not mapped
 * @dev: the device
 * @nr_channels: into how many parts to divide it, above 0; there are fewer if
 *	it has fewer pages
 *
 * Pages whose frames follow each other become one entry, no longer than
 * dma_get_max_seg_size().
 *
 * Context: May sleep.
 * Return: 0; -EINVAL no channels; -EBUSY it is mapped; -ENOMEM; -EIO a piece
 *	that no bounce buffer takes. After an error it is as before.
 * Pairs with: dma_user_unmap(), which dma_unpin_user() calls.
 */
int dma_user_map(struct dma_user_buffer *buf, struct device *dev,
		 unsigned int nr_channels);

/**
 * dma_user_written() - say how much of a channel the device wrote
 * @buf: mapped
 * @channel: below buf->nr_channels
 * @bytes: from its start; more than it has counts as all
 *
 * Without it a device that writes is taken to have written all.
 *
 * Context: Any context.
 */
void dma_user_written(struct dma_user_buffer *buf, unsigned int channel,
		      size_t bytes);

/**
 * dma_user_unmap() - take a buffer back from the device
 * @buf: if it is not mapped nothing happens
 *
 * The device is done with it. What it wrote is in the pages now, which are
 * marked dirty; they stay pinned.
 *
 * Context: Process context; may hold a spinlock. Not in an interrupt: the
 *	pages of a file are marked dirty under its page cache's lock.
 */
void dma_user_unmap(struct dma_user_buffer *buf);

/**
 * dma_unpin_user() - let a buffer's pages go
 * @buf: gone afterwards; NULL does nothing
 *
 * Takes it back from the device first. The pages of a program that is gone are
 * freed by this.
 *
 * Context: Process context; may hold a spinlock. Not in an interrupt: the
 *	pages of a file are marked dirty under its page cache's lock.
 */
void dma_unpin_user(struct dma_user_buffer *buf);

/**
 * dma_nr_user_pages() - count the pages that are pinned by buffers
 *
 * Context: Any context.
 * Return: pages.
 */
unsigned long dma_nr_user_pages(void);

#endif
