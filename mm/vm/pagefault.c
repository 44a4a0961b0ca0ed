/* SPDX-License-Identifier: MIT */
/*
 * pagefault.c - what to do about a refused access: the order of questions.
 *
 *	a user address, a context that may sleep, an address space?
 *	   | yes			  | no
 *	an area, and it allows it?	  |
 *	   | yes       | no		  |
 *	 page there    |		  |
 *	 now? retry    v		  v
 *	   | no ---> user code: a signal; kernel code: the exception table
 *						| entry: continue there
 *						| none:	 oops
 *
 * A kernel instruction without a table entry that faults while somebody holds
 * mmap_lock is most likely the holder itself: it must not wait for itself, so
 * the table is asked before the wait.
 */
#include <octavo/extable.h>
#include "internal.h"

bool (*vm_out_of_memory)(void);

static enum fault_action kernel_fixup(unsigned long ip, unsigned long *fixup)
{
	unsigned long to = search_exception_tables(ip);

	if (!to)
		return FAULT_BUG;
	count_vm_event(PGFAULT_FIXUP);
	*fixup = to;
	return FAULT_FIXUP;
}

/* mmap_lock for read; false: it could be our own write lock. */
static bool lock_for_fault(struct mm_struct *mm, unsigned int code,
			   unsigned long ip)
{
	if (mmap_read_trylock(mm))
		return true;
	if (!(code & PF_USER) && !search_exception_tables(ip))
		return false;
	mmap_read_lock(mm);
	return true;
}

static bool access_allowed(const struct vm_area_struct *vma, unsigned int code)
{
	if (code & PF_WRITE)
		return vma->vm_flags & VM_WRITE;
	if (code & PF_INSTR)
		return vma->vm_flags & VM_EXEC;
	return vma->vm_flags & VM_ACCESS_FLAGS;
}

/* Serve the fault from the areas. FAULT_RETRY, or what user code gets. */
static enum fault_action fault_in_area(struct mm_struct *mm, unsigned long addr,
				       unsigned int code)
{
	struct vm_area_struct *vma = find_extend_vma(mm, addr);
	unsigned int flags = 0;
	vm_fault_t ret;

	if (!vma)
		return FAULT_SIGSEGV_MAPERR;
	if (!access_allowed(vma, code))
		return FAULT_SIGSEGV_ACCERR;
	flags |= code & PF_WRITE ? FAULT_FLAG_WRITE : 0;
	flags |= code & PF_USER ? FAULT_FLAG_USER : 0;
	flags |= code & PF_INSTR ? FAULT_FLAG_INSTRUCTION : 0;
	ret = handle_mm_fault(vma, addr, flags);
	if (ret & VM_FAULT_OOM)
		return FAULT_OOM;
	if (ret & VM_FAULT_SIGBUS)
		return FAULT_SIGBUS;
	return ret & VM_FAULT_SIGSEGV ? FAULT_SIGSEGV_ACCERR : FAULT_RETRY;
}

enum fault_action do_page_fault(unsigned long addr, unsigned int code,
				unsigned long ip, unsigned long *fixup)
{
	struct mm_struct *mm = current->mm;
	bool user = code & PF_USER;
	enum fault_action action;

	if (addr >= TASK_SIZE)
		return user ? FAULT_SIGSEGV_MAPERR : kernel_fixup(ip, fixup);
	if (!mm || in_atomic() || current->pagefault_disabled ||
	    arch_irqs_disabled())
		return user ? FAULT_SIGSEGV_MAPERR : kernel_fixup(ip, fixup);
	if (!lock_for_fault(mm, code, ip))
		return FAULT_BUG;
	action = fault_in_area(mm, addr, code);
	mmap_read_unlock(mm);
	if (action == FAULT_OOM && vm_out_of_memory && vm_out_of_memory())
		return FAULT_RETRY;
	if (action == FAULT_RETRY || user)
		return action;
	return kernel_fixup(ip, fixup);
}
