/* SPDX-License-Identifier: MIT */
/*
 * abi/abi.h - what programs of i386 and this kernel have agreed on.
 *
 * The same names as in kernel/abi/x86_64/. A word has 32 bits here: file sizes,
 * times and ids have grown since, so that most calls come in two or three
 * shapes, of which programs use the newest they know.
 *
 * Source: System V ABI, Intel386 supplement; Linux's numbers and layouts.
 */
#ifndef ABI_ABI_H
#define ABI_ABI_H

#include <octavo/types.h>
#include <octavo/port.h>
#include <uapi/elf.h>
#include <asm/page.h>
#include <asm/ptrace.h>

/* ---- calls ------------------------------------------------------------- */

#define SYSCALL_ARG0(regs)	((regs)->ebx)
#define SYSCALL_ARG1(regs)	((regs)->ecx)
#define SYSCALL_ARG2(regs)	((regs)->edx)
#define SYSCALL_ARG3(regs)	((regs)->esi)
#define SYSCALL_ARG4(regs)	((regs)->edi)
#define SYSCALL_ARG5(regs)	((regs)->ebp)

static inline long syscall_get_return(const struct pt_regs *regs)
{
	return (long)(regs)->eax;
}

/* It was no system call, or is none any more. */
static inline void syscall_end(struct pt_regs *regs)
{
	regs->orig_eax = -1ul;
}

/* Make the call again: its instruction has two bytes. */
static inline void syscall_rewind(struct pt_regs *regs)
{
	regs->eax = regs->orig_eax;
	regs->eip -= 2;
	syscall_end(regs);
}

/* Every program asks for it and goes on without: not worth a line. */
#define NR_QUIETLY_MISSING	386	/* rseq */

/* open(2) refuses files of 2 GiB and more unless asked. */
#define FORCE_O_LARGEFILE	false

/* ---- programs ---------------------------------------------------------- */

#define ABI_MACHINE	"i686"		/* uname(2) and AT_PLATFORM */
#define ELF_CLASS	ELFCLASS32
#define ELF_ARCH	EM_386
#define elf_hdr		elf32_hdr
#define elf_phdr	elf32_phdr

/* May the stack of a program be executed that does not say? */
#define ABI_EXEC_STACK	true

/* What the CPU has, as the first leaf of CPUID says it in EDX. */
static inline unsigned long abi_hwcap(void)
{
	unsigned int a = 1, b, c = 0, d;

	__asm__("cpuid" : "+a" (a), "=b" (b), "+c" (c), "=d" (d));
	return d;
}

/* The end of the first stack: a page is free between it and the vdso's. */
#define STACK_TOP	(VDSO_BASE - PAGE_SIZE)

/* Segments of thread-local memory: entries of the GDT. */
#define TLS_MIN		6
#define TLS_NR		3

/* A fresh program has none. */
static inline void abi_flush_thread(void)
{
	for (unsigned int i = 0; i < TLS_NR; i++)
		arch_set_tls_entry(i, 0);
}

/* What a new thread begins with. */
struct abi_thread {
	u64 tls[TLS_NR];
};

/* The page at VDSO_BASE: made once, shown to every program (vdso.c). */
int abi_init(void);
void abi_exit(void);
int abi_map_extra(void);

#define ABI_AUXV	{ AT_SYSINFO, VDSO_BASE },

/* Where a handler returns to that brought no SA_RESTORER. */
#define VDSO_SIGRETURN		(VDSO_BASE + 0xf00)
#define VDSO_RT_SIGRETURN	(VDSO_BASE + 0xf40)

/* ---- structures -------------------------------------------------------- */

struct stat {
	unsigned long st_dev;
	unsigned long st_ino;
	unsigned short st_mode;
	unsigned short st_nlink;
	unsigned short st_uid;
	unsigned short st_gid;
	unsigned long st_rdev;
	unsigned long st_size;
	unsigned long st_blksize;
	unsigned long st_blocks;
	unsigned long st_atime;
	unsigned long st_atime_nsec;
	unsigned long st_mtime;
	unsigned long st_mtime_nsec;
	unsigned long st_ctime;
	unsigned long st_ctime_nsec;
	unsigned long __unused[2];
};

struct stat64 {
	unsigned long long st_dev;
	unsigned char __pad0[4];
	unsigned long __st_ino;
	unsigned int st_mode;
	unsigned int st_nlink;
	unsigned long st_uid;
	unsigned long st_gid;
	unsigned long long st_rdev;
	unsigned char __pad1[4];
	long long st_size;
	unsigned long st_blksize;
	unsigned long long st_blocks;
	unsigned long st_atime;
	unsigned long st_atime_nsec;
	unsigned long st_mtime;
	unsigned long st_mtime_nsec;
	unsigned long st_ctime;
	unsigned long st_ctime_nsec;
	unsigned long long st_ino;
};

struct old_stat {
	unsigned short st_dev;
	unsigned short st_ino;
	unsigned short st_mode;
	unsigned short st_nlink;
	unsigned short st_uid;
	unsigned short st_gid;
	unsigned short st_rdev;
	unsigned long st_size;
	unsigned long st_atime;
	unsigned long st_mtime;
	unsigned long st_ctime;
};

struct statfs64 {
	unsigned int f_type;
	unsigned int f_bsize;
	unsigned long long f_blocks;
	unsigned long long f_bfree;
	unsigned long long f_bavail;
	unsigned long long f_files;
	unsigned long long f_ffree;
	int f_fsid[2];
	unsigned int f_namelen;
	unsigned int f_frsize;
	unsigned int f_flags;
	unsigned int f_spare[4];
};

/* Times before 2038. */
struct old_timespec32 {
	int tv_sec;
	int tv_nsec;
};

/* set_thread_area(2). */
struct user_desc {
	unsigned int entry_number;
	unsigned int base_addr;
	unsigned int limit;
	unsigned int seg_32bit : 1;
	unsigned int contents : 2;
	unsigned int read_exec_only : 1;
	unsigned int limit_in_pages : 1;
	unsigned int seg_not_present : 1;
	unsigned int useable : 1;
	unsigned int __unused : 25;
};

#endif
