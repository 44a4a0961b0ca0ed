/* SPDX-License-Identifier: MIT */
/*
 * boot.S - from the boot loader, or from a start-up interrupt, to C code.
 *
 *	boot loader	32 bits, no paging
 *	  boot_start	CPU good enough? page tables; then both go on at
 *	    go_long  <--- trampoline: 16 bits at TRAMPOLINE_PA, other CPUs
 *	      boot_pgd loaded, long mode on, jump to the high half
 *	        kernel_pgd loaded: the identity map is gone
 *	          x86_main(magic, info), or x86_ap_main(id)
 *
 * All tables lie in .bss, which the loader has zeroed; no memory is asked for:
 *
 *	kernel_pgd [273] -> linear_pdpt -> 4 linear_pd: 4 GiB, 2 MiB pages, NX
 *		   [402] -> device_pdpt	  empty, for ioremap()
 *		   [448] -> window_pdpt -> window_pd -> 3 tables, for kmap
 *		   [511] -> image_pdpt -> image_pd -> 4 image_pt: this image
 *	boot_pgd   the same, and [0] -> boot_pdpt -> boot_pd: the first 8 MiB
 *		   where they are
 *
 * Invariants:
 *  1. The upper 256 entries of kernel_pgd do not change after mmu_init():
 *     every address space copies them.
 *  2. boot_pgd is loaded only by a CPU that has not left this file.
 *
 * Source: Multiboot Specification 0.6.96, 3; Intel SDM vol. 3, 9.8.5.
 */
#include "asm-defs.h"

#define MULTIBOOT_MAGIC		0x1badb002
#define MULTIBOOT_FLAGS		3	/* modules on pages; memory map */

#define BOOT_STACK_SIZE		0x8000
#define LOW(sym)		((sym) - KERNEL_BASE)

#define PT_PRESENT		0x001
#define PT_WRITE		0x002
#define PT_LARGE		0x080
#define PT_GLOBAL		0x100
#define PT_NX_HIGH		0x80000000	/* in the upper half */

	.section .multiboot, "a", @progbits
	.balign	4
	.long	MULTIBOOT_MAGIC, MULTIBOOT_FLAGS
	.long	-(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

	.section .boot, "ax", @progbits
	.code32
	.globl	boot_start
boot_start:
	cli
	cld
	movl	$LOW(boot_stack_end), %esp
	movl	%eax, %edi			/* arguments of x86_main */
	movl	%ebx, %esi
	call	check_long_mode
	call	make_tables
	xorl	%ebp, %ebp
	jmp	go_long

/* Stop with a message unless the CPU has long mode and no-execute pages.
 * CPUID itself is there if its flag can be changed. */
check_long_mode:
	pushfl
	popl	%eax
	movl	%eax, %ecx
	xorl	$EFLAGS_ID, %eax
	pushl	%eax
	popfl
	pushfl
	popl	%eax
	xorl	%ecx, %eax
	testl	$EFLAGS_ID, %eax
	jz	1f
	movl	$0x80000000, %eax
	cpuid
	cmpl	$0x80000001, %eax
	jb	1f
	movl	$0x80000001, %eax
	cpuid
	movl	$msg_no_nx, %ecx
	btl	$20, %edx
	jnc	2f
	btl	$29, %edx
	jnc	1f
	ret
1:	movl	$msg_no_long_mode, %ecx
2:	movl	%ecx, %esi

/* Say the string at esi on COM1, leave by the exit device or halt. */
boot_stop:
	movw	$COM1 + 3, %dx			/* divisor latch, 115200 baud */
	movb	$0x80, %al
	outb	%al, %dx
	movw	$COM1, %dx
	movb	$1, %al
	outb	%al, %dx
	incw	%dx
	xorl	%eax, %eax
	outb	%al, %dx
	movw	$COM1 + 3, %dx			/* 8 bits, no parity */
	movb	$3, %al
	outb	%al, %dx
1:	movw	$COM1 + 5, %dx
	inb	%dx, %al
	testb	$0x20, %al			/* room for a byte */
	jz	1b
	lodsb
	testb	%al, %al
	jz	2f
	movw	$COM1, %dx
	outb	%al, %dx
	jmp	1b
2:	movw	$EXIT_PORT, %dx
	movl	$2, %eax
	outl	%eax, %dx
3:	hlt
	jmp	3b

/* Fill @nr entries from @table on with frames from 0 up, @step bytes each. */
	.macro	FILL table, nr, step, low, high
	movl	$LOW(\table), %ebx
	movl	$\nr, %ecx
	movl	$\low, %eax
1:	movl	%eax, (%ebx)
	movl	$\high, 4(%ebx)
	addl	$8, %ebx
	addl	$\step, %eax
	loop	1b
	.endm

/* Entry @n of @table: the table @next. */
	.macro	LINK table, n, next
	movl	$LOW(\next) + PT_PRESENT + PT_WRITE, LOW(\table) + 8 * \n
	.endm

make_tables:
	FILL	linear_pd, 2048, 0x200000, \
		PT_PRESENT + PT_WRITE + PT_LARGE + PT_GLOBAL, PT_NX_HIGH
	FILL	image_pt, IMAGE_MAX / 4096, 4096, \
		PT_PRESENT + PT_WRITE + PT_GLOBAL, 0
	FILL	boot_pd, IMAGE_MAX / 0x200000, 0x200000, \
		PT_PRESENT + PT_WRITE + PT_LARGE, 0
	.irp	n, 0, 1, 2, 3
	LINK	linear_pdpt, \n, linear_pd+4096*\n
	LINK	image_pd, \n, image_pt+4096*\n
	.endr
	.irp	n, 0, 1, 2
	LINK	window_pd, \n, window_ptes+4096*\n
	.endr
	LINK	window_pdpt, 0, window_pd
	LINK	image_pdpt, 510, image_pd
	LINK	boot_pdpt, 0, boot_pd
	.irp	pgd, kernel_pgd, boot_pgd
	LINK	\pgd, 273, linear_pdpt
	LINK	\pgd, 402, device_pdpt
	LINK	\pgd, 448, window_pdpt
	LINK	\pgd, 511, image_pdpt
	.endr
	LINK	boot_pgd, 0, boot_pdpt
	ret

/* Protected mode without paging; ebp: 0 for the first CPU; edi and esi are
 * handed on. */
go_long:
	movl	%cr4, %eax
	orl	$CR4_PAE + CR4_PGE, %eax
	movl	%eax, %cr4
	movl	$LOW(boot_pgd), %eax
	movl	%eax, %cr3
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME + EFER_NXE, %eax
	wrmsr
	movl	$CR0_PG + CR0_WP + CR0_NE + CR0_MP + CR0_ET + CR0_PE, %eax
	movl	%eax, %cr0
	lgdt	boot_gdt_low
	ljmp	$KERNEL_CS, $1f
	.code64
1:	movq	$boot_high, %rax
	jmp	*%rax

	.balign	8
boot_gdt:
	.quad	0, 0
	.quad	0x00af9b000000ffff		/* KERNEL_CS */
	.quad	0x00cf93000000ffff		/* KERNEL_DS */
	.quad	0x00cf9b000000ffff		/* TRAMPOLINE_CS, 32 bits */
boot_gdt_end:
boot_gdt_low:
	.word	boot_gdt_end - boot_gdt - 1
	.long	boot_gdt

msg_no_long_mode:
	.asciz	"octavo: this CPU has no 64-bit mode: boot the i386 image\n"
msg_no_nx:
	.asciz	"octavo: this CPU has no no-execute pages: boot the i386 image\n"

	.text
boot_high:
	movl	$KERNEL_DS, %eax
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	$LOW(kernel_pgd), %eax
	movq	%rax, %cr3
	testl	%ebp, %ebp
	jnz	1f
	movq	$boot_stack_end, %rsp
	call	x86_main
	ud2
1:	xorl	%ebp, %ebp
	movq	trampoline_stack(%rip), %rsp
	movl	trampoline_cpu(%rip), %edi
	call	x86_ap_main
	ud2

/* ---- the first instructions of other CPUs, copied to TRAMPOLINE_PA ----------- */

#define TR(sym)		((sym) - trampoline_start + TRAMPOLINE_PA)

	.section .rodata
	.code16
	.globl	trampoline_start, trampoline_end
trampoline_start:
	cli
	cld
	xorw	%ax, %ax
	movw	%ax, %ds
	lgdtl	TR(1f)
	movl	$CR0_PE, %eax
	movl	%eax, %cr0
	ljmpl	$TRAMPOLINE_CS, $TR(2f)
	.balign	4
1:	.word	boot_gdt_end - boot_gdt - 1
	.long	boot_gdt
	.code32
2:	movl	$KERNEL_DS, %eax
	movl	%eax, %ds
	movl	%eax, %ss
	movl	$1, %ebp
	movl	$go_long, %eax
	jmp	*%eax
trampoline_end:
	.code64

	.section .data
	.balign	8
	.globl	trampoline_stack, trampoline_cpu
trampoline_stack:
	.quad	0
trampoline_cpu:
	.long	0

	.section .bss_pages, "aw", @nobits
	.balign	4096
	.globl	kernel_pgd, image_pt, window_ptes
kernel_pgd:	.skip	4096
boot_pgd:	.skip	4096
boot_pdpt:	.skip	4096
boot_pd:	.skip	4096
linear_pdpt:	.skip	4096
linear_pd:	.skip	4096 * 4
device_pdpt:	.skip	4096
window_pdpt:	.skip	4096
window_pd:	.skip	4096
window_ptes:	.skip	4096 * 3		/* 1,536 windows */
image_pdpt:	.skip	4096
image_pd:	.skip	4096
image_pt:	.skip	IMAGE_MAX / 512
	.globl	boot_stack_guard
boot_stack_guard: .skip	4096			/* cpu_protect_image() unmaps it */
boot_stack:	.skip	BOOT_STACK_SIZE
boot_stack_end:

	.section .note.GNU-stack, "", @progbits
