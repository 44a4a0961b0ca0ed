/* SPDX-License-Identifier: MIT */
/*
 * fpu.c - floating point and vector registers of user code.
 *
 * The kernel never uses them: while it runs they hold what user code left, and
 * saving them is one instruction whenever somebody asks. A CPU without FXSAVE
 * (before Pentium II) cannot be asked; a signal handler there finds, and
 * leaves, the registers as they are.
 *
 * Source: Intel SDM volume 1, 10.5 "FXSAVE and FXRSTOR instructions".
 */
#include <octavo/port.h>
#include <octavo/string.h>
#include <asm/fpu.h>
#include "x86.h"

struct fxsave_image {
	u8 fpu[24];
	u32 mxcsr, mxcsr_mask;
	u8 rest[480];
} __aligned(32);	/* more than the stack has: realigned */

BUILD_BUG_ON(sizeof(struct fxsave_image) != FPU_IMAGE_SIZE);

/* Where the mask reads 0, as on the first CPUs that had it. */
#define MXCSR_MASK_DEFAULT	0xffbfu

bool arch_get_user_fpu(void *image)
{
	struct fxsave_image *fx = image;

	if (!x86_features.fxsr)
		return false;
	__asm__ __volatile__("fxsave %0" : "+m"(*fx));
	return true;
}

/* The bits of MXCSR that this CPU has. */
static u32 mxcsr_mask(void)
{
	struct fxsave_image now;

	arch_get_user_fpu(&now);
	return now.mxcsr_mask ? now.mxcsr_mask : MXCSR_MASK_DEFAULT;
}

void arch_set_user_fpu(const void *image)
{
	const struct fxsave_image *fx = image;
	struct fxsave_image less;

	if (!x86_features.fxsr)
		return;
	/* What the first CPUs had, every CPU has. */
	if (fx->mxcsr & ~MXCSR_MASK_DEFAULT) {
		less = *fx;
		less.mxcsr &= mxcsr_mask();
		fx = &less;
	}
	__asm__ __volatile__("fxrstor %0" : : "m"(*fx));
}
