/* SPDX-License-Identifier: MIT */
/*
 * err.h - an error number in the place of a pointer.
 *
 * The last MAX_ERRNO addresses are nobody's memory, so a pointer there is a
 * negative error number.
 */
#ifndef OCTAVO_ERR_H
#define OCTAVO_ERR_H

#include <octavo/types.h>
#include <octavo/errno.h>

#define MAX_ERRNO		4095
#define IS_ERR_VALUE(x)		\
	unlikely((unsigned long)(void *)(x) >= (unsigned long)-MAX_ERRNO)

static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

static inline long PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

static inline bool IS_ERR(const void *ptr)
{
	return IS_ERR_VALUE((unsigned long)ptr);
}

static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return unlikely(!ptr) || IS_ERR(ptr);
}

/* The same error as a pointer to something else. */
static inline void *ERR_CAST(const void *ptr)
{
	return (void *)ptr;
}

static inline int PTR_ERR_OR_ZERO(const void *ptr)
{
	return IS_ERR(ptr) ? (int)PTR_ERR(ptr) : 0;
}

#endif
