/* SPDX-License-Identifier: MIT */
/*
 * mm.c - making, sharing and taking down address spaces; the layer's start.
 *
 * An address space lives as long as somebody has a reference (mm_users). The
 * last mmput() runs exit_mmap(), which is munmap of everything without the
 * parts that keep a living address space consistent.
 */
#include <octavo/init.h>
#include <octavo/mutex.h>
#include <octavo/shrinker.h>
#include <octavo/vmalloc.h>
#include "internal.h"

#define STACK_LIMIT_DEFAULT	(8ul << 20)

struct vm_file_hooks vm_file_hooks;
struct page *vm_zero_page;
struct kmem_cache *vm_area_cachep;
static struct kmem_cache *mm_cachep;
static struct kmem_cache *node_cachep;	/* of every xarray */
static bool vm_ready;
static DEFINE_MUTEX(vm_init_mutex);

/* ---- the layer -------------------------------------------------------------- */

static void *node_alloc(size_t size, gfp_t gfp)
{
	return kmem_cache_alloc(node_cachep, gfp);
}

static void node_free(void *node)
{
	kmem_cache_free(node_cachep, node);
}

static int vm_setup(void)
{
	node_cachep = kmem_cache_create("radix_tree_node",
					sizeof(struct xa_node), 0,
					SLAB_RECLAIM_ACCOUNT, NULL);
	if (!node_cachep)
		return -ENOMEM;
	vm_area_cachep = kmem_cache_create("vm_area_struct",
					   sizeof(struct vm_area_struct), 0, 0,
					   NULL);
	if (!vm_area_cachep)
		goto free_node_cache;
	mm_cachep = kmem_cache_create("mm_struct", sizeof(struct mm_struct), 0,
				      SLAB_HWCACHE_ALIGN, NULL);
	if (!mm_cachep)
		goto free_vma_cache;
	vm_zero_page = alloc_page(GFP_HIGHUSER | __GFP_ZERO);
	if (!vm_zero_page)
		goto free_mm_cache;
	xa_set_node_allocator(node_alloc, node_free);
	pgtable_cache_init();
	page_cache_init();
	vmalloc_init();
	return 0;

free_mm_cache:
	kmem_cache_destroy(mm_cachep);
free_vma_cache:
	kmem_cache_destroy(vm_area_cachep);
free_node_cache:
	kmem_cache_destroy(node_cachep);
	return -ENOMEM;
}

int vm_init(void)
{
	int err = 0;

	mutex_lock(&vm_init_mutex);
	if (!vm_ready)
		err = vm_setup();
	vm_ready = err == 0;
	mutex_unlock(&vm_init_mutex);
	return err;
}

void vm_exit(void)
{
	mutex_lock(&vm_init_mutex);
	if (vm_ready) {
		vmalloc_exit();
		page_cache_exit();
		pgtable_cache_exit();
		xa_set_node_allocator(NULL, NULL);
		kmem_cache_destroy(node_cachep);
		__free_page(vm_zero_page);
		kmem_cache_destroy(mm_cachep);
		kmem_cache_destroy(vm_area_cachep);
	}
	vm_ready = false;
	mutex_unlock(&vm_init_mutex);
}

/* ---- an address space --------------------------------------------------------- */

static void mm_init_fields(struct mm_struct *mm)
{
	mm->mm_rb = RB_ROOT;
	atomic_set(&mm->mm_users, 1);
	spin_lock_init(&mm->page_table_lock);
	init_rwsem(&mm->mmap_lock);
	mm->limit = (struct mm_limits){
		.stack = STACK_LIMIT_DEFAULT, .as = ULONG_MAX,
		.data = ULONG_MAX, .memlock = ULONG_MAX,
	};
	mm->mmap_base = TASK_SIZE - STACK_LIMIT_DEFAULT - stack_guard_gap;
}

struct mm_struct *mm_alloc(void)
{
	struct mm_struct *mm;

	mm = kmem_cache_zalloc(mm_cachep, GFP_KERNEL);
	if (!mm)
		return NULL;
	mm_init_fields(mm);
	mm->pgd = pgd_alloc(mm);
	if (!mm->pgd) {
		kmem_cache_free(mm_cachep, mm);
		return NULL;
	}
	return mm;
}

void mmget(struct mm_struct *mm)
{
	atomic_inc(&mm->mm_users);
}

static void exit_mmap(struct mm_struct *mm)
{
	struct vm_area_struct *vma, *next;

	for_each_vma(mm, vma)
		zap_page_range(vma, vma->vm_start, vma->vm_end, NULL);
	pgtable_free_all(mm);
	for (vma = vma_first(mm); vma; vma = next) {
		next = vma_next(vma);
		vma_forget(vma);
	}
	WARN(atomic_long_read(&mm->rss), "address space ends with %ld pages",
	     atomic_long_read(&mm->rss));
	WARN(mm->map_count || mm->total_vm,
	     "address space ends with %d areas, %lu pages", mm->map_count,
	     mm->total_vm);
}

void mmput(struct mm_struct *mm)
{
	might_sleep();
	if (!atomic_dec_and_test(&mm->mm_users))
		return;
	exit_mmap(mm);
	pgd_free(mm);
	kmem_cache_free(mm_cachep, mm);
}
