/* SPDX-License-Identifier: MIT */
/*
 * internal.h - user address spaces: what their files share.
 *
 * An address space is kept three times, each time coarser:
 *
 *	areas (rbtree)	    [ text ][ data ][heap]        [ file ]  [ stack ]
 *	page tables	     xx..x   x..x    xxx           ..xx          .xxx
 *	the machine's TLB    x...x   x....   .xx           ..x.          ...x
 *
 * The areas say what the program may do. A page-table entry exists only where
 * a fault (or get_user_pages) asked for it, and the machine reads it when it
 * likes. So rights are widened lazily, by the next fault, and taken away
 * eagerly: change the entry, flush the machine's copies, and only then let go
 * of the page.
 *
 * Who owns a page that is mapped:
 *
 *	zero page	one for the machine; mapped read-only, not counted
 *	file page	in its address_space; each entry holds a reference and
 *			a map count
 *	anonymous page	PG_anon, page->mapping NULL; the same, and
 *			PG_anon_exclusive while it belongs to one address space
 *
 * Invariants:
 *  1. Areas do not overlap, are not empty, lie in [TASK_SIZE_MIN, TASK_SIZE),
 *     are sorted in mm_rb and in the list from mm->mmap on; map_count and
 *     total_vm are their number and pages, data_vm and locked_vm the pages of
 *     those of a kind.
 *  2. An entry is present only inside an area, and writable only if the area
 *     has VM_WRITE.
 *  3. In a private area a writable entry means: an anonymous page, and
 *     PG_anon_exclusive is set. Nobody else sees what is written through it.
 *     get_user_pages() for writing accepts an exclusive page or a shared
 *     area's writable entry, nothing else: the wish to write is never dropped.
 *  4. A pinned anonymous page is exclusive for as long as it is mapped: a pin
 *     is taken of exclusive pages only, and fork copies what may be pinned
 *     instead of sharing it. PG_anon_exclusive is cleared before the count is
 *     looked at, and a pin is counted before the bit is looked at, so of fork
 *     and a lockless pin at least one sees the other.
 *  5. Every present entry that is not special and not of the zero page holds
 *     one reference and one map count of its page, and counts in mm->rss.
 *  6. A table page is freed after its entry was cleared, its range was flushed
 *     and every lockless walk that began before has ended.
 *
 * Locks are listed in octavo/mm.h. Entries change under page_table_lock; the
 * machine itself sets young and dirty without it, so every change of a present
 * entry is an exchange or a compare-and-exchange.
 */
#ifndef MM_VM_INTERNAL_H
#define MM_VM_INTERNAL_H

#include <octavo/rbtree.h>
#include <octavo/vmalloc.h>
#include <octavo/bug.h>
#include <octavo/err.h>
#include <octavo/errno.h>
#include <octavo/gfp.h>
#include <octavo/mm.h>
#include <octavo/pagemap.h>
#include <octavo/slab.h>
#include <octavo/vmstat.h>

/* Of an anonymous page: only one address space maps it. */
#define PG_anon_exclusive	PG_arch_1

static inline bool PageAnonExclusive(const struct page *page)
{
	return page_test_flag(page, PG_anon_exclusive);
}

static inline void SetPageAnonExclusive(struct page *page)
{
	__atomic_fetch_or(&page->flags, 1u << PG_anon_exclusive,
			  __ATOMIC_SEQ_CST);
}

static inline void ClearPageAnonExclusive(struct page *page)
{
	__atomic_fetch_and(&page->flags, ~(1u << PG_anon_exclusive),
			   __ATOMIC_SEQ_CST);
}

/* mm.c */
extern struct page *vm_zero_page;
extern struct kmem_cache *vm_area_cachep;

static inline bool is_zero_page(const struct page *page)
{
	return page == vm_zero_page;
}

/* The page behind an entry that is counted; NULL: special or zero page. */
static inline struct page *vm_normal_page(pte_t pte)
{
	struct page *page;

	if (pte_special(pte))
		return NULL;
	page = pfn_to_page(pte_pfn(pte));
	return is_zero_page(page) ? NULL : page;
}

/* Change a present entry that the machine may mark meanwhile; @new is an
 * expression of pte_t old. Answers what it was. */
#define ptep_modify(ptep, old, new)					\
	({								\
		pte_t old;						\
		do {							\
			old = ptep_get(ptep);				\
		} while (!ptep_try_set(ptep, old, new));		\
		old;							\
	})

/* A guess that others may change at any time, and that may be wrong. */
#define hint_read(x)		__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define hint_write(x, val)	__atomic_store_n(&(x), val, __ATOMIC_RELAXED)

/* pgtable.c */
static inline unsigned long pgtable_index(unsigned long addr, int level)
{
	return (addr >> pgtable_shift(level)) & (pgtable_entries(level) - 1);
}

/* First address after what the entry of @addr at @level spans, @end at most. */
static inline unsigned long pgtable_span_end(unsigned long addr,
					     unsigned long end, int level)
{
	unsigned long span = 1ul << pgtable_shift(level);
	unsigned long next = (addr + span) & ~(span - 1);

	return next - 1 < end - 1 ? next : end;
}

/* First address after the level 0 table that @addr lies in, @end at most. */
static inline unsigned long pgtable_addr_end(unsigned long addr,
					     unsigned long end)
{
	return pgtable_span_end(addr, end, 1);
}

/* As pgtable_walk(), for who goes on to *@next afterwards: the end of the
 * table, or of the hole where there is none; @end at most. */
pte_t *pgtable_walk_span(struct mm_struct *mm, unsigned long addr,
			 unsigned long end, unsigned long *next);

pte_t *pgtable_alloc(struct mm_struct *mm, unsigned long addr);
void pgtable_free_range(struct mm_struct *mm, unsigned long start,
			unsigned long end, unsigned long floor,
			unsigned long ceiling);
void pgtable_walk_sync(void);
void pgtable_free_all(struct mm_struct *mm);
pte_t *pgd_alloc(struct mm_struct *mm);
void pgd_free(struct mm_struct *mm);
void pgtable_cache_init(void);
void pgtable_cache_exit(void);

/* vma.c */

/* Does an area count against the limit of data? */
static inline bool is_data(unsigned long vm_flags)
{
	return (vm_flags & (VM_WRITE | VM_SHARED | VM_GROWSDOWN)) == VM_WRITE;
}

/* Make another promise; the entries are the caller's to change. */
static inline void vma_set_flags(struct vm_area_struct *vma,
				 unsigned long vm_flags)
{
	const unsigned long was = vma->vm_flags, pages = vma_pages(vma);
	struct mm_struct *mm = vma->vm_mm;

	vma->vm_flags = vm_flags;
	if (is_data(was))
		mm->data_vm -= pages;
	if (is_data(vm_flags))
		mm->data_vm += pages;
	if (unlikely((was ^ vm_flags) & VM_LOCKED))
		mm->locked_vm += was & VM_LOCKED ? -pages : pages;
}

/* May the address space have @pages more of data? As on Linux, 0 is only for
 * the heap. */
static inline bool may_expand_data(const struct mm_struct *mm,
				   unsigned long pages)
{
	unsigned long limit = mm->limit.data >> PAGE_SHIFT;

	return !mm->limit.data ||
	       (mm->data_vm <= limit && pages <= limit - mm->data_vm);
}

struct vm_area_struct *vma_alloc(struct mm_struct *mm, unsigned long start,
				 unsigned long end, unsigned long flags);
struct vm_area_struct *vma_dup(const struct vm_area_struct *vma);
void vma_free(struct vm_area_struct *vma);
void vma_link(struct mm_struct *mm, struct vm_area_struct *vma);
void vma_remove(struct vm_area_struct *vma);
void vma_link_after(struct mm_struct *mm, struct vm_area_struct *prev,
		    struct vm_area_struct *vma);
void vma_forget(struct vm_area_struct *vma);
static inline struct vm_area_struct *vma_prev(struct vm_area_struct *vma)
{
	return vma->vm_prev;
}

/* A copy of an area was made: it holds what the other does. */
static inline void vma_opened(struct vm_area_struct *vma)
{
	if (vma->vm_file)
		vm_file_hooks.get(vma->vm_file);
	if (vma->vm_ops && vma->vm_ops->open)
		vma->vm_ops->open(vma);
}

void vma_set_end(struct vm_area_struct *vma, unsigned long end);
int vma_split(struct vm_area_struct *vma, unsigned long addr);
struct vm_area_struct *vma_merge(struct vm_area_struct *vma);
unsigned long vm_start_gap(const struct vm_area_struct *vma);
int expand_stack(struct vm_area_struct *vma, unsigned long addr);
struct vm_area_struct *find_extend_vma(struct mm_struct *mm,
				       unsigned long addr);
struct vm_area_struct *area_set_flags(struct vm_area_struct *vma,
				      unsigned long start, unsigned long end,
				      unsigned long flags);
bool may_expand_vm(const struct mm_struct *mm, unsigned long vm_flags,
		   unsigned long pages);
bool may_lock_more(const struct mm_struct *mm, unsigned long pages);

static inline bool vma_is_anonymous(const struct vm_area_struct *vma)
{
	return !vma->vm_ops && !vma->vm_mapping;
}

/* unmap.c */
struct zap_details {
	const struct address_space *only;	/* pages of this file; NULL: all */
};
void zap_page_range(struct vm_area_struct *vma, unsigned long start,
		    unsigned long end, const struct zap_details *details);
void page_add_map(struct mm_struct *mm, struct page *page);
void page_remove_map(struct mm_struct *mm, struct page *page, pte_t pte);
bool try_to_unmap(struct page *page);

/* A read fault of a file maps this many pages at most, aligned. */
#define FAULT_AROUND	16

/* fault.c */
void anon_page_install(struct vm_area_struct *vma, pte_t *ptep,
		       struct page *page);
void update_mmu(struct vm_area_struct *vma, unsigned long addr,
		unsigned long nr);
int populate_area(struct vm_area_struct *vma, unsigned long start,
		  unsigned long end, unsigned int flags);
unsigned int populate_flags(const struct vm_area_struct *vma);
void populate_range(struct mm_struct *mm, unsigned long start,
		    unsigned long end);

/* fault_file.c */
vm_fault_t do_fault(struct vm_fault *vmf, pte_t *ptep);
vm_fault_t fault_mkwrite(struct vm_fault *vmf, struct page *page);

/* filemap.c */
unsigned int filemap_get_ready(struct vm_area_struct *vma, unsigned long first,
			       unsigned int nr, struct page **pages);
void delete_from_page_cache(struct page *page);

/* truncate.c */
void lru_cache_add(struct page *page);
void lru_cache_del(struct page *page);
void page_cache_init(void);
void page_cache_exit(void);

/* gup.c */
long __gup_locked(struct mm_struct *mm, unsigned long start, unsigned long nr,
		  unsigned int flags, struct page **pages);

/* shm.c */
int shm_anon_setup(struct vm_area_struct *vma);

/* ---- vmap.c: addresses for vmalloc.c ----------------------------------------- */

struct vmap_area {
	struct vm_struct vm;
	struct rb_node rb;
	struct vmap_area *later;	/* vfree() in an interrupt: not yet */
	bool going;			/* somebody is freeing it */
};

/* Room for @size bytes, with a page behind. NULL: none, or no memory. */
struct vmap_area *vmap_area_alloc(unsigned long size, unsigned long align,
				  gfp_t gfp);
void vmap_area_free(struct vmap_area *a);

/* The area that begins at @addr, for who frees it; else a report of @what. */
struct vmap_area *vmap_area_take(const void *addr, const char *what);

/* Show the area's pages. False: no memory for it, nothing is shown. */
bool vmap_area_show(struct vmap_area *a, pgprot_t prot);
void vmap_area_hide(struct vmap_area *a);

#endif
