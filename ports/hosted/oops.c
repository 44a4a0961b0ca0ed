/* SPDX-License-Identifier: MIT */
/*
 * oops.c - the last words of a kernel that did what it must not.
 */
#include <octavo/port.h>
#include <octavo/checks.h>
#include <octavo/cpu.h>
#include <octavo/kernel.h>
#include <octavo/lockcheck.h>
#include <octavo/module.h>
#include <octavo/printk.h>
#include <octavo/stacktrace.h>
#include <octavo/string.h>
#include "hosted.h"
#include "sigframe.h"

static const char *trap_name(int sig, unsigned long addr)
{
	switch (sig) {
	case HOST_SIGSEGV:
		return addr == -1ul ? "access to a non-canonical address" :
				      "unhandled page fault";
	case HOST_SIGBUS:
		return "the host has no memory left for our RAM";
	case HOST_SIGILL:
		return "invalid instruction";
	case HOST_SIGFPE:
		return "division by zero";
	case HOST_SIGTRAP:
		return "breakpoint";
	default:
		return "unexpected signal";
	}
}

static void print_registers(const struct host_ucontext *uc)
{
	printk(KERN_EMERG "rip %016lx rsp %016lx rflags %08lx error %lx\n",
	       uc->rip, uc->rsp, uc->rflags, uc->err);
	printk(KERN_EMERG "rax %016lx rbx %016lx rcx %016lx rdx %016lx\n",
	       uc->rax, uc->rbx, uc->rcx, uc->rdx);
	printk(KERN_EMERG "rsi %016lx rdi %016lx rbp %016lx r8  %016lx\n",
	       uc->rsi, uc->rdi, uc->rbp, uc->r8);
	printk(KERN_EMERG "r9  %016lx r10 %016lx r11 %016lx r12 %016lx\n",
	       uc->r9, uc->r10, uc->r11, uc->r12);
	printk(KERN_EMERG "r13 %016lx r14 %016lx r15 %016lx\n",
	       uc->r13, uc->r14, uc->r15);
}

/* If an allocator is interrupted in the middle, its locks are taken. Then
 * interrupts are off, though it may be the driver itself that wants that. */
static void show_held(const struct module *mod, bool in_driver)
{
	lockcheck_show_held();
	if (in_driver || !irqs_disabled())
		checks_show_held(mod);
}

/* Also whose code it is: a driver's, or what a driver called. */
static void show_calls(const unsigned long *ips, unsigned int nr)
{
	printk(KERN_EMERG "Call trace:\n");
	stack_trace_print(ips, nr, 2);
	for (unsigned int i = 0; i < nr; i++) {
		const struct module *mod = module_text_address(ips[i] - 1);

		if (!mod)
			continue;
		printk(KERN_EMERG "%s the driver '%s'%s\n",
		       i ? "called by" : "in", mod->name,
		       mod->state == MODULE_STATE_COMING ? ", in its init" :
		       mod->state == MODULE_STATE_GOING ? ", in its exit" : "");
		show_held(mod, i == 0);
		return;
	}
}

/* A small function has no frame of its own: then the caller is on top of the
 * stack. 0 if it does not look so. Only drivers' code is looked at, which is all
 * mapped. */
static unsigned long frameless_caller(const struct host_ucontext *uc)
{
	const struct module *mod = module_text_address(uc->rip);
	const unsigned long ip = mod ? *(const unsigned long *)uc->rsp : 0;
	const u8 *code = (const u8 *)ip;

	if (!mod || ip < (unsigned long)mod->text_base + 5 ||
	    ip - (unsigned long)mod->text_base >= mod->text_size)
		return 0;
	/* call rel32, call *%reg */
	return code[-5] == 0xe8 || (code[-2] == 0xff && code[-1] >> 6 == 3) ?
	       ip : 0;
}

static void show_calls_of_trap(const struct host_ucontext *uc)
{
	const unsigned long caller = frameless_caller(uc);
	unsigned long ips[STACK_TRACE_MAX + 1];
	unsigned int nr = stack_trace_save_trap(ips, STACK_TRACE_MAX, uc->rip,
						uc->rbp);

	if (caller && (nr < 2 || ips[1] != caller)) {
		memmove(&ips[2], &ips[1], (nr - 1) * sizeof(ips[0]));
		ips[1] = caller;
		nr++;
	}
	show_calls(ips, nr);
}

void hosted_show_calls(void)
{
	unsigned long ips[STACK_TRACE_MAX];

	show_calls(ips, stack_trace_save(ips, STACK_TRACE_MAX, 2));
}

/* Kernel code trapped and nothing helps: say what is known and stop. A trap
 * while saying it stops at once. */
void hosted_oops(int sig, unsigned long addr, const struct host_ucontext *uc)
{
	static unsigned int oopsing;

	if (__atomic_fetch_add(&oopsing, 1, __ATOMIC_RELAXED))
		host_exit(3);
	printk(KERN_EMERG "kernel BUG: %s at %#lx on CPU %u\n",
	       trap_name(sig, addr), addr, smp_processor_id());
	print_registers(uc);
	show_calls_of_trap(uc);
	host_exit(3);
}

/* Who supervises us has no more patience: where is everybody? */
void hosted_out_of_time(const struct host_ucontext *uc, bool user)
{
	if (user)
		printk(KERN_EMERG "the program runs, at %#lx\n", uc->rip);
	else
		show_calls_of_trap(uc);
	kernel_show_tasks();
	host_exit(3);
}
