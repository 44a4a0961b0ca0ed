/* SPDX-License-Identifier: MIT */
/*
 * abi_i386.h - see start.h: entry, system calls and signals on i386.
 */
#ifndef ABI_I386_H
#define ABI_I386_H

/* The sixth argument is in ebp, which the compiler may need: all of them are
 * fetched from memory. */
static inline long sys6(long nr, long a, long b, long c, long d, long e, long f)
{
	const long args[6] = { a, b, c, d, e, f }, *p = args;
	long ret;

	__asm__ __volatile__("push %%ebx\n"
			     "push %%ebp\n"
			     "mov 0(%%esi), %%ebx\n"
			     "mov 4(%%esi), %%ecx\n"
			     "mov 8(%%esi), %%edx\n"
			     "mov 16(%%esi), %%edi\n"
			     "mov 20(%%esi), %%ebp\n"
			     "mov 12(%%esi), %%esi\n"
			     "int $0x80\n"
			     "pop %%ebp\n"
			     "pop %%ebx"
			     : "=a"(ret), "+S"(p)
			     : "0"(nr)
			     : "ecx", "edx", "edi", "memory", "cc");
	return ret;
}

#define SYS_exit		1
#define SYS_read		3
#define SYS_write		4
#define SYS_open		5
#define SYS_close		6
#define SYS_unlink		10
#define SYS_execve		11
#define SYS_chdir		12
#define SYS_time		13
#define SYS_lseek		19
#define SYS_getpid		20
#define SYS_kill		37
#define SYS_pipe		42
#define SYS_brk			45
#define SYS_dup2		63
#define SYS_munmap		91
#define SYS_truncate		92
#define SYS_ftruncate		93
#define SYS_stat		106
#define SYS_uname		122
#define SYS_mprotect		125
#define SYS_rt_sigaction	174
#define SYS_rt_sigreturn	173
#define SYS_sigaltstack		186
#define SYS_mmap		192	/* mmap2: the offset is in pages */
#define SYS_exit_group		252
#define SYS_clock_gettime	265
#define SYS_pipe2		331

#define SYS_iopl		110
#define SYS_ioperm		101
#define SYS_modify_ldt		123
#define SYS_set_thread_area	243

#define REG_A	"%eax"
#define REG_C	"%ecx"
#define REG_D	"%edx"
#define REG_B	"%ebx"
#define REG_SP	"%esp"

struct sig_action {
	ulong handler, flags, restorer;
	uint64_t mask;
};

struct sig_stack {
	void *sp;
	int flags;
	size_t size;
};

struct sig_info {
	int signo, error, code;
	ulong addr;
};

struct sig_context {
	ulong flags, link;
	struct sig_stack stack;
	ulong gs, fs, es, ds, di, si, bp, sp, bx, dx, cx, ax;
	ulong trapno, err, ip, cs, eflags, sp_at_signal, ss;
};

__asm__(".globl _start\n"
	"_start:\n"
	"	xor %ebp, %ebp\n"
	"	mov %esp, %eax\n"
	"	and $-16, %esp\n"
	"	sub $12, %esp\n"
	"	push %eax\n"
	"	call start_c\n"
	".globl sig_restorer\n"
	"sig_restorer:\n"
	"	mov $173, %eax\n"
	"	int $0x80\n");

#endif
