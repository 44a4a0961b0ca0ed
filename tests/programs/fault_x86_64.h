/* SPDX-License-Identifier: MIT */
/*
 * fault_x86_64.h - see fault.c: addresses, system calls in odd states, and the
 * deeds that only a 64-bit program can do.
 */
#ifndef FAULT_X86_64_H
#define FAULT_X86_64_H

#define TASK_SIZE	0x7fff0000ul
#define UPPER		0xffff888000000000
#define KERNEL_TEXT	0xffffffff81000000
#define NONCANONICAL	0x8000000000000000
#define ODD_STACK	NONCANONICAL

/* Registers, in the text of assembly with operands. */
#define A		"%%rax"
#define SP		"%%rsp"

#define SET_FLAG(flag)	"pushf; orq $" #flag ", (%%rsp); popf\n"
#define CLEAR_FLAG(flag) "pushf; andq $~" #flag ", (%%rsp); popf\n"

/* A system call with a flag set; its result. */
#define CALL_WITH(flag, nr, a, b, c) ({					\
	long ret_;							\
	__asm__ __volatile__(SET_FLAG(flag) "syscall\n"			\
			     CLEAR_FLAG(flag) : "=a"(ret_)		\
			     : "0"((long)(nr)), "D"((long)(a)),		\
			       "S"((long)(b)), "d"((long)(c))		\
			     : "rcx", "r11", "memory", "cc");		\
	ret_; })

static long call_on(ulong sp, long nr)
{
	long ret;

	__asm__ __volatile__("mov %%rsp, %%rbx; mov %2, %%rsp; syscall\n"
			     "mov %%rbx, %%rsp" : "=a"(ret)
			     : "0"(nr), "r"(sp)
			     : "rbx", "rcx", "r11", "memory");
	return ret;
}

/* Where the stack of a program on i386 is, nothing is here. */
static void read_last(void) { read_at(TASK_SIZE - 1); }
static void read_noncanonical(void) { read_at(NONCANONICAL); }
static void jump_noncanonical(void) { jump_to(NONCANONICAL); }
static void wild_handler(void) { fault_with(NONCANONICAL, 0); }

static void noncanonical_stack(void)
{
	__asm__ __volatile__("mov %0, %%rsp; push %%rax"
			     : : "r"(NONCANONICAL) : "memory");
}

/* A system call of 32-bit programs: served or refused, but survived. */
static void old_call(void)
{
	long ret = 20;

	__asm__ __volatile__("int $0x80" : "+a"(ret) : : "r8", "r9", "r10",
			     "r11", "memory");
}

/* In a code segment of 32 bits, then an illegal instruction. */
static void narrow_mode(void)
{
	__asm__ __volatile__("push $0x23; push $1f; lretq; 1: ud2");
}

static void thread_pointer(void)
{
	static const ulong bases[] = { 1, 0x1234, TASK_SIZE - 1, 0 };
	static const ulong refused[] = { NONCANONICAL, -1ul };
	ulong got;

	for (int i = 0; i < 4; i++) {
		require(sys2(158, 0x1002, bases[i]) == 0);
		require(sys2(158, 0x1003, &got) == 0);
		require(got == bases[i]);
	}
	for (int i = 0; i < 2; i++)
		require(sys2(158, 0x1002, refused[i]) == -1);
}

#define OWN_DEEDS							\
	{ "read-last", read_last, KILLED(11) },				\
	{ "read-noncanonical", read_noncanonical, KILLED(11) },		\
	{ "jump-noncanonical", jump_noncanonical, KILLED(11) },		\
	{ "32-bit-call", old_call, LIVES },				\
	{ "32-bit-mode", narrow_mode, KILLED(4) },			\
	{ "noncanonical-stack", noncanonical_stack, KILLED(7) },	\
	{ "thread-pointer", thread_pointer, LIVES },			\
	{ "handler-noncanonical", wild_handler, KILLED(11) },

#endif
