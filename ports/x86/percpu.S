/* SPDX-License-Identifier: MIT */
/*
 * percpu.S - where a CPU's struct cpu lies behind its segment's base, as an
 * address that C code adds fields to.
 *
 * In a file of its own: an assembler that sees the value takes it for an
 * offset from the instruction where it should be one from the segment's base.
 */
#include <asm/percpu.h>

	.globl	x86_percpu_core
	.set	x86_percpu_core, PERCPU_CORE

	.section .note.GNU-stack, "", @progbits
