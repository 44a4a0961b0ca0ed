/* SPDX-License-Identifier: MIT */
/*
 * abi.h - what the kernel's tests must know of i386.
 */
#ifndef TESTS_KERNEL_I386_ABI_H
#define TESTS_KERNEL_I386_ABI_H

#define REG_IP(regs)		((regs)->eip)
#define REG_SP(regs)		((regs)->esp)
#define REG_FLAGS(regs)		((regs)->eflags)
#define REG_SOME(regs)		((regs)->ebx)	/* any that calls keep */
#define REG_SIGNAL(regs)	((regs)->eax)	/* a handler's argument */
#define HANDLER_SP_MOD_16	12

/* Registers of user code, no two alike. */
static inline struct pt_regs some_regs(unsigned long sp)
{
	struct pt_regs regs = { 0 };

	regs.eax = 1, regs.ebx = 2, regs.ecx = 3, regs.edx = 4;
	regs.esi = 5, regs.edi = 6, regs.ebp = 7;
	regs.ds = regs.es = USER_DS;
	regs.fs = 0, regs.gs = 0x33;
	regs.orig_eax = -1ul;
	regs.eip = 0x400000;
	regs.cs = USER_CS;
	regs.eflags = 0x202;
	regs.esp = sp;
	regs.ss = USER_DS;
	return regs;
}

/* A handler set with @flags has returned and makes this call. */
#define NR_SIGRETURN(flags)	\
	((flags) & SA_SIGINFO ? NR_rt_sigreturn : NR_sigreturn)
#define SIGRETURN_POPS(flags)	((flags) & SA_SIGINFO ? 4 : 8)

/* Of badptr_test.c, besides the calls of both ABIs. */
#define EXACT_CALLS							\
	{ NR_fstatat64, "0sP" }, { NR_stat64, "sP" }, { NR_fstat64, "fP" }, \
	{ NR_oldstat, "sP" }, { NR_nanosleep_time32, "P" },		\
	{ NR_clock_gettime32, "0P" }, { NR_getresuid16, "P" },		\
	{ NR_old_getrlimit, "0P" }, { NR_olduname, "P" },		\
	{ NR_llseek, "f00P" }, { NR_set_thread_area, "P" },		\
	{ NR_old_mmap, "P" }, { NR_old_select, "P" },

#define KT_ARGS_AT(pos)		(u32)(pos), (u32)((u64)(pos) >> 32)
#define KT_STATFS64_SIZE	sizeof(struct statfs64)
#define NR_MMAP			NR_mmap_pgoff
#define MMAP_OFFSET(off)	((off) >> PAGE_SHIFT)

#endif
