/* SPDX-License-Identifier: MIT */
/*
 * vma.c - areas: the tree of them, splitting and merging, stacks that grow.
 *
 *	before		[      A      ]        [ B ]
 *	split at x	[  A  x  A'   ]        [ B ]	two areas, same promise
 *	merge		[      A      ]        [ B ]	neighbours that agree
 *
 * Areas that agree in everything are always one area: who inserts or changes
 * one calls vma_merge(). So the tree has one form for each promise.
 *
 * A file area is also in its address_space's i_mmap, which is how the pages of
 * a file find their mappings. Its limits change under i_mmap_lock, and so does
 * the limit of a stack that grows while others fault under the read lock: that
 * is done under page_table_lock.
 */
#include "internal.h"

unsigned long stack_guard_gap = 256ul << PAGE_SHIFT;
int sysctl_max_map_count = 65530;

/* ---- looking up --------------------------------------------------------- */

static struct vm_area_struct *vma_of(struct rb_node *node)
{
	return rb_entry_safe(node, struct vm_area_struct, vm_rb);
}

static noinline struct vm_area_struct *search(struct mm_struct *mm,
					      unsigned long addr)
{
	struct rb_node *node = mm->mm_rb.rb_node;
	struct vm_area_struct *best = NULL;

	while (node) {
		struct vm_area_struct *vma = vma_of(node);

		if (addr < vma->vm_end) {
			best = vma;
			if (READ_ONCE(vma->vm_start) <= addr)
				break;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	if (best)
		hint_write(mm->last_vma, best);
	return best;
}

/* What is asked about is mostly where the last was. */
static __always_inline struct vm_area_struct *find(struct mm_struct *mm,
						   unsigned long addr)
{
	struct vm_area_struct *vma = hint_read(mm->last_vma);

	if (vma && addr >= READ_ONCE(vma->vm_start) && addr < vma->vm_end)
		return vma;
	return search(mm, addr);
}

struct vm_area_struct *find_vma(struct mm_struct *mm, unsigned long addr)
{
	return find(mm, addr);
}

struct vm_area_struct *vma_lookup(struct mm_struct *mm, unsigned long addr)
{
	struct vm_area_struct *vma = find_vma(mm, addr);

	return vma && READ_ONCE(vma->vm_start) <= addr ? vma : NULL;
}

struct vm_area_struct *find_vma_intersection(struct mm_struct *mm,
					     unsigned long start,
					     unsigned long end)
{
	struct vm_area_struct *vma = find_vma(mm, start);

	return vma && READ_ONCE(vma->vm_start) < end ? vma : NULL;
}

const char *vma_name(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;

	if (vma->vm_ops && vma->vm_ops->name)
		return vma->vm_ops->name(vma);
	if (vma->vm_file)
		return "";
	if (vma->vm_start < mm->brk && vma->vm_end > mm->start_brk)
		return "[heap]";
	if (vma->vm_start <= mm->start_stack && vma->vm_end >= mm->start_stack)
		return "[stack]";
	return "";
}

void vma_perms(const struct vm_area_struct *vma, char *buf)
{
	buf[0] = vma->vm_flags & VM_READ ? 'r' : '-';
	buf[1] = vma->vm_flags & VM_WRITE ? 'w' : '-';
	buf[2] = vma->vm_flags & VM_EXEC ? 'x' : '-';
	buf[3] = vma->vm_flags & VM_MAYSHARE ? 's' : 'p';
	buf[4] = '\0';
}

/* ---- making and placing --------------------------------------------------- */

struct vm_area_struct *vma_alloc(struct mm_struct *mm, unsigned long start,
				 unsigned long end, unsigned long flags)
{
	struct vm_area_struct *vma = kmem_cache_zalloc(vm_area_cachep,
						       GFP_KERNEL);

	if (!vma)
		return NULL;
	vma->vm_mm = mm;
	vma->vm_start = start;
	vma->vm_end = end;
	vma->vm_flags = flags;
	vma->vm_pgoff = start >> PAGE_SHIFT;
	INIT_LIST_HEAD(&vma->i_mmap);
	return vma;
}

/* The same promise once more; ->open has not been called for it. */
static __always_inline struct vm_area_struct *
dup_area(const struct vm_area_struct *vma)
{
	struct vm_area_struct *new = kmem_cache_alloc(vm_area_cachep,
						      GFP_KERNEL);

	if (!new)
		return NULL;
	*new = *vma;
	INIT_LIST_HEAD(&new->i_mmap);
	return new;
}

struct vm_area_struct *vma_dup(const struct vm_area_struct *vma)
{
	return dup_area(vma);
}

void vma_free(struct vm_area_struct *vma)
{
	kmem_cache_free(vm_area_cachep, vma);
}

/* The area that one at @addr comes after; NULL: none. */
static struct vm_area_struct *place_of(struct mm_struct *mm, unsigned long addr)
{
	struct rb_node *node = mm->mm_rb.rb_node;
	struct vm_area_struct *prev = NULL;

	while (node) {
		if (addr < vma_of(node)->vm_start) {
			node = node->rb_left;
		} else {
			prev = vma_of(node);
			node = node->rb_right;
		}
	}
	return prev;
}

/* Of two neighbours in a sorted tree one has a free link towards the other: if
 * something is to the right of the lower, the upper is the left end of that. */
static __always_inline void tree_insert_between(struct mm_struct *mm,
				struct vm_area_struct *prev,
				struct vm_area_struct *next,
				struct vm_area_struct *vma)
{
	if (prev && !prev->vm_rb.rb_right)
		rb_link_node(&vma->vm_rb, &prev->vm_rb, &prev->vm_rb.rb_right);
	else if (next)
		rb_link_node(&vma->vm_rb, &next->vm_rb, &next->vm_rb.rb_left);
	else
		rb_link_node(&vma->vm_rb, NULL, &mm->mm_rb.rb_node);
	rb_insert_color(&vma->vm_rb, &mm->mm_rb);
}

static __always_inline void insert_after(struct mm_struct *mm, struct vm_area_struct *prev,
			 struct vm_area_struct *vma)
{
	struct vm_area_struct *next = prev ? prev->vm_next : mm->mmap;

	tree_insert_between(mm, prev, next, vma);
	vma->vm_prev = prev;
	vma->vm_next = next;
	if (prev)
		prev->vm_next = vma;
	else
		mm->mmap = vma;
	if (next)
		next->vm_prev = vma;
	mm->map_count++;
}

static __always_inline void take_out(struct vm_area_struct *vma)
{
	struct mm_struct *mm = vma->vm_mm;

	rb_erase(&vma->vm_rb, &mm->mm_rb);
	if (mm->last_vma == vma)
		mm->last_vma = vma->vm_prev;
	if (vma->vm_prev)
		vma->vm_prev->vm_next = vma->vm_next;
	else
		mm->mmap = vma->vm_next;
	if (vma->vm_next)
		vma->vm_next->vm_prev = vma->vm_prev;
	mm->map_count--;
}

static noinline void link_to_file(struct vm_area_struct *vma)
{
	struct address_space *mapping = vma->vm_mapping;

	spin_lock(&mapping->i_mmap_lock);
	list_add_tail(&vma->i_mmap, &mapping->i_mmap);
	spin_unlock(&mapping->i_mmap_lock);
}

static __always_inline void file_link(struct vm_area_struct *vma)
{
	if (vma->vm_mapping)
		link_to_file(vma);
}

static noinline void unlink_from_file(struct vm_area_struct *vma)
{
	struct address_space *mapping = vma->vm_mapping;

	spin_lock(&mapping->i_mmap_lock);
	list_del_init(&vma->i_mmap);
	spin_unlock(&mapping->i_mmap_lock);
}

/* @pages more (or fewer) are in areas like @vma. */
static void account(const struct vm_area_struct *vma, unsigned long pages)
{
	struct mm_struct *mm = vma->vm_mm;

	mm->total_vm += pages;
	if (is_data(vma->vm_flags))
		mm->data_vm += pages;
	if (vma->vm_flags & VM_LOCKED)
		mm->locked_vm += pages;
}

static __always_inline void file_unlink(struct vm_area_struct *vma)
{
	if (vma->vm_mapping)
		unlink_from_file(vma);
}

/* Put an area into the address space, as the next after @prev (NULL: the
 * first); its room is free. */
void vma_link_after(struct mm_struct *mm, struct vm_area_struct *prev,
		    struct vm_area_struct *vma)
{
	file_link(vma);
	insert_after(mm, prev, vma);
	account(vma, vma_pages(vma));
}

void vma_link(struct mm_struct *mm, struct vm_area_struct *vma)
{
	vma_link_after(mm, place_of(mm, vma->vm_start), vma);
}

static __always_inline void vma_close(struct vm_area_struct *vma)
{
	file_unlink(vma);
	if (vma->vm_ops && vma->vm_ops->close)
		vma->vm_ops->close(vma);
	if (vma->vm_file)
		vm_file_hooks.put(vma->vm_file);
	vma_free(vma);
}

/* Take an area whose pages are gone out of the address space and free it. */
void vma_remove(struct vm_area_struct *vma)
{
	take_out(vma);
	account(vma, -vma_pages(vma));
	vma_close(vma);
}

/* The same at the end of the address space, where nobody looks at the tree and
 * the list any more. */
void vma_forget(struct vm_area_struct *vma)
{
	vma->vm_mm->map_count--;
	account(vma, -vma_pages(vma));
	vma_close(vma);
}

static noinline void move_end_in_file(struct vm_area_struct *vma,
				      unsigned long end)
{
	struct address_space *mapping = vma->vm_mapping;

	spin_lock(&mapping->i_mmap_lock);
	vma->vm_end = end;
	spin_unlock(&mapping->i_mmap_lock);
}

/* Move the end of an area that takes from another, or gives to it, so that no
 * count changes. */
static __always_inline void move_end(struct vm_area_struct *vma,
				     unsigned long end)
{
	if (vma->vm_mapping)
		move_end_in_file(vma, end);
	else
		vma->vm_end = end;
}

/* Move the end of an area; what lies behind each address stays. */
void vma_set_end(struct vm_area_struct *vma, unsigned long end)
{
	account(vma, (unsigned long)((long)(end - vma->vm_end) >> PAGE_SHIFT));
	move_end(vma, end);
}

/*
 * Make two areas of one at @addr, which lies inside; @vma stays the lower.
 * Both are in i_mmap for a moment before @vma shrinks, never neither.
 */
int vma_split(struct vm_area_struct *vma, unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *new;
	int err = 0;

	if (mm->map_count >= sysctl_max_map_count)
		return -ENOMEM;
	if (vma->vm_ops && vma->vm_ops->may_split)
		err = vma->vm_ops->may_split(vma, addr);
	if (err)
		return err;
	new = dup_area(vma);
	if (!new)
		return -ENOMEM;
	new->vm_start = addr;
	new->vm_pgoff += (addr - vma->vm_start) >> PAGE_SHIFT;
	vma_opened(new);
	file_link(new);
	insert_after(mm, vma, new);
	move_end(vma, addr);
	return 0;
}

/* ---- merging ---------------------------------------------------------------- */

static __always_inline bool vma_can_merge(const struct vm_area_struct *a,
			  const struct vm_area_struct *b)
{
	if (a->vm_end != b->vm_start ||
	    (a->vm_flags & VM_SPECIAL) || a->vm_ops != b->vm_ops ||
	    a->vm_file != b->vm_file || a->vm_mapping != b->vm_mapping ||
	    a->vm_private_data != b->vm_private_data)
		return false;
	if (vma_is_anonymous(a))
		return true;
	if (a->vm_ops && a->vm_ops->close && !a->vm_ops->mergeable)
		return false;
	return a->vm_pgoff + vma_pages(a) == b->vm_pgoff;
}

/* Make one area of two neighbours; @a stays. */
static noinline void vma_absorb(struct vm_area_struct *a, struct vm_area_struct *b)
{
	/* @a reaches over @b before @b is gone: the pages of @b are always
	 * found by way of i_mmap. */
	move_end(a, b->vm_end);
	take_out(b);
	vma_close(b);
}

/* Merge an area with neighbours that agree with it; answers the result. */
struct vm_area_struct *vma_merge(struct vm_area_struct *vma)
{
	struct vm_area_struct *prev = vma_prev(vma), *next = vma_next(vma);

	/* What most neighbours differ in comes first. */
	if (next && next->vm_flags == vma->vm_flags && vma_can_merge(vma, next))
		vma_absorb(vma, next);
	if (prev && prev->vm_flags == vma->vm_flags && vma_can_merge(prev, vma)) {
		vma_absorb(prev, vma);
		vma = prev;
	}
	return vma;
}

/* Give a part of @vma other flags; answers the area it is in, or ERR_PTR. */
struct vm_area_struct *area_set_flags(struct vm_area_struct *vma,
				      unsigned long start, unsigned long end,
				      unsigned long flags)
{
	int err = 0;

	if (vma->vm_flags == flags)
		return vma;
	if (vma->vm_start < start) {
		err = vma_split(vma, start);
		if (!err)
			vma = vma_next(vma);
	}
	if (!err && end < vma->vm_end)
		err = vma_split(vma, end);
	if (!err)
		vma_set_flags(vma, flags);
	vma = vma_merge(vma);
	return err ? ERR_PTR(err) : vma;
}

/* ---- limits and stacks -------------------------------------------------------- */

/* May the address space get @pages more, in an area of this kind? */
bool may_expand_vm(const struct mm_struct *mm, unsigned long vm_flags,
		   unsigned long pages)
{
	unsigned long limit = mm->limit.as >> PAGE_SHIFT;

	if (mm->total_vm > limit || pages > limit - mm->total_vm)
		return false;
	return !is_data(vm_flags) || may_expand_data(mm, pages);
}

/* May @pages more be locked? */
bool may_lock_more(const struct mm_struct *mm, unsigned long pages)
{
	unsigned long limit = mm->limit.memlock >> PAGE_SHIFT;

	return mm->locked_vm <= limit && pages <= limit - mm->locked_vm;
}

/* Where the room of an area begins, guard gap included. */
unsigned long vm_start_gap(const struct vm_area_struct *vma)
{
	unsigned long start = vma->vm_start;

	if (!(vma->vm_flags & VM_GROWSDOWN))
		return start;
	return start > stack_guard_gap ? start - stack_guard_gap : 0;
}

static int stack_may_grow(struct vm_area_struct *vma, unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	struct vm_area_struct *prev = vma_prev(vma);
	unsigned long grow = (vma->vm_start - addr) >> PAGE_SHIFT;

	if (addr < TASK_SIZE_MIN || vma->vm_end - addr > mm->limit.stack)
		return -ENOMEM;
	if (!vma_is_anonymous(vma) && vma->vm_pgoff < grow)
		return -ENOMEM;
	/* Neither another stack nor an area without rights needs the gap. */
	if (prev && addr < prev->vm_end)
		return -ENOMEM;
	if (prev && !(prev->vm_flags & VM_GROWSDOWN) &&
	    (prev->vm_flags & VM_ACCESS_FLAGS) &&
	    addr - prev->vm_end < stack_guard_gap)
		return -ENOMEM;
	if (vma->vm_flags & VM_LOCKED && !may_lock_more(mm, grow))
		return -ENOMEM;
	return may_expand_vm(mm, vma->vm_flags, grow) ? 0 : -ENOMEM;
}

/* Extend a stack down to @addr. mmap_lock is held for read or for write. */
int expand_stack(struct vm_area_struct *vma, unsigned long addr)
{
	struct mm_struct *mm = vma->vm_mm;
	struct address_space *mapping = vma->vm_mapping;
	int err = 0;

	addr &= PAGE_MASK;
	if (!(vma->vm_flags & VM_GROWSDOWN))
		return -EFAULT;
	if (mapping)
		spin_lock(&mapping->i_mmap_lock);
	spin_lock(&mm->page_table_lock);
	if (addr < vma->vm_start) {
		err = stack_may_grow(vma, addr);
		if (!err) {
			account(vma, (vma->vm_start - addr) >> PAGE_SHIFT);
			vma->vm_pgoff -= (vma->vm_start - addr) >> PAGE_SHIFT;
			WRITE_ONCE(vma->vm_start, addr);
		}
	}
	spin_unlock(&mm->page_table_lock);
	if (mapping)
		spin_unlock(&mapping->i_mmap_lock);
	return err;
}

/* The area that contains @addr, or a stack above it that could be extended. */
struct vm_area_struct *find_extend_vma(struct mm_struct *mm,
				       unsigned long addr)
{
	struct vm_area_struct *vma = find(mm, addr);

	if (!vma || READ_ONCE(vma->vm_start) <= addr)
		return vma;
	return expand_stack(vma, addr) ? NULL : vma;
}
