/* SPDX-License-Identifier: MIT */
/*
 * fault.c - do one thing that a program may not do.
 *
 *	fault WHAT		WHAT: a name of the table below, or `list`
 *
 * Prints "before" first; what comes after the deed prints "after" and exits
 * with 1. A deed that is survived but goes wrong exits with 99. What only one
 * of x86-64 and i386 has, or says in another way, is in fault_x86_64.h and
 * fault_i386.h.
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

/* Wrong: ends otherwise than the table says. */
static void require(int good)
{
	if (!good)
		sys1(SYS_exit, 99);
}

#define SA_SIGINFO	0x4
#define SA_RESTORER	0x4000000
#define SA_ONSTACK	0x8000000
#define SA_NODEFER	0x40000000

static void handle(ulong handler, ulong flags)
{
	const struct sig_action action = {
		handler, flags | SA_RESTORER, 0x1000, 0
	};

	sys6(SYS_rt_sigaction, 11, (long)&action, 0, 8, 0, 0);
}

static void fault_with(ulong handler, ulong flags)
{
	handle(handler, flags);
	read_at(0);
}

#ifdef __x86_64__
#include "fault_x86_64.h"
#else
#include "fault_i386.h"
#endif

static void read_null(void) { read_at(0); }
static void write_null(void) { write_at(0); }
static void jump_null(void) { jump_to(0); }
static void read_low(void) { read_at(0xffff); }
static void read_unmapped(void) { read_at(0x100000); }
static void read_task_size(void) { read_at(TASK_SIZE); }
static void read_upper(void) { read_at(UPPER); }
static void write_upper(void) { write_at(UPPER); }
static void jump_upper(void) { jump_to(KERNEL_TEXT); }
static void write_constant(void) { write_at((ulong)constant); }
static void write_code(void) { write_at((ulong)write_code); }
static void jump_data(void) { jump_to((ulong)map(PROT_READ | PROT_WRITE)); }
static void read_none(void) { read_at((ulong)map(PROT_NONE)); }
static void write_ro(void) { write_at((ulong)map(PROT_READ)); }

static void jump_stack(void)
{
	volatile char code[4] = { (char)0xc3, 0, 0, 0 };

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
	__asm__ __volatile__("1: push " A "; jmp 1b" : : : "memory");
}

static void bad_stack(void)
{
	__asm__ __volatile__("mov $0x1000, " SP "; push " A : : : "memory");
}

static void divide(void)
{
	__asm__ __volatile__("xor %%ecx, %%ecx; xor %%edx, %%edx; div %%ecx"
			     : : : "eax", "ecx", "edx");
}

static void illegal(void) { __asm__ __volatile__("ud2"); }
static void privileged(void) { __asm__ __volatile__("hlt"); }
static void breakpoint(void) { __asm__ __volatile__("int3"); }

/* ---- instructions that are not for programs ---------------------------- */

static void port(void) { __asm__ __volatile__("out %al, $0x80"); }
static void no_interrupts(void) { __asm__ __volatile__("cli"); }
static void control_register(void)
{
	__asm__ __volatile__("mov %%cr0, " A : : : "memory", "eax");
}
static void other_interrupt(void) { __asm__ __volatile__("int $0x81"); }
static void ice_breakpoint(void) { __asm__ __volatile__(".byte 0xf1"); }

static void unaligned_vector(void)
{
	char *p = map(PROT_READ | PROT_WRITE);

	__asm__ __volatile__("movaps (%0), %%xmm0" : : "r"(p + 1) : "memory");
}

static void float_exception(void)
{
	const unsigned int mxcsr = 0;

	__asm__ __volatile__("ldmxcsr %0; xorps %%xmm0, %%xmm0\n"
			     "divss %%xmm0, %%xmm0" : : "m"(mxcsr) : "memory");
}

/* ---- flags ------------------------------------------------------------- */

/* TF 0x100, DF 0x400, NT 0x4000, AC 0x40000; see the header for CALL_WITH. */

static void single_step(void)
{
	__asm__ __volatile__(SET_FLAG(0x100) "nop" : : : "cc", "memory");
}

static void single_step_call(void)
{
	CALL_WITH(0x100, SYS_getpid, 0, 0, 0);
}

/* The kernel's copies must go forward whatever the program's flag. */
static void backwards_call(void)
{
	char *p = map(PROT_READ | PROT_WRITE);
	const uint64_t from = 0x0807060504030201;
	uint64_t to = 0;

	require(CALL_WITH(0x400, SYS_uname, p + 1000, 0, 0) == 0);
	require(p[999] == 0 && p[1000] != 0);
	require(CALL_WITH(0x400, SYS_pipe, p + 64, 0, 0) == 0);
	require(CALL_WITH(0x400, SYS_write, ((int *)p)[17], &from, 8) == 8);
	require(CALL_WITH(0x400, SYS_read, ((int *)p)[16], &to, 8) == 8);
	require(to == from);
}

static void backwards_fault(void)
{
	char *p = map(PROT_READ | PROT_WRITE);

	__asm__ __volatile__("std; movb $1, (%0); cld" : : "r"(p) : "memory");
}

/* Nor may odd addresses trap in the kernel. */
static void aligned_call(void)
{
	char *p = map(PROT_READ | PROT_WRITE);

	require(CALL_WITH(0x40000, SYS_uname, p + 1001, 0, 0) == 0);
	require(CALL_WITH(0x40000, SYS_pipe, p + 65, 0, 0) == 0);
	require(CALL_WITH(0x40000, SYS_clock_gettime, 1, p + 33, 0) == 0);
	require(CALL_WITH(0x40000, SYS_open, "/no/such/file" + 1, 0, 0) == -2);
}

static void aligned_access(void)
{
	char *p = map(PROT_READ | PROT_WRITE);

	__asm__ __volatile__(SET_FLAG(0x40000) "movl $0, 1(%0)" : : "r"(p)
			     : "cc", "memory");
}

static void nested_call(void)
{
	require(CALL_WITH(0x4000, SYS_getpid, 0, 0, 0) > 0);
}

/* ---- stacks and thread pointers ---------------------------------------- */

static void call_without_stack(void)
{
	require(call_on(0, SYS_getpid) > 0);
	require(call_on(-8ul, SYS_getpid) > 0);
	require(call_on(ODD_STACK, SYS_getpid) > 0);
	require(call_on(TASK_SIZE, SYS_getpid) > 0);
	require(call_on(UPPER, SYS_getpid) > 0);
}

static void no_stack(void)
{
	__asm__ __volatile__("xor %%esp, %%esp; push " A : : : "memory");
}

/* ---- signals ----------------------------------------------------------- */

static void unmapped_handler(void) { fault_with(0x1000, 0); }
static void upper_handler(void) { fault_with(UPPER, 0); }
static void endless_handler(void) { fault_with(0x1000, SA_NODEFER); }

static void faulting_handler(int sig)
{
	read_at((ulong)sig);
}

static void fault_again(void) { fault_with((ulong)faulting_handler, 0); }
static void fault_for_ever(void)
{
	fault_with((ulong)faulting_handler, SA_NODEFER);
}

static void no_room_for_handler(void)
{
	handle((ulong)faulting_handler, 0);
	no_stack();
}

static void unmapped_altstack(void)
{
	const ulong stack[3] = { 0x100000, 0, 8192 };

	sys2(SYS_sigaltstack, stack, 0);
	fault_with((ulong)faulting_handler, SA_ONSTACK);
}

static void upper_altstack(void)
{
	const ulong stack[3] = { UPPER, 0, 8192 };

	sys2(SYS_sigaltstack, stack, 0);
	fault_with((ulong)faulting_handler, SA_ONSTACK);
}

static void return_with(int fill)
{
	char *p = map(PROT_READ | PROT_WRITE);

	memset(p, fill, PAGE);
	call_on((ulong)p + 64, SYS_rt_sigreturn);
}

static void return_zeros(void) { return_with(0); }
static void return_ones(void) { return_with(0xff); }
static void return_low(void) { return_with(0x41); }
static void return_nowhere(void) { call_on(0x1000, SYS_rt_sigreturn); }
static void return_upper(void) { call_on(UPPER, SYS_rt_sigreturn); }

/* ---- one's own pages --------------------------------------------------- */

static void map_over_code(void)
{
	sys6(SYS_mmap, (long)map_over_code & -(long)PAGE, 2 * PAGE,
	     PROT_READ | PROT_WRITE, 0x32, -1, 0);
}

static void unmap_all(void)
{
	sys2(SYS_munmap, 0, TASK_SIZE);
}

static char *map_file(int *fd)
{
	*fd = (int)sys3(SYS_open, "/tmp/octavo-fault", 01102, 0600);
	sys2(SYS_ftruncate, *fd, 2 * PAGE);
	return (char *)sys6(SYS_mmap, 0, 4 * PAGE, PROT_READ | PROT_WRITE, 1,
			    *fd, 0);
}

static void beyond_file(void)
{
	int fd;
	char *p = map_file(&fd);

	*(volatile char *)p = 1;
	sys1(SYS_unlink, "/tmp/octavo-fault");
	read_at((ulong)p + 2 * PAGE);
}

static void truncated_file(void)
{
	int fd;
	char *p = map_file(&fd);

	*(volatile char *)(p + PAGE) = 1;
	sys2(SYS_ftruncate, fd, 0);
	sys1(SYS_unlink, "/tmp/octavo-fault");
	write_at((ulong)p + PAGE);
}

/* The kernel's own access to such a page is an error, not a signal. */
static void truncated_buffer(void)
{
	int fd;
	char *p = map_file(&fd);

	*(volatile char *)p = 1;
	sys2(SYS_ftruncate, fd, 0);
	sys1(SYS_unlink, "/tmp/octavo-fault");
	require(sys1(SYS_uname, p) == -14);
}

static void change_program(void)
{
	require(sys3(SYS_open, "/proc/self/exe", 1, 0) == -26);
	require(sys2(SYS_truncate, "/proc/self/exe", 0) == -26);
}

/* Without an argument there is an empty one, in front of the environment. */
static void exec_nothing(void)
{
	char *envp[] = { "list", NULL };

	sys3(SYS_execve, "/proc/self/exe", NULL, envp);
	sys1(SYS_exit, 99);
}

#define NR_EXECS	200

/* Executes itself again and again; the last says "after". */
static void exec_again(int left)
{
	static char name[] = "exec-again", count[NR_EXECS + 1];
	char *argv[] = { name, name, count, NULL };

	if (!left)
		return;
	memset(count, 'x', (size_t)left - 1);
	sys3(SYS_execve, "/proc/self/exe", argv, NULL);
	sys1(SYS_exit, 99);
}

static void exec_often(void) { exec_again(NR_EXECS); }

#define KILLED(signal)	(128 + (signal))
#define LIVES		1

static const struct {
	const char *name;
	void (*deed)(void);
	int status;
} deeds[] = {
	{ "read-null", read_null, KILLED(11) },
	{ "write-null", write_null, KILLED(11) },
	{ "jump-null", jump_null, KILLED(11) },
	{ "read-low", read_low, KILLED(11) },
	{ "read-unmapped", read_unmapped, KILLED(11) },
	{ "read-task-size", read_task_size, KILLED(11) },
	{ "read-upper", read_upper, KILLED(11) },
	{ "write-upper", write_upper, KILLED(11) },
	{ "jump-upper", jump_upper, KILLED(11) },
	{ "write-constant", write_constant, KILLED(11) },
	{ "write-code", write_code, KILLED(11) },
	{ "jump-data", jump_data, KILLED(11) },
	{ "jump-stack", jump_stack, KILLED(11) },
	{ "read-none", read_none, KILLED(11) },
	{ "write-read-only", write_ro, KILLED(11) },
	{ "read-after-munmap", read_unmapped_again, KILLED(11) },
	{ "write-after-mprotect", write_protected_again, KILLED(11) },
	{ "overflow-stack", overflow_stack, KILLED(11) },
	{ "bad-stack", bad_stack, KILLED(11) },
	{ "divide-by-zero", divide, KILLED(8) },
	{ "illegal-instruction", illegal, KILLED(4) },
	{ "privileged-instruction", privileged, KILLED(11) },
	{ "breakpoint", breakpoint, KILLED(5) },
	{ "port-output", port, KILLED(11) },
	{ "no-interrupts", no_interrupts, KILLED(11) },
	{ "control-register", control_register, KILLED(11) },
	{ "other-interrupt", other_interrupt, KILLED(11) },
	{ "ice-breakpoint", ice_breakpoint, KILLED(5) },
	{ "unaligned-vector", unaligned_vector, KILLED(11) },
	{ "float-exception", float_exception, KILLED(8) },
	{ "single-step", single_step, KILLED(5) },
	{ "single-step-call", single_step_call, KILLED(5) },
	{ "backwards-call", backwards_call, LIVES },
	{ "backwards-fault", backwards_fault, LIVES },
	{ "aligned-call", aligned_call, LIVES },
	{ "aligned-access", aligned_access, KILLED(7) },
	{ "nested-call", nested_call, LIVES },
	{ "call-without-stack", call_without_stack, LIVES },
	{ "no-stack", no_stack, KILLED(11) },
	{ "handler-unmapped", unmapped_handler, KILLED(11) },
	{ "handler-upper", upper_handler, KILLED(11) },
	{ "handler-endless", endless_handler, KILLED(11) },
	{ "handler-faults", fault_again, KILLED(11) },
	{ "handler-faults-for-ever", fault_for_ever, KILLED(11) },
	{ "handler-no-room", no_room_for_handler, KILLED(11) },
	{ "altstack-unmapped", unmapped_altstack, KILLED(11) },
	{ "altstack-upper", upper_altstack, KILLED(11) },
	{ "sigreturn-zeros", return_zeros, KILLED(11) },
	{ "sigreturn-ones", return_ones, KILLED(11) },
	{ "sigreturn-low", return_low, KILLED(11) },
	{ "sigreturn-nowhere", return_nowhere, KILLED(11) },
	{ "sigreturn-upper", return_upper, KILLED(11) },
	{ "map-over-code", map_over_code, KILLED(11) },
	{ "unmap-all", unmap_all, KILLED(11) },
	{ "beyond-file", beyond_file, KILLED(7) },
	{ "truncated-file", truncated_file, KILLED(7) },
	{ "truncated-buffer", truncated_buffer, LIVES },
	{ "change-program", change_program, LIVES },
	{ "exec-often", exec_often, LIVES },
	{ "exec-nothing", exec_nothing, LIVES },
	OWN_DEEDS
};

#define NR_DEEDS	(sizeof(deeds) / sizeof(deeds[0]))

static void list(void)
{
	for (size_t i = 0; i < NR_DEEDS; i++) {
		put(deeds[i].name);
		put(" ");
		put_number(deeds[i].status);
		put("\n");
	}
}

int main(int argc, char **argv, char **envp)
{
	if (argc == 3) {
		exec_again((int)str_len(argv[2]));
		put("after\n");
		return 1;
	}
	if (argc == 1 && !argv[0][0])
		return !str_eq(envp[0], "list") * 99 + LIVES;
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
