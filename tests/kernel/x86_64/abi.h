/* SPDX-License-Identifier: MIT */
/*
 * abi.h - what the kernel's tests must know of x86-64.
 */
#ifndef TESTS_KERNEL_X86_64_ABI_H
#define TESTS_KERNEL_X86_64_ABI_H

#define REG_IP(regs)		((regs)->rip)
#define REG_SP(regs)		((regs)->rsp)
#define REG_FLAGS(regs)		((regs)->rflags)
#define REG_SOME(regs)		((regs)->rbx)	/* any that calls keep */
#define REG_SIGNAL(regs)	((regs)->rdi)	/* a handler's argument */
#define HANDLER_SP_MOD_16	8

/* Registers of user code, no two alike. */
static inline struct pt_regs some_regs(unsigned long sp)
{
	struct pt_regs regs = { 0 };

	regs.rax = 1, regs.rbx = 2, regs.rcx = 3, regs.rdx = 4;
	regs.rsi = 5, regs.rdi = 6, regs.rbp = 7, regs.r8 = 8;
	regs.r9 = 9, regs.r10 = 10, regs.r11 = 11, regs.r12 = 12;
	regs.r13 = 13, regs.r14 = 14, regs.r15 = 15;
	regs.orig_rax = -1ul;
	regs.rip = 0x400000;
	regs.rflags = 0x202;
	regs.rsp = sp;
	return regs;
}

/* A handler set with @flags has returned and makes this call. */
#define NR_SIGRETURN(flags)	NR_rt_sigreturn
#define SIGRETURN_POPS(flags)	8

/* Of badptr_test.c, besides the calls of both ABIs. */
#define EXACT_CALLS							\
	{ NR_newfstatat, "0sP" }, { NR_nanosleep, "P" },

#define KT_ARGS_AT(pos)		(unsigned long)(pos)
#define KT_STATFS64_SIZE	0	/* no such call */
#define NR_MMAP			NR_mmap
#define MMAP_OFFSET(off)	(off)

#endif
