/* SPDX-License-Identifier: MIT */
/*
 * oops.c - the last words of a kernel that did what it must not.
 */
#include <octavo/port.h>
#include <octavo/cpu.h>
#include <octavo/printk.h>
#include "hosted.h"
#include "sigframe.h"

static const char *trap_name(int sig, unsigned long addr)
{
	switch (sig) {
	case HOST_SIGSEGV:
		return addr == -1ul ? "access to a non-canonical address" :
				      "unhandled page fault";
	case HOST_SIGBUS:
		return "the host has no memory left for our RAM";
	case HOST_SIGILL:
		return "invalid instruction";
	case HOST_SIGFPE:
		return "division by zero";
	case HOST_SIGTRAP:
		return "breakpoint";
	default:
		return "unexpected signal";
	}
}

static void print_registers(const struct host_ucontext *uc)
{
	printk(KERN_EMERG "rip %016lx rsp %016lx rflags %08lx error %lx\n",
	       uc->rip, uc->rsp, uc->rflags, uc->err);
	printk(KERN_EMERG "rax %016lx rbx %016lx rcx %016lx rdx %016lx\n",
	       uc->rax, uc->rbx, uc->rcx, uc->rdx);
	printk(KERN_EMERG "rsi %016lx rdi %016lx rbp %016lx r8  %016lx\n",
	       uc->rsi, uc->rdi, uc->rbp, uc->r8);
	printk(KERN_EMERG "r9  %016lx r10 %016lx r11 %016lx r12 %016lx\n",
	       uc->r9, uc->r10, uc->r11, uc->r12);
	printk(KERN_EMERG "r13 %016lx r14 %016lx r15 %016lx\n",
	       uc->r13, uc->r14, uc->r15);
}

/* Kernel code trapped and nothing helps: say what is known and stop. A trap
 * while saying it stops at once. */
void hosted_oops(int sig, unsigned long addr, const struct host_ucontext *uc)
{
	static unsigned int oopsing;

	if (__atomic_fetch_add(&oopsing, 1, __ATOMIC_RELAXED))
		host_exit(3);
	printk(KERN_EMERG "kernel BUG: %s at %#lx on CPU %u\n",
	       trap_name(sig, addr), addr, smp_processor_id());
	print_registers(uc);
	host_backtrace((const void *)uc->rip, (const void *)uc->rbp);
	host_exit(3);
}

/* Who supervises us has no more patience. */
void hosted_out_of_time(const struct host_ucontext *uc, bool user)
{
	if (user)
		printk(KERN_EMERG "the program runs, at %#lx\n", uc->rip);
	else
		host_backtrace((const void *)uc->rip, (const void *)uc->rbp);
	host_exit(3);
}
