/* SPDX-License-Identifier: MIT */
/*
 * asm-defs.h - numbers of the processor that C and assembly both need.
 *
 * Source: Intel SDM vol. 3, 2.5 (control registers), 4 (MSRs in vol. 4);
 * AMD APM vol. 2, 6.1 (SYSCALL and SYSRET).
 */
#ifndef X86_64_ASM_DEFS_H
#define X86_64_ASM_DEFS_H

/* Where the image is linked: physical plus this. IMAGE_MAX: as kernel.ld. */
#define KERNEL_BASE		0xffffffff80000000
#define IMAGE_MAX		0x800000

#define CR0_PE			0x00000001
#define CR0_MP			0x00000002
#define CR0_ET			0x00000010
#define CR0_NE			0x00000020
#define CR0_WP			0x00010000
#define CR0_PG			0x80000000

#define CR4_PAE			0x00000020
#define CR4_MCE			0x00000040
#define CR4_PGE			0x00000080
#define CR4_OSFXSR		0x00000200
#define CR4_OSXMMEXCPT		0x00000400
#define CR4_UMIP		0x00000800
#define CR4_SMEP		0x00100000
#define CR4_SMAP		0x00200000

#define MSR_EFER		0xc0000080
#define EFER_SCE		0x001
#define EFER_LME		0x100
#define EFER_NXE		0x800
#define MSR_STAR		0xc0000081
#define MSR_LSTAR		0xc0000082
#define MSR_CSTAR		0xc0000083
#define MSR_SFMASK		0xc0000084
#define MSR_FS_BASE		0xc0000100
#define MSR_GS_BASE		0xc0000101
#define MSR_KERNEL_GS_BASE	0xc0000102

#define EFLAGS_CF		0x000001
#define EFLAGS_FIXED		0x000002	/* always 1 */
#define EFLAGS_TF		0x000100
#define EFLAGS_IF		0x000200
#define EFLAGS_DF		0x000400
#define EFLAGS_IOPL		0x003000
#define EFLAGS_NT		0x004000
#define EFLAGS_RF		0x010000
#define EFLAGS_AC		0x040000
#define EFLAGS_ID		0x200000
/* What a program may set: the arithmetic flags, TF, DF, AC, ID. */
#define EFLAGS_USER		0x240dd5
#define EFLAGS_NO_SYSRET	0xffdbf128	/* all but those and IF; TF */

/* Selectors. There is no 32-bit code segment: user code is 64-bit code. The
 * order of the last three is SYSRET's. */
#define KERNEL_CS		0x10
#define KERNEL_DS		0x18
#define TRAMPOLINE_CS		0x20		/* in the boot GDT only */
#define USER32_CS		0x23
#define USER_DS			0x2b
#define USER_CS			0x33
#define TSS_SELECTOR		0x40

/* struct pt_regs, struct x86_cpu: checked in context.c. */
#define REGS_R11		48
#define REGS_RCX		88
#define REGS_ORIG_RAX		120
#define REGS_RIP		144
#define REGS_CS			152
#define REGS_RFLAGS		160
#define REGS_RSP		168
#define REGS_SS			176
#define REGS_SIZE		184
#define CPU_KERNEL_SP		8
#define CPU_USER_SP		16

#ifdef __ASSEMBLER__
#define VECTOR_SYSCALL		0x80		/* as ../x86/x86.h */
#define TRAMPOLINE_PA		0x8000
#endif

#define TRAP_NMI		2
#define TRAP_BREAKPOINT		3
#define TRAP_OVERFLOW		4
#define TRAP_DOUBLE_FAULT	8
#define TRAP_MACHINE_CHECK	18
/* Bit n: vector n. */
#define TRAPS_WITH_CODE		0x60227d00	/* 8 10-14 17 21 29 30 */
#define TRAPS_ON_IST		0x00040104	/* 2 8 18 */
#define TRAP_STUB_SHIFT		4

#define COM1			0x3f8
#define EXIT_PORT		0xf4

#endif
