/* SPDX-License-Identifier: MIT */
/*
 * vmap.h - what vmap.c (addresses) does for vmalloc.c (memory).
 */
#ifndef MM_VM_VMAP_H
#define MM_VM_VMAP_H

#include <octavo/rbtree.h>
#include <octavo/vmalloc.h>

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
