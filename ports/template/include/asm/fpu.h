/* SPDX-License-Identifier: MIT */
/*
 * asm/fpu.h - floating point and vector registers of user code.
 */
#ifndef ASM_FPU_H
#define ASM_FPU_H

#define FPU_IMAGE_SIZE		512	/* bytes of arch_get_user_fpu() */

/* Does a task that does not run keep them without being told to? */
#define FPU_STAYS_IN_FRAME	false

#endif
