/* SPDX-License-Identifier: MIT */
/*
 * task.c - address spaces for tests.
 *
 * A test of a driver runs on a task, which may have an address space of its
 * own until the test ends; the suites of the core run before there are tasks.
 */
#include <octavo/mm.h>
#include <octavo/port.h>
#include <uapi/mman.h>
#include "../internal.h"
#include "internal.h"

static void load_mm(struct mm_struct *mm)
{
	current->mm = mm;
	if (task_running())
		task_load_mm(mm);
	else
		arch_switch_mm(mm);
}

/* As at the end of a process: its memory goes, then its files, but the
 * standard ones. */
static void end_process(void *arg)
{
	struct mm_struct *mm = arg;
	struct files_struct *files;

	load_mm(NULL);
	mmput(mm);
	if (!task_running())
		return;
	files = current_task()->files;
	for (unsigned int fd = 3; fd < files->max_fds; fd++)
		if (files->fd[fd])
			fd_close(files, fd);
}

int kunit_attach_mm(void)
{
	struct kunit *test = kunit_get_current_test();
	struct mm_struct *mm;

	if (current->mm)
		return 0;
	mm = mm_alloc();
	if (!mm)
		return -ENOMEM;
	if (task_running())
		mm_set_limits(mm, current_task()->signal);
	load_mm(mm);
	kunit_new_process();
	return test ? kunit_add_action_or_reset(test, end_process, mm) : 0;
}

struct mapping {
	struct mm_struct *mm;
	unsigned long addr, len;
};

static void unmap(void *arg)
{
	struct mapping *map = arg;

	if (current->mm == map->mm)
		vm_munmap(map->mm, map->addr, map->len);
	kfree(map);
}

static unsigned long map_zeros(unsigned long addr, unsigned long len,
			       unsigned long prot, unsigned long flags)
{
	const struct mmap_request req = {
		.addr = addr, .len = len, .prot = prot,
		.flags = flags | MAP_ANONYMOUS,
	};

	return vm_mmap(current->mm, &req);
}

/* By a descriptor, for as long as it takes. */
static unsigned long map_file(struct file *file, unsigned long addr,
			      unsigned long len, unsigned long prot,
			      unsigned long flags, unsigned long offset)
{
	struct files_struct *files = current_task()->files;
	unsigned long at;
	int fd = fd_install(files, get_file(file), 0, true);

	if (fd < 0)
		return (unsigned long)fd;
	at = (unsigned long)ksys_mmap_pgoff(addr, len, prot, flags,
					    (unsigned int)fd,
					    offset >> PAGE_SHIFT);
	fd_close(files, (unsigned int)fd);
	return at;
}

unsigned long kunit_vm_mmap(struct kunit *test, struct file *file,
			    unsigned long addr, unsigned long len,
			    unsigned long prot, unsigned long flag,
			    unsigned long offset)
{
	struct mapping *map;
	unsigned long at;

	if (kunit_attach_mm())
		return 0;
	map = kzalloc(sizeof(*map), GFP_KERNEL);
	if (!map)
		return 0;
	at = file ? map_file(file, addr, len, prot, flag, offset) :
		    map_zeros(addr, len, prot, flag);
	if (IS_ERR_VALUE(at)) {
		kfree(map);
		return 0;
	}
	*map = (struct mapping){ current->mm, at, len };
	return kunit_add_action_or_reset(test, unmap, map) ? 0 : at;
}
