/* SPDX-License-Identifier: MIT */
/*
 * abi/abi.h - what programs of x86-64 and this kernel have agreed on.
 *
 * One of two folders with the same headers and the same functions
 * (kernel/abi.h); the Makefile picks one. Here are the registers of a call, the
 * format of programs, and the structures of file attributes.
 *
 * Source: System V ABI for AMD64; Linux's numbers and layouts.
 */
#ifndef ABI_ABI_H
#define ABI_ABI_H

#include <octavo/types.h>
#include <octavo/port.h>
#include <uapi/elf.h>
#include <asm/page.h>
#include <asm/ptrace.h>

/* ---- calls ------------------------------------------------------------- */

#define SYSCALL_ARG0(regs)	((regs)->rdi)
#define SYSCALL_ARG1(regs)	((regs)->rsi)
#define SYSCALL_ARG2(regs)	((regs)->rdx)
#define SYSCALL_ARG3(regs)	((regs)->r10)
#define SYSCALL_ARG4(regs)	((regs)->r8)
#define SYSCALL_ARG5(regs)	((regs)->r9)

static inline long syscall_get_return(const struct pt_regs *regs)
{
	return (long)(regs)->rax;
}

/* It was no system call, or is none any more. */
static inline void syscall_end(struct pt_regs *regs)
{
	regs->orig_rax = -1ul;
}

/* Make the call again: its instruction has two bytes. */
static inline void syscall_rewind(struct pt_regs *regs)
{
	regs->rax = regs->orig_rax;
	regs->rip -= 2;
	syscall_end(regs);
}

/* Every program asks for it and goes on without: not worth a line. */
#define NR_QUIETLY_MISSING	334	/* rseq */

/* open(2) has large files without being asked. */
#define FORCE_O_LARGEFILE	true

/* ---- programs ---------------------------------------------------------- */

#define ABI_MACHINE	"x86_64"	/* uname(2) and AT_PLATFORM */
#define ELF_CLASS	ELFCLASS64
#define ELF_ARCH	EM_X86_64
#define elf_hdr		elf64_hdr
#define elf_phdr	elf64_phdr

/* May the stack of a program be executed that does not say? */
#define ABI_EXEC_STACK	false

/* What the CPU has, as the first leaf of CPUID says it in EDX. */
static inline unsigned long abi_hwcap(void)
{
	unsigned int a = 1, b, c = 0, d;

	__asm__("cpuid" : "+a" (a), "=b" (b), "+c" (c), "=d" (d));
	return d;
}

/* The end of the first stack. */
#define STACK_TOP	(TASK_SIZE - PAGE_SIZE)

/* A fresh program has no thread pointer. */
static inline void abi_flush_thread(void)
{
	arch_set_user_tls(0);
}

/* What a new thread begins with. */
struct abi_thread {
	unsigned long fs;
};

/* Nothing but the program and its stack is mapped. */
static inline int abi_init(void) { return 0; }
static inline void abi_exit(void) { }
static inline int abi_map_extra(void) { return 0; }

#define ABI_AUXV

/* ---- structures -------------------------------------------------------- */

struct stat {
	unsigned long st_dev;
	unsigned long st_ino;
	unsigned long st_nlink;
	unsigned int st_mode;
	unsigned int st_uid;
	unsigned int st_gid;
	unsigned int __pad0;
	unsigned long st_rdev;
	long st_size;
	long st_blksize;
	long st_blocks;
	unsigned long st_atime;
	unsigned long st_atime_nsec;
	unsigned long st_mtime;
	unsigned long st_mtime_nsec;
	unsigned long st_ctime;
	unsigned long st_ctime_nsec;
	long __unused[3];
};

#endif
