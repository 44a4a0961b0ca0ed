/* SPDX-License-Identifier: MIT */
/*
 * fault.c - do one thing that a program may not do.
 *
 *	fault WHAT		WHAT: a name of the table below, or `list`
 *
 * Prints "before" first; what comes after the deed prints "after" and exits
 * with 1.
 */
#include "start.h"

#define PAGE		4096ul
#define PROT_NONE	0
#define PROT_READ	1
#define PROT_WRITE	2
#define PROT_EXEC	4

static volatile char sink;
static const char constant[] = "read-only data";

static char *map(int prot)
{
	return (char *)sys6(SYS_mmap, 0, PAGE, prot, 0x22, -1, 0);
}

static void read_at(ulong addr)
{
	sink = *(volatile char *)addr;
}

static void write_at(ulong addr)
{
	*(volatile char *)addr = 1;
}

static void jump_to(ulong addr)
{
	((void (*)(void))addr)();
}

static void read_null(void) { read_at(0); }
static void write_null(void) { write_at(0); }
static void jump_null(void) { jump_to(0); }
static void read_low(void) { read_at(0xffff); }
static void read_unmapped(void) { read_at(0x100000); }
static void read_last(void) { read_at(0x7fff0000 - 1); }
static void read_task_size(void) { read_at(0x7fff0000); }
static void read_upper(void) { read_at(0xffff888000000000); }
static void write_upper(void) { write_at(0xffff888000000000); }
static void jump_upper(void) { jump_to(0xffffffff81000000); }
static void read_noncanonical(void) { read_at(0x8000000000000000); }
static void jump_noncanonical(void) { jump_to(0x8000000000000000); }
static void write_constant(void) { write_at((ulong)constant); }
static void write_code(void) { write_at((ulong)write_code); }
static void jump_data(void) { jump_to((ulong)map(PROT_READ | PROT_WRITE)); }
static void read_none(void) { read_at((ulong)map(PROT_NONE)); }
static void write_ro(void) { write_at((ulong)map(PROT_READ)); }

static void jump_stack(void)
{
	char code[4] = { (char)0xc3, 0, 0, 0 };

	jump_to((ulong)code);
}

static void read_unmapped_again(void)
{
	char *p = map(PROT_READ | PROT_WRITE);

	*(volatile char *)p = 1;
	sys2(SYS_munmap, p, PAGE);
	read_at((ulong)p);
}

static void write_protected_again(void)
{
	char *p = map(PROT_READ | PROT_WRITE);

	*(volatile char *)p = 1;
	sys3(SYS_mprotect, p, PAGE, PROT_READ);
	write_at((ulong)p);
}

/* Pushes until the stack ends. */
static void overflow_stack(void)
{
	__asm__ __volatile__("1: push %%rax; jmp 1b" : : : "memory");
}

static void bad_stack(void)
{
	__asm__ __volatile__("mov $0x1000, %%rsp; push %%rax" : : : "memory");
}

static void divide(void)
{
	__asm__ __volatile__("xor %%ecx, %%ecx; xor %%edx, %%edx; div %%ecx"
			     : : : "eax", "ecx", "edx");
}

static void illegal(void) { __asm__ __volatile__("ud2"); }
static void privileged(void) { __asm__ __volatile__("hlt"); }
static void breakpoint(void) { __asm__ __volatile__("int3"); }

static const struct {
	const char *name;
	void (*deed)(void);
	int signal;
} deeds[] = {
	{ "read-null", read_null, 11 },
	{ "write-null", write_null, 11 },
	{ "jump-null", jump_null, 11 },
	{ "read-low", read_low, 11 },
	{ "read-unmapped", read_unmapped, 11 },
	{ "read-last", read_last, 11 },
	{ "read-task-size", read_task_size, 11 },
	{ "read-upper", read_upper, 11 },
	{ "write-upper", write_upper, 11 },
	{ "jump-upper", jump_upper, 11 },
	{ "read-noncanonical", read_noncanonical, 11 },
	{ "jump-noncanonical", jump_noncanonical, 11 },
	{ "write-constant", write_constant, 11 },
	{ "write-code", write_code, 11 },
	{ "jump-data", jump_data, 11 },
	{ "jump-stack", jump_stack, 11 },
	{ "read-none", read_none, 11 },
	{ "write-read-only", write_ro, 11 },
	{ "read-after-munmap", read_unmapped_again, 11 },
	{ "write-after-mprotect", write_protected_again, 11 },
	{ "overflow-stack", overflow_stack, 11 },
	{ "bad-stack", bad_stack, 11 },
	{ "divide-by-zero", divide, 8 },
	{ "illegal-instruction", illegal, 4 },
	{ "privileged-instruction", privileged, 11 },
	{ "breakpoint", breakpoint, 5 },
};

#define NR_DEEDS	(sizeof(deeds) / sizeof(deeds[0]))

static void list(void)
{
	for (size_t i = 0; i < NR_DEEDS; i++) {
		put(deeds[i].name);
		put(" ");
		put_number(128 + deeds[i].signal);
		put("\n");
	}
}

int main(int argc, char **argv, char **envp)
{
	if (argc != 2)
		return 2;
	if (str_eq(argv[1], "list")) {
		list();
		return 0;
	}
	for (size_t i = 0; i < NR_DEEDS; i++) {
		if (!str_eq(deeds[i].name, argv[1]))
			continue;
		put("before\n");
		deeds[i].deed();
		put("after\n");
		return 1;
	}
	return 2;
}
