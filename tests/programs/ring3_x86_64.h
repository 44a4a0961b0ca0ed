/* SPDX-License-Identifier: MIT */
/*
 * ring3_x86_64.h - the part of ring3.c that only x86-64 has.
 */
#ifndef RING3_X86_64_H
#define RING3_X86_64_H

#define ARG		"%rdi"
#define KERNEL_TEXT	0xffffffff80100000ul
#define TASK_END	0x7ffffffff000ul

static int is_canonical(ulong addr)
{
	return addr < 1ul << 47 || addr >= -(1ul << 47);
}

static const struct range {
	const char *name;
	ulong start, step, count;
	int own;		/* of Octavo, something else on Linux */
} ranges[] = {
	{ "the upper half", 0xffff800000000000, 1ul << 35, 4096, 0 },
	{ "the linear map", 0xffff888000000000, 2ul << 20, 3072, 1 },
	{ "low pages", 0xffff888000000000, 4096, 1024, 1 },
	{ "device mappings", 0xffffc90000000000, 4096, 512, 1 },
	{ "windows", 0xffffe00000000000, 4096, 1536, 1 },
	{ "kernel text and data", 0xffffffff80000000, 64ul << 10, 1024, 1 },
	{ "the last 2 GiB", 0xffffffff80000000, 1ul << 20, 2048, 1 },
	{ "the top page", 0xfffffffffffff000, 273, 15, 1 },
	{ "above user memory", TASK_END, 256, 16, 0 },
	{ "not canonical", 1ul << 47, 1ul << 52, 15, 0 },
	{ "the ends of the hole", 1ul << 47, 0xfffeffffffffffff, 2, 0 },
};

#define OWN_INSTRUCTIONS(X)						\
	X(read_cr8, GP, "mov %cr8, %rax")				\
	X(write_cr8, GP, "mov %rax, %cr8")				\
	X(swapgs, GP, "swapgs")						\
	X(sysretq, GP_OR_UD, "mov $1f, %ecx; sysretq; 1: cli")		\
	X(sysretl, GP_OR_UD, "mov $1f, %ecx; sysretl; 1: cli")		\
	X(sysexitq, GP_OR_UD, "sysexitq")				\
	X(iret_nested, GP, "push $0x4202; popf; iretq")			\
	X(push_nowhere, GP_OR_STACK, "mov $1, %eax; shl $63, %rax\n"		\
	  "mov %rax, %rsp; push %rax")					\
	X(cmpxchg16b, GP, "lea -55(%rsp), %rsi; cmpxchg16b (%rsi)")

/* A system call on a stack of one's choice. */
static ulong odd_stacks[] = {
	0, 8, -8ul, TASK_END, 1ul << 47, 1ul << 63, 0xffff888000000000,
	KERNEL_TEXT,
};

static long call_on(ulong sp, long nr)
{
	long ret;

	__asm__ __volatile__("mov %%rsp, %%rbx; mov %2, %%rsp; syscall\n"
			     "mov %%rbx, %%rsp" : "=a"(ret)
			     : "0"(nr), "r"(sp)
			     : "rbx", "rcx", "r11", "memory");
	return ret;
}

/* getpid, as the last instructions of a page. */
static const unsigned char call_code[] = {
	0xb8, SYS_getpid, 0, 0, 0, 0x0f, 0x05,
};

static struct {
	unsigned int offset;
	unsigned short selector;
} far_pointer __attribute__((__used__));

CODE(far_call, "mov %edi, %eax; movw %ax, far_pointer + 4\n"
     "movl $1f, far_pointer; lcall *far_pointer; ret\n"
     "1: cli; lretl")
CODE(far_return, "push %rdi; push $1f; lretq\n"
     "1: cli; ud2")
CODE(interrupt_return, "mov %ss, %eax; mov %rsp, %rcx\n"
     "push %rax; push %rcx; push $0x3202; push %rdi; push $1f; iretq\n"
     "1: cli; ud2")
CODE(interrupt_return_stack, "mov %cs, %eax; mov %rsp, %rcx\n"
     "push %rdi; push %rcx; push $0x3202; push %rax; push $1f; iretq\n"
     "1: cli; ud2")
CODE(push_at, "lea 8(%rdi), %rsp; push %rax")

#endif
