/* SPDX-License-Identifier: MIT */
/*
 * fault_i386.h - see fault.c: addresses, system calls in odd states, and the
 * deeds that only a 32-bit program can do.
 */
#ifndef FAULT_I386_H
#define FAULT_I386_H

#define TASK_SIZE	0xc0000000ul
#define UPPER		0xd0000000ul
#define KERNEL_TEXT	0xc0100000ul
#define ODD_STACK	3ul

/* Registers, in the text of assembly with operands. */
#define A		"%%eax"
#define SP		"%%esp"

#define SET_FLAG(flag)	"pushf; orl $" #flag ", (%%esp); popf\n"
#define CLEAR_FLAG(flag) "pushf; andl $~" #flag ", (%%esp); popf\n"

/* A system call with a flag set; its result. */
#define CALL_WITH(flag, nr, a, b, c) ({					\
	long ret_;							\
	__asm__ __volatile__(SET_FLAG(flag) "int $0x80\n"		\
			     CLEAR_FLAG(flag) : "=a"(ret_)		\
			     : "0"((long)(nr)), "b"((long)(a)),		\
			       "c"((long)(b)), "d"((long)(c))		\
			     : "memory", "cc");				\
	ret_; })

static long call_on(ulong sp, long nr)
{
	long ret;

	__asm__ __volatile__("mov %%esp, %%edi; mov %2, %%esp; int $0x80\n"
			     "mov %%edi, %%esp" : "=a"(ret)
			     : "0"(nr), "r"(sp) : "edi", "memory");
	return ret;
}

static void require(int good);

/* A selector of which there is no descriptor. */
static void no_segment(void)
{
	__asm__ __volatile__("mov %0, %%gs" : : "r"(0x1fb) : "memory");
}

/* The call of old C libraries: without a stack segment to return to. */
static void old_gate(void)
{
	__asm__ __volatile__("lcall $7, $0" : : : "memory");
}

static void bound(void)
{
	static const int limits[2] = { 1, 2 };

	__asm__ __volatile__("bound %0, %1" : : "r"(3), "m"(limits));
}

static void overflow(void)
{
	__asm__ __volatile__("mov $0x7fffffff, %%eax; inc %%eax; into"
			     : : : "eax", "cc");
}

#define OWN_DEEDS							\
	{ "no-segment", no_segment, KILLED(11) },			\
	{ "old-gate", old_gate, KILLED(11) },				\
	{ "bound", bound, KILLED(11) },					\
	{ "overflow", overflow, KILLED(11) },

#endif
