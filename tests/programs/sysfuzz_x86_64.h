/* SPDX-License-Identifier: MIT */
/*
 * sysfuzz_x86_64.h - see sysfuzz.c: what is special about x86-64.
 */
#ifndef SYSFUZZ_X86_64_H
#define SYSFUZZ_X86_64_H

/* Of the hosted machine, and without a host. */
#define TASK_SIZE	0x7fff0000ul
#define USER_END	0x7ffffffff000ul
#define KERNEL_TEXT	0xffffffff81000000

/* Further values at a boundary. */
#define OWN_VALUES 0x100000000, 0xffff888000000000, 0x7fffffffffff, \
	0x800000000000, 0x8000000000000000, 0x7fffffffffffffff, \
	0x7ffffffffffff000

#define SIGALRM			14
#define SA_RESTORER		0x4000000

#define SYS_rt_sigprocmask	14
#define SYS_nanosleep		35
#define SYS_setitimer		38
#define SYS_fork		57
#define SYS_wait4		61
#define SYS_setpgid		109

/* A child goes away without a stack, after it has given the CPU away once. */
static inline long sys_child(long nr, const ulong *a)
{
	register long r10 __asm__("r10") = (long)a[3];
	register long r8 __asm__("r8") = (long)a[4];
	register long r9 __asm__("r9") = (long)a[5];
	long ret;

	__asm__ __volatile__("syscall\n"
			     "	test %%rax, %%rax\n"
			     "	jnz 1f\n"
			     "	mov $24, %%eax\n"	/* sched_yield */
			     "	syscall\n"
			     "2:	mov $60, %%eax\n"	/* exit */
			     "	xor %%edi, %%edi\n"
			     "	syscall\n"
			     "	jmp 2b\n"
			     "1:\n"
			     : "=a"(ret)
			     : "a"(nr), "D"(a[0]), "S"(a[1]), "d"(a[2]),
			       "r"(r10), "r"(r8), "r"(r9)
			     : "rcx", "r11", "memory", "cc");
	return ret;
}

#endif
