/* SPDX-License-Identifier: MIT */
/*
 * types.h - integer types by all their names, and the structures that others
 * embed.
 */
#ifndef DOOR_LINUX_TYPES_H
#define DOOR_LINUX_TYPES_H

#include <linux/kconfig.h>
#include <linux/compiler.h>
#include <octavo/atomic.h>
#include <octavo/bitops.h>
#include <octavo/list.h>
#include <octavo/types.h>

/* As programs know them. */
typedef u8			__u8;
typedef u16			__u16;
typedef u32			__u32;
typedef u64			__u64;
typedef s8			__s8;
typedef s16			__s16;
typedef s32			__s32;
typedef s64			__s64;

typedef unsigned char		u_char, unchar;
typedef unsigned short		u_short, ushort;
typedef unsigned int		u_int, uint;
typedef unsigned long		u_long, ulong;
typedef unsigned long long	ullong;
typedef u8			u_int8_t;
typedef u16			u_int16_t;
typedef u32			u_int32_t;
typedef u64			u_int64_t;

typedef long			__kernel_long_t;
typedef unsigned long		__kernel_ulong_t;
typedef size_t			__kernel_size_t;
typedef ssize_t			__kernel_ssize_t;
typedef ptrdiff_t		__kernel_ptrdiff_t;
typedef loff_t			__kernel_loff_t;
typedef long			__kernel_off_t;
typedef pid_t			__kernel_pid_t;
typedef u32			__kernel_dev_t;
typedef u32			__kernel_uid32_t, __kernel_gid32_t;
typedef u32			__kernel_uid_t, __kernel_gid_t;
typedef unsigned int		__kernel_mode_t;
typedef long			__kernel_time_t;
typedef s64			__kernel_time64_t;
typedef long			__kernel_clock_t;
typedef int			__kernel_clockid_t, __kernel_timer_t;
typedef int			__kernel_key_t, __kernel_mqd_t, __kernel_daddr_t;
typedef unsigned short		__kernel_sa_family_t;
typedef char			*__kernel_caddr_t;
typedef struct { int val[2]; }	__kernel_fsid_t;

typedef unsigned int		mode_t;
typedef u32			nlink_t;
typedef u32			uid_t, gid_t;
typedef u16			uid16_t, gid16_t;
typedef long			off_t;
typedef int			key_t, daddr_t, mqd_t;
typedef int			clockid_t, timer_t;
typedef long			clock_t;
typedef char			*caddr_t;
typedef unsigned long		ino_t;
typedef long long		time64_t;
typedef u64			timeu64_t;
typedef unsigned int		slab_flags_t;
typedef phys_addr_t		resource_size_t;
typedef unsigned long		irq_hw_number_t;
typedef u64			async_cookie_t;

typedef u64			aligned_u64 __aligned(8);
typedef s64			aligned_s64 __aligned(8);
typedef __be64			aligned_be64 __aligned(8);
typedef __le64			aligned_le64 __aligned(8);
#define __aligned_u64		aligned_u64
#define __aligned_s64		aligned_s64
#define __aligned_be64		aligned_be64
#define __aligned_le64		aligned_le64


#ifndef DECLARE_BITMAP
#define DECLARE_BITMAP(name, nbits)	unsigned long name[BITS_TO_LONGS(nbits)]
#endif

typedef int (*cmp_func_t)(const void *a, const void *b);
typedef int (*cmp_r_func_t)(const void *a, const void *b, const void *priv);
typedef void (*swap_func_t)(void *a, void *b, int size);
typedef void (*swap_r_func_t)(void *a, void *b, int size, const void *priv);
typedef void (*rcu_callback_t)(struct rcu_head *head);
typedef void (*call_rcu_func_t)(struct rcu_head *head, rcu_callback_t func);

struct ustat {
	__kernel_daddr_t f_tfree;
	unsigned long f_tinode;
	char f_fname[6];
	char f_fpack[6];
};

#endif
