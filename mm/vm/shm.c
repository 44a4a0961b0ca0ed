/* SPDX-License-Identifier: MIT */
/*
 * shm.c - anonymous memory that fork shares: a page cache without a file.
 *
 * mmap(MAP_SHARED | MAP_ANONYMOUS) makes one; each area that shows it holds a
 * reference, by way of ->open and ->close.
 */
#include <octavo/refcount.h>
#include "internal.h"

struct shm_anon {
	struct address_space mapping;
	refcount_t count;		/* areas */
};

static void shm_open(struct vm_area_struct *vma)
{
	struct shm_anon *shm = vma->vm_private_data;

	refcount_inc(&shm->count);
}

static void shm_close(struct vm_area_struct *vma)
{
	struct shm_anon *shm = vma->vm_private_data;

	if (!refcount_dec_and_test(&shm->count))
		return;
	truncate_inode_pages(&shm->mapping, 0);
	kfree(shm);
}

static const char *shm_name(struct vm_area_struct *vma)
{
	return "/dev/zero (deleted)";
}

static const struct vm_operations_struct shm_vm_ops = {
	.open = shm_open, .close = shm_close, .fault = filemap_fault,
	.name = shm_name, .mergeable = true,
};

/* Give a new shared area memory of its own. 0 or -ENOMEM. */
int shm_anon_setup(struct vm_area_struct *vma)
{
	struct shm_anon *shm = kmalloc(sizeof(*shm), GFP_KERNEL);

	if (!shm)
		return -ENOMEM;
	address_space_init(&shm->mapping, NULL, NULL);
	shm->mapping.i_size = (loff_t)(vma->vm_end - vma->vm_start);
	shm->mapping.unevictable = true;
	refcount_set(&shm->count, 1);
	vma->vm_pgoff = 0;
	vma->vm_ops = &shm_vm_ops;
	vma->vm_mapping = &shm->mapping;
	vma->vm_private_data = shm;
	return 0;
}
