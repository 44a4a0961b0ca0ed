/* SPDX-License-Identifier: MIT */
/*
 * cache.c - making and unmaking caches, and the allocator's own.
 *
 * The own ones, created first, all without sheaves and on slab:
 *
 *	kmem_cache	every struct kmem_cache but its own
 *	slab_mgmt-*	struct slab and ctl[] of off-slab caches
 *	slab_sheaf-*	sheaves
 *
 * slab_init() makes these and kmalloc's; slab_exit() unmakes them in the
 * reverse order and leaves every variable as the program began.
 *
 * Locking: slab_lock for the list of caches.
 */
#include "internal.h"

#include <octavo/err.h>
#include <octavo/init.h>
#include <octavo/printk.h>
#include <octavo/shrinker.h>
#include <octavo/vmstat.h>

LIST_HEAD(slab_caches);
DEFINE_SPINLOCK(slab_lock);
unsigned int slab_nr_cpus;
struct slab_low slab_low;

static unsigned int slab_debug;

/* The cache of caches: it has no cpu[]. */
/* With the CPUs' parts behind it, empty for ever: a free looks at them before
 * it looks at whose the object is. */
static union {
	struct kmem_cache cache;
	char room[sizeof(struct kmem_cache) +
		  NR_CPUS * sizeof(struct kmem_cache_cpu)];
} own;

static const unsigned short mgmt_sizes[] = { 64, 128, SLAB_MGMT_MAX };
static struct kmem_cache *mgmt_caches[ARRAY_SIZE(mgmt_sizes)];

/* Sheaf capacities that the table of limits yields: see set_limits(). */
static const unsigned short sheaf_sizes[] = { 1, 4, 12, 16, 27, 60 };
static struct kmem_cache *sheaf_caches[ARRAY_SIZE(sheaf_sizes)];

unsigned int slab_set_debug(unsigned int flags)
{
	unsigned int old = slab_debug;

	slab_debug = flags & SLAB_DEBUG_FLAGS;
	return old;
}

unsigned int kmem_cache_size(struct kmem_cache *s)
{
	return s->object_size;
}

const char *kmem_cache_name(struct kmem_cache *s)
{
	return s->name;
}

/* ---- Memory for ourselves ------------------------------------------------- */

void *slab_alloc_internal(struct kmem_cache *s, gfp_t gfp)
{
	if (should_fail(FAULT_SLAB_ALLOC) && !(gfp & __GFP_NOFAIL))
		return NULL;
	return slab_alloc_direct(s, gfp, NUMA_NO_NODE);
}

void slab_free_internal(struct kmem_cache *s, void *obj)
{
	struct page *page = slab_page_of(obj);
	struct slab *slab = page->slab;

	slab_free_direct(s, obj, &slab->ctl[slab_index(page, obj)]);
}

static struct kmem_cache *mgmt_cache(unsigned int bytes)
{
	unsigned int i;

	for (i = 0; mgmt_sizes[i] < bytes; i++)
		;
	return mgmt_caches[i];
}

static struct kmem_cache *sheaf_cache(unsigned int batch)
{
	unsigned int i;

	for (i = 0; sheaf_sizes[i] < batch; i++)
		;
	return sheaf_caches[i];
}

/* ---- Creating --------------------------------------------------------------- */

/* Everything of a zeroed struct kmem_cache but its place on the list. */
static bool setup_cache(struct kmem_cache *s, const struct slab_args *a)
{
	unsigned int nid;

	strlcpy(s->name, a->name, sizeof(s->name));
	s->object_size = a->size;
	s->flags = a->flags;
	s->ctor = a->ctor;
	if (!(a->flags & SLAB_INTERNAL))
		s->flags |= slab_debug;
	if (!cache_geometry(s, a->align))
		return false;
	s->gfpflags = (s->flags & SLAB_CACHE_DMA ? __GFP_DMA : 0) |
		      (s->flags & SLAB_RECLAIM_ACCOUNT ? __GFP_RECLAIMABLE : 0);
	if (s->flags & SLAB_OFF_SLAB)
		s->mgmt_cache = mgmt_cache(s->mgmt_size);
	if (!(s->flags & (SLAB_NO_SHEAF | SLAB_DEBUG_FLAGS)))
		s->sheaf_cache = sheaf_cache(s->batch);
	barn_init(&s->barn);
	sheaf_init_cpu(&s->closed);
	for (nid = 0; nid < MAX_NUMNODES; nid++)
		node_init(&s->node[nid]);
	return true;
}

struct kmem_cache *slab_create_cache(const struct slab_args *a)
{
	struct kmem_cache *s;
	unsigned int i;

	s = slab_alloc_internal(&own.cache, GFP_KERNEL | __GFP_NOWARN);
	if (!s)
		return NULL;
	memset(s, 0, own.cache.object_size);
	if (!setup_cache(s, a)) {
		slab_free_internal(&own.cache, s);
		return NULL;
	}
	for (i = 0; i < slab_nr_cpus; i++)
		sheaf_init_cpu(&s->cpu[i]);
	spin_lock(&slab_lock);
	list_add_tail(&s->list, &slab_caches);
	spin_unlock(&slab_lock);
	return s;
}

static bool create_args_ok(const char *name, unsigned int size,
			   unsigned int align, unsigned int flags)
{
	const unsigned int known = SLAB_DEBUG_FLAGS | SLAB_HWCACHE_ALIGN |
				   SLAB_CACHE_DMA | SLAB_RECLAIM_ACCOUNT |
				   SLAB_PANIC;

	return name && *name && size &&
	       size <= (PAGE_SIZE << SLAB_MAX_ORDER) && align <= PAGE_SIZE &&
	       (align == 0 || is_power_of_2(align)) && !(flags & ~known);
}

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size,
				     unsigned int align, unsigned int flags,
				     void (*ctor)(void *))
{
	const struct slab_args a = { name, size, align, flags & ~SLAB_PANIC,
				     ctor };
	struct kmem_cache *s = NULL;

	might_sleep();
	if (create_args_ok(name, size, align, flags))
		s = slab_create_cache(&a);
	if (!s && (flags & SLAB_PANIC))
		panic("slab: cannot create cache %s of %u bytes",
		      name ? name : "(none)", size);
	return s;
}

/* ---- Destroying -------------------------------------------------------------- */

/* Put the sheaves of all CPUs back. Nobody uses the cache. */
static void drain_cache(struct kmem_cache *s)
{
	unsigned int i;

	if (!s->sheaf_cache)
		return;
	for (i = 0; i < slab_nr_cpus; i++)
		sheaf_flush_cpu(s, i);
	barn_drain(s);
}

void kmem_cache_destroy(struct kmem_cache *s)
{
	if (!s)
		return;
	might_sleep();
	drain_cache(s);
	cache_free_empty(s);
	if (cache_nr_slabs(s)) {
		report_leaks(s);
		return;
	}
	spin_lock(&slab_lock);
	list_del(&s->list);
	spin_unlock(&slab_lock);
	slab_free_internal(&own.cache, s);
}

int kmem_cache_shrink(struct kmem_cache *s)
{
	if (s->sheaf_cache) {
		sheaf_flush_cpu(s, smp_processor_id());
		barn_drain(s);
	}
	cache_free_empty(s);
	return cache_nr_slabs(s) != 0;
}

/* ---- All caches ---------------------------------------------------------------- */

void for_each_kmem_cache(void (*fn)(struct kmem_cache *s, void *arg), void *arg)
{
	struct kmem_cache *s;

	spin_lock(&slab_lock);
	list_for_each_entry(s, &slab_caches, list)
		fn(s, arg);
	spin_unlock(&slab_lock);
}

void slab_flush_cpu(void)
{
	struct kmem_cache *s;

	if (!spin_trylock(&slab_lock))
		return;
	list_for_each_entry(s, &slab_caches, list)
		if (s->sheaf_cache)
			sheaf_flush_cpu(s, smp_processor_id());
	spin_unlock(&slab_lock);
}

/* The callers' caches come after our own on the list: empty them first. */
void slab_drain(void)
{
	struct kmem_cache *s;

	spin_lock(&slab_lock);
	list_for_each_entry_reverse(s, &slab_caches, list) {
		drain_cache(s);
		cache_free_empty(s);
	}
	spin_unlock(&slab_lock);
}

unsigned long slab_nr_objects(void)
{
	unsigned long nr = kmalloc_nr_large();
	struct kmem_cache *s;

	spin_lock(&slab_lock);
	list_for_each_entry(s, &slab_caches, list)
		if (!(s->flags & SLAB_INTERNAL))
			nr += cache_in_use(s) - cache_nr_cached(s);
	spin_unlock(&slab_lock);
	return nr;
}

/* ---- Memory pressure ----------------------------------------------------------- */

/* Pages that would be free if all free objects lay together. */
static unsigned long idle_pages(struct kmem_cache *s)
{
	const struct cache_totals t = cache_totals(s);
	unsigned long idle = t.slabs * s->num - t.in_use + cache_nr_cached(s);

	return idle / s->num << s->order;
}

static unsigned long count_empty(struct shrinker *sh, struct shrink_control *sc)
{
	unsigned long pages = 0;
	struct kmem_cache *s;

	if (!spin_trylock(&slab_lock))
		return 0;
	list_for_each_entry(s, &slab_caches, list)
		pages += idle_pages(s);
	spin_unlock(&slab_lock);
	return pages ? pages : SHRINK_EMPTY;
}

static unsigned long scan_empty(struct shrinker *sh, struct shrink_control *sc)
{
	unsigned long pages = 0;
	struct kmem_cache *s;

	if (!spin_trylock(&slab_lock))
		return SHRINK_STOP;
	list_for_each_entry_reverse(s, &slab_caches, list) {
		if (s->sheaf_cache) {
			sheaf_flush_cpu(s, smp_processor_id());
			barn_drain(s);
		}
		pages += cache_free_empty(s) << s->order;
		if (pages >= sc->nr_to_scan)
			break;
	}
	spin_unlock(&slab_lock);
	return pages;
}

static struct shrinker slab_shrinker = {
	.name = "slab",
	.count_objects = count_empty,
	.scan_objects = scan_empty,
};

/* ---- Starting and stopping ------------------------------------------------------ */

static bool create_own(struct kmem_cache **caches, const unsigned short *sizes,
		       unsigned int nr, const char *fmt)
{
	struct slab_args a = { .flags = SLAB_INTERNAL | SLAB_NO_SHEAF };
	bool sheaf = caches == sheaf_caches;
	char name[SLAB_NAME_LEN];
	unsigned int i;

	for (i = 0; i < nr; i++) {
		snprintf(name, sizeof(name), fmt, sizes[i]);
		a.name = name;
		a.size = sheaf ? sheaf_bytes(sizes[i]) : sizes[i];
		caches[i] = slab_create_cache(&a);
		if (!caches[i])
			return false;
	}
	return true;
}

static void boot_cache_cache(void)
{
	const struct slab_args a = {
		.name = "kmem_cache",
		.size = (unsigned int)(sizeof(struct kmem_cache) +
			slab_nr_cpus * sizeof(struct kmem_cache_cpu)),
		.align = L1_CACHE_BYTES,
		.flags = SLAB_INTERNAL | SLAB_NO_SHEAF | SLAB_BOOT,
	};

	memset(&own.cache, 0, sizeof(own.cache));
	BUG_ON(!setup_cache(&own.cache, &a));
	list_add_tail(&own.cache.list, &slab_caches);
}

int slab_init(void)
{
	slab_nr_cpus = nr_cpu_ids;
	slab_low.base = PAGE_OFFSET + (min_pfn << PAGE_SHIFT);
	slab_low.bytes = (max_low_pfn - min_pfn) << PAGE_SHIFT;
	slab_low.map = pfn_to_page(min_pfn);
	boot_cache_cache();
	if (!create_own(mgmt_caches, mgmt_sizes, ARRAY_SIZE(mgmt_sizes),
			"slab_mgmt-%u") ||
	    !create_own(sheaf_caches, sheaf_sizes, ARRAY_SIZE(sheaf_sizes),
			"slab_sheaf-%u") ||
	    !kmalloc_init()) {
		slab_exit();
		return -ENOMEM;
	}
	return register_shrinker(&slab_shrinker);
}

/* The callers' caches first: theirs are the sheaves and managements. */
static void exit_caches(void)
{
	struct kmem_cache *s, *next;

	list_for_each_entry_safe_reverse(s, next, &slab_caches, list) {
		drain_cache(s);
		cache_free_empty(s);
		if (cache_nr_slabs(s) && !(s->flags & SLAB_INTERNAL))
			report_leaks(s);
		list_del(&s->list);
		if (s != &own.cache)
			slab_free_internal(&own.cache, s);
	}
}

void slab_exit(void)
{
	if (slab_shrinker.list.next)
		unregister_shrinker(&slab_shrinker);
	slab_shrinker.list = (struct list_head){ NULL, NULL };
	slab_drain();
	exit_caches();
	kmalloc_exit();
	memset(mgmt_caches, 0, sizeof(mgmt_caches));
	memset(sheaf_caches, 0, sizeof(sheaf_caches));
	memset(&slab_low, 0, sizeof(slab_low));
	slab_reset_grows();
	slab_nr_cpus = 0;
}
