/* SPDX-License-Identifier: MIT */
/*
 * user_mm.h - a small user address space for a test, one letter per page.
 *
 *	user_mm_enter(test, &u, "wr-.");
 *
 *	u.base --> [ w ][ r ][ - ][ . ]
 *		     |    |    |    +-- nothing mapped
 *		     |    |    +------- PROT_NONE
 *		     |    +------------ read only
 *		     +----------------- read and write
 *
 * The pages are private anonymous memory, present, and hold what
 * user_mm_poke() puts there whatever their rights are. The address space is
 * current's and loaded until user_mm_leave(), which a test must call, on the
 * CPU where it entered.
 */
#ifndef TESTS_USER_MM_H
#define TESTS_USER_MM_H

#include <kunit/test.h>
#include <octavo/mm.h>
#include <octavo/port.h>
#include <octavo/uaccess.h>
#include <uapi/mman.h>

#define USER_MM_BASE	0x10000000ul

struct user_mm {
	struct mm_struct *mm;
	struct mm_struct *old_mm;
	unsigned long base;
	enum uaccess_mode old_mode;
};

/* Kernel memory to the user's, whatever the rights; false if it is not
 * mapped. */
static inline bool user_mm_poke(struct user_mm *u, unsigned long addr,
				const void *buf, int len)
{
	return access_process_vm(u->mm, addr, (void *)buf, len,
				 FOLL_WRITE | FOLL_FORCE) == len;
}

/* The user's memory to the kernel's. */
static inline bool user_mm_peek(struct user_mm *u, unsigned long addr,
				void *buf, int len)
{
	return access_process_vm(u->mm, addr, buf, len, FOLL_FORCE) == len;
}

/* Map @nr pages at @addr; the page then holds zeros. */
static inline bool user_mm_map(struct user_mm *u, unsigned long addr,
			       unsigned long nr, unsigned long prot)
{
	const struct mmap_request req = {
		.addr = addr, .len = nr << PAGE_SHIFT, .prot = prot,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
	};

	return vm_mmap(u->mm, &req) == addr;
}

static inline bool user_mm_protect(struct user_mm *u, unsigned long addr,
				   unsigned long nr, unsigned long prot)
{
	int err;

	mmap_write_lock(u->mm);
	err = do_mprotect(u->mm, addr, nr << PAGE_SHIFT, prot);
	mmap_write_unlock(u->mm);
	return err == 0;
}

/* Give page number @n the rights that @what stands for. What it held stays
 * unless it is unmapped or was. */
static inline bool user_mm_page(struct user_mm *u, unsigned int n, char what)
{
	unsigned long addr = u->base + n * PAGE_SIZE;
	unsigned long prot = what == 'w' ? PROT_READ | PROT_WRITE :
			     what == 'r' ? PROT_READ : PROT_NONE;
	struct vm_area_struct *vma;
	static const char zero;

	if (what == '.')
		return vm_munmap(u->mm, addr, PAGE_SIZE) == 0;
	mmap_read_lock(u->mm);
	vma = vma_lookup(u->mm, addr);
	mmap_read_unlock(u->mm);
	if (vma)
		return user_mm_protect(u, addr, 1, prot);
	return user_mm_map(u, addr, 1, PROT_READ | PROT_WRITE) &&
	       user_mm_poke(u, addr, &zero, 1) &&
	       (what == 'w' || user_mm_protect(u, addr, 1, prot));
}

/* Make @mm the current task's on this CPU. */
static inline void user_mm_load(struct mm_struct *mm)
{
	current->mm = mm;
	arch_switch_mm(mm);
}

static inline void user_mm_leave(struct user_mm *u)
{
	uaccess_set_mode(u->old_mode);
	user_mm_load(u->old_mm);
	mmput(u->mm);
}

/* Make and load an address space with pages as @pattern says. */
static inline void user_mm_enter(struct kunit *test, struct user_mm *u,
				 const char *pattern)
{
	bool ok = true;

	u->base = USER_MM_BASE;
	u->old_mm = current->mm;
	u->old_mode = octavo_uaccess_mode;
	u->mm = mm_alloc();
	KUNIT_ASSERT_NOT_NULL(test, u->mm);
	user_mm_load(u->mm);
	for (unsigned int n = 0; ok && pattern[n]; n++)
		if (pattern[n] != '.')
			ok = user_mm_page(u, n, pattern[n]);
	if (!ok)
		user_mm_leave(u);
	KUNIT_ASSERT_TRUE(test, ok);
}

static inline void __user *user_mm_ptr(struct user_mm *u, unsigned long off)
{
	return (void __user *)(u->base + off);
}

#endif
