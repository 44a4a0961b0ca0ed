/* SPDX-License-Identifier: MIT */
/*
 * mlock.c - areas whose pages stay in memory.
 *
 * VM_LOCKED is a property of the area: reclaim leaves its pages alone, and
 * MADV_DONTNEED is refused. Anonymous pages are never taken away in any case;
 * for pages of files reclaim looks at the areas that show them.
 *
 *	mark the areas (write lock)	[ locked ][ locked ][ ... ]
 *	bring the pages in (read lock)	 x x x x   x x x x   x x x
 *
 * With VM_LOCKONFAULT the second step is left out: a page is locked once it is
 * touched. mm->locked_vm counts the pages of the areas, there or not, against
 * the limit, as Linux does.
 */
#include "internal.h"

/* Mark a part of @vma; answers the area it is in, or ERR_PTR. */
static struct vm_area_struct *lock_area(struct vm_area_struct *vma,
					unsigned long start, unsigned long end,
					unsigned long lock)
{
	unsigned long flags = (vma->vm_flags & ~VM_LOCKED_MASK) | lock;

	/* Pages of a device are nobody's to lock. */
	if (vma->vm_flags & VM_SPECIAL)
		return vma;
	return area_set_flags(vma, start, end, flags);
}

/* Pages of [start, end) that are locked now. */
static unsigned long count_locked(struct mm_struct *mm, unsigned long start,
				  unsigned long end)
{
	struct vm_area_struct *vma = find_vma(mm, start);
	unsigned long nr = 0;

	for (; vma && vma->vm_start < end; vma = vma_next(vma))
		if (vma->vm_flags & VM_LOCKED)
			nr += (min(vma->vm_end, end) -
			       max(vma->vm_start, start)) >> PAGE_SHIFT;
	return nr;
}

/* May all of [start, end) be locked? 0 or -errno. */
static int check_limit(struct mm_struct *mm, unsigned long start,
		       unsigned long end)
{
	unsigned long pages = (end - start) >> PAGE_SHIFT;

	if (!mm->limit.memlock)
		return -EPERM;
	if (may_lock_more(mm, pages) ||
	    may_lock_more(mm, pages - count_locked(mm, start, end)))
		return 0;
	return -ENOMEM;
}

int do_mlock(struct mm_struct *mm, unsigned long start, size_t len,
	     unsigned long flags)
{
	struct vm_area_struct *vma;
	unsigned long end;
	int err;

	len = PAGE_ALIGN(len + (start & ~PAGE_MASK));
	start &= PAGE_MASK;
	end = start + len;
	err = flags && !mm->limit.memlock ? -EPERM : 0;
	if (!err && end < start)
		err = -EINVAL;
	if (err || end == start)
		return err;
	err = flags ? check_limit(mm, start, end) : 0;
	for (; !err && start < end; start = min(end, vma->vm_end)) {
		vma = vma_lookup(mm, start);
		if (!vma)
			return -ENOMEM;
		vma = lock_area(vma, start, min(end, vma->vm_end), flags);
		if (IS_ERR(vma))
			return (int)PTR_ERR(vma);
	}
	return err;
}

void do_mlockall(struct mm_struct *mm, unsigned long now, unsigned long later)
{
	struct vm_area_struct *vma = vma_first(mm);

	mm->def_flags = later;
	if (now == ~0ul)
		return;
	while (vma) {
		vma = lock_area(vma, vma->vm_start, vma->vm_end, now);
		if (WARN_ON(IS_ERR(vma)))
			return;
		vma = vma_next(vma);
	}
}

/* What locking cannot bring in is a hole to the program, or no memory now. */
static int populate_error(int err)
{
	return err == -ENOMEM ? -EAGAIN : -ENOMEM;
}

/* The areas of [start, end), each as its kind asks for. */
static int populate_areas(struct mm_struct *mm, unsigned long start,
			  unsigned long end)
{
	struct vm_area_struct *vma;
	int err;

	for (; start < end; start = vma->vm_end) {
		vma = vma_lookup(mm, start);
		if (!vma)
			return -ENOMEM;
		if (vma->vm_flags & (VM_LOCKONFAULT | VM_IO | VM_PFNMAP))
			continue;
		if (!(vma->vm_flags & VM_ACCESS_FLAGS))
			return -ENOMEM;
		err = populate_area(vma, start, min(end, vma->vm_end),
				    populate_flags(vma));
		if (err)
			return populate_error(err);
	}
	return 0;
}

int vm_populate(struct mm_struct *mm, unsigned long start, size_t len)
{
	int err;

	mmap_read_lock(mm);
	err = populate_areas(mm, start, start + PAGE_ALIGN(len));
	mmap_read_unlock(mm);
	return err;
}
