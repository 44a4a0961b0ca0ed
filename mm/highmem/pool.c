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
#define NO_SLOT		LAST_PKMAP

BUILD_BUG_ON((LAST_PKMAP & (LAST_PKMAP - 1)) || NO_SLOT > 0xffff);

struct pool_slot {
	struct page *page;
	void *addr;			/* of the window, while it shows one */
	int count;
	u16 next;			/* in the hash chain, or NO_SLOT */
};

static struct {
	struct pool_slot slots[LAST_PKMAP + 1];	/* the last: NO_SLOT */
	spinlock_t lock;
	unsigned int strict;
	unsigned int cursor;		/* the window given out last */
	unsigned int waiters;
	unsigned int wake_seq;
	u16 hash[1 << HASH_BITS];
} pool;

static u16 *hash_head(const struct page *page)
{
	u32 key = (u32)(unsigned long)page * 0x9e3779b1u;

	return &pool.hash[key >> (32 - HASH_BITS)];
}

/* The window that shows @page; NULL: none does. */
static __always_inline struct pool_slot *find_slot(const struct page *page)
{
	struct pool_slot *slot = &pool.slots[*hash_head(page)];

	/* The slot that ends the chains shows nobody's page. */
	while (unlikely(slot->page != page)) {
		if (slot == &pool.slots[NO_SLOT])
			return NULL;
		slot = &pool.slots[slot->next];
	}
	return slot;
}

static void fill_slot(unsigned int i, struct page *page)
{
	u16 *head = hash_head(page);

	pool.slots[i] = (struct pool_slot){ page, window_addr(i), 1, *head };
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
	pool.slots[i] = (struct pool_slot){ .next = NO_SLOT };
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
	struct pool_slot *slot = find_slot(page);

	if (!slot) {
		unsigned int i = free_slot();

		if (i == NO_SLOT)
			return NULL;
		fill_slot(i, page);
		slot = &pool.slots[i];
	}
	slot->count++;
	return slot->addr;
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

/* kmap() of a high page. Mostly it has its window still. */
static __always_inline void *map_high(struct page *page)
{
	struct pool_slot *slot;
	unsigned long flags;

	count_vm_event(KMAP_POOL);
	/* An armed failure is a wait that is over at once. */
	if (should_fail(FAULT_KMAP))
		return map_waiting(page);
	spin_lock_irqsave(&pool.lock, flags);
	slot = find_slot(page);
	if (unlikely(!slot)) {
		spin_unlock_irqrestore(&pool.lock, flags);
		return map_waiting(page);
	}
	slot->count++;
	spin_unlock_irqrestore(&pool.lock, flags);
	return slot->addr;
}

void *kmap_high(struct page *page)
{
	return map_high(page);
}

/* The last user of a window left, and there is something to be done about it.
 * Lets go of the lock. */
static noinline void release_slot(struct pool_slot *slot, unsigned long flags)
{
	const bool wake = pool.waiters;

	if (pool.strict)
		empty_slot((unsigned int)(slot - pool.slots));
	pool.wake_seq += wake;
	spin_unlock_irqrestore(&pool.lock, flags);
	/* All of them: one that finds its page mapped takes no window. */
	if (wake)
		arch_wake(&pool.wake_seq, INT_MAX);
}

void kunmap_high(struct page *page)
{
	struct pool_slot *slot;
	unsigned long flags;

	spin_lock_irqsave(&pool.lock, flags);
	slot = find_slot(page);
	if (unlikely(!slot || slot->count < 2)) {
		spin_unlock_irqrestore(&pool.lock, flags);
		octavo_report("kunmap of page pfn %lu, which is not mapped",
			      page_to_pfn(page));
		return;
	}
	if (--slot->count == 1 && unlikely(pool.strict | pool.waiters)) {
		release_slot(slot, flags);
		return;
	}
	spin_unlock_irqrestore(&pool.lock, flags);
}

void *kmap(struct page *page)
{
	might_sleep();
	if (!PageHighMem(page)) {
		count_vm_event(KMAP_LOW);
		return lowmem_page_address(page);
	}
	return map_high(page);
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
	struct pool_slot *slot;
	void *addr = NULL;

	spin_lock_irqsave(&pool.lock, flags);
	slot = find_slot(page);
	if (slot && slot->count > 1)
		addr = slot->addr;
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
		pool.slots[i] = (struct pool_slot){ .next = NO_SLOT };
}

unsigned long pool_exit(void)
{
	unsigned long live = count_users();

	for (unsigned int i = 0; i < LAST_PKMAP; i++)
		if (pool.slots[i].count)
			empty_slot(i);
	return live;
}
