/* SPDX-License-Identifier: MIT */
/*
 * asm/fpu.h - floating point and vector registers of user code.
 */
#ifndef ASM_FPU_H
#define ASM_FPU_H

/* FXSAVE's 512 bytes, and what XSAVE has behind them up to AVX-512. */
#define FPU_IMAGE_SIZE		2688

/* A task that does not run has them in the frame that a signal left. */
#define FPU_STAYS_IN_FRAME	true

#endif
