/* SPDX-License-Identifier: MIT */
/*
 * entry.S - every way into the kernel and back, and from stack to stack.
 *
 *	SYSCALL		syscall_entry	kernel_syscall()
 *	trap, interrupt	trap_stubs	x86_trap()		gates, TSS.rsp0
 *	NMI, #DF, #MC	the same	on a stack of their own (IST)
 *
 *	all, to user	x86_user_return(), then user_return: IRET, or SYSRET
 *
 * GS is the kernel's exactly while the kernel runs: an entry from user code
 * swaps it first, the last instruction but one swaps it back. What comes in
 * between (NMI, #DF, #MC) cannot tell from the code segment; it looks at the
 * base itself, whose sign is the kernel's: user code cannot load one with it.
 * An entry by IST from user code moves to the task's stack, so that it may
 * do what any other does: sleep, switch, end the task.
 *
 *	kernel stack	[ ... grows down ... | struct pt_regs ] kernel_sp
 *
 * Invariants:
 *  1. The instructions that return to user code cannot fault: segments are set
 *     to constants, flags masked, and an address that is not canonical is
 *     refused before (IRET and, on Intel's CPUs, SYSRET would fault in the
 *     kernel on it).
 *  2. AC is clear in C code that was entered: SFMASK for SYSCALL, CLAC else.
 *  3. TF is masked by SYSCALL and nobody sets debug registers, so #DB comes
 *     from user code or after a whole entry.
 *
 * Source: Intel SDM vol. 2, SYSCALL, SYSRET, SWAPGS; vol. 3, 6.14.
 */
#include <asm/uaccess.h>
#include "asm-defs.h"

	.text

	.macro	PUSH_REGS
	pushq	%rdi
	pushq	%rsi
	pushq	%rdx
	pushq	%rcx
	pushq	%rax
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	.endm

	.macro	POP_REGS
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	popq	%rcx
	popq	%rdx
	popq	%rsi
	popq	%rdi
	.endm

/* ---- SYSCALL ---------------------------------------------------------------- */

/* rcx: where user code goes on; r11: its flags. Interrupts off. */
	.p2align 4
	.globl	syscall_entry
	.type	syscall_entry, @function
syscall_entry:
	swapgs
	movq	%rsp, %gs:CPU_USER_SP
	movq	%gs:CPU_KERNEL_SP, %rsp
	pushq	$USER_DS
	pushq	%gs:CPU_USER_SP
	pushq	%r11
	pushq	$USER_CS
	pushq	%rcx
	pushq	$0				/* error_code */
	pushq	$VECTOR_SYSCALL
	pushq	%rax
	PUSH_REGS
	movq	%rsp, %rdi
	pushq	%rdi				/* aligns the stack, too */
	sti
	call	kernel_syscall
	cli
	movq	(%rsp), %rdi
	call	x86_user_return
	popq	%rdi

	/* SYSRET loads rip from rcx and the flags from r11: only if that is
	 * what user code shall find there. It takes TF too early. */
	movq	REGS_RIP(%rsp), %rcx
	movq	REGS_RFLAGS(%rsp), %r11
	cmpq	REGS_RCX(%rsp), %rcx
	jne	user_return
	cmpq	REGS_R11(%rsp), %r11
	jne	user_return
	testl	$EFLAGS_NO_SYSRET, %r11d
	jnz	user_return
	movq	%rcx, %rax
	shrq	$47, %rax
	jnz	user_return
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	addq	$8, %rsp			/* r11 */
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rax
	addq	$8, %rsp			/* rcx */
	popq	%rdx
	popq	%rsi
	popq	%rdi
	movq	REGS_RSP - REGS_ORIG_RAX(%rsp), %rsp
	swapgs
	sysretq
	.size	syscall_entry, . - syscall_entry

/* ---- back to user code --------------------------------------------------------- */

/* The stack pointer is at a struct pt_regs, interrupts are off. */
	.p2align 4
	.globl	user_return
	.type	user_return, @function
user_return:
	movq	REGS_RIP(%rsp), %rax
	shrq	$47, %rax
	jnz	.Lbad_ip
	movq	REGS_RFLAGS(%rsp), %rax
	andl	$EFLAGS_USER, %eax
	orl	$EFLAGS_IF + EFLAGS_FIXED, %eax
	movq	%rax, REGS_RFLAGS(%rsp)
	movq	$USER_CS, REGS_CS(%rsp)
	movq	$USER_DS, REGS_SS(%rsp)
	POP_REGS
	addq	$24, %rsp			/* orig_rax, vector, error_code */
	swapgs
	iretq
.Lbad_ip:
	movq	%rsp, %rdi
	pushq	%rdi
	sti
	call	x86_bad_user_ip
	cli
	movq	(%rsp), %rdi
	call	x86_user_return
	popq	%rdi
	jmp	user_return
	.size	user_return, . - user_return

/* load_user_regs(regs): leave by them; the stack below is not used again. */
	.globl	load_user_regs
	.type	load_user_regs, @function
load_user_regs:
	movq	%rdi, %rsp
	jmp	user_return
	.size	load_user_regs, . - load_user_regs

/* ---- traps and interrupts --------------------------------------------------------- */

/* 256 stubs of 1 << TRAP_STUB_SHIFT bytes: all leave error_code and vector. */
	.p2align TRAP_STUB_SHIFT
	.globl	trap_stubs
	.type	trap_stubs, @function
trap_stubs:
	.set	vector, 0
	.rept	32
	.p2align TRAP_STUB_SHIFT
	.if	!((1 << vector) & TRAPS_WITH_CODE)
	pushq	$0
	.endif
	pushq	$vector
	.if	(1 << vector) & TRAPS_ON_IST
	jmp	ist_common
	.else
	jmp	trap_common
	.endif
	.set	vector, vector + 1
	.endr
	.rept	224
	.p2align TRAP_STUB_SHIFT
	pushq	$0
	pushq	$vector
	jmp	trap_common
	.set	vector, vector + 1
	.endr
	.size	trap_stubs, . - trap_stubs

	.p2align 4
	.type	trap_common, @function
trap_common:
	pushq	$-1				/* orig_rax */
	PUSH_REGS
	cld
	ASM_CLAC
	testb	$3, REGS_CS(%rsp)
	jz	.Lfrom_kernel
	swapgs
.Lfrom_user:
	movq	%rsp, %rdi
	pushq	%rdi
	call	x86_trap
	cli
	movq	(%rsp), %rdi
	call	x86_user_return
	popq	%rdi
	jmp	user_return
.Lfrom_kernel:
	movq	%rsp, %rdi
	pushq	%rdi
	call	x86_trap
	popq	%rdi
	POP_REGS
	addq	$24, %rsp
	iretq
	.size	trap_common, . - trap_common

	.p2align 4
	.type	ist_common, @function
ist_common:
	pushq	$-1
	PUSH_REGS
	cld
	ASM_CLAC
	testb	$3, REGS_CS(%rsp)
	jnz	.Lmove
	xorl	%ebx, %ebx			/* preserved by C: GS swapped? */
	movl	$MSR_GS_BASE, %ecx
	rdmsr
	testl	%edx, %edx
	js	1f
	swapgs
	incl	%ebx
1:	movq	%rsp, %rdi
	pushq	%rdi
	call	x86_trap
	popq	%rdi
	testl	%ebx, %ebx
	jz	2f
	swapgs
2:	POP_REGS
	addq	$24, %rsp
	iretq
.Lmove:
	swapgs
	movq	%rsp, %rsi
	movq	%gs:CPU_KERNEL_SP, %rsp
	subq	$REGS_SIZE, %rsp
	movq	%rsp, %rdi
	movl	$REGS_SIZE / 8, %ecx
	rep movsq
	jmp	.Lfrom_user
	.size	ist_common, . - ist_common

/* ---- contexts ------------------------------------------------------------------------ */

/* switch_stack(&prev->sp, next->sp): go on on another stack. */
	.p2align 4
	.globl	switch_stack
	.type	switch_stack, @function
switch_stack:
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, (%rdi)
	movq	%rsi, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	ret
	.size	switch_stack, . - switch_stack

/* Where a fresh context begins: its function is in rbx. */
	.globl	context_start
	.type	context_start, @function
context_start:
	xorl	%ebp, %ebp
	call	*%rbx
	ud2
	.size	context_start, . - context_start

	.section .note.GNU-stack, "", @progbits
