/* SPDX-License-Identifier: MIT */
/*
 * copy_user.S - the raw user copy of i386.
 *
 * Words by rep movsl, then what is left by rep movsb. A word that cannot be
 * moved whole is not moved at all: on a fault the rest is counted in bytes and
 * goes on at the second rep, which stops at the very byte.
 *
 *	ecx words left  --fault-->  ecx = 4 * ecx + edx bytes  --> rep movsb
 *	ecx bytes left  --fault-->  ecx bytes could not be copied
 *
 * Invariants:
 * 1. edi, esi and ecx describe what is left to do whenever a rep faults: it is
 *    interrupted between two rounds and has counted those done (Intel SDM
 *    vol. 2, REP).
 * 2. edx holds the 0 to 3 bytes behind the last whole word.
 * 3. The direction flag is clear: whoever enters the kernel cleared it.
 *
 * Arguments come in eax, edx, ecx (-mregparm=3).
 */
#include <octavo/extable.h>

	.text
	.p2align 4
	.globl	arch_copy_user
	.type	arch_copy_user, @function
arch_copy_user:
	pushl	%edi
	pushl	%esi
	movl	%eax, %edi
	movl	%edx, %esi
	movl	%ecx, %edx
	andl	$3, %edx
	shrl	$2, %ecx
1:	rep movsl
	movl	%edx, %ecx
2:	rep movsb
3:	movl	%ecx, %eax
	popl	%esi
	popl	%edi
	ret
4:	leal	(%edx, %ecx, 4), %ecx
	jmp	2b
	_ASM_EXTABLE(1b, 4b)
	_ASM_EXTABLE(2b, 3b)
	.size	arch_copy_user, . - arch_copy_user

/* As arch_copy_user with a source of zeros: eax, and edx bytes. */
	.p2align 4
	.globl	arch_clear_user
	.type	arch_clear_user, @function
arch_clear_user:
	pushl	%edi
	movl	%eax, %edi
	movl	%edx, %ecx
	xorl	%eax, %eax
	andl	$3, %edx
	shrl	$2, %ecx
1:	rep stosl
	movl	%edx, %ecx
2:	rep stosb
3:	movl	%ecx, %eax
	popl	%edi
	ret
4:	leal	(%edx, %ecx, 4), %ecx
	jmp	2b
	_ASM_EXTABLE(1b, 4b)
	_ASM_EXTABLE(2b, 3b)
	.size	arch_clear_user, . - arch_clear_user

/*
 * int i386_put_user_8(unsigned long to, u32 low, u32 high): store 8 bytes that
 * may lie in two pages, all of them or none. The exchange looks at both pages
 * before it writes (and writes what it read if it does not match, so that the
 * first guess needs no load of its own).
 *
 * Returns 0, or -EFAULT.
 */
	.p2align 4
	.globl	i386_put_user_8
	.type	i386_put_user_8, @function
i386_put_user_8:
	pushl	%ebx
	pushl	%edi
	movl	%eax, %edi
	movl	%edx, %ebx
	xorl	%eax, %eax
	xorl	%edx, %edx
1:	lock cmpxchg8b (%edi)
	jne	1b
	xorl	%eax, %eax
2:	popl	%edi
	popl	%ebx
	ret
3:	movl	$-14, %eax			/* -EFAULT */
	jmp	2b
	_ASM_EXTABLE(1b, 3b)
	.size	i386_put_user_8, . - i386_put_user_8

	.section .note.GNU-stack, "", @progbits
