/* SPDX-License-Identifier: MIT */
/*
 * string.S - memcpy, memmove, memset, memcmp of i386.
 *
 * Words, then the bytes that are left. Arguments come in eax, edx, ecx
 * (-mregparm=3), the compiler's own calls of these included. The direction
 * flag is clear on entry and on return.
 */
	.text

/* eax: to, edx: from, ecx: bytes. */
	.p2align 4
	.globl	memcpy
	.type	memcpy, @function
memcpy:
	pushl	%edi
	pushl	%esi
	movl	%eax, %edi
	movl	%edx, %esi
	movl	%ecx, %edx
	shrl	$2, %ecx
	rep movsl
	movl	%edx, %ecx
	andl	$3, %ecx
	rep movsb
	popl	%esi
	popl	%edi
	ret
	.size	memcpy, . - memcpy

/* As memcpy; downward where upward would overwrite what is still to be read. */
	.p2align 4
	.globl	memmove
	.type	memmove, @function
memmove:
	pushl	%edi
	movl	%eax, %edi
	subl	%edx, %edi
	cmpl	%ecx, %edi
	popl	%edi
	jae	memcpy
	pushl	%edi
	pushl	%esi
	leal	-1(%eax, %ecx), %edi
	leal	-1(%edx, %ecx), %esi
	std
	rep movsb
	cld
	popl	%esi
	popl	%edi
	ret
	.size	memmove, . - memmove

/* eax: to, dl: the byte, ecx: bytes. */
	.p2align 4
	.globl	memset
	.type	memset, @function
memset:
	pushl	%edi
	pushl	%eax
	movl	%eax, %edi
	movzbl	%dl, %eax
	imull	$0x01010101, %eax
	movl	%ecx, %edx
	shrl	$2, %ecx
	rep stosl
	movl	%edx, %ecx
	andl	$3, %ecx
	rep stosb
	popl	%eax
	popl	%edi
	ret
	.size	memset, . - memset

/* eax, edx: what to compare, ecx: bytes. Words while they are equal. */
	.p2align 4
	.globl	memcmp
	.type	memcmp, @function
memcmp:
	pushl	%ebx
.Lword:
	cmpl	$4, %ecx
	jb	.Lbyte
	movl	(%eax), %ebx
	cmpl	(%edx), %ebx
	jne	.Lbyte
	addl	$4, %eax
	addl	$4, %edx
	subl	$4, %ecx
	jmp	.Lword
.Lbyte:
	testl	%ecx, %ecx
	jz	.Lequal
	movzbl	(%eax), %ebx
	cmpb	(%edx), %bl
	jne	.Ldiffer
	incl	%eax
	incl	%edx
	decl	%ecx
	jmp	.Lbyte
.Ldiffer:
	movzbl	(%edx), %ecx
	subl	%ecx, %ebx
	movl	%ebx, %eax
	popl	%ebx
	ret
.Lequal:
	xorl	%eax, %eax
	popl	%ebx
	ret
	.size	memcmp, . - memcmp

	.section .note.GNU-stack, "", @progbits
