/* SPDX-License-Identifier: MIT */
/*
 * memdup_user.h - what a program passes, in memory of the kernel's own; and
 * numbers out of what it writes.
 */
#ifndef OCTAVO_MEMDUP_USER_H
#define OCTAVO_MEMDUP_USER_H

#include <octavo/err.h>
#include <octavo/kstrtox.h>
#include <octavo/overflow.h>
#include <octavo/slab.h>
#include <octavo/uaccess.h>
#include <octavo/vmalloc.h>

/**
 * memdup_user() - copy from user memory into fresh memory
 * @src: user address
 * @len: bytes
 *
 * Context: User context only. May sleep.
 * Return: the copy; ERR_PTR(-ENOMEM), ERR_PTR(-EFAULT).
 * Pairs with: kfree().
 */
void *memdup_user(const void __user *src, size_t len);

/**
 * vmemdup_user() - as memdup_user(), for what may be large
 * @src: user address
 * @len: bytes
 *
 * Context: User context only. May sleep.
 * Return: the copy; ERR_PTR(-ENOMEM), ERR_PTR(-EFAULT).
 * Pairs with: kvfree().
 */
static inline void *vmemdup_user(const void __user *src, size_t len)
{
	void *p = kvmalloc(len, GFP_USER);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (!copy_from_user(p, src, len))
		return p;
	kvfree(p);
	return ERR_PTR(-EFAULT);
}

/**
 * memdup_user_nul() - as memdup_user(), with a NUL behind
 * @src: user address
 * @len: bytes, without the NUL
 *
 * Context: User context only. May sleep.
 * Return: the copy; ERR_PTR(-ENOMEM), ERR_PTR(-EFAULT).
 * Pairs with: kfree().
 */
void *memdup_user_nul(const void __user *src, size_t len);

/**
 * strndup_user() - copy a string from user memory
 * @s: user address
 * @n: its bytes at most, NUL included
 *
 * Context: User context only. May sleep.
 * Return: the copy; ERR_PTR(-EFAULT), ERR_PTR(-EINVAL): it is longer,
 *	ERR_PTR(-ENOMEM).
 * Pairs with: kfree().
 */
char *strndup_user(const char __user *s, long n);

static inline void *memdup_array_user(const void __user *src, size_t n,
				      size_t size)
{
	size_t bytes = size_mul(n, size);

	return bytes == SIZE_MAX ? ERR_PTR(-EOVERFLOW) : memdup_user(src, bytes);
}

static inline void *vmemdup_array_user(const void __user *src, size_t n,
				       size_t size)
{
	size_t bytes = size_mul(n, size);

	return bytes == SIZE_MAX ? ERR_PTR(-EOVERFLOW) : vmemdup_user(src, bytes);
}

/**
 * number_from_user() - a short text from user memory
 * @buf: becomes the text, with a NUL behind
 * @size: bytes at @buf
 * @s: user address
 * @count: bytes there; what @buf does not hold is left out
 *
 * Context: User context only. May sleep.
 * Return: 0, -EFAULT.
 */
int number_from_user(char *buf, size_t size, const char __user *s, size_t count);

/* kstrtoint_from_user(s, count, base, &res) and its like; -EFAULT, or what
 * kstrtoint() answers. */
#define KSTRTO_FROM_USER(name, type)					\
static inline int __must_check						\
name##_from_user(const char __user *s, size_t count, unsigned int base,	\
		 type *res)						\
{									\
	char buf[70];							\
	int err = number_from_user(buf, sizeof(buf), s, count);		\
									\
	return err ? err : name(buf, base, res);			\
}

KSTRTO_FROM_USER(kstrtoull, unsigned long long)
KSTRTO_FROM_USER(kstrtoll, long long)
KSTRTO_FROM_USER(kstrtoul, unsigned long)
KSTRTO_FROM_USER(kstrtol, long)
KSTRTO_FROM_USER(kstrtouint, unsigned int)
KSTRTO_FROM_USER(kstrtoint, int)
KSTRTO_FROM_USER(kstrtou64, u64)
KSTRTO_FROM_USER(kstrtos64, s64)
KSTRTO_FROM_USER(kstrtou32, u32)
KSTRTO_FROM_USER(kstrtos32, s32)
KSTRTO_FROM_USER(kstrtou16, u16)
KSTRTO_FROM_USER(kstrtos16, s16)
KSTRTO_FROM_USER(kstrtou8, u8)
KSTRTO_FROM_USER(kstrtos8, s8)
#undef KSTRTO_FROM_USER

static inline int __must_check
kstrtobool_from_user(const char __user *s, size_t count, bool *res)
{
	char buf[4];
	int err = number_from_user(buf, sizeof(buf), s, count);

	return err ? err : kstrtobool(buf, res);
}

#endif
