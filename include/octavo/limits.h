/* SPDX-License-Identifier: MIT */
/*
 * limits.h - the largest and smallest numbers of each type.
 *
 * Those of C's own types are in types.h.
 */
#ifndef OCTAVO_LIMITS_H
#define OCTAVO_LIMITS_H

#include <octavo/types.h>

#define U8_MAX			((u8)~0u)
#define S8_MAX			((s8)(U8_MAX >> 1))
#define S8_MIN			((s8)(-S8_MAX - 1))
#define U16_MAX			((u16)~0u)
#define S16_MAX			((s16)(U16_MAX >> 1))
#define S16_MIN			((s16)(-S16_MAX - 1))
#define U32_MAX			((u32)~0u)
#define U32_MIN			((u32)0)
#define S32_MAX			((s32)(U32_MAX >> 1))
#define S32_MIN			((s32)(-S32_MAX - 1))
#define U64_MAX			((u64)~0ull)
#define S64_MAX			((s64)(U64_MAX >> 1))
#define S64_MIN			((s64)(-S64_MAX - 1))

#ifndef SHRT_MIN
#define SHRT_MIN		(-SHRT_MAX - 1)
#endif
#ifndef SCHAR_MIN
#define SCHAR_MIN		(-SCHAR_MAX - 1)
#endif
#ifndef SSIZE_MAX
#define SSIZE_MAX		((ssize_t)(SIZE_MAX >> 1))
#endif
#define PHYS_ADDR_MAX		(~(phys_addr_t)0)
#define DMA_ADDR_MAX		(~(dma_addr_t)0)

/* Names of files, and how much one pipe or one argument list holds. */
#define NAME_MAX		255
#define PATH_MAX		4096
#define PIPE_BUF		4096
#define XATTR_NAME_MAX		255
#define NGROUPS_MAX		65536

#endif
