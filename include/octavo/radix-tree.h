/* SPDX-License-Identifier: MIT */
/*
 * radix-tree.h - the older names of xarray.h.
 *
 * Unlike Linux: radix_tree_preload() sets no nodes aside, so an insertion
 * after it can still fail, and must be checked as without; slots are not
 * handed out.
 */
#ifndef OCTAVO_RADIX_TREE_H
#define OCTAVO_RADIX_TREE_H

#include <octavo/cpu.h>
#include <octavo/gfp.h>
#include <octavo/xarray.h>

struct radix_tree_root {
	struct xarray xa;
	gfp_t gfp_mask;			/* for nodes */
};

#define RADIX_TREE_MAX_TAGS	XA_MAX_MARKS
#define RADIX_TREE_INIT(name, mask)	\
	{ .xa = XARRAY_INIT(name, 0), .gfp_mask = (mask) }
#define RADIX_TREE(name, mask)	\
	struct radix_tree_root name = RADIX_TREE_INIT(name, mask)
#define INIT_RADIX_TREE(root, mask)					\
	do {								\
		xa_init(&(root)->xa);					\
		(root)->gfp_mask = (mask);				\
	} while (0)

static inline bool radix_tree_empty(const struct radix_tree_root *root)
{
	return xa_empty(&root->xa);
}

/* -EEXIST if there is an entry. */
static inline int radix_tree_insert(struct radix_tree_root *root,
				    unsigned long index, void *entry)
{
	int err = xa_insert(&root->xa, index, entry, root->gfp_mask);

	return err == -EBUSY ? -EEXIST : err;
}

static inline void *radix_tree_lookup(const struct radix_tree_root *root,
				      unsigned long index)
{
	return xa_load((struct xarray *)&root->xa, index);
}

static inline void *radix_tree_delete(struct radix_tree_root *root,
				      unsigned long index)
{
	return xa_erase(&root->xa, index);
}

/* NULL if it is another than @entry. */
static inline void *radix_tree_delete_item(struct radix_tree_root *root,
					   unsigned long index, void *entry)
{
	void *old = radix_tree_lookup(root, index);

	return !entry || old == entry ? radix_tree_delete(root, index) : NULL;
}

static inline unsigned int
radix_tree_gang_lookup(const struct radix_tree_root *root, void **results,
		       unsigned long first, unsigned int max_items)
{
	return xa_extract((struct xarray *)&root->xa, results, first, ULONG_MAX,
			  max_items, XA_PRESENT);
}

static inline unsigned int
radix_tree_gang_lookup_tag(const struct radix_tree_root *root, void **results,
			   unsigned long first, unsigned int max_items,
			   unsigned int tag)
{
	return xa_extract((struct xarray *)&root->xa, results, first, ULONG_MAX,
			  max_items, tag);
}

static inline void *radix_tree_tag_set(struct radix_tree_root *root,
				       unsigned long index, unsigned int tag)
{
	xa_set_mark(&root->xa, index, tag);
	return radix_tree_lookup(root, index);
}

static inline void *radix_tree_tag_clear(struct radix_tree_root *root,
					 unsigned long index, unsigned int tag)
{
	xa_clear_mark(&root->xa, index, tag);
	return radix_tree_lookup(root, index);
}

static inline int radix_tree_tag_get(const struct radix_tree_root *root,
				     unsigned long index, unsigned int tag)
{
	return xa_get_mark((struct xarray *)&root->xa, index, tag);
}

static inline int radix_tree_tagged(const struct radix_tree_root *root,
				    unsigned int tag)
{
	return xa_marked((struct xarray *)&root->xa, tag);
}

/* The task stays on its CPU between the two. */
static inline int __must_check radix_tree_preload(gfp_t gfp)
{
	if (gfp & __GFP_DIRECT_RECLAIM)
		might_sleep();
	preempt_disable();
	return 0;
}

static inline int __must_check radix_tree_maybe_preload(gfp_t gfp)
{
	return radix_tree_preload(gfp);
}

static inline void radix_tree_preload_end(void)
{
	preempt_enable();
}

#endif
