/* SPDX-License-Identifier: MIT */
/*
 * recover.h - do something that ends in a signal, and go on.
 *
 *	attempt(fn, arg) --> fn(arg) --> returns: attempt() answers 0
 *			       \--> a signal: handler on its own stack
 *				    notes it in `got`, jumps back: 1
 *
 * The jump leaves the handler without sigreturn, so signals are not blocked
 * while they are handled. Whatever fn did to the stack pointer, the segments
 * and the flags is put right.
 */
#ifndef RECOVER_H
#define RECOVER_H

#include "start.h"

#define SIGILL		4
#define SIGTRAP		5
#define SIGBUS		7
#define SIGFPE		8
#define SIGSEGV		11

#define SA_SIGINFO	0x4
#define SA_RESTORER	0x4000000
#define SA_ONSTACK	0x8000000
#define SA_NODEFER	0x40000000

struct got {
	int sig, code;
	ulong addr;		/* si_addr */
	ulong ip;		/* where it happened */
};

static volatile struct got got;

/* Called by the handler in place of coming back; 0: come back to the context,
 * which it may have changed. */
static int (*volatile on_signal)(struct sig_context *context);

int attempt(void (*fn)(ulong arg), ulong arg);
extern char recover[], sig_restorer[];

/* Saved by attempt(). */
ulong saved_sp, saved_ss, saved_fs, saved_gs;

#ifdef __x86_64__
/* A null selector in ss is for the kernel only; fs and gs keep their bases
 * if they are null already. */
__asm__(".globl attempt, recover\n"
	"attempt:\n"
	"	push %rbx; push %rbp\n"
	"	push %r12; push %r13; push %r14; push %r15\n"
	"	mov %rsp, saved_sp\n"
	"	mov %ss, saved_ss\n"
	"	mov %rdi, %rax\n"
	"	mov %rsi, %rdi\n"
	"	sub $8, %rsp\n"
	"	call *%rax\n"
	"	xor %eax, %eax\n"
	"	jmp 1f\n"
	"recover:\n"
	"	mov $1, %eax\n"
	"1:	mov saved_ss, %ss\n"
	"	mov saved_sp, %rsp\n"
	"	push $0x202; popf\n"
	"	xor %ecx, %ecx\n"
	"	mov %ecx, %ds; mov %ecx, %es\n"
	"	mov %ecx, %fs; mov %ecx, %gs\n"
	"	pop %r15; pop %r14; pop %r13; pop %r12\n"
	"	pop %rbp; pop %rbx\n"
	"	ret\n");
#else
__asm__(".globl attempt, recover\n"
	"attempt:\n"
	"	push %ebx; push %ebp; push %esi; push %edi\n"
	"	mov %esp, saved_sp\n"
	"	mov %ss, saved_ss\n"
	"	mov %fs, saved_fs\n"
	"	mov %gs, saved_gs\n"
	"	mov 20(%esp), %eax\n"
	"	pushl 24(%esp)\n"
	"	call *%eax\n"
	"	mov %ss:saved_ss, %ds\n"
	"	xor %eax, %eax\n"
	"	jmp 1f\n"
	"recover:\n"
	"	mov $1, %eax\n"
	"1:	mov saved_ss, %ss\n"
	"	mov saved_sp, %esp\n"
	"	push $0x202; popf\n"
	"	mov saved_ss, %es\n"
	"	mov saved_fs, %fs\n"
	"	mov saved_gs, %gs\n"
	"	pop %edi; pop %esi; pop %ebp; pop %ebx\n"
	"	ret\n");
#endif

static void catch_signal(int sig, struct sig_info *info, void *context)
{
	struct sig_context *c = context;

	got.sig = sig;
	got.code = info->code;
	got.addr = info->addr;
	got.ip = c->ip;
	if (on_signal && on_signal(c) == 0)
		return;
	__asm__ __volatile__("jmp recover");
	__builtin_unreachable();
}

static void catch_signals(void)
{
	static char stack[16384] __attribute__((__aligned__(16)));
	static const char sigs[] = { SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV,
				     10 };
	const struct sig_stack ss = { stack, 0, sizeof(stack) };
	const struct sig_action act = {
		.handler = (ulong)catch_signal,
		.flags = SA_SIGINFO | SA_RESTORER | SA_ONSTACK | SA_NODEFER,
		.restorer = (ulong)sig_restorer,
	};

	sys2(SYS_sigaltstack, &ss, 0);
	for (size_t i = 0; i < sizeof(sigs); i++)
		sys6(SYS_rt_sigaction, sigs[i], (long)&act, 0, 8, 0, 0);
}

#endif
