/* SPDX-License-Identifier: MIT */
/*
 * pool.c - kmap: windows that every CPU sees and that are held for long.
 *
 * Owns the windows 0 to LAST_PKMAP - 1. Each has a count:
 *
 *	0	nothing is mapped there, no CPU remembers anything
 *	1	nobody uses it, but its page is still to be seen there
 *	n	n - 1 users
 *
 *	  0 --kmap--> 2 --kmap--> 3 ...
 *	  ^           | kunmap
 *	  +--flush--- 1 --kmap of the same page--> 2
 *
 * To forget a translation on every CPU is dear, so it is not done when the
 * last user leaves. A cursor runs round the windows looking for a free one;
 * each time it comes past window 0, all windows with count 1 are emptied at
 * once. A strict pool (the default where WINDOW_STRICT) empties a window at
 * its last kunmap() instead, so that stale use faults.
 *
 * Which window shows a page is found by a hash over the page's address, with
 * one link per window: no memory is needed, ever.
 *
 * Invariants, under the lock:
 * 1. A window is in a hash chain exactly while its count is not 0.
 * 2. A page is shown by one window of the pool at most.
 *
 * Locking: one lock, interrupts off, because page_address() may be asked in
 * one. Sleepers wait for the word wake_seq to change; it changes under the
 * lock when a window is let go while somebody waits.
 *
 * Source: the algorithm of Linux 2.6.18's pool, described in its documents.
 */
#include <octavo/fault_inject.h>
#include "internal.h"

#define HASH_BITS	7
#define NO_SLOT		0xffffu

BUILD_BUG_ON((LAST_PKMAP & (LAST_PKMAP - 1)) || LAST_PKMAP >= NO_SLOT);

struct pool_slot {
	struct page *page;
	int count;
	u16 next;			/* in the hash chain, or NO_SLOT */
};

static struct {
	spinlock_t lock;
	bool strict;
	unsigned int cursor;		/* the window given out last */
	unsigned int waiters;
	unsigned int wake_seq;
	u16 hash[1 << HASH_BITS];
	struct pool_slot slots[LAST_PKMAP];
} pool;

static u16 *hash_head(const struct page *page)
{
	u32 key = (u32)page_to_pfn(page) * 0x9e3779b1u;

	return &pool.hash[key >> (32 - HASH_BITS)];
}

static unsigned int find_slot(const struct page *page)
{
	unsigned int i = *hash_head(page);

	while (i != NO_SLOT && pool.slots[i].page != page)
		i = pool.slots[i].next;
	return i;
}

static void fill_slot(unsigned int i, struct page *page)
{
	u16 *head = hash_head(page);

	pool.slots[i] = (struct pool_slot){ page, 1, *head };
	*head = (u16)i;
	arch_window_map(i, page_to_pfn(page));
}

static void empty_slot(unsigned int i)
{
	u16 *link = hash_head(pool.slots[i].page);

	while (*link != i)
		link = &pool.slots[*link].next;
	*link = pool.slots[i].next;
	arch_window_unmap(i);
	pool.slots[i] = (struct pool_slot){ NULL, 0, NO_SLOT };
}

static void flush_unused(void)
{
	count_vm_event(KMAP_FLUSH);
	for (unsigned int i = 0; i < LAST_PKMAP; i++)
		if (pool.slots[i].count == 1)
			empty_slot(i);
}

/* Next free window, from the cursor once round; NO_SLOT: all are used. */
static unsigned int free_slot(void)
{
	unsigned int left = LAST_PKMAP;

	while (left--) {
		pool.cursor = (pool.cursor + 1) & (LAST_PKMAP - 1);
		if (pool.cursor == 0) {
			flush_unused();
			left = LAST_PKMAP - 1;
		}
		if (pool.slots[pool.cursor].count == 0)
			return pool.cursor;
	}
	return NO_SLOT;
}

/* One more user of @page's window; NULL if it has none and none is free. */
static void *try_map(struct page *page)
{
	unsigned int i = find_slot(page);

	if (i == NO_SLOT) {
		i = free_slot();
		if (i == NO_SLOT)
			return NULL;
		fill_slot(i, page);
	}
	pool.slots[i].count++;
	return window_addr(i);
}

/* Let go of the lock until somebody lets go of a window. */
static void wait_for_slot(unsigned long *flags)
{
	unsigned int seq = pool.wake_seq;

	count_vm_event(KMAP_WAIT);
	pool.waiters++;
	spin_unlock_irqrestore(&pool.lock, *flags);
	arch_wait(&pool.wake_seq, seq);
	spin_lock_irqsave(&pool.lock, *flags);
	pool.waiters--;
}

static noinline void *map_waiting(struct page *page)
{
	unsigned long flags;
	void *addr;

	spin_lock_irqsave(&pool.lock, flags);
	/* Somebody may map the same page while this one sleeps. */
	while (!(addr = try_map(page)))
		wait_for_slot(&flags);
	spin_unlock_irqrestore(&pool.lock, flags);
	return addr;
}

void *pool_try_map(struct page *page)
{
	unsigned long flags;
	void *addr;

	spin_lock_irqsave(&pool.lock, flags);
	addr = try_map(page);
	spin_unlock_irqrestore(&pool.lock, flags);
	return addr;
}

/* One more user of the window that shows @page; NULL: none does. */
static inline void *map_again(struct page *page)
{
	unsigned int i;

	i = find_slot(page);
	if (unlikely(i == NO_SLOT))
		return NULL;
	pool.slots[i].count++;
	return window_addr(i);
}

void *kmap_high(struct page *page)
{
	unsigned long flags;
	void *addr;

	count_vm_event(KMAP_POOL);
	/* An armed failure is a wait that is over at once. */
	if (should_fail(FAULT_KMAP))
		return map_waiting(page);
	spin_lock_irqsave(&pool.lock, flags);
	addr = map_again(page);
	spin_unlock_irqrestore(&pool.lock, flags);
	return likely(addr) ? addr : map_waiting(page);
}

/* The last user of window @i left. Is somebody to be woken? */
static noinline bool release_slot(unsigned int i)
{
	if (pool.strict)
		empty_slot(i);
	if (!pool.waiters)
		return false;
	pool.wake_seq++;
	return true;
}

void kunmap_high(struct page *page)
{
	unsigned long flags;
	bool wake = false;
	unsigned int i;

	spin_lock_irqsave(&pool.lock, flags);
	i = find_slot(page);
	if (unlikely(i == NO_SLOT || pool.slots[i].count < 2)) {
		spin_unlock_irqrestore(&pool.lock, flags);
		octavo_report("kunmap of page pfn %lu, which is not mapped",
			      page_to_pfn(page));
		return;
	}
	if (--pool.slots[i].count == 1 &&
	    unlikely(pool.strict | (pool.waiters != 0)))
		wake = release_slot(i);
	spin_unlock_irqrestore(&pool.lock, flags);
	/* All of them: one that finds its page mapped takes no window. */
	if (unlikely(wake))
		arch_wake(&pool.wake_seq, INT_MAX);
}

void *kmap(struct page *page)
{
	might_sleep();
	if (!PageHighMem(page)) {
		count_vm_event(KMAP_LOW);
		return lowmem_page_address(page);
	}
	return kmap_high(page);
}

void kunmap(struct page *page)
{
	if (unlikely(in_interrupt())) {
		octavo_report("kunmap of page pfn %lu in an interrupt",
			      page_to_pfn(page));
		return;
	}
	if (PageHighMem(page))
		kunmap_high(page);
}

bool kmap_set_strict(bool strict)
{
	unsigned long flags;
	bool old;

	spin_lock_irqsave(&pool.lock, flags);
	old = pool.strict;
	pool.strict = strict;
	if (strict)
		flush_unused();
	spin_unlock_irqrestore(&pool.lock, flags);
	return old;
}

/* Users of all windows; under the lock. */
static unsigned long count_users(void)
{
	unsigned long live = 0;

	for (unsigned int i = 0; i < LAST_PKMAP; i++)
		if (pool.slots[i].count > 1)
			live += (unsigned long)pool.slots[i].count - 1;
	return live;
}

unsigned long kmap_nr_live(void)
{
	unsigned long flags, live;

	spin_lock_irqsave(&pool.lock, flags);
	live = count_users();
	spin_unlock_irqrestore(&pool.lock, flags);
	return live;
}

void *kmap_high_address(const struct page *page)
{
	unsigned long flags;
	void *addr = NULL;
	unsigned int i;

	spin_lock_irqsave(&pool.lock, flags);
	i = find_slot(page);
	if (i != NO_SLOT && pool.slots[i].count > 1)
		addr = window_addr(i);
	spin_unlock_irqrestore(&pool.lock, flags);
	return addr;
}

struct page *pool_page(unsigned int slot)
{
	struct page *page = NULL;
	unsigned long flags;

	spin_lock_irqsave(&pool.lock, flags);
	if (pool.slots[slot].count > 1)
		page = pool.slots[slot].page;
	spin_unlock_irqrestore(&pool.lock, flags);
	return page;
}

void pool_init(void)
{
	spin_lock_init(&pool.lock);
	pool.strict = WINDOW_STRICT;
	pool.cursor = 0;
	pool.waiters = 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(pool.hash); i++)
		pool.hash[i] = NO_SLOT;
	for (unsigned int i = 0; i < LAST_PKMAP; i++)
		pool.slots[i] = (struct pool_slot){ NULL, 0, NO_SLOT };
}

unsigned long pool_exit(void)
{
	unsigned long live = count_users();

	for (unsigned int i = 0; i < LAST_PKMAP; i++)
		if (pool.slots[i].count)
			empty_slot(i);
	return live;
}
