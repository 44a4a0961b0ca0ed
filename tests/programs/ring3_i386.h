/* SPDX-License-Identifier: MIT */
/*
 * ring3_i386.h - the part of ring3.c that only i386 has.
 */
#ifndef RING3_I386_H
#define RING3_I386_H

#define ARG		"4(%esp)"
#define KERNEL_TEXT	0xc0100000ul
#define TASK_END	0xc0000000ul

static int is_canonical(ulong addr)
{
	return 1;
}

static const struct range {
	const char *name;
	ulong start, step, count;
	int own;		/* of Octavo, something else on Linux */
} ranges[] = {
	{ "kernel memory", 0xc0000000, 256ul << 10, 4096, 1 },
	{ "low pages", 0xc0000000, 4096, 1024, 1 },
	{ "device mappings", 0xf8000000, 4096, 512, 1 },
	{ "windows", 0xff000000, 4096, 4096, 1 },
	{ "the top page", 0xfffff000, 273, 15, 1 },
	{ "the last byte", 0xffffffff, 0, 1, 1 },
};

#define OWN_INSTRUCTIONS(X)						\
	X(sysretl, GP_OR_UD, "mov $1f, %ecx; sysretl; 1: cli")		\
	X(into, GP, "mov $0x7fffffff, %eax; inc %eax; into")		\
	X(bound, GP, "push $1; push $1; xor %eax, %eax\n"		\
	  "bound %eax, (%esp)")						\
	X(iret_nested, GP, "push $0x4202; popf; iret")

static ulong odd_stacks[] = {
	0, 4, -4ul, TASK_END, TASK_END + 4, KERNEL_TEXT, 0xff000000,
};

static long call_on(ulong sp, long nr)
{
	long ret;

	__asm__ __volatile__("mov %%esp, %%edi; mov %2, %%esp; int $0x80\n"
			     "mov %%edi, %%esp" : "=a"(ret)
			     : "0"(nr), "r"(sp) : "edi", "memory");
	return ret;
}

static const unsigned char call_code[] = {
	0xb8, SYS_getpid, 0, 0, 0, 0xcd, 0x80,
};

static struct {
	unsigned int offset;
	unsigned short selector;
} far_pointer __attribute__((__used__));

CODE(far_call, "mov 4(%esp), %eax; movw %ax, far_pointer + 4\n"
     "movl $1f, far_pointer; lcall *far_pointer; ret\n"
     "1: cli; lret")
CODE(far_return, "pushl 4(%esp); push $1f; lret\n"
     "1: cli; ud2")
CODE(interrupt_return, "mov 4(%esp), %eax\n"
     "push $0x3202; push %eax; push $1f; iret\n"
     "1: cli; ud2")
/* As if to a more privileged level, or to virtual 8086 mode. */
CODE(interrupt_return_stack, "mov 4(%esp), %eax; mov %esp, %ecx\n"
     "push %eax; push %ecx; push $0x23202; push %eax; push $1f; iret\n"
     "1: cli; ud2")
CODE(push_at, "mov 4(%esp), %esp; add $4, %esp; push %eax")

#endif
