/* SPDX-License-Identifier: MIT */
/*
 * strdup.h - text in fresh memory of the slab.
 *
 * kstrdup(), kstrndup() and kmemdup() are in slab.h.
 *
 * What is answered belongs to the caller, who gives it to kfree().
 */
#ifndef OCTAVO_STRDUP_H
#define OCTAVO_STRDUP_H

#include <stdarg.h>
#include <octavo/slab.h>
#include <octavo/types.h>

/**
 * kmemdup_nul() - copy bytes, and a NUL behind them
 * @s: may be NULL
 * @len: how many bytes, without the NUL
 * @gfp: how to allocate
 *
 * Context: Decided by @gfp.
 * Return: the copy; NULL without memory or if @s is NULL.
 * Pairs with: kfree().
 */
char *kmemdup_nul(const char *s, size_t len, gfp_t gfp);

/**
 * kvasprintf() - format text into fresh memory
 * @gfp: how to allocate
 * @fmt: as vsnprintf()
 * @args: what @fmt asks for
 *
 * Context: Decided by @gfp.
 * Return: the text; NULL without memory.
 * Pairs with: kfree().
 */
__printf(2, 0) __malloc
char *kvasprintf(gfp_t gfp, const char *fmt, va_list args);

/**
 * kasprintf() - format text into fresh memory
 * @gfp: how to allocate
 * @fmt: as snprintf()
 *
 * Context: Decided by @gfp.
 * Return: the text; NULL without memory.
 * Pairs with: kfree().
 */
__printf(2, 3) __malloc
char *kasprintf(gfp_t gfp, const char *fmt, ...);

/* Constants are copied like any other string. */
#define kstrdup_const(s, gfp)	((const char *)kstrdup(s, gfp))
#define kfree_const(s)		kfree(s)
#define kvasprintf_const	kvasprintf
#define kmemdup_array(src, n, size, gfp)	\
	kmemdup(src, size_mul(n, size), gfp)

#endif
