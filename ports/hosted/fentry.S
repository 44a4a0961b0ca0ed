/* SPDX-License-Identifier: MIT */
/*
 * fentry.S - called first thing by every function of a driver (-mfentry).
 *
 *	| the driver's caller | return | return to the function | frame to come
 *								  filled here
 *
 * Nothing below the stack pointer is anybody's: it is filled with what fresh
 * memory is filled with, so that the variables of the function, and what lies
 * between them, are known until they are written (see kernel/checks/uninit.c).
 * Registers are all the caller's; flags need not be kept.
 */
#define FILL_WORDS	128

	.text
	.globl	__fentry__
	.type	__fentry__, @function
__fentry__:
	push	%rax
	push	%rcx
	push	%rdi
	mov	hosted_stack_fill(%rip), %rax
	test	%rax, %rax
	jz	1f
	lea	-8*FILL_WORDS(%rsp), %rdi
	mov	$FILL_WORDS, %ecx
	cld
	rep	stosq
1:	pop	%rdi
	pop	%rcx
	pop	%rax
	ret
	.size	__fentry__, . - __fentry__

	.section .note.GNU-stack, "", @progbits
