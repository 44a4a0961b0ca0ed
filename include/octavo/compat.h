/* SPDX-License-Identifier: MIT */
/*
 * compat.h - types of programs of 32 bits on a machine of 64.
 *
 * A machine runs programs of its own width only, so no call is ever a compat
 * one; the types are for drivers that have handlers for them.
 */
#ifndef OCTAVO_COMPAT_H
#define OCTAVO_COMPAT_H

#include <octavo/types.h>

typedef u32			compat_uptr_t;
typedef u32			compat_caddr_t;
typedef s32			compat_int_t;
typedef u32			compat_uint_t;
typedef s32			compat_long_t;
typedef u32			compat_ulong_t;
typedef u32			compat_size_t;
typedef s32			compat_ssize_t;
typedef s32			compat_off_t;
typedef s32			compat_pid_t;
typedef u32			compat_dev_t;
typedef u16			compat_mode_t;
typedef s64			compat_loff_t;
/* On x86 a program of 32 bits aligns them to 4 bytes. */
typedef s64			compat_s64 __aligned(4);
typedef u64			compat_u64 __aligned(4);

static inline void __user *compat_ptr(compat_uptr_t uptr)
{
	return (void __user *)(unsigned long)uptr;
}

static inline compat_uptr_t ptr_to_compat(void __user *uptr)
{
	return (u32)(unsigned long)uptr;
}

static inline bool in_compat_syscall(void)
{
	return false;
}

#endif
