/* SPDX-License-Identifier: MIT */
/*
 * boot.S - from the boot loader, or from another CPU's call, to C.
 *
 * A Multiboot loader starts CPU 0 at boot_entry in protected mode without
 * paging; the other CPUs begin in real mode at TRAMPOLINE_PA, where a copy of
 * trampoline_start lies. Both come through paging_on, first by a root that
 * shows the first megabytes at their physical addresses too:
 *
 *	boot_entry -----> check, make_tables --+
 *						+-> paging_on -> high addresses
 *	trampoline -> protected mode ----------+    -> x86_main, x86_ap_main
 *
 * The kernel's tables, all of them in .bss:
 *
 *	kernel_table[]	one entry for each LARGE_SIZE from PAGE_OFFSET on:
 *	  c0000000	large pages, the linear map
 *	  f8000000	-> device_ptes[], the first of the device mappings
 *	  ff000000	-> window_ptes[]
 *
 * With two levels it is the last quarter of kernel_pgd; with PAE a table that
 * kernel_pgd's fourth entry points to.
 *
 * Until paging is on, the code runs where it was loaded: data is reached by
 * PA(), branches are relative.
 *
 * Source: Multiboot Specification 0.6.96; Intel SDM volume 3, chapters 4
 * "Paging" and 9 "Processor Management and Initialization".
 */
#include <asm/page.h>
#include <asm/ptrace.h>

#define PA(x)			((x) - PAGE_OFFSET)

#define MULTIBOOT_MAGIC		0x1badb002
/* Modules on page boundaries; sizes of memory. */
#define MULTIBOOT_FLAGS		0x00000003

#define CR0_PE			0x00000001
/* PE, MP, ET, NE, WP, AM, PG: the FPU reports by exceptions, the kernel obeys
 * write protection, programs may ask for alignment checks. */
#define CR0_KERNEL		0x80050033
#define CR4_PSE			0x10
#define CR4_PAE			0x20
#define CR4_PGE			0x80
#define MSR_EFER		0xc0000080
#define EFER_NXE		0x800
#define EFLAGS_ID		0x200000

/* CPUID leaf 1, EDX. */
#define CPUID_PSE		(1 << 3)
#define CPUID_TSC		(1 << 4)
#define CPUID_MSR		(1 << 5)
#define CPUID_PAE		(1 << 6)
#define CPUID_CX8		(1 << 8)
#define CPUID_PGE		(1 << 13)
#define CPUID_CMOV		(1 << 15)

#define PTE_TABLE		0x063	/* present, write, young, dirty */
#define PTE_LINEAR		0x1e3	/* the same, large and global */

#ifdef CONFIG_X86_PAE
#define PTE_BYTES		8
#define CR4_BOOT		(CR4_PSE | CR4_PAE)
#define CPUID_NEEDED		(CPUID_PSE | CPUID_TSC | CPUID_MSR | \
				 CPUID_CX8 | CPUID_CMOV | CPUID_PAE)
#else
#define PTE_BYTES		4
#define CR4_BOOT		CR4_PSE
#define CPUID_NEEDED		(CPUID_PSE | CPUID_TSC | CPUID_MSR | \
				 CPUID_CX8 | CPUID_CMOV)
#endif

#define TABLE_INDEX(addr)	(((addr) - PAGE_OFFSET) >> LARGE_SHIFT)
#define WINDOW_TABLES		((WINDOW_END - WINDOW_BASE) >> LARGE_SHIFT)
#define DEVICE_TABLES		4

	.section .multiboot, "a", @progbits
	.balign 4
	.long MULTIBOOT_MAGIC
	.long MULTIBOOT_FLAGS
	.long -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

/* ---- CPU 0 ------------------------------------------------------------- */

	.section .text.boot, "ax", @progbits
	.globl boot_entry
boot_entry:
	cli
	cld
	movl	$PA(boot_stack_top), %esp
	pushl	$0
	popfl
	movl	%eax, %ebp		/* for x86_main */
	movl	%ebx, %esi
	pushl	%esi
	call	check_cpu
	call	make_tables
	call	paging_on
	popl	%esi
	addl	$PAGE_OFFSET, %esp
	movl	$1f, %eax
	jmp	*%eax
1:	call	kernel_root
	pushl	%ebp
	xorl	%ebp, %ebp		/* the end of a backtrace */
	call	i386_early_init
	popl	%eax
	movl	%esi, %edx
	pushl	%ebp
	pushl	%ebp
	call	x86_main
2:	cli
	hlt
	jmp	2b

/* Leave the root with the double view; segments as they will stay. */
kernel_root:
	movl	$PA(kernel_pgd), %eax
	movl	%eax, %cr3
	lgdt	boot_gdt_ptr
	ljmp	$KERNEL_CS, $1f
1:	movl	$KERNEL_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	xorl	%eax, %eax
	movl	%eax, %fs
	movl	%eax, %gs
	ret

/* Turn paging on with boot_pgd. Destroys eax, ebx, ecx, edx. */
paging_on:
	movl	$CR4_BOOT, %eax
	movl	%eax, %cr4
	movl	$PA(boot_pgd), %eax
	movl	%eax, %cr3
#ifdef CONFIG_X86_PAE
	movl	$0x80000000, %eax
	cpuid
	cmpl	$0x80000001, %eax
	jb	1f
	movl	$0x80000001, %eax
	cpuid
	btl	$20, %edx		/* NX */
	jnc	1f
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_NXE, %eax
	wrmsr
1:
#endif
	movl	$CR0_KERNEL, %eax
	movl	%eax, %cr0
	jmp	2f			/* with paging, from the next one on */
2:	movl	$1, %eax
	cpuid
	testl	$CPUID_PGE, %edx
	jz	3f
	movl	%cr4, %eax
	orl	$CR4_PGE, %eax
	movl	%eax, %cr4
3:	ret

/* ---- page tables --------------------------------------------------------- */

/* Write ECX entries from EDI on: EAX, and EBX more for each next. */
fill:
	movl	%eax, (%edi)
	addl	%ebx, %eax
	addl	$PTE_BYTES, %edi
	loop	fill
	ret

make_tables:
	movl	$PA(kernel_table), %edi
	movl	$PTE_LINEAR, %eax
	movl	$LARGE_SIZE, %ebx
	movl	$(LINEAR_SIZE >> LARGE_SHIFT), %ecx
	call	fill
	movl	$PA(kernel_table) + TABLE_INDEX(IOREMAP_BASE) * PTE_BYTES, %edi
	movl	$PA(device_ptes) + PTE_TABLE, %eax
	movl	$PAGE_SIZE, %ebx
	movl	$DEVICE_TABLES, %ecx
	call	fill
	movl	$PA(kernel_table) + TABLE_INDEX(WINDOW_BASE) * PTE_BYTES, %edi
	movl	$PA(window_ptes) + PTE_TABLE, %eax
	movl	$WINDOW_TABLES, %ecx
	call	fill
#ifdef CONFIG_X86_PAE
	/* These have no bit but P. */
	movl	$PA(kernel_table) + 1, %eax
	movl	%eax, PA(kernel_pgd) + 3 * 8
	movl	%eax, PA(boot_pgd) + 3 * 8
	movl	%eax, PA(boot_pgd)
#else
	movl	$PA(kernel_pgd), %esi
	movl	$PA(boot_pgd), %edi
	movl	$1024, %ecx
	rep; movsl
	movl	$PTE_LINEAR, PA(boot_pgd)
#endif
	ret

/* ---- is the CPU good enough? --------------------------------------------- */

check_cpu:
	pushfl
	popl	%eax
	movl	%eax, %edx
	xorl	$EFLAGS_ID, %eax
	pushl	%eax
	popfl
	pushfl
	popl	%eax
	pushl	$0
	popfl
	movl	$PA(no_cpuid), %edi
	xorl	%edx, %eax
	testl	$EFLAGS_ID, %eax
	jz	boot_fail
	movl	$1, %eax
	cpuid
	notl	%edx
	movl	$PA(needed), %ebx
1:	movl	(%ebx), %eax		/* a bit, and what it is called */
	movl	4(%ebx), %edi
	addl	$8, %ebx
	testl	%eax, %eax
	jz	2f
	testl	%eax, %edx
	jz	1b
	jmp	boot_fail
2:	ret

/* Say that the CPU lacks what EDI names, and stop. */
boot_fail:
	movl	$PA(lacks), %esi
	call	early_puts
	movl	%edi, %esi
	call	early_puts
	movl	$PA(newline), %esi
	call	early_puts
	movl	$2, %eax
	movl	$0xf4, %edx		/* QEMU's isa-debug-exit */
	outl	%eax, %dx
1:	cli
	hlt
	jmp	1b

/* The string at ESI to COM1, as the firmware left it. */
early_puts:
	movl	$0x3fd, %edx
	movl	$100000, %ecx		/* nobody there: do not wait for ever */
1:	inb	%dx, %al
	testb	$0x20, %al
	loopz	1b
	lodsb
	testb	%al, %al
	jz	2f
	movl	$0x3f8, %edx
	outb	%al, %dx
	jmp	early_puts
2:	ret

	.section .rodata.boot, "a", @progbits
lacks:		.asciz "octavo: cannot start: this CPU has no "
newline:	.asciz "\r\n"
no_cpuid:	.asciz "CPUID instruction"
no_pse:		.asciz "4 MiB pages (PSE)"
no_tsc:		.asciz "time-stamp counter (TSC)"
no_msr:		.asciz "model-specific registers (MSR)"
no_cx8:		.asciz "CMPXCHG8B instruction"
no_cmov:	.asciz "CMOV instruction"
no_pae:		.asciz "physical address extension (PAE)"
	.balign 4
needed:
	.long CPUID_PSE, PA(no_pse)
	.long CPUID_TSC, PA(no_tsc)
	.long CPUID_MSR, PA(no_msr)
	.long CPUID_CX8, PA(no_cx8)
	.long CPUID_CMOV, PA(no_cmov)
#ifdef CONFIG_X86_PAE
	.long CPUID_PAE, PA(no_pae)
#endif
	.long 0, 0

/* Flat segments with the numbers they keep; each CPU gets a table of its own
 * from cpu_init(). */
	.balign 8
boot_gdt:
	.fill 12, 8, 0
	.quad 0x00cf9b000000ffff	/* KERNEL_CS */
	.quad 0x00cf93000000ffff	/* KERNEL_DS */
boot_gdt_end:
boot_gdt_ptr:
	.word boot_gdt_end - boot_gdt - 1
	.long boot_gdt

/* ---- the other CPUs ------------------------------------------------------- */

/* Copied to TRAMPOLINE_PA; runs with CS = TRAMPOLINE_PA / 16, so offsets count
 * from trampoline_start. */
	.section .text.boot, "ax", @progbits
	.globl trampoline_start, trampoline_end
	.balign 16
	.code16
trampoline_start:
	cli
	cld
	movw	%cs, %ax
	movw	%ax, %ds
	lgdtl	trampoline_gdt_ptr - trampoline_start
	movl	$CR0_PE, %eax
	movl	%eax, %cr0
	ljmpl	$KERNEL_CS, $PA(trampoline_32)
	.balign 4
trampoline_gdt_ptr:
	.word boot_gdt_end - boot_gdt - 1
	.long PA(boot_gdt)
trampoline_end:

	.code32
trampoline_32:
	movl	$KERNEL_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	$PA(ap_boot_stack_top), %esp
	call	paging_on
	movl	$1f, %eax
	jmp	*%eax
1:	movl	trampoline_stack, %esp
	call	kernel_root
	movl	trampoline_cpu, %eax
	xorl	%ebp, %ebp
	pushl	%ebp
	pushl	%ebp
	call	x86_ap_main
2:	cli
	hlt
	jmp	2b

/* ---- memory --------------------------------------------------------------- */

	.section .data.boot, "aw", @progbits
	.globl trampoline_stack, trampoline_cpu
	.balign 4
trampoline_stack:	.long 0
trampoline_cpu:		.long 0

	.section .bss.boot, "aw", @nobits
	.globl kernel_pgd, kernel_table, device_ptes, window_ptes
	.balign PAGE_SIZE
device_ptes:	.skip DEVICE_TABLES * PAGE_SIZE
window_ptes:	.skip WINDOW_TABLES * PAGE_SIZE
#ifdef CONFIG_X86_PAE
kernel_table:	.skip PAGE_SIZE
kernel_pgd:	.skip 32
boot_pgd:	.skip 32
#else
kernel_pgd:	.skip PAGE_SIZE
	.set kernel_table, kernel_pgd + (PAGE_OFFSET >> LARGE_SHIFT) * 4
boot_pgd:	.skip PAGE_SIZE
#endif
	.skip 64
ap_boot_stack_top:

/* The page below the stack is taken out of the linear map: who runs over the
 * end meets a double fault. */
	.section .boot_stack, "aw", @nobits
	.globl boot_stack_guard, boot_stack, boot_stack_top
boot_stack_guard:	.skip PAGE_SIZE
boot_stack:		.skip 32768
boot_stack_top:

	.section .note.GNU-stack, "", @progbits
