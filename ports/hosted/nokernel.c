/* SPDX-License-Identifier: MIT */
/*
 * nokernel.c - where user code would enter, for who embeds the library alone.
 *
 * The reference kernel's own functions take the place of these.
 */
#include <octavo/bug.h>
#include <octavo/errno.h>
#include <octavo/kernel.h>
#include <asm/ptrace.h>

__weak void kernel_syscall(struct pt_regs *regs)
{
	syscall_set_return(regs, -ENOSYS);
}

__weak void kernel_user_fault(struct pt_regs *regs, int sig, int code,
			      unsigned long addr)
{
	panic("user code got signal %d at %#lx, and there is no kernel", sig,
	      addr);
}
