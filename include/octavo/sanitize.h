/* SPDX-License-Identifier: MIT */
/*
 * sanitize.h - telling the address sanitizer which bytes are nobody's.
 *
 * Without it the calls are nothing.
 */
#ifndef OCTAVO_SANITIZE_H
#define OCTAVO_SANITIZE_H

#include <octavo/types.h>

#if OCTAVO_ASAN

/**
 * __asan_poison_memory_region() - nobody may touch these bytes
 * @addr: the first; what is not at a multiple of 8 rounds up
 * @size: how many
 *
 * Context: Any context.
 */
void __asan_poison_memory_region(const volatile void *addr, size_t size);

/**
 * __asan_unpoison_memory_region() - these bytes may be touched
 * @addr: the first
 * @size: how many
 *
 * Context: Any context.
 */
void __asan_unpoison_memory_region(const volatile void *addr, size_t size);

#else
#define __asan_poison_memory_region(addr, size)		((void)0)
#define __asan_unpoison_memory_region(addr, size)	((void)0)
#endif

#endif
