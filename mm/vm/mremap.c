/* SPDX-License-Identifier: MIT */
/*
 * mremap.c - growing, shrinking and moving a mapping.
 *
 *	before	[ A: pages 0 1 2 ]	    ......
 *	move	[ A: -	 -  -	 ]	    [ A': 0 1 2 . ]
 *	after				    [ A': 0 1 2 . ]
 *
 * A move takes the entries over from one table to the other; no page is
 * copied, and nobody's count changes. For a file area both places are in
 * i_mmap while it happens, and i_mmap_lock is held for each step, so whoever
 * looks for the mappings of a page sees it at one of them.
 *
 * Whatever needs memory comes before the entries move, or can be undone.
 */
#include <uapi/mman.h>
#include "internal.h"

/* ---- moving entries ------------------------------------------------------------- */

/* Move the entries of one stretch that stays within a table on both sides. */
static void move_ptes(struct vm_area_struct *vma, unsigned long from,
		      unsigned long to, unsigned long len)
{
	struct mm_struct *mm = vma->vm_mm;
	struct address_space *mapping = vma->vm_mapping;
	pte_t *src, *dst;

	if (mapping)
		spin_lock(&mapping->i_mmap_lock);
	spin_lock(&mm->page_table_lock);
	src = pgtable_walk(mm, from);
	dst = pgtable_walk(mm, to);
	for (unsigned long i = 0; i < len >> PAGE_SHIFT; i++)
		if (pte_present(ptep_get(src + i)))
			set_pte(dst + i, ptep_get_and_clear(src + i));
	arch_flush_tlb_range(mm, from, from + len);
	count_vm_event(TLB_FLUSH);
	spin_unlock(&mm->page_table_lock);
	if (mapping)
		spin_unlock(&mapping->i_mmap_lock);
}

/* Bytes from @from on that can be moved in one step, @len at most. */
static unsigned long move_extent(unsigned long from, unsigned long to,
				 unsigned long len)
{
	len = min(len, pgtable_addr_end(from, from + len) - from);
	return min(len, pgtable_addr_end(to, to + len) - to);
}

/* Answers the bytes done: less than @len if there was no memory for tables. */
static unsigned long move_page_tables(struct vm_area_struct *vma,
				      unsigned long from, unsigned long to,
				      unsigned long len)
{
	struct mm_struct *mm = vma->vm_mm;
	unsigned long done = 0, step;

	for (; done < len; done += step) {
		step = move_extent(from + done, to + done, len - done);
		if (!pgtable_walk(mm, from + done))
			continue;
		if (!pgtable_alloc(mm, to + done))
			break;
		move_ptes(vma, from + done, to + done, step);
	}
	return done;
}

/* ---- moving an area ------------------------------------------------------------ */

struct remap {
	struct mm_struct *mm;
	struct vm_area_struct *vma;	/* the old area */
	unsigned long addr, old_len, new_len, flags, new_addr;
};

/* Make the old range an area of its own. */
static int isolate_area(struct remap *r)
{
	struct vm_area_struct *vma = r->vma;
	int err;

	if (vma->vm_start < r->addr) {
		err = vma_split(vma, r->addr);
		if (err)
			return err;
		vma = vma_next(vma);
	}
	err = r->addr + r->old_len < vma->vm_end ?
		vma_split(vma, r->addr + r->old_len) : 0;
	r->vma = err ? vma_merge(vma) : vma;
	return err;
}

/* The area at its new place, without entries yet. NULL: no memory. */
static struct vm_area_struct *area_at_new_place(const struct remap *r)
{
	struct vm_area_struct *new = vma_dup(r->vma);

	if (!new)
		return NULL;
	new->vm_pgoff += (r->addr - new->vm_start) >> PAGE_SHIFT;
	new->vm_start = r->new_addr;
	new->vm_end = r->new_addr + r->new_len;
	vma_opened(new);
	vma_link(r->mm, new);
	return new;
}

/* What stays behind is empty, and not locked any more. */
static void leave_old_area(const struct remap *r)
{
	struct vm_area_struct *old = vma_lookup(r->mm, r->addr);

	vma_set_flags(old, old->vm_flags & ~VM_LOCKED_MASK);
	vma_merge(old);
}

static unsigned long move_vma(struct remap *r)
{
	struct mm_struct *mm = r->mm;
	struct vm_area_struct *new;
	unsigned long done, locked;

	/* Room for the new area and for two splits. */
	if (mm->map_count >= sysctl_max_map_count - 3 ||
	    (r->old_len && isolate_area(r)))
		return (unsigned long)-ENOMEM;
	new = area_at_new_place(r);
	if (!new)
		goto merge_old;
	done = move_page_tables(r->vma, r->addr, r->new_addr, r->old_len);
	if (done < r->old_len)
		goto move_back;
	/* Merging may free either area: from here on only addresses count. */
	locked = new->vm_flags & VM_LOCKED;
	vma_merge(new);
	if (r->flags & MREMAP_DONTUNMAP)
		leave_old_area(r);
	else if (r->old_len)
		do_munmap(mm, r->addr, r->old_len);
	if (locked && r->new_len > r->old_len)
		populate_range(mm, r->new_addr + r->old_len,
			       r->new_addr + r->new_len);
	return r->new_addr;

move_back:
	/* The old tables are still there: this cannot fail. */
	move_page_tables(new, r->new_addr, r->addr, done);
	zap_page_range(new, new->vm_start, new->vm_end, NULL);
	vma_remove(new);
merge_old:
	vma_merge(r->vma);
	return (unsigned long)-ENOMEM;
}

/* ---- checks -------------------------------------------------------------------- */

/* May the old range have the new size? */
static int check_resize(const struct remap *r)
{
	const struct vm_area_struct *vma = r->vma;
	unsigned long pgoff, grow = r->flags & MREMAP_DONTUNMAP ? r->new_len :
		r->new_len - r->old_len;

	if (!r->old_len && !(vma->vm_flags & (VM_SHARED | VM_MAYSHARE)))
		return -EINVAL;
	if ((r->flags & MREMAP_DONTUNMAP) &&
	    (vma->vm_flags & (VM_DONTEXPAND | VM_PFNMAP)))
		return -EINVAL;
	if (r->old_len > vma->vm_end - r->addr)
		return -EFAULT;
	if (r->new_len == r->old_len && !(r->flags & MREMAP_DONTUNMAP))
		return 0;
	pgoff = vma->vm_pgoff + ((r->addr - vma->vm_start) >> PAGE_SHIFT);
	if (pgoff + (r->new_len >> PAGE_SHIFT) < pgoff)
		return -EINVAL;
	if (r->new_len > r->old_len &&
	    (vma->vm_flags & (VM_DONTEXPAND | VM_PFNMAP)))
		return -EFAULT;
	if ((vma->vm_flags & VM_LOCKED) &&
	    !may_lock_more(r->mm, grow >> PAGE_SHIFT))
		return -EAGAIN;
	return may_expand_vm(r->mm, vma->vm_flags, grow >> PAGE_SHIFT) ?
		0 : -ENOMEM;
}

static int check_arguments(const struct remap *r)
{
	const unsigned long known = MREMAP_FIXED | MREMAP_MAYMOVE |
		MREMAP_DONTUNMAP;

	if ((r->flags & ~known) || (r->addr & ~PAGE_MASK))
		return -EINVAL;
	if ((r->flags & MREMAP_FIXED) && !(r->flags & MREMAP_MAYMOVE))
		return -EINVAL;
	if ((r->flags & MREMAP_DONTUNMAP) &&
	    (!(r->flags & MREMAP_MAYMOVE) || r->old_len != r->new_len))
		return -EINVAL;
	return r->new_len ? 0 : -EINVAL;
}

/* ---- the three ways ------------------------------------------------------------- */

/* MREMAP_FIXED or MREMAP_DONTUNMAP: to another place in any case. */
static unsigned long mremap_to(struct remap *r)
{
	struct mm_struct *mm = r->mm;
	unsigned long to = r->new_addr, map_flags = 0;
	int err;

	if ((to & ~PAGE_MASK) || r->new_len > TASK_SIZE ||
	    to > TASK_SIZE - r->new_len)
		return (unsigned long)-EINVAL;
	if (r->addr + r->old_len > to && to + r->new_len > r->addr)
		return (unsigned long)-EINVAL;
	if (r->flags & MREMAP_FIXED) {
		if (to < TASK_SIZE_MIN)
			return (unsigned long)-EPERM;
		err = do_munmap(mm, to, r->new_len);
		if (err)
			return (unsigned long)err;
		map_flags = MAP_FIXED;
	}
	if (r->old_len > r->new_len) {
		err = do_munmap(mm, r->addr + r->new_len,
				r->old_len - r->new_len);
		if (err)
			return (unsigned long)err;
		r->old_len = r->new_len;
	}
	/* What was unmapped may have changed the area or taken it away. */
	r->vma = vma_lookup(mm, r->addr);
	err = r->vma ? check_resize(r) : -EFAULT;
	if (err)
		return (unsigned long)err;
	r->new_addr = get_unmapped_area(mm, to, r->new_len, map_flags);
	return IS_ERR_VALUE(r->new_addr) ? r->new_addr : move_vma(r);
}

static bool grow_in_place(struct remap *r)
{
	struct vm_area_struct *vma = r->vma, *next = vma_next(vma);
	unsigned long end = r->addr + r->new_len;

	if (r->addr + r->old_len != vma->vm_end || end < r->addr ||
	    end > TASK_SIZE || (next && end > vm_start_gap(next)))
		return false;
	vma_set_end(vma, end);
	vma = vma_merge(vma);
	if (vma->vm_flags & VM_LOCKED)
		populate_range(r->mm, end - (r->new_len - r->old_len), end);
	return true;
}

static unsigned long mremap_grow(struct remap *r)
{
	int err = check_resize(r);

	if (err)
		return (unsigned long)err;
	if (grow_in_place(r))
		return r->addr;
	if (!(r->flags & MREMAP_MAYMOVE))
		return (unsigned long)-ENOMEM;
	r->new_addr = get_unmapped_area(r->mm, 0, r->new_len, 0);
	return IS_ERR_VALUE(r->new_addr) ? r->new_addr : move_vma(r);
}

unsigned long do_mremap(struct mm_struct *mm, unsigned long addr,
			unsigned long old_len, unsigned long new_len,
			unsigned long flags, unsigned long new_addr)
{
	struct remap r = {
		.mm = mm, .addr = addr, .old_len = PAGE_ALIGN(old_len),
		.new_len = PAGE_ALIGN(new_len), .flags = flags,
		.new_addr = new_addr,
	};
	int err = check_arguments(&r);

	if (err)
		return (unsigned long)err;
	r.vma = vma_lookup(mm, addr);
	if (!r.vma)
		return (unsigned long)-EFAULT;
	if (flags & (MREMAP_FIXED | MREMAP_DONTUNMAP))
		return mremap_to(&r);
	if (r.old_len == r.new_len)
		return addr;
	if (r.old_len > r.new_len) {
		err = do_munmap(mm, addr + r.new_len, r.old_len - r.new_len);
		return err ? (unsigned long)err : addr;
	}
	return mremap_grow(&r);
}
