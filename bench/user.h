/* SPDX-License-Identifier: MIT */
/*
 * user.h - an address space for the rows that touch user memory.
 */
#ifndef BENCH_USER_H
#define BENCH_USER_H

#include <octavo/err.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/uaccess.h>
#include <uapi/mman.h>

/* Fresh anonymous memory of @len bytes, or 0. */
static inline unsigned long bench_map(unsigned long len)
{
	const struct mmap_request req = {
		.len = len, .prot = PROT_READ | PROT_WRITE,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS,
	};
	struct mm_struct *mm = current->mm;
	unsigned long addr;

	down_write(&mm->mmap_lock);
	addr = do_mmap(mm, &req);
	up_write(&mm->mmap_lock);
	return IS_ERR_VALUE(addr) ? 0 : addr;
}

static inline void bench_unmap(unsigned long addr, unsigned long len)
{
	struct mm_struct *mm = current->mm;

	down_write(&mm->mmap_lock);
	do_munmap(mm, addr, len);
	up_write(&mm->mmap_lock);
}

/* Give the CPU an address space; false if there is no memory. */
static inline bool bench_enter_user(void)
{
	current->mm = mm_alloc();
	if (current->mm)
		arch_switch_mm(current->mm);
	return current->mm;
}

static inline void bench_leave_user(void)
{
	struct mm_struct *mm = current->mm;

	arch_switch_mm(NULL);
	current->mm = NULL;
	mmput(mm);
}

#endif
