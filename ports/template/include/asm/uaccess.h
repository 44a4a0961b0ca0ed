/* SPDX-License-Identifier: MIT */
/*
 * asm/uaccess.h - single loads and stores of user memory.
 *
 * What must be inline because it is one instruction where it can be: here it
 * goes through arch_copy_user(), which is right on every machine. A port
 * replaces it by an instruction with an entry in the exception table
 * (octavo/extable.h) once arch_copy_user() works; ports/hosted shows how.
 *
 * Invariant: a single access moves all of its bytes or none.
 */
#ifndef ASM_UACCESS_H
#define ASM_UACCESS_H

#ifndef __ASSEMBLER__

#include <octavo/types.h>
#include <octavo/port.h>

/* Store @x, of @size bytes (1, 2, 4, 8), at user pointer @ptr; go to @label if
 * that faults. */
#define __put_user_size(x, ptr, size, label)				\
	do {								\
		u64 put_val = (u64)(x);					\
		if (arch_copy_user((__force void *)(ptr), &put_val,	\
				   (size)))				\
			goto label;					\
	} while (0)

/* Load @size bytes at user pointer @ptr into @x, zero-extended; on a fault
 * @x = 0 and @err = -EFAULT (14). Little-endian. */
#define __get_user_size(x, ptr, size, err)				\
	do {								\
		u64 get_val = 0;					\
		if (arch_copy_user(&get_val, (__force const void *)(ptr), \
				   (size))) {				\
			(err) = -14;					\
			get_val = 0;					\
		}							\
		(x) = (__typeof__(x))get_val;				\
	} while (0)

/* Constant sizes up to this are copied by user_copy_const(). */
#define USER_COPY_CONST_MAX	64ul

/**
 * user_copy_const() - copy a few bytes, their number known when compiling
 * @to: destination, kernel or user
 * @from: source, user or kernel
 * @n: 1 to USER_COPY_CONST_MAX, a compile-time constant
 *
 * Nothing beyond the first byte that faults is written when one does; which
 * byte that was is not told.
 *
 * Context: Any context.
 * Return: did all bytes arrive?
 */
static __always_inline bool user_copy_const(void *to, const void *from,
					    unsigned long n)
{
	return arch_copy_user(to, from, n) == 0;
}

#endif
#endif
