/* SPDX-License-Identifier: MIT */
/*
 * regs.c - the registers of an oops, and of the trampoline's start.
 */
#include <octavo/mm.h>
#include <octavo/printk.h>
#include <octavo/string.h>
#include <asm/ptrace.h>
#include "../x86/x86.h"
#include "x86_64.h"

#define READ_CR(n)							\
	({								\
		unsigned long v_;					\
		__asm__ __volatile__("mov %%cr" #n ", %0" : "=r"(v_));	\
		v_;							\
	})

void cpu_show_regs(const struct pt_regs *regs)
{
	pr_emerg("rip %016lx  rsp %016lx  flags %08lx  cs %02lx ss %02lx\n",
		 regs->rip, regs->rsp, regs->rflags, regs->cs, regs->ss);
	pr_emerg("rax %016lx  rbx %016lx  rcx %016lx  rdx %016lx\n",
		 regs->rax, regs->rbx, regs->rcx, regs->rdx);
	pr_emerg("rsi %016lx  rdi %016lx  rbp %016lx  r8  %016lx\n",
		 regs->rsi, regs->rdi, regs->rbp, regs->r8);
	pr_emerg("r9  %016lx  r10 %016lx  r11 %016lx  r12 %016lx\n",
		 regs->r9, regs->r10, regs->r11, regs->r12);
	pr_emerg("r13 %016lx  r14 %016lx  r15 %016lx\n",
		 regs->r13, regs->r14, regs->r15);
	pr_emerg("cr0 %08lx  cr2 %016lx  cr3 %016lx  cr4 %08lx\n",
		 READ_CR(0), READ_CR(2), READ_CR(3), READ_CR(4));
	pr_emerg("fs %016llx  gs %016llx  user gs %016llx\n",
		 rdmsr(MSR_FS_BASE), rdmsr(MSR_GS_BASE),
		 rdmsr(MSR_KERNEL_GS_BASE));
}

extern const char trampoline_start[], trampoline_end[];

void cpu_setup_trampoline(void)
{
	memcpy(__va(TRAMPOLINE_PA), trampoline_start,
	       (size_t)(trampoline_end - trampoline_start));
}
