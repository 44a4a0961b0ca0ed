/* SPDX-License-Identifier: MIT */
/*
 * mmap.c - making and removing mappings, the heap.
 *
 * Room is searched downwards from mmap_base:
 *
 *	TASK_SIZE_MIN                 mmap_cache           mmap_base   TASK_SIZE
 *	| program, heap ->   ... free ... |[ ]..[  ][ ]...[ ]| gap | stack |
 *
 * mmap_cache remembers where the last search ended: above it no hole is larger
 * than mmap_hole bytes, so a search for more starts there, and a run of
 * mappings costs O(1) each. Removing something above moves it up again.
 *
 * Every sum is compared as a difference, so that no length wraps.
 *
 * Source of the search: the top-down search of Linux 2.6 (free_area_cache),
 * by idea.
 */
#include <uapi/mman.h>
#include "internal.h"

/* ---- finding room ------------------------------------------------------------ */

static struct vm_area_struct *last_vma_below(struct mm_struct *mm,
					     unsigned long addr)
{
	struct vm_area_struct *vma = find_vma(mm, addr);

	if (vma && vma->vm_start < addr)
		return vma;
	if (vma)
		return vma_prev(vma);
	return rb_entry_safe(rb_last(&mm->mm_rb), struct vm_area_struct, vm_rb);
}

/* Highest room of @len bytes below @high, or 0. *@hole: largest passed over. */
static unsigned long search_down(struct mm_struct *mm, unsigned long len,
				 unsigned long high, unsigned long *hole)
{
	struct vm_area_struct *vma = find_vma(mm, high);

	/* The gap of a stack that begins above reaches below @high. */
	if (vma)
		high = min(high, vm_start_gap(vma));
	for (vma = last_vma_below(mm, high); vma; vma = vma_prev(vma)) {
		if (vma->vm_end <= high) {
			if (high - vma->vm_end >= len)
				return high - len;
			*hole = max(*hole, high - vma->vm_end);
		}
		high = min(high, vm_start_gap(vma));
	}
	if (high >= TASK_SIZE_MIN && high - TASK_SIZE_MIN >= len)
		return high - len;
	return 0;
}

/* Is [addr, addr + len) free, and outside of guard gaps? It does not wrap. */
static bool room_is_free(struct mm_struct *mm, unsigned long addr,
			 unsigned long len)
{
	struct vm_area_struct *vma = find_vma(mm, addr);

	return !vma || addr + len <= vm_start_gap(vma);
}

/* Somebody removed what ended at @end: there may be room above mmap_cache. */
static void mmap_cache_freed(struct mm_struct *mm, unsigned long end)
{
	struct vm_area_struct *vma;

	if (!mm->mmap_cache || end <= mm->mmap_cache)
		return;
	vma = find_vma(mm, end - 1);
	end = vma ? vma->vm_start : TASK_SIZE;
	mm->mmap_cache = min(end, mm->mmap_base);
}

static unsigned long find_room(struct mm_struct *mm, unsigned long len)
{
	unsigned long hole = 0, addr;

	if (len <= mm->mmap_hole || !mm->mmap_cache ||
	    mm->mmap_cache > mm->mmap_base) {
		mm->mmap_cache = mm->mmap_base;
		mm->mmap_hole = 0;
	}
	addr = search_down(mm, len, mm->mmap_cache, &mm->mmap_hole);
	if (addr) {
		mm->mmap_cache = addr;
		return addr;
	}
	mm->mmap_cache = mm->mmap_base;
	mm->mmap_hole = 0;
	addr = search_down(mm, len, TASK_SIZE, &hole);
	return addr ? addr : (unsigned long)-ENOMEM;
}

unsigned long get_unmapped_area(struct mm_struct *mm, unsigned long addr,
				unsigned long len, unsigned long flags)
{
	if (len > TASK_SIZE)
		return (unsigned long)-ENOMEM;
	if (flags & MAP_FIXED) {
		if (addr > TASK_SIZE - len)
			return (unsigned long)-ENOMEM;
		if (addr & ~PAGE_MASK)
			return (unsigned long)-EINVAL;
		if (addr < TASK_SIZE_MIN)
			return (unsigned long)-EPERM;
		return addr;
	}
	if (addr && addr <= TASK_SIZE - len) {
		addr = max(PAGE_ALIGN(addr), TASK_SIZE_MIN);
		if (addr <= TASK_SIZE - len && room_is_free(mm, addr, len))
			return addr;
	}
	return find_room(mm, len);
}

/* ---- munmap --------------------------------------------------------------------- */

/* Make area borders at @start and @end, where areas reach over them. */
static int split_at_ends(struct mm_struct *mm, unsigned long start,
			 unsigned long end)
{
	struct vm_area_struct *vma = vma_lookup(mm, start);
	bool split = vma && vma->vm_start < start;
	int err;

	if (split && end < vma->vm_end && mm->map_count >= sysctl_max_map_count)
		return -ENOMEM;
	if (split) {
		err = vma_split(vma, start);
		if (err)
			return err;
	}
	vma = vma_lookup(mm, end);
	err = vma && vma->vm_start < end ? vma_split(vma, end) : 0;
	if (err && split)
		vma_merge(vma_lookup(mm, start));
	return err;
}

/* Remove the areas of a range; none reaches over its ends. */
static void unmap_areas(struct mm_struct *mm, unsigned long start,
			unsigned long end)
{
	struct vm_area_struct *vma = find_vma(mm, start), *next, *prev;

	for (; vma && vma->vm_start < end; vma = next) {
		zap_page_range(vma, vma->vm_start, vma->vm_end, NULL);
		next = vma_next(vma);
		vma_remove(vma);
	}
	prev = last_vma_below(mm, start);
	pgtable_free_range(mm, start, end, prev ? prev->vm_end : 0,
			   vma ? vma->vm_start : 0);
	mmap_cache_freed(mm, end);
}

int do_munmap(struct mm_struct *mm, unsigned long start, size_t len)
{
	struct vm_area_struct *vma;
	unsigned long end;
	int err;

	if ((start & ~PAGE_MASK) || start > TASK_SIZE ||
	    len > TASK_SIZE - start)
		return -EINVAL;
	len = PAGE_ALIGN(len);
	if (!len)
		return -EINVAL;
	end = start + len;
	vma = find_vma_intersection(mm, start, end);
	if (!vma)
		return 0;
	err = split_at_ends(mm, start, end);
	if (err)
		return err;
	unmap_areas(mm, start, end);
	return 0;
}

/* ---- mmap ------------------------------------------------------------------------ */

static unsigned long prot_to_vm(unsigned long prot)
{
	return (prot & PROT_READ ? VM_READ : 0) |
	       (prot & PROT_WRITE ? VM_WRITE : 0) |
	       (prot & PROT_EXEC ? VM_EXEC : 0);
}

static unsigned long map_to_vm(unsigned long flags)
{
	return (flags & MAP_GROWSDOWN ? VM_GROWSDOWN : 0) |
	       (flags & MAP_LOCKED ? VM_LOCKED : 0) |
	       (flags & MAP_NORESERVE ? VM_NORESERVE : 0);
}

/* The rights and kind of a mapping in *@vm_flags. 0 or -errno. */
static int mmap_vm_flags(const struct mmap_request *req,
			 unsigned long *vm_flags)
{
	const bool file = req->mapping || req->vm_ops || req->mmap;
	const unsigned long known = MAP_TYPE | MAP_FIXED | MAP_ANONYMOUS |
		MAP_GROWSDOWN | MAP_DENYWRITE | MAP_EXECUTABLE | MAP_LOCKED |
		MAP_NORESERVE | MAP_POPULATE | MAP_NONBLOCK | MAP_STACK |
		MAP_HUGETLB | MAP_FIXED_NOREPLACE;
	unsigned long may = req->may ? req->may & VM_MAY_FLAGS :
		VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC;
	unsigned long want = prot_to_vm(req->prot), type = req->flags & MAP_TYPE;

	if (type == MAP_SHARED_VALIDATE && file && (req->flags & ~known))
		return -EOPNOTSUPP;
	if (type != MAP_PRIVATE && type != MAP_SHARED &&
	    !(type == MAP_SHARED_VALIDATE && file))
		return -EINVAL;
	if (type != MAP_PRIVATE && (req->flags & MAP_GROWSDOWN))
		return -EINVAL;
	may &= ~VM_MAYSHARE;
	if (file && !(may & VM_MAYREAD))
		return -EACCES;
	if (type == MAP_PRIVATE)
		may |= VM_MAYWRITE;
	if (want & VM_WRITE & ~(may >> 4))
		return -EACCES;
	if (want & VM_EXEC & ~(may >> 4))
		return -EPERM;
	*vm_flags = want | may | map_to_vm(req->flags) | req->vm_flags;
	if (type != MAP_PRIVATE)
		*vm_flags |= VM_SHARED | VM_MAYSHARE;
	return 0;
}

/* Pages of [start, end) that are in areas. */
static unsigned long count_mapped(struct mm_struct *mm, unsigned long start,
				  unsigned long end)
{
	struct vm_area_struct *vma = find_vma(mm, start);
	unsigned long nr = 0;

	for (; vma && vma->vm_start < end; vma = vma_next(vma))
		nr += (min(vma->vm_end, end) - max(vma->vm_start, start)) >>
			PAGE_SHIFT;
	return nr;
}

/* Room for the mapping: a free range, or an errno. */
static unsigned long mmap_make_room(struct mm_struct *mm,
				    const struct mmap_request *req,
				    unsigned long len, unsigned long vm_flags)
{
	unsigned long flags = req->flags, addr, pages = len >> PAGE_SHIFT;
	int err;

	if (flags & MAP_FIXED_NOREPLACE)
		flags |= MAP_FIXED;
	addr = get_unmapped_area(mm, flags & MAP_FIXED ? req->addr :
				 req->addr & PAGE_MASK, len, flags);
	if (IS_ERR_VALUE(addr))
		return addr;
	if ((flags & MAP_FIXED_NOREPLACE) &&
	    find_vma_intersection(mm, addr, addr + len))
		return (unsigned long)-EEXIST;
	if ((vm_flags & VM_LOCKED) && !may_lock_more(mm, pages))
		return (unsigned long)-EAGAIN;
	if (!may_expand_vm(mm, vm_flags, pages) &&
	    !may_expand_vm(mm, vm_flags,
			   pages - count_mapped(mm, addr, addr + len)))
		return (unsigned long)-ENOMEM;
	err = flags & MAP_FIXED ? do_munmap(mm, addr, len) : 0;
	return err ? (unsigned long)err : addr;
}

/* The area's owner sets it up, before anybody sees it. */
static int mmap_setup(struct vm_area_struct *vma, const struct mmap_request *req)
{
	if (req->vm_ops || req->mapping || req->vm_file || req->mmap) {
		vma->vm_pgoff = req->pgoff;
		vma->vm_ops = req->vm_ops;
		vma->vm_file = req->vm_file;
		vma->vm_mapping = req->mapping;
		vma->vm_private_data = req->private_data;
		if (!req->mmap)
			return 0;
		vma->vm_page_prot = vm_get_page_prot(vma->vm_flags);
		return req->mmap(vma);
	}
	if (vma->vm_flags & VM_SHARED)
		return shm_anon_setup(vma);
	return 0;
}

static unsigned long mmap_region(struct mm_struct *mm,
				 const struct mmap_request *req,
				 unsigned long len, unsigned long vm_flags)
{
	struct vm_area_struct *vma;
	unsigned long addr;
	int err;

	/* Taken before anything is unmapped: a failure changes nothing. */
	vma = vma_alloc(mm, 0, len, vm_flags);
	if (!vma)
		return (unsigned long)-ENOMEM;
	addr = mmap_make_room(mm, req, len, vm_flags);
	if (IS_ERR_VALUE(addr)) {
		vma_free(vma);
		return addr;
	}
	vma->vm_start = addr;
	vma->vm_end = addr + len;
	vma->vm_pgoff = addr >> PAGE_SHIFT;
	err = mmap_setup(vma, req);
	if (err) {
		/* A device may have put frames in before it gave up. */
		zap_page_range(vma, addr, addr + len, NULL);
		vma_free(vma);
		return (unsigned long)err;
	}
	/* What has no pages of its own has none to lock. */
	if (vma->vm_flags & VM_SPECIAL)
		vma->vm_flags &= ~VM_LOCKED_MASK;
	vma_link(mm, vma);
	vma_merge(vma);
	return addr;
}

unsigned long do_mmap(struct mm_struct *mm, const struct mmap_request *req)
{
	unsigned long len = PAGE_ALIGN(req->len), vm_flags, addr;
	int err;

	if (!req->len)
		return (unsigned long)-EINVAL;
	if (!len)
		return (unsigned long)-ENOMEM;
	if (req->pgoff + (len >> PAGE_SHIFT) < req->pgoff)
		return (unsigned long)-EOVERFLOW;
	/* There are no huge pages, so the pool of them is empty. */
	if (mm->map_count >= sysctl_max_map_count || len > TASK_SIZE ||
	    (req->flags & MAP_HUGETLB))
		return (unsigned long)-ENOMEM;
	err = mmap_vm_flags(req, &vm_flags);
	if (err)
		return (unsigned long)err;
	if ((req->flags & MAP_LOCKED) && !mm->limit.memlock)
		return (unsigned long)-EPERM;
	vm_flags |= mm->def_flags;
	addr = mmap_region(mm, req, len, vm_flags);
	if (!IS_ERR_VALUE(addr) &&
	    ((vm_flags & VM_LOCKED_MASK) == VM_LOCKED ||
	     (req->flags & (MAP_POPULATE | MAP_NONBLOCK)) == MAP_POPULATE))
		populate_range(mm, addr, addr + len);
	return addr;
}

unsigned long vm_mmap(struct mm_struct *mm, const struct mmap_request *req)
{
	unsigned long ret;

	mmap_write_lock(mm);
	ret = do_mmap(mm, req);
	mmap_write_unlock(mm);
	return ret;
}

int vm_munmap(struct mm_struct *mm, unsigned long start, size_t len)
{
	int ret;

	mmap_write_lock(mm);
	ret = do_munmap(mm, start, len);
	mmap_write_unlock(mm);
	return ret;
}

/* ---- the heap ----------------------------------------------------------------------- */

static bool brk_grow(struct mm_struct *mm, unsigned long from, unsigned long to)
{
	const unsigned long flags = VM_READ | VM_WRITE | VM_MAYREAD |
		VM_MAYWRITE | VM_MAYEXEC | mm->def_flags;
	struct vm_area_struct *vma;

	/* One page stays free above the heap, and a stack's gap. */
	if (to > TASK_SIZE - PAGE_SIZE || to < from ||
	    !room_is_free(mm, from, to + PAGE_SIZE - from) ||
	    mm->map_count >= sysctl_max_map_count ||
	    !may_expand_vm(mm, flags, (to - from) >> PAGE_SHIFT) ||
	    ((flags & VM_LOCKED) && !may_lock_more(mm, (to - from) >> PAGE_SHIFT)))
		return false;
	vma = vma_alloc(mm, from, to, flags);
	if (!vma)
		return false;
	vma_link(mm, vma);
	vma_merge(vma);
	if ((flags & VM_LOCKED_MASK) == VM_LOCKED)
		populate_range(mm, from, to);
	return true;
}

/* RLIMIT_DATA is about the program's own data together with the heap. */
static bool brk_within_limit(const struct mm_struct *mm, unsigned long brk)
{
	unsigned long data = mm->end_data - mm->start_data;

	return mm->limit.data == ULONG_MAX ||
	       (data <= mm->limit.data &&
		brk - mm->start_brk <= mm->limit.data - data);
}

unsigned long do_brk(struct mm_struct *mm, unsigned long brk)
{
	unsigned long old = PAGE_ALIGN(mm->brk), new = PAGE_ALIGN(brk);

	if (brk < mm->start_brk || brk > TASK_SIZE ||
	    !brk_within_limit(mm, brk))
		return mm->brk;
	if (new > old && !brk_grow(mm, old, new))
		return mm->brk;
	if (new < old && do_munmap(mm, new, old - new))
		return mm->brk;
	mm->brk = brk;
	return brk;
}
