/* SPDX-License-Identifier: MIT */
/*
 * entry.S - every way into the kernel and back, and from stack to stack.
 *
 *	int $0x80	int80_entry	kernel_syscall()
 *	SYSENTER	sysenter_entry	kernel_syscall()	from the page at
 *								VDSO_BASE
 *	trap, interrupt	stubs		x86_trap()
 *	double fault	task gate	i386_double_fault()
 *
 *	back		RESTORE: IRET; SYSEXIT where SYSENTER came from
 *
 * All leave a struct pt_regs on the kernel stack, whose end is in the TSS:
 *
 *	kernel_sp ->	ss, esp, eflags, cs, eip	the CPU
 *			error_code, vector		the CPU or a stub
 *			orig_eax			system call, or -1
 *			gs fs es ds eax ... ebx		PUSH_REGS
 *
 * User code may come with any value in DS, ES, FS and GS and with any of its
 * own flags set. The kernel loads DS, ES (flat) and FS (this CPU) and lets GS
 * be. A gate clears TF, NT and IF; DF is for us to clear, and SYSENTER clears
 * IF only.
 *
 * Invariants:
 *  1. The instructions that load what user code can choose (segments and
 *     IRET's frame, written by a signal handler) have entries in the
 *     exception table: a bad segment becomes 0, a bad frame a trap of user
 *     code. pt_regs of user code always have RPL 3 in cs: regs_make_user().
 *  2. #DB in the kernel comes from SYSENTER with TF set, before its first
 *     instruction, and from nowhere else: nobody sets debug registers.
 *  3. The stack that SYSENTER begins on is the one that gates use.
 *
 * Source: Intel SDM volume 2, INT n, IRET, SYSENTER, SYSEXIT; volume 3,
 * 6.12 and 7.3.
 */
#include <octavo/extable.h>
#include <asm/page.h>
#include <asm/ptrace.h>

#define EFAULT			14
#define VECTOR_SYSCALL		0x80
#define VECTOR_PROTECTION	13
#define VECTOR_DEBUG		1
/* Traps for which the CPU pushes an error code: 8, 10-14, 17, 21. */
#define HAS_ERROR_CODE		0x00227d00

/* Where the code at VDSO_BASE goes on behind SYSENTER. */
#define SYSENTER_RETURN	(VDSO_BASE + vdso_return - vdso_code)

	.macro PUSH_REGS
	pushl	%gs
	pushl	%fs
	pushl	%es
	pushl	%ds
	pushl	%eax
	pushl	%ebp
	pushl	%edi
	pushl	%esi
	pushl	%edx
	pushl	%ecx
	pushl	%ebx
	.endm

	.macro KERNEL_SEGMENTS
	movl	$KERNEL_DS, %edx
	movl	%edx, %ds
	movl	%edx, %es
	movl	$PERCPU_SELECTOR, %edx
	movl	%edx, %fs
	.endm

	.macro POP_SEGMENTS
1:	popl	%ds
2:	popl	%es
3:	popl	%fs
4:	popl	%gs
	.pushsection .text.fixup, "ax", @progbits
5:	movl	$0, (%esp)
	jmp	1b
6:	movl	$0, (%esp)
	jmp	2b
7:	movl	$0, (%esp)
	jmp	3b
8:	movl	$0, (%esp)
	jmp	4b
	.popsection
	_ASM_EXTABLE(1b, 5b)
	_ASM_EXTABLE(2b, 6b)
	_ASM_EXTABLE(3b, 7b)
	_ASM_EXTABLE(4b, 8b)
	.endm

	.macro RESTORE
	popl	%ebx
	popl	%ecx
	popl	%edx
	popl	%esi
	popl	%edi
	popl	%ebp
	popl	%eax
	POP_SEGMENTS
	addl	$12, %esp		/* orig_eax, vector, error_code */
9:	iret
	_ASM_EXTABLE(9b, bad_iret)
	.endm

	.section .text.entry, "ax", @progbits

/* ---- system calls -------------------------------------------------------- */

	.globl	int80_entry
	.type	int80_entry, @function
	.p2align 4
int80_entry:
	pushl	$0
	pushl	$VECTOR_SYSCALL
	pushl	%eax
	PUSH_REGS
	cld
	KERNEL_SEGMENTS
	sti
	movl	%esp, %eax
	call	kernel_syscall
	cli
	movl	%esp, %eax
	call	x86_user_return
	RESTORE
	.size	int80_entry, . - int80_entry

/* eax: number; ebp: user stack, with the sixth argument on top. Interrupts
 * off; where user code goes on is known. */
	.globl	sysenter_entry
	.type	sysenter_entry, @function
	.p2align 4
sysenter_entry:
	pushl	$USER_DS
	pushl	%ebp
	pushfl
.Lsysenter_flags:
	orl	$X86_EFLAGS_IF, (%esp)
	pushl	$USER_CS
	pushl	$SYSENTER_RETURN
	pushl	$0
	pushl	$VECTOR_SYSCALL
	pushl	%eax
	PUSH_REGS
	pushl	$2			/* DF, NT, TF, AC: all off */
	popfl
	KERNEL_SEGMENTS
	sti
	cmpl	$TASK_SIZE - 4, %ebp
	ja	.Lno_argument
1:	movl	(%ebp), %ebp
	_ASM_EXTABLE(1b, .Lno_argument)
	movl	%ebp, PT_EBP(%esp)
	movl	%esp, %eax
	call	kernel_syscall
.Lsysenter_return:
	cli
	movl	%esp, %eax
	call	x86_user_return
	/* SYSEXIT goes to edx with esp = ecx, and leaves the flags alone. */
	cmpl	$SYSENTER_RETURN, PT_EIP(%esp)
	jne	return_to_user
	testl	$(X86_EFLAGS_TF | X86_EFLAGS_RF), PT_EFLAGS(%esp)
	jnz	return_to_user
	popl	%ebx
	addl	$8, %esp		/* ecx, edx: the code there has them */
	popl	%esi
	popl	%edi
	popl	%ebp
	popl	%eax
	POP_SEGMENTS
	addl	$12, %esp
	popl	%edx			/* eip */
	addl	$4, %esp
	andl	$~X86_EFLAGS_IF, (%esp)
	popfl
	popl	%ecx			/* esp */
	sti				/* not before the next one is done */
	sysexit
.Lno_argument:
	movl	$-EFAULT, PT_EAX(%esp)
	jmp	.Lsysenter_return
	.size	sysenter_entry, . - sysenter_entry

/* i386_return(regs): leave by them; the stack below is not used again. */
	.globl	i386_return
	.type	i386_return, @function
i386_return:
	movl	%eax, %esp
return_to_user:
	RESTORE
	.size	i386_return, . - i386_return

/* ---- traps and interrupts -------------------------------------------------- */

	.type	trap_common, @function
	.p2align 4
trap_common:
	pushl	$-1
	PUSH_REGS
	cld
	KERNEL_SEGMENTS
	movl	%esp, %eax
	call	x86_trap
	movl	PT_EFLAGS(%esp), %eax	/* as user_mode() */
	andl	$X86_EFLAGS_VM, %eax
	orb	PT_CS(%esp), %al
	testl	$(X86_EFLAGS_VM | 3), %eax
	jz	return_to_user		/* to the kernel, rather */
	cli
	movl	%esp, %eax
	call	x86_user_return
	jmp	return_to_user
	.size	trap_common, . - trap_common

/* IRET refused its frame, which is all that is left on the stack: user code
 * trapped at the place where it would have gone on. */
bad_iret:
	pushl	$0
	pushl	$VECTOR_PROTECTION
	jmp	trap_common

/* SYSENTER with TF set traps before its first instruction: do it again from
 * behind the PUSHF, with the flags that user code had. */
	.globl	debug_entry
	.type	debug_entry, @function
debug_entry:
	cmpl	$sysenter_entry, (%esp)
	jne	1f
	pushl	8(%esp)			/* eflags, to the place of eip */
	popl	(%esp)
	movl	%ebp, 4(%esp)		/* esp, for cs */
	movl	$USER_DS, 8(%esp)	/* ss, for eflags */
	jmp	.Lsysenter_flags
1:	pushl	$0
	pushl	$VECTOR_DEBUG
	jmp	trap_common
	.size	debug_entry, . - debug_entry

/* Stubs that leave error code and vector: 0 to 0x2f, 0xf0 to 0xff. */
	.macro STUB
	.p2align 4
	.if	n > 31
	pushl	$0
	.elseif	!((HAS_ERROR_CODE >> n) & 1)
	pushl	$0
	.endif
	pushl	$n
	jmp	trap_common
	.set	n, n + 1
	.endm

	.globl	trap_stubs, interrupt_stubs
	.p2align 4
trap_stubs:
	.set	n, 0
	.rept	0x30
	STUB
	.endr
	.p2align 4
interrupt_stubs:
	.set	n, 0xf0
	.rept	0x10
	STUB
	.endr

/* By task gate: on a stack of its own, of which there is one. A second CPU's
 * waits for ever. */
	.globl	double_fault_entry
	.type	double_fault_entry, @function
double_fault_entry:
	lock; btsl $0, double_fault_lock
	jc	double_fault_entry
	xorl	%ebp, %ebp
	call	i386_double_fault
	.size	double_fault_entry, . - double_fault_entry

/* ---- contexts ------------------------------------------------------------------ */

/* switch_stack(&prev->sp, next->sp): go on on another stack. */
	.globl	switch_stack
	.type	switch_stack, @function
switch_stack:
	pushl	%ebp
	pushl	%ebx
	pushl	%esi
	pushl	%edi
	movl	%esp, (%eax)
	movl	%edx, %esp
	popl	%edi
	popl	%esi
	popl	%ebx
	popl	%ebp
	ret
	.size	switch_stack, . - switch_stack

/* Where a fresh context begins: its function is in ebx. */
	.globl	context_start
	.type	context_start, @function
context_start:
	xorl	%ebp, %ebp
	call	*%ebx
	ud2
	.size	context_start, . - context_start

/* ---- the code that programs call ---------------------------------------------- */

/* Registers as for int $0x80; all but eax come back unchanged. A system call
 * that is to be made again goes on at the int in front of vdso_return. */
	.section .rodata.vdso, "a", @progbits
	.globl	vdso_code, vdso_end
vdso_code:
	pushl	%ecx
	pushl	%edx
	pushl	%ebp
	movl	%esp, %ebp
	sysenter
	int	$0x80
vdso_return:
	popl	%ebp
	popl	%edx
	popl	%ecx
	ret
vdso_end:

	.section .bss.double_fault, "aw", @nobits
	.globl	double_fault_stack_end
	.balign 4
double_fault_lock:	.skip 4
			.skip 4096
double_fault_stack_end:

	.section .note.GNU-stack, "", @progbits
