/* SPDX-License-Identifier: MIT */
/*
 * reclaim.c - asking caches to give memory back.
 *
 * Each shrinker is asked for its share, a quarter of what it has but at least
 * what is wanted, until that much has come back. The list is walked with its
 * lock held; a callback runs without it, and `users` keeps its entry on the
 * list meanwhile.
 */
#include <octavo/list.h>
#include <octavo/shrinker.h>
#include <octavo/spinlock.h>
#include <octavo/vmstat.h>
#include "internal.h"

int register_shrinker(struct shrinker *s)
{
	s->users = 0;
	spin_lock(&page_machine.shrinkers_lock);
	list_add_tail(&s->list, &page_machine.shrinkers);
	spin_unlock(&page_machine.shrinkers_lock);
	return 0;
}

void unregister_shrinker(struct shrinker *s)
{
	spin_lock(&page_machine.shrinkers_lock);
	/* A callback ends: it waits for nothing that we could hold. */
	while (s->users) {
		spin_unlock(&page_machine.shrinkers_lock);
		cpu_relax();
		spin_lock(&page_machine.shrinkers_lock);
	}
	list_del(&s->list);
	spin_unlock(&page_machine.shrinkers_lock);
}

static unsigned long shrink_one(struct shrinker *s, gfp_t gfp, unsigned long nr)
{
	struct shrink_control sc = { .gfp_mask = gfp, .nr_to_scan = nr };
	unsigned long count = s->count_objects(s, &sc);
	unsigned long freed;

	if (!count || count >= SHRINK_EMPTY)
		return 0;
	sc.nr_to_scan = min(count, max(nr, count / 4));
	sc.nr_scanned = sc.nr_to_scan;
	freed = s->scan_objects(s, &sc);
	count_vm_events(PGSCAN, sc.nr_scanned);
	return freed == SHRINK_STOP ? 0 : freed;
}

unsigned long shrink_all(gfp_t gfp, unsigned long nr)
{
	struct shrinker *s;
	unsigned long freed = 0;

	spin_lock(&page_machine.shrinkers_lock);
	list_for_each_entry(s, &page_machine.shrinkers, list) {
		s->users++;
		spin_unlock(&page_machine.shrinkers_lock);
		if (freed < nr)
			freed += shrink_one(s, gfp, nr - freed);
		spin_lock(&page_machine.shrinkers_lock);
		s->users--;
	}
	spin_unlock(&page_machine.shrinkers_lock);
	count_vm_events(PGSTEAL, freed);
	return freed;
}
