/* SPDX-License-Identifier: MIT */
/*
 * madvise.c - madvise, msync, mincore: saying and asking about what is mapped.
 *
 * All three walk a range area by area, go on over holes, and answer -ENOMEM at
 * the end if there was one.
 */
#include <uapi/mman.h>
#include "internal.h"

/* ---- madvise -------------------------------------------------------------------- */

static bool advice_known(int advice)
{
	switch (advice) {
	case MADV_NORMAL:
	case MADV_RANDOM:
	case MADV_SEQUENTIAL:
	case MADV_WILLNEED:
	case MADV_DONTNEED:
	case MADV_FREE:
	case MADV_DONTFORK:
	case MADV_DOFORK:
	case MADV_DONTDUMP:
	case MADV_DODUMP:
	case MADV_REMOVE:
	case MADV_WIPEONFORK:
	case MADV_KEEPONFORK:
	case MADV_COLD:
	case MADV_PAGEOUT:
	case MADV_POPULATE_READ:
	case MADV_POPULATE_WRITE:
	case MADV_DONTNEED_LOCKED:
		return true;
	default:
		return false;
	}
}

/* The flags of an area after an advice that is only remembered. */
static unsigned long advised_flags(unsigned long flags, int advice)
{
	switch (advice) {
	case MADV_NORMAL:
		return flags & ~(VM_SEQ_READ | VM_RAND_READ);
	case MADV_RANDOM:
		return (flags & ~VM_SEQ_READ) | VM_RAND_READ;
	case MADV_SEQUENTIAL:
		return (flags & ~VM_RAND_READ) | VM_SEQ_READ;
	case MADV_DONTFORK:
		return flags | VM_DONTCOPY;
	case MADV_DOFORK:
		return flags & ~VM_DONTCOPY;
	case MADV_DONTDUMP:
		return flags | VM_DONTDUMP;
	case MADV_DODUMP:
		return flags & ~VM_DONTDUMP;
	case MADV_WIPEONFORK:
		return flags | VM_WIPEONFORK;
	case MADV_KEEPONFORK:
		return flags & ~VM_WIPEONFORK;
	default:
		return flags;
	}
}

static int advise_drop(struct vm_area_struct *vma, unsigned long start,
		       unsigned long end, int advice)
{
	if (vma->vm_flags & VM_PFNMAP)
		return -EINVAL;
	if ((vma->vm_flags & VM_LOCKED) && advice != MADV_DONTNEED_LOCKED)
		return -EINVAL;
	if (advice == MADV_FREE && !vma_is_anonymous(vma))
		return -EINVAL;
	zap_page_range(vma, start, end, NULL);
	return 0;
}

/* Read what is mapped of a file into memory. */
static void advise_willneed(struct vm_area_struct *vma, unsigned long start,
			    unsigned long end)
{
	struct address_space *mapping = vma->vm_mapping;
	unsigned long first, nr = (end - start) >> PAGE_SHIFT;
	struct page *page;

	if (!mapping)
		return;
	first = vma->vm_pgoff + ((start - vma->vm_start) >> PAGE_SHIFT);
	for (unsigned long i = 0; i < nr; i++) {
		if ((u64)(first + i) << PAGE_SHIFT >= (u64)mapping->i_size)
			return;
		page = read_mapping_page(mapping, first + i);
		if (IS_ERR(page))
			return;
		put_page(page);
	}
}

/* Drop what a shared mapping shows, from its file, too. */
static int advise_remove(struct vm_area_struct *vma, unsigned long start,
			 unsigned long end)
{
	const unsigned long rw = VM_SHARED | VM_WRITE;
	unsigned long first = vma->vm_pgoff +
		((start - vma->vm_start) >> PAGE_SHIFT);

	if ((vma->vm_flags & VM_LOCKED) || !vma->vm_mapping)
		return -EINVAL;
	if ((vma->vm_flags & rw) != rw)
		return -EACCES;
	if (vma->vm_mapping->a_ops)
		return -EOPNOTSUPP;
	truncate_inode_pages_range(vma->vm_mapping, first,
				   first + ((end - start) >> PAGE_SHIFT) - 1);
	return 0;
}

/* Where reclaim looks is up to reclaim; only the rules are kept. */
static int advise_cold(const struct vm_area_struct *vma)
{
	return vma->vm_flags & (VM_LOCKED | VM_PFNMAP) ? -EINVAL : 0;
}

/* Advice that is done at once. -ENOSYS: it is of another kind. */
static int advise_now(struct vm_area_struct *vma, unsigned long start,
		      unsigned long end, int advice)
{
	switch (advice) {
	case MADV_DONTNEED:
	case MADV_DONTNEED_LOCKED:
	case MADV_FREE:
		return advise_drop(vma, start, end, advice);
	case MADV_WILLNEED:
		advise_willneed(vma, start, end);
		return 0;
	case MADV_REMOVE:
		return advise_remove(vma, start, end);
	case MADV_COLD:
	case MADV_PAGEOUT:
		return advise_cold(vma);
	default:
		return -ENOSYS;
	}
}

/* Advise a part of one area. *@vmap: the area it is in afterwards. */
static int advise_area(struct vm_area_struct **vmap, unsigned long start,
		       unsigned long end, int advice)
{
	struct vm_area_struct *vma = *vmap;

	int err = advise_now(vma, start, end, advice);

	if (err != -ENOSYS)
		return err;
	if (advice == MADV_WIPEONFORK && !vma_is_anonymous(vma))
		return -EINVAL;
	if (advice == MADV_DOFORK && (vma->vm_flags & VM_IO))
		return -EINVAL;
	if (advice == MADV_DODUMP && (vma->vm_flags & VM_SPECIAL))
		return -EINVAL;
	vma = area_set_flags(vma, start, end,
			     advised_flags(vma->vm_flags, advice));
	if (IS_ERR(vma))
		return (int)PTR_ERR(vma);
	*vmap = vma;
	return 0;
}

/* Touch all of a range; unlike other advice it ends at a hole. */
static int advise_populate(struct mm_struct *mm, unsigned long start,
			   unsigned long end, int advice)
{
	const bool write = advice == MADV_POPULATE_WRITE;
	const unsigned long need = write ? VM_WRITE : VM_READ;
	struct vm_area_struct *vma;
	int err;

	for (; start < end; start = min(end, vma->vm_end)) {
		vma = vma_lookup(mm, start);
		if (!vma)
			return -ENOMEM;
		if ((vma->vm_flags & (VM_IO | VM_PFNMAP)) ||
		    !(vma->vm_flags & need))
			return -EINVAL;
		err = populate_area(vma, start, min(end, vma->vm_end),
				    write ? FAULT_FLAG_WRITE : 0);
		if (err)
			return err;
	}
	return 0;
}

int do_madvise(struct mm_struct *mm, unsigned long start, size_t len, int advice)
{
	struct vm_area_struct *vma;
	unsigned long end;
	int hole = 0, err;

	if (!advice_known(advice) || (start & ~PAGE_MASK))
		return -EINVAL;
	if (len && !PAGE_ALIGN(len))
		return -EINVAL;
	end = start + PAGE_ALIGN(len);
	if (end < start)
		return -EINVAL;
	if (advice == MADV_POPULATE_READ || advice == MADV_POPULATE_WRITE)
		return advise_populate(mm, start, end, advice);
	for (; start < end; start = min(end, vma->vm_end)) {
		vma = find_vma(mm, start);
		if (!vma || vma->vm_start > start)
			hole = -ENOMEM;
		if (!vma || vma->vm_start >= end)
			return hole;
		start = max(start, vma->vm_start);
		err = advise_area(&vma, start, min(end, vma->vm_end), advice);
		if (err)
			return err;
	}
	return hole;
}

/* ---- msync ------------------------------------------------------------------------ */

static int note_dirty(unsigned long addr, pte_t pte, void *arg)
{
	struct page *page = vm_normal_page(pte);

	if (page && pte_dirty(pte) && !PageAnon(page))
		set_page_dirty(page);
	return 0;
}

int do_msync(struct mm_struct *mm, unsigned long start, size_t len, int flags)
{
	struct vm_area_struct *vma;
	unsigned long end;
	int hole = 0;

	if ((flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) ||
	    (start & ~PAGE_MASK) || ((flags & MS_ASYNC) && (flags & MS_SYNC)))
		return -EINVAL;
	end = start + PAGE_ALIGN(len);
	if (end < start || (len && end == start))
		return -ENOMEM;
	for (; start < end; start = vma->vm_end) {
		vma = find_vma(mm, start);
		if (!vma || vma->vm_start > start)
			hole = -ENOMEM;
		if (!vma || vma->vm_start >= end)
			return hole;
		if ((flags & MS_INVALIDATE) && (vma->vm_flags & VM_LOCKED))
			return -EBUSY;
		if (vma->vm_mapping && (vma->vm_flags & VM_SHARED))
			mm_walk(mm, max(start, vma->vm_start),
				min(end, vma->vm_end), note_dirty, NULL);
	}
	return hole;
}

/* ---- mincore ------------------------------------------------------------------------ */

/* Is the page of a file that @addr shows in memory? */
static bool cached_at(struct vm_area_struct *vma, unsigned long addr)
{
	struct page *page;
	bool in;

	if (!vma->vm_mapping)
		return false;
	page = find_get_page(vma->vm_mapping, vma->vm_pgoff +
			     ((addr - vma->vm_start) >> PAGE_SHIFT));
	if (!page)
		return false;
	in = PageUptodate(page);
	put_page(page);
	return in;
}

static bool present_at(struct mm_struct *mm, unsigned long addr)
{
	pte_t *ptep;
	bool in;

	spin_lock(&mm->page_table_lock);
	ptep = pgtable_walk(mm, addr);
	in = ptep && pte_present(ptep_get(ptep));
	spin_unlock(&mm->page_table_lock);
	return in;
}

int do_mincore(struct mm_struct *mm, unsigned long start, size_t nr,
	       unsigned char *vec)
{
	struct vm_area_struct *vma;
	unsigned long addr;

	if (start & ~PAGE_MASK)
		return -EINVAL;
	if (start > TASK_SIZE || nr > (TASK_SIZE - start) >> PAGE_SHIFT)
		return -ENOMEM;
	for (size_t i = 0; i < nr; i++) {
		addr = start + i * PAGE_SIZE;
		vma = vma_lookup(mm, addr);
		if (!vma)
			return -ENOMEM;
		vec[i] = present_at(mm, addr) || cached_at(vma, addr);
	}
	return 0;
}
