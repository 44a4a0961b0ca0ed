/* SPDX-License-Identifier: MIT */
/*
 * kernel.h - what nearly every driver uses.
 */
#ifndef DOOR_LINUX_KERNEL_H
#define DOOR_LINUX_KERNEL_H

#include <stdarg.h>
#include <linux/align.h>
#include <linux/array_size.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/kstrtox.h>
#include <linux/limits.h>
#include <linux/linkage.h>
#include <linux/log2.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sprintf.h>
#include <linux/stddef.h>
#include <linux/stringify.h>
#include <linux/typecheck.h>
#include <linux/types.h>
#include <asm/byteorder.h>
#include <octavo/cpu.h>
#include <octavo/hexdump.h>

/* Which way a request goes. */
#define READ			0
#define WRITE			1

#define STACK_MAGIC		0xdeadbeef
#define REPEAT_BYTE(x)		((~0ul / 0xff) * (x))
#define PTR_IF(cond, ptr)	((cond) ? (ptr) : NULL)
#define u64_to_user_ptr(x)	((void __user *)(uintptr_t)(x))
#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))
#define lower_32_bits(n)	((u32)((n) & 0xffffffff))
#define upper_16_bits(n)	((u16)((n) >> 16))
#define lower_16_bits(n)	((u16)((n) & 0xffff))


#endif
