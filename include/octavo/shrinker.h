/* SPDX-License-Identifier: MIT */
/*
 * shrinker.h - caches that can give memory back when there is none left.
 *
 * Reclaim calls each registered shrinker in the order of registration: first
 * count, then scan for a share of it. Scan says what it freed; nothing freed
 * by anybody means there is no progress to wait for.
 *
 * Locking: the list is changed under its own lock; a callback runs without
 * any and may allocate with PF_MEMALLOC set.
 */
#ifndef OCTAVO_SHRINKER_H
#define OCTAVO_SHRINKER_H

#include <octavo/types.h>
#include <octavo/list.h>

struct shrink_control {
	gfp_t gfp_mask;			/* of the allocation that is short */
	unsigned long nr_to_scan;	/* pages wanted */
	unsigned long nr_scanned;
};

#define SHRINK_STOP		(~0ul)	/* from scan: cannot, at this time */
#define SHRINK_EMPTY		(~0ul - 1)	/* from count: has nothing */

struct shrinker {
	unsigned long (*count_objects)(struct shrinker *s,
				       struct shrink_control *sc);
	/* Returns what it freed, in pages. */
	unsigned long (*scan_objects)(struct shrinker *s,
				      struct shrink_control *sc);
	const char *name;
	struct list_head list;
	unsigned int users;		/* reclaims inside a callback */
};

/**
 * register_shrinker() - offer a cache to reclaim
 * @s: filled in but for list and users; stays the caller's, must live on
 *
 * Context: Any context.
 * Return: 0.
 * Pairs with: unregister_shrinker().
 */
int register_shrinker(struct shrinker *s);

/**
 * unregister_shrinker() - withdraw a cache from reclaim
 * @s: registered before
 *
 * Waits until nobody is in its callbacks. Not from a callback.
 *
 * Context: May sleep.
 * Pairs with: register_shrinker().
 */
void unregister_shrinker(struct shrinker *s);

/**
 * shrink_all() - ask all caches to give back memory
 * @gfp: of the allocation that is short
 * @nr: pages wanted
 *
 * Context: May sleep.
 * Return: pages freed; 0: no progress.
 */
unsigned long shrink_all(gfp_t gfp, unsigned long nr);

#endif
