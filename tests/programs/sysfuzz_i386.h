/* SPDX-License-Identifier: MIT */
/*
 * sysfuzz_i386.h - see sysfuzz.c: what is special about i386.
 */
#ifndef SYSFUZZ_I386_H
#define SYSFUZZ_I386_H

#define TASK_SIZE	0xc0000000ul
#define USER_END	TASK_SIZE
#define KERNEL_TEXT	0xc0100000ul

/* Further values at a boundary. */
#define OWN_VALUES 0xbffff000, 0xc0001000, 0xd0000000, 0xf8000000, \
	0xff000000, 0x7ffff000, 0x80001000

#define SIGALRM			14
#define SA_RESTORER		0x4000000

#define SYS_fork		2
#define SYS_setpgid		57
#define SYS_setitimer		104
#define SYS_wait4		114
#define SYS_nanosleep		162
#define SYS_rt_sigprocmask	175

/* A child goes away without a stack, after it has given the CPU away once. */
static inline long sys_child(long nr, const ulong *a)
{
	const ulong *p = a;
	long ret;

	__asm__ __volatile__("push %%ebx\n"
			     "	push %%ebp\n"
			     "	mov 0(%%esi), %%ebx\n"
			     "	mov 4(%%esi), %%ecx\n"
			     "	mov 8(%%esi), %%edx\n"
			     "	mov 16(%%esi), %%edi\n"
			     "	mov 20(%%esi), %%ebp\n"
			     "	mov 12(%%esi), %%esi\n"
			     "	int $0x80\n"
			     "	test %%eax, %%eax\n"
			     "	jnz 1f\n"
			     "	mov $158, %%eax\n"	/* sched_yield */
			     "	int $0x80\n"
			     "2:	mov $1, %%eax\n"	/* exit */
			     "	xor %%ebx, %%ebx\n"
			     "	int $0x80\n"
			     "	jmp 2b\n"
			     "1:	pop %%ebp\n"
			     "	pop %%ebx\n"
			     : "=a"(ret), "+S"(p)
			     : "0"(nr)
			     : "ecx", "edx", "edi", "memory", "cc");
	return ret;
}

#endif
