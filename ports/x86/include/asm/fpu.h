/* SPDX-License-Identifier: MIT */
/*
 * asm/fpu.h - floating point and vector registers of user code.
 */
#ifndef X86ASM_FPU_H
#define X86ASM_FPU_H

#define FPU_IMAGE_SIZE		512	/* FXSAVE's */

/* A task that does not run has them where somebody saved them. */
#define FPU_STAYS_IN_FRAME	false

#endif
