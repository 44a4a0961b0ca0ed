/* SPDX-License-Identifier: MIT */
/*
 * entry.S - the first and the last instructions of the kernel.
 *
 * In user code the FS base is the program's, and the host's libc, which keeps
 * its thread data there, must not be entered before it is the host's again:
 * no C at all, since the stack protector reads it.
 */
#include "sigframe.h"

#define NR_rt_sigreturn	15
#define NR_arch_prctl	158
#define SS_AUTODISARM	0x80000000
#define ARCH_SET_FS	0x1002
#define ARCH_GET_FS	0x1003
#define EFLAGS_AC	0x40000

	.text

/* FS base := %rcx; rax and r11 are lost, and rdi, rsi on old CPUs. */
	.macro	SET_FS
	cmpb	$0, hosted_fsgsbase(%rip)
	je	1f
	wrfsbase %rcx
	jmp	2f
1:	mov	$ARCH_SET_FS, %edi
	mov	%rcx, %rsi
	mov	$NR_arch_prctl, %eax
	syscall
2:
	.endm

/*
 * hosted_signal(sig, info, context): every signal arrives here.
 *
 * The saved alternate stack tells where it came from: user code runs with the
 * task's kernel stack armed; arriving disarms it, so a second signal, from
 * kernel code, finds none and is pushed onto whatever stack is in use. (Somebody
 * else's, a sanitizer's, is none of ours: it lacks the flag.)
 */
	.globl	hosted_signal
	.type	hosted_signal, @function
hosted_signal:
	testl	$SS_AUTODISARM, UC_SS_FLAGS(%rdx)
	jz	hosted_kernel_trap
	mov	UC_SS_SIZE(%rdx), %rax
	add	UC_SS_SP(%rdx), %rax		# the entry record
	push	%rbp
	mov	%rsp, %rbp
	push	%rbx
	push	%rdx
	mov	%rax, %rbx
	pushfq					# the host clears DF and TF; AC,
	andl	$~EFLAGS_AC, (%rsp)		# left on, would refuse our odd
	popfq					# addresses
	cmpb	$0, hosted_fsgsbase(%rip)
	je	3f
	rdfsbase %rcx
	mov	%rcx, ENTRY_USER_FS(%rbx)
	mov	ENTRY_HOST_FS(%rbx), %rcx
	wrfsbase %rcx
4:	call	hosted_user_trap
	mov	%fs:0, %rcx			# a thread's base is stored at it
	mov	%rcx, ENTRY_HOST_FS(%rbx)
	mov	ENTRY_USER_FS(%rbx), %rcx
	SET_FS
	pop	%rdx
	pop	%rbx
	pop	%rbp
	ret					# to hosted_sigreturn

3:	push	%rdi
	push	%rsi
	mov	$ARCH_GET_FS, %edi
	lea	ENTRY_USER_FS(%rbx), %rsi
	mov	$NR_arch_prctl, %eax
	syscall
	mov	$ARCH_SET_FS, %edi
	mov	ENTRY_HOST_FS(%rbx), %rsi
	mov	$NR_arch_prctl, %eax
	syscall
	pop	%rsi
	pop	%rdi
	mov	-16(%rbp), %rdx
	jmp	4b
	.size	hosted_signal, . - hosted_signal

	.globl	hosted_sigreturn
	.type	hosted_sigreturn, @function
hosted_sigreturn:
	mov	$NR_rt_sigreturn, %eax
	syscall
	ud2
	.size	hosted_sigreturn, . - hosted_sigreturn

/* hosted_load_context(context, fs base): become what the context says. */
	.globl	hosted_load_context
	.type	hosted_load_context, @function
hosted_load_context:
	mov	%rdi, %rsp
	mov	%rsi, %rcx
	SET_FS
	jmp	hosted_sigreturn
	.size	hosted_load_context, . - hosted_load_context

/* hosted_switch(&prev->sp, next->sp): continue on another stack. */
	.globl	hosted_switch
	.type	hosted_switch, @function
hosted_switch:
	push	%rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, (%rdi)
	mov	%rsi, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	ret
	.size	hosted_switch, . - hosted_switch

/* Where a fresh context begins: its function is in rbx. */
	.globl	hosted_context_start
	.type	hosted_context_start, @function
hosted_context_start:
	xor	%ebp, %ebp
	call	hosted_context_begin
	call	*%rbx
	ud2
	.size	hosted_context_start, . - hosted_context_start

	.section .note.GNU-stack, "", @progbits
