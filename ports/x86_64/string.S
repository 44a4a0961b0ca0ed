/* SPDX-License-Identifier: MIT */
/*
 * string.S - memcpy, memmove, memset, memcmp of x86-64.
 *
 * Words, then the bytes that are left. The direction flag is clear on entry
 * and on return.
 */
	.text

/* rdi: to, rsi: from, rdx: bytes. */
	.p2align 4
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	movq	%rdi, %rax
	movq	%rdx, %rcx
	shrq	$3, %rcx
	rep movsq
	movl	%edx, %ecx
	andl	$7, %ecx
	rep movsb
	ret
	.size	memcpy, . - memcpy

/* As memcpy; downward where upward would overwrite what is still to be read. */
	.p2align 4
	.globl	memmove
	.type	memmove, @function
memmove:
	movq	%rdi, %rax
	subq	%rsi, %rax
	cmpq	%rdx, %rax
	jae	memcpy
	movq	%rdi, %rax
	movq	%rdx, %rcx
	leaq	-1(%rdi, %rdx), %rdi
	leaq	-1(%rsi, %rdx), %rsi
	std
	rep movsb
	cld
	ret
	.size	memmove, . - memmove

/* rdi: to, sil: the byte, rdx: bytes. */
	.p2align 4
	.globl	memset
	.type	memset, @function
memset:
	movq	%rdi, %r8
	movzbl	%sil, %esi
	movabsq	$0x0101010101010101, %rax
	imulq	%rsi, %rax
	movq	%rdx, %rcx
	shrq	$3, %rcx
	rep stosq
	movl	%edx, %ecx
	andl	$7, %ecx
	rep stosb
	movq	%r8, %rax
	ret
	.size	memset, . - memset

/* rdi, rsi: what to compare, rdx: bytes. Words while they are equal. */
	.p2align 4
	.globl	memcmp
	.type	memcmp, @function
memcmp:
	cmpq	$8, %rdx
	jb	.Lbyte
	movq	(%rdi), %rax
	cmpq	(%rsi), %rax
	jne	.Lbyte
	addq	$8, %rdi
	addq	$8, %rsi
	subq	$8, %rdx
	jmp	memcmp
.Lbyte:
	testq	%rdx, %rdx
	jz	.Lequal
	movzbl	(%rdi), %eax
	movzbl	(%rsi), %ecx
	subl	%ecx, %eax
	jne	.Lreturn
	incq	%rdi
	incq	%rsi
	decq	%rdx
	jmp	.Lbyte
.Lequal:
	xorl	%eax, %eax
.Lreturn:
	ret
	.size	memcmp, . - memcmp

	.section .note.GNU-stack, "", @progbits
