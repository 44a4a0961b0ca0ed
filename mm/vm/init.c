/* SPDX-License-Identifier: MIT */
/*
 * init.c - starts and stops the memory core, layer by layer.
 *
 * Each layer is started when those below it run, and stopped before them.
 */
#include <octavo/init.h>
#include <octavo/uaccess.h>

int mm_init(const struct mm_boot *boot)
{
	int err;

	err = page_init(boot);
	if (err)
		return err;
	err = slab_init();
	if (err)
		goto undo_page;
	err = highmem_init();
	if (err)
		goto undo_slab;
	uaccess_init();
	err = vm_init();
	if (err)
		goto undo_highmem;
	return 0;

undo_highmem:
	highmem_exit();
undo_slab:
	slab_exit();
undo_page:
	page_exit();
	return err;
}

void mm_exit(void)
{
	vm_exit();
	highmem_exit();
	slab_exit();
	page_exit();
}
