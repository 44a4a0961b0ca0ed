/* SPDX-License-Identifier: MIT */
/*
 * user.c - user memory for devices: pin, list, map, and all of it backwards.
 *
 *	user buffer	    |...xxxx|xxxxxxxx|xxxxxxxx|xxx.....|
 *	pages (pinned)	       p0	p1	 p2	  p3
 *	channels	    [	   0	    ][	     1	       ]
 *	entries		    [ p0 ] [ p1 ]     [ p2, p3 in a row ]
 *
 * Invariants:
 *  1. pages[0 .. nr_pages) each have a pin of ours, from dma_pin_user() to
 *     dma_unpin_user(), whatever becomes of the program's mappings.
 *  2. The channels divide the buffer without gap or overlap, and exist just as
 *     long as it is mapped.
 *  3. nr_pinned is the sum of nr_pages of all buffers, and bounded.
 *
 * Locking: a buffer has one owner; nr_pinned is atomic.
 */
#include <octavo/bug.h>
#include <octavo/err.h>
#include <octavo/mm.h>
#include <octavo/pagemap.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>
#include <octavo/dma-user.h>
#include "internal.h"

static atomic_long_t nr_pinned;

unsigned long dma_nr_user_pages(void)
{
	return (unsigned long)atomic_long_read(&nr_pinned);
}

/* ---- pinning ------------------------------------------------------------------ */

/* Count @nr pages more; false: that is too many. */
static bool charge(unsigned long nr)
{
	const unsigned long most = totalram_pages() / 2;

	if (nr > DMA_USER_MAX_PAGES)
		return false;
	if ((unsigned long)atomic_long_add_return((long)nr, &nr_pinned) <= most)
		return true;
	atomic_long_sub((long)nr, &nr_pinned);
	return false;
}

static void uncharge(unsigned long nr)
{
	atomic_long_sub((long)nr, &nr_pinned);
}

/* Pin all of the pages or none. */
static int pin_pages(struct dma_user_buffer *buf)
{
	const unsigned int flags = dma_writes(buf->dir) ? FOLL_WRITE : 0;
	unsigned long done = 0;

	while (done < buf->nr_pages) {
		long ret = pin_user_pages_fast(
			(buf->addr & PAGE_MASK) + (done << PAGE_SHIFT),
			(int)(buf->nr_pages - done), flags, buf->pages + done);

		if (ret <= 0) {
			unpin_user_pages(buf->pages, done);
			return ret ? (int)ret : -EFAULT;
		}
		done += (unsigned long)ret;
	}
	return 0;
}

static int check_range(unsigned long addr, size_t size,
		       enum dma_data_direction dir)
{
	if (!size || !valid_dma_direction(dir))
		return -EINVAL;
	if (!current->mm || size > TASK_SIZE || addr > TASK_SIZE - size)
		return -EFAULT;
	return 0;
}

static struct dma_user_buffer *alloc_buffer(unsigned long nr_pages)
{
	struct dma_user_buffer *buf = kzalloc(sizeof(*buf), GFP_KERNEL);

	if (!buf)
		return NULL;
	buf->nr_pages = nr_pages;
	buf->pages = kmalloc(nr_pages * sizeof(struct page *), GFP_KERNEL);
	if (buf->pages)
		return buf;
	kfree(buf);
	return NULL;
}

static void free_buffer(struct dma_user_buffer *buf)
{
	kfree(buf->pages);
	kfree(buf);
}

struct dma_user_buffer *dma_pin_user(unsigned long addr, size_t size,
				     enum dma_data_direction dir)
{
	const unsigned long nr = (offset_in_page(addr) + size - 1) / PAGE_SIZE + 1;
	struct dma_user_buffer *buf;
	int err = check_range(addr, size, dir);

	if (err)
		return ERR_PTR(err);
	if (!charge(nr))
		return ERR_PTR(-ENOMEM);
	err = -ENOMEM;
	buf = alloc_buffer(nr);
	if (!buf)
		goto out_uncharge;
	buf->addr = addr;
	buf->size = size;
	buf->dir = dir;
	err = pin_pages(buf);
	if (!err)
		return buf;
	free_buffer(buf);
out_uncharge:
	uncharge(nr);
	return ERR_PTR(err);
}

/* ---- channels ------------------------------------------------------------------ */

/* Pages of each channel but the last, which has the rest. */
static unsigned long channel_pages(const struct dma_user_buffer *buf)
{
	return DIV_ROUND_UP(buf->nr_pages, buf->nr_channels);
}

static struct page **first_page(const struct dma_user_buffer *buf,
				unsigned int i)
{
	return buf->pages + i * channel_pages(buf);
}

/* Where channel @i begins in the buffer; of nr_channels: its end. */
static size_t channel_offset(const struct dma_user_buffer *buf, unsigned int i)
{
	const unsigned long page = i * channel_pages(buf);

	if (!i)
		return 0;
	if (page >= buf->nr_pages)
		return buf->size;
	return (page << PAGE_SHIFT) - offset_in_page(buf->addr);
}

/* The longest entry that is good for the device. */
static unsigned int max_segment(struct device *dev)
{
	const size_t most = dma_max_mapping_size(dev);

	return (unsigned int)min((size_t)dma_get_max_seg_size(dev), most);
}

static int map_channel(struct dma_user_buffer *buf, unsigned int i)
{
	struct dma_user_channel *c = &buf->channel[i];
	const unsigned int offset = i ? 0 : (unsigned int)offset_in_page(buf->addr);
	int err;

	c->offset = channel_offset(buf, i);
	c->size = channel_offset(buf, i + 1) - c->offset;
	c->written = dma_writes(buf->dir) ? c->size : 0;
	err = sg_alloc_table_from_pages_segment(
		&c->sgt, first_page(buf, i),
		(unsigned int)DIV_ROUND_UP(offset + c->size, PAGE_SIZE), offset,
		c->size, max_segment(buf->dev), GFP_KERNEL);
	if (err)
		return err;
	err = dma_map_sgtable(buf->dev, &c->sgt, buf->dir, 0);
	if (err)
		sg_free_table(&c->sgt);
	return err;
}

static void unmap_channels(struct dma_user_buffer *buf, unsigned int nr)
{
	while (nr--) {
		struct dma_user_channel *c = &buf->channel[nr];

		dma_unmap_sgtable(buf->dev, &c->sgt, buf->dir, 0);
		sg_free_table(&c->sgt);
	}
}

static void forget_channels(struct dma_user_buffer *buf)
{
	kfree(buf->channel);
	buf->channel = NULL;
	buf->nr_channels = 0;
	buf->dev = NULL;
}

int dma_user_map(struct dma_user_buffer *buf, struct device *dev,
		 unsigned int nr_channels)
{
	unsigned int i;
	int err = 0;

	if (!nr_channels)
		return -EINVAL;
	if (buf->dev)
		return -EBUSY;
	buf->nr_channels = (unsigned int)min((unsigned long)nr_channels,
					     buf->nr_pages);
	/* With so many pages each, maybe fewer channels are enough. */
	buf->nr_channels = (unsigned int)DIV_ROUND_UP(buf->nr_pages,
						      channel_pages(buf));
	buf->dev = dev;
	buf->channel = kzalloc(buf->nr_channels * sizeof(*buf->channel),
			       GFP_KERNEL);
	if (!buf->channel)
		err = -ENOMEM;
	for (i = 0; !err && i < buf->nr_channels; i++)
		err = map_channel(buf, i);
	if (!err)
		return 0;
	if (i)
		unmap_channels(buf, i - 1);
	forget_channels(buf);
	return err;
}

void dma_user_written(struct dma_user_buffer *buf, unsigned int channel,
		      size_t bytes)
{
	struct dma_user_channel *c = &buf->channel[channel];

	if (WARN(channel >= buf->nr_channels, "dma: channel %u of %u", channel,
		 buf->nr_channels))
		return;
	if (dma_writes(buf->dir))
		c->written = min(bytes, c->size);
}

/* ---- backwards ------------------------------------------------------------------- */

/*
 * Mark a page, under its lock so that its file stays. One who has the lock now
 * may sleep, and this may not: then what set_page_dirty() looks at must do.
 */
static void dirty_page(struct page *page)
{
	const bool locked = trylock_page(page);

	set_page_dirty(page);
	if (locked)
		unlock_page(page);
}

/* The pages that the device wrote to. The program may have been told that they
 * are clean since they were pinned. */
static void dirty_channel(const struct dma_user_buffer *buf, unsigned int i)
{
	const struct dma_user_channel *c = &buf->channel[i];
	const size_t end = (i ? 0 : offset_in_page(buf->addr)) + c->written;

	if (!c->written)
		return;
	for (unsigned long n = 0; n << PAGE_SHIFT < end; n++) {
		struct page *page = compound_head(first_page(buf, i)[n]);

		if (!PageDirty(page))
			dirty_page(page);
	}
}

void dma_user_unmap(struct dma_user_buffer *buf)
{
	if (!buf->dev)
		return;
	unmap_channels(buf, buf->nr_channels);
	for (unsigned int i = 0; i < buf->nr_channels; i++)
		dirty_channel(buf, i);
	forget_channels(buf);
}

void dma_unpin_user(struct dma_user_buffer *buf)
{
	if (!buf)
		return;
	dma_user_unmap(buf);
	unpin_user_pages(buf->pages, buf->nr_pages);
	uncharge(buf->nr_pages);
	free_buffer(buf);
}
