/* SPDX-License-Identifier: MIT */
/*
 * abi_x86_64.h - see start.h: entry, system calls and signals on x86-64.
 */
#ifndef ABI_X86_64_H
#define ABI_X86_64_H

static inline long sys6(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	long ret;

	__asm__ __volatile__("syscall" : "=a"(ret)
			     : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10),
			       "r"(r8), "r"(r9)
			     : "rcx", "r11", "memory");
	return ret;
}

#define SYS_read		0
#define SYS_write		1
#define SYS_open		2
#define SYS_close		3
#define SYS_stat		4
#define SYS_lseek		8
#define SYS_mmap		9
#define SYS_mprotect		10
#define SYS_munmap		11
#define SYS_brk			12
#define SYS_rt_sigaction	13
#define SYS_rt_sigreturn	15
#define SYS_pipe		22
#define SYS_dup2		33
#define SYS_getpid		39
#define SYS_execve		59
#define SYS_exit		60
#define SYS_kill		62
#define SYS_uname		63
#define SYS_truncate		76
#define SYS_ftruncate		77
#define SYS_chdir		80
#define SYS_unlink		87
#define SYS_sigaltstack		131
#define SYS_time		201
#define SYS_clock_gettime	228
#define SYS_exit_group		231
#define SYS_pipe2		293

#define SYS_iopl		172
#define SYS_ioperm		173
#define SYS_modify_ldt		154

/* Registers, in assembly text. */
#define REG_A	"%rax"
#define REG_C	"%rcx"
#define REG_D	"%rdx"
#define REG_B	"%rbx"
#define REG_SP	"%rsp"

/* rt_sigaction(2). */
struct sig_action {
	ulong handler, flags, restorer;
	uint64_t mask;
};

struct sig_stack {
	void *sp;
	int flags;
	size_t size;
};

/* The fields of siginfo and ucontext that are looked at. */
struct sig_info {
	int signo, error, code, pad;
	ulong addr;
};

struct sig_context {
	ulong flags, link;
	struct sig_stack stack;
	ulong r8, r9, r10, r11, r12, r13, r14, r15;
	ulong di, si, bp, bx, dx, ax, cx, sp, ip, eflags;
	uint16_t cs, gs, fs, ss;
};

__asm__(".globl _start\n"
	"_start:\n"
	"	xor %ebp, %ebp\n"
	"	mov %rsp, %rdi\n"
	"	and $-16, %rsp\n"
	"	call start_c\n"
	".globl sig_restorer\n"
	"sig_restorer:\n"
	"	mov $15, %eax\n"
	"	syscall\n");

#endif
