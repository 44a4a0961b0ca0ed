/* SPDX-License-Identifier: MIT */
/*
 * copy_user.S - the raw user copy of x86-64, in general registers only.
 *
 *	bytes		way
 *	0 - 64		loads of the first and the last bytes, which overlap in
 *			the middle, then the stores, upward
 *	65 - 511	64 bytes a round, the last 32 overlap
 *	512 -		rep movsb where the CPU is good at it (ERMS), but
 *			 - on AMD's CPUs not if the destination lies a little
 *			   above the source modulo 4096: they lose a factor of
 *			   30 there, a round only 2
 *			 - on Intel's, which do not mind that, from 768 on
 *
 * Invariants:
 * 1. rdi, rsi and rdx always describe what is left to copy, as if the routine
 *    had just been called: whatever faults goes on at .Lbytes with them.
 * 2. Stores go upward, so that nothing beyond the first byte that cannot be
 *    written is written. What .Lbytes writes a second time is the same.
 * 3. rep movsb leaves in rcx exactly what is left (Intel SDM vol. 2, REP).
 *
 * Which way is the fastest was measured: bench/copy.c.
 */
#include <asm/uaccess.h>
#include <octavo/extable.h>

#define REP_MIN		512	/* bytes from which rep movsb pays */
#define REP_MIN_INTEL	768	/* and with WAY_REP */
#define ALIAS_SPAN	64	/* how far ahead modulo 4096 is too near */

/* x86_copy_way */
#define WAY_REP		1	/* rep movsb */
#define WAY_REP_ALIAS	2	/* rep movsb but near an alias */
#define WAY_ROUND	3	/* never */

/* Touch user memory; go on bytewise if it faults. */
#define U(insn...)	77: insn ; _ASM_EXTABLE(77b, .Lbytes)
#define Z(insn...)	77: insn ; _ASM_EXTABLE(77b, .Lzero_bytes)

	.text
	.p2align 6
	.globl	arch_copy_user
	.type	arch_copy_user, @function
arch_copy_user:
	ASM_STAC
	cmpq	$64, %rdx
	ja	.Llong
	cmpl	$16, %edx
	ja	.Lto64
	cmpl	$8, %edx
	jae	.Lto16
	cmpl	$4, %edx
	jae	.Lto7
	cmpl	$1, %edx
	jb	.Ldone
	U(movzbl (%rsi), %eax)
	je	.Lone
	U(movzwl -2(%rsi, %rdx), %ecx)
	U(movb	%al, (%rdi))
	U(movw	%cx, -2(%rdi, %rdx))
.Ldone:
	xorl	%eax, %eax
	ASM_CLAC
	ret
.Lone:
	U(movb	%al, (%rdi))
	xorl	%eax, %eax
	ASM_CLAC
	ret

.Lto7:
	U(movl	(%rsi), %eax)
	U(movl	-4(%rsi, %rdx), %ecx)
	U(movl	%eax, (%rdi))
	U(movl	%ecx, -4(%rdi, %rdx))
	xorl	%eax, %eax
	ASM_CLAC
	ret

.Lto16:
	U(movq	(%rsi), %rax)
	U(movq	-8(%rsi, %rdx), %rcx)
	U(movq	%rax, (%rdi))
	U(movq	%rcx, -8(%rdi, %rdx))
	xorl	%eax, %eax
	ASM_CLAC
	ret

.Lto64:
	cmpl	$32, %edx
	ja	.Lto64_32
	U(movq	(%rsi), %rax)
	U(movq	8(%rsi), %rcx)
	U(movq	-16(%rsi, %rdx), %r8)
	U(movq	-8(%rsi, %rdx), %r9)
	U(movq	%rax, (%rdi))
	U(movq	%rcx, 8(%rdi))
	U(movq	%r8, -16(%rdi, %rdx))
	U(movq	%r9, -8(%rdi, %rdx))
	xorl	%eax, %eax
	ASM_CLAC
	ret
.Lto64_32:
	U(movq	(%rsi), %rax)
	U(movq	8(%rsi), %rcx)
	U(movq	16(%rsi), %r8)
	U(movq	24(%rsi), %r9)
	U(movq	%rax, (%rdi))
	U(movq	%rcx, 8(%rdi))
	U(movq	%r8, 16(%rdi))
	U(movq	%r9, 24(%rdi))
.Llast32:
	U(movq	-32(%rsi, %rdx), %rax)
	U(movq	-24(%rsi, %rdx), %rcx)
	U(movq	-16(%rsi, %rdx), %r8)
	U(movq	-8(%rsi, %rdx), %r9)
	U(movq	%rax, -32(%rdi, %rdx))
	U(movq	%rcx, -24(%rdi, %rdx))
	U(movq	%r8, -16(%rdi, %rdx))
	U(movq	%r9, -8(%rdi, %rdx))
	xorl	%eax, %eax
	ASM_CLAC
	ret

.Llong:
	cmpq	$REP_MIN, %rdx
	jae	.Lrep
	.p2align 5
.Lround:
	U(movq	(%rsi), %rax)
	U(movq	8(%rsi), %rcx)
	U(movq	16(%rsi), %r8)
	U(movq	24(%rsi), %r9)
	U(movq	%rax, (%rdi))
	U(movq	%rcx, 8(%rdi))
	U(movq	%r8, 16(%rdi))
	U(movq	%r9, 24(%rdi))
	U(movq	32(%rsi), %rax)
	U(movq	40(%rsi), %rcx)
	U(movq	48(%rsi), %r8)
	U(movq	56(%rsi), %r9)
	U(movq	%rax, 32(%rdi))
	U(movq	%rcx, 40(%rdi))
	U(movq	%r8, 48(%rdi))
	U(movq	%r9, 56(%rdi))
	addq	$64, %rsi
	addq	$64, %rdi
	subq	$64, %rdx
	cmpq	$64, %rdx
	ja	.Lround
	cmpl	$32, %edx
	ja	.Lto64_32
	jmp	.Llast32

.Lrep:
	movzbl	x86_copy_way(%rip), %ecx
	cmpl	$WAY_REP, %ecx
	jne	.Lrep_ask
	cmpq	$REP_MIN_INTEL, %rdx
	jb	.Lround
.Lrep_go:
	movq	%rdx, %rcx
78:	rep movsb
	xorl	%eax, %eax
	ASM_CLAC
	ret
.Lrep_fault:
	movq	%rcx, %rax
	ASM_CLAC
	ret
	_ASM_EXTABLE(78b, .Lrep_fault)

.Lrep_ask:
	cmpl	$WAY_ROUND, %ecx
	je	.Lround
	cmpl	$WAY_REP_ALIAS, %ecx
	je	.Lrep_alias
	call	x86_ask_copy_way
	jmp	.Lrep
.Lrep_alias:
	movl	%edi, %eax
	subl	%esi, %eax
	decl	%eax
	andl	$4095, %eax
	cmpl	$ALIAS_SPAN, %eax
	jb	.Lround
	jmp	.Lrep_go

/* Something above could not be touched: find out which byte. */
.Lbytes:
	testq	%rdx, %rdx
	jz	.Lbytes_stop
79:	movb	(%rsi), %al
80:	movb	%al, (%rdi)
	incq	%rsi
	incq	%rdi
	decq	%rdx
	jmp	.Lbytes
.Lbytes_stop:
	movq	%rdx, %rax
	ASM_CLAC
	ret
	_ASM_EXTABLE(79b, .Lbytes_stop)
	_ASM_EXTABLE(80b, .Lbytes_stop)
	.size	arch_copy_user, . - arch_copy_user

/* As arch_copy_user with a source of zeros: rdi, and rsi bytes. */
	.p2align 5
	.globl	arch_clear_user
	.type	arch_clear_user, @function
arch_clear_user:
	ASM_STAC
	xorl	%eax, %eax
	cmpq	$16, %rsi
	jae	.Lzero16
	cmpl	$8, %esi
	jb	.Lzero_bytes
	Z(movq	%rax, (%rdi))
	Z(movq	%rax, -8(%rdi, %rsi))
	ASM_CLAC
	ret
.Lzero16:
	cmpq	$256, %rsi
	jae	.Lzero_rep
.Lzero_round:
	Z(movq	%rax, (%rdi))
	Z(movq	%rax, 8(%rdi))
	addq	$16, %rdi
	subq	$16, %rsi
	cmpq	$16, %rsi
	ja	.Lzero_round
	Z(movq	%rax, -16(%rdi, %rsi))
	Z(movq	%rax, -8(%rdi, %rsi))
	ASM_CLAC
	ret
.Lzero_rep:
	movq	%rsi, %rcx
81:	rep stosb
	ASM_CLAC
	ret
.Lzero_rep_fault:
	movq	%rcx, %rax
	ASM_CLAC
	ret
	_ASM_EXTABLE(81b, .Lzero_rep_fault)
.Lzero_bytes:
	testq	%rsi, %rsi
	jz	.Lzero_stop
82:	movb	$0, (%rdi)
	incq	%rdi
	decq	%rsi
	jmp	.Lzero_bytes
.Lzero_stop:
	movq	%rsi, %rax
	ASM_CLAC
	ret
	_ASM_EXTABLE(82b, .Lzero_stop)
	.size	arch_clear_user, . - arch_clear_user

/*
 * Ask the CPU once. Leaf 7, EBX bit 9 is ERMS; leaf 0, EBX begins the vendor's
 * name. Keeps rdi, rsi, rdx.
 */
	.type	x86_ask_copy_way, @function
x86_ask_copy_way:
	pushq	%rbx
	movq	%rdx, %r8
	movb	$WAY_ROUND, %r9b
	xorl	%eax, %eax
	cpuid
	movl	%ebx, %r10d
	cmpl	$7, %eax
	jb	.Lasked
	movl	$7, %eax
	xorl	%ecx, %ecx
	cpuid
	btl	$9, %ebx
	jnc	.Lasked
	movb	$WAY_REP_ALIAS, %r9b
	cmpl	$0x68747541, %r10d		/* "Auth"enticAMD */
	je	.Lasked
	cmpl	$0x6f677948, %r10d		/* "Hygo"nGenuine */
	je	.Lasked
	movb	$WAY_REP, %r9b
.Lasked:
	movb	%r9b, x86_copy_way(%rip)
	movq	%r8, %rdx
	popq	%rbx
	ret
	.size	x86_ask_copy_way, . - x86_ask_copy_way

/* Set on the first long copy; 0: not asked yet. */
	.local	x86_copy_way
	.comm	x86_copy_way, 1, 1

	.section .note.GNU-stack, "", @progbits
