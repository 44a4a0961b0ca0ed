/* SPDX-License-Identifier: MIT */
/*
 * record.c - what is mapped for whom, and what is wrong about an unmap.
 *
 *	bucket[hash(page of the bus address)] -> record -> record
 *
 * Several records may have the same address: two devices that read a buffer,
 * or one that reads it twice. An unmap takes the one that fits it best; what
 * does not fit is said, and then it goes by the record.
 *
 * Locking: bucket->lock, with interrupts off. Reports are made outside.
 */
#include <octavo/bug.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "internal.h"

#define BUCKET_SHIFT	8
#define NR_BUCKETS	(1u << BUCKET_SHIFT)
/* A mapping that an address lies in most likely begins this many pages before
 * at the latest. */
#define NEAR_PAGES	16u

#define MAX_LEAKS_SHOWN	8u

static struct bucket {
	spinlock_t lock;
	unsigned int nr;
	struct dma_record *first;
} buckets[NR_BUCKETS];

static struct kmem_cache *cache;
static unsigned long nr_maps;		/* streaming mappings ever made */

static const char *const kind_names[] = {
	[KIND_SINGLE] = "single", [KIND_SG] = "list",
	[KIND_COHERENT] = "coherent",
};

const char *dma_dir_name(enum dma_data_direction dir)
{
	static const char *const names[] = {
		[DMA_BIDIRECTIONAL] = "both ways", [DMA_TO_DEVICE] = "to device",
		[DMA_FROM_DEVICE] = "from device", [DMA_NONE] = "no direction",
	};

	return (unsigned int)dir <= DMA_NONE ? names[dir] : "bad direction";
}

static struct bucket *bucket_of(dma_addr_t addr)
{
	const u32 page = (u32)(addr >> PAGE_SHIFT);

	return &buckets[(page * 0x9e3779b9u) >> (32 - BUCKET_SHIFT)];
}

/* ---- keeping them ------------------------------------------------------------------ */

bool dma_record_add(const struct dma_record *rec)
{
	struct bucket *b = bucket_of(rec->addr);
	struct dma_record *new;
	unsigned long flags;

	new = kmem_cache_alloc(cache, GFP_ATOMIC | __GFP_NOWARN);
	if (!new)
		return false;
	*new = *rec;
	spin_lock_irqsave(&b->lock, flags);
	new->next = b->first;
	b->first = new;
	b->nr++;
	spin_unlock_irqrestore(&b->lock, flags);
	if (rec->kind != KIND_COHERENT)
		__atomic_fetch_add(&nr_maps, 1, __ATOMIC_RELAXED);
	return true;
}

/* How well a record fits a claim of the same address: 0 not at all. */
static unsigned int fit(const struct dma_record *rec,
			const struct dma_claim *claim)
{
	if (rec->addr != claim->addr)
		return 0;
	return 1 + (rec->dev == claim->dev) * 16 +
	       (rec->kind == claim->kind) * 8 +
	       (rec->size == claim->size) * 4 + (rec->dir == claim->dir) * 2 +
	       (rec->sgl == claim->sgl);
}

#define PERFECT_FIT	32u

/* The link to the record that fits best; the bucket is locked. */
static struct dma_record **best_fit(struct bucket *b,
				    const struct dma_claim *claim)
{
	struct dma_record **best = NULL;
	unsigned int most = 0;

	for (struct dma_record **link = &b->first; *link;
	     link = &(*link)->next) {
		unsigned int f = fit(*link, claim);

		if (f > most) {
			best = link;
			most = f;
		}
		if (f == PERFECT_FIT)
			break;
	}
	return best;
}

/* Copy the best record, and take it out if it is the device's and of the
 * claim's kind. */
static bool take(const struct dma_claim *claim, struct dma_record *rec)
{
	struct bucket *b = bucket_of(claim->addr);
	struct dma_record **link, *old = NULL;
	unsigned long flags;
	bool found;

	spin_lock_irqsave(&b->lock, flags);
	link = best_fit(b, claim);
	found = link != NULL;
	if (found) {
		old = *link;
		*rec = *old;
		if (old->dev == claim->dev && old->kind == claim->kind) {
			*link = old->next;
			b->nr--;
		} else {
			old = NULL;
		}
	}
	spin_unlock_irqrestore(&b->lock, flags);
	if (old)
		kmem_cache_free(cache, old);
	return found;
}

/* ---- what is wrong ------------------------------------------------------------------- */

static void report_claim(const struct dma_claim *claim,
			 const struct dma_record *rec, const char *what)
{
	octavo_report("dma: %s: unmap of %#llx (%s, %zu bytes, %s) by %p: %s, "
		      "mapped as %s, %zu bytes, %s by %p",
		      dev_name(claim->dev), (unsigned long long)claim->addr,
		      kind_names[claim->kind], claim->size,
		      dma_dir_name(claim->dir), claim->caller, what,
		      kind_names[rec->kind], rec->size,
		      dma_dir_name(rec->dir), rec->caller);
}

static void check_list(const struct dma_claim *claim,
		       const struct dma_record *rec)
{
	if (claim->nents != rec->nents)
		report_claim(claim, rec, "wrong number of entries");
	else if (claim->sum != rec->sum)
		report_claim(claim, rec, "the list has changed");
}

static void check_claim(const struct dma_claim *claim,
			const struct dma_record *rec)
{
	if (rec->kind == KIND_SG)
		check_list(claim, rec);
	else if (rec->size != claim->size)
		report_claim(claim, rec, "wrong size");
	if (rec->dir != claim->dir)
		report_claim(claim, rec, "wrong direction");
	if (!rec->checked)
		report_claim(claim, rec, "dma_mapping_error() was never asked");
	if (rec->kind == KIND_SINGLE && dma_memory_fault(rec->phys, rec->size))
		report_claim(claim, rec, "freed while it was mapped");
}

bool dma_record_take(const struct dma_claim *claim, struct dma_record *rec)
{
	if (!take(claim, rec)) {
		octavo_report("dma: %s: unmap of %#llx (%s, %zu bytes) by %p: not mapped, or unmapped before",
			      dev_name(claim->dev),
			      (unsigned long long)claim->addr,
			      kind_names[claim->kind], claim->size,
			      claim->caller);
		return false;
	}
	if (rec->dev != claim->dev) {
		octavo_report("dma: %s: unmap of %#llx by %p: mapped for %s by %p",
			      dev_name(claim->dev),
			      (unsigned long long)claim->addr, claim->caller,
			      dev_name(rec->dev), rec->caller);
		return false;
	}
	if (rec->kind != claim->kind) {
		report_claim(claim, rec, "wrong kind");
		return false;
	}
	check_claim(claim, rec);
	return true;
}

/* ---- finding by any address ------------------------------------------------------------ */

/* Does a list have all of [addr, addr + size) in one piece? */
static bool list_has(const struct dma_record *rec, dma_addr_t addr, size_t size)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(rec->sgl, sg, rec->nents, i)
		if (addr >= sg_dma_address(sg) &&
		    addr - sg_dma_address(sg) + size <= sg_dma_len(sg))
			return true;
	return false;
}

phys_addr_t dma_list_phys(const struct dma_record *rec, dma_addr_t addr)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(rec->sgl, sg, rec->nents, i)
		if (addr - sg_dma_address(sg) < sg_dma_len(sg))
			return sg_phys(sg) + (addr - sg_dma_address(sg));
	return 0;
}

static bool has(const struct dma_record *rec, dma_addr_t addr, size_t size)
{
	if (rec->kind == KIND_SG)
		return list_has(rec, addr, size);
	return addr >= rec->addr && addr - rec->addr <= rec->size &&
	       size <= rec->size - (addr - rec->addr);
}

/* Is @rec what a driver means that syncs by @claim? */
static bool suits(const struct dma_record *rec, const struct dma_claim *claim)
{
	if (rec->dev != claim->dev || !has(rec, claim->addr, claim->size))
		return false;
	if (rec->dir != claim->dir && rec->dir != DMA_BIDIRECTIONAL)
		return false;
	return claim->kind != KIND_SG ||
	       (rec->kind == KIND_SG && rec->addr == claim->addr &&
		rec->nents == claim->nents);
}

/* Is it at least what was meant, most likely? */
static bool resembles(const struct dma_record *rec,
		      const struct dma_claim *claim)
{
	return rec->dev == claim->dev && has(rec, claim->addr, 0);
}

typedef bool (match_fn)(const struct dma_record *, const struct dma_claim *);

static bool find_in(struct bucket *b, match_fn *match,
		    const struct dma_claim *claim, struct dma_record *rec)
{
	const struct dma_record *r;
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	for (r = b->first; r && !match(r, claim); r = r->next)
		;
	if (r)
		*rec = *r;
	spin_unlock_irqrestore(&b->lock, flags);
	return r != NULL;
}

static bool lookup(match_fn *match, const struct dma_claim *claim,
		   struct dma_record *rec)
{
	const dma_addr_t addr = claim->addr;

	for (unsigned int n = 0; n < NEAR_PAGES && addr >> PAGE_SHIFT >= n; n++)
		if (find_in(bucket_of(addr - n * PAGE_SIZE), match, claim, rec))
			return true;
	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		if (buckets[i].nr && find_in(&buckets[i], match, claim, rec))
			return true;
	return false;
}

static void report_sync(const struct dma_claim *claim, const char *what,
			const struct dma_record *rec)
{
	octavo_report("dma: %s: %s of %#llx (%zu bytes, %s) by %p: mapped "
		      "as %zu bytes, %s by %p",
		      dev_name(claim->dev), what,
		      (unsigned long long)claim->addr, claim->size,
		      dma_dir_name(claim->dir), claim->caller, rec->size,
		      dma_dir_name(rec->dir), rec->caller);
}

bool dma_record_find(const struct dma_claim *claim, const char *what,
		     struct dma_record *rec)
{
	if (lookup(suits, claim, rec))
		return true;
	if (lookup(resembles, claim, rec))
		report_sync(claim, what, rec);
	else
		octavo_report("dma: %s: %s of %#llx (%zu bytes) by %p: not mapped",
			      dev_name(claim->dev), what,
			      (unsigned long long)claim->addr, claim->size,
			      claim->caller);
	return false;
}

void dma_record_checked(struct device *dev, dma_addr_t addr)
{
	struct bucket *b = bucket_of(addr);
	unsigned long flags;

	/* Of several with this address one that was not asked about. */
	spin_lock_irqsave(&b->lock, flags);
	for (struct dma_record *r = b->first; r; r = r->next) {
		if (r->addr == addr && r->dev == dev && !r->checked) {
			r->checked = true;
			break;
		}
	}
	spin_unlock_irqrestore(&b->lock, flags);
}

/* ---- the CPU where it must not be -------------------------------------------------------- */

static bool list_has_memory(const struct dma_record *rec, phys_addr_t pa)
{
	struct scatterlist *sg;
	unsigned int i;

	for_each_sg(rec->sgl, sg, rec->nents, i)
		if (pa - sg_phys(sg) < sg->length)
			return true;
	return false;
}

/* Whose memory is at @pa? The CPU may have been anywhere, so a bucket that is
 * locked is left out. */
static bool find_memory(phys_addr_t pa, struct dma_record *rec)
{
	for (unsigned int i = 0; i < NR_BUCKETS; i++) {
		struct bucket *b = &buckets[i];
		bool found = false;

		if (!b->nr || !spin_trylock(&b->lock))
			continue;
		for (struct dma_record *r = b->first; r && !found; r = r->next) {
			found = r->kind == KIND_SINGLE ?
				pa - r->phys < r->size : list_has_memory(r, pa);
			if (found)
				*rec = *r;
		}
		spin_unlock(&b->lock);
		if (found)
			return true;
	}
	return false;
}

void dma_cpu_access(phys_addr_t pa, bool write, unsigned long ip)
{
	const char *verb = write ? "writes to" : "reads from";
	struct dma_record rec;

	if (find_memory(pa, &rec))
		octavo_report("dma: the CPU %s %#llx at %#lx while %s owns it: mapped as %#llx, %zu bytes, %s by %p",
			      verb, (unsigned long long)pa, ip,
			      dev_name(rec.dev), (unsigned long long)rec.addr,
			      rec.size, dma_dir_name(rec.dir), rec.caller);
	else
		octavo_report("dma: the CPU %s %#llx at %#lx while a device owns it",
			      verb, (unsigned long long)pa, ip);
	dma_unfence(pa & ~(phys_addr_t)(PAGE_SIZE - 1), PAGE_SIZE);
}

/* ---- counts and leaks --------------------------------------------------------------------- */

unsigned long dma_nr_mappings(void)
{
	unsigned long nr = 0;

	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		nr += __atomic_load_n(&buckets[i].nr, __ATOMIC_RELAXED);
	return nr;
}

/* The @n-th record of a device (NULL: of any). */
static bool nth_record(struct device *dev, unsigned long n,
		       struct dma_record *rec)
{
	for (unsigned int i = 0; i < NR_BUCKETS; i++) {
		struct bucket *b = &buckets[i];
		const struct dma_record *r;
		unsigned long flags;

		spin_lock_irqsave(&b->lock, flags);
		for (r = b->first; r; r = r->next)
			if ((!dev || r->dev == dev) && !n--)
				break;
		if (r)
			*rec = *r;
		spin_unlock_irqrestore(&b->lock, flags);
		if (r)
			return true;
	}
	return false;
}

static unsigned long report_left(struct device *dev)
{
	struct dma_record rec;
	unsigned long n;

	for (n = 0; nth_record(dev, n, &rec); n++)
		if (n < MAX_LEAKS_SHOWN)
			octavo_report("dma: %s: left mapped: %#llx (%s, %zu bytes, %s) by %p",
				      dev ? dev_name(dev) : "a device",
				      (unsigned long long)rec.addr,
				      kind_names[rec.kind], rec.size,
				      dma_dir_name(rec.dir), rec.caller);
	return n;
}

unsigned long dma_device_gone(struct device *dev)
{
	return report_left(dev);
}

/* ---- start and stop ------------------------------------------------------------------------ */

int dma_records_init(void)
{
	for (unsigned int i = 0; i < NR_BUCKETS; i++)
		buckets[i] = (struct bucket){ 0 };
	nr_maps = 0;
	cache = kmem_cache_create("dma_record", sizeof(struct dma_record), 0, 0,
				  NULL);
	return cache ? 0 : -ENOMEM;
}

void dma_records_exit(void)
{
	report_left(NULL);
	for (unsigned int i = 0; i < NR_BUCKETS; i++) {
		for (struct dma_record *r = buckets[i].first, *next; r;
		     r = next) {
			next = r->next;
			kmem_cache_free(cache, r);
		}
		buckets[i].first = NULL;
	}
	kmem_cache_destroy(cache);
	cache = NULL;
}

void dma_get_stats(struct dma_stats *stats)
{
	bounce_stats(stats);
	stats->maps = __atomic_load_n(&nr_maps, __ATOMIC_RELAXED);
}
