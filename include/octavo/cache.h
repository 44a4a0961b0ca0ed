/* SPDX-License-Identifier: MIT */
/*
 * cache.h - data apart from other data, by lines of the cache.
 */
#ifndef OCTAVO_CACHE_H
#define OCTAVO_CACHE_H

#include <octavo/config.h>
#include <octavo/types.h>

#define L1_CACHE_SHIFT		6
#define SMP_CACHE_BYTES		L1_CACHE_BYTES
#define L1_CACHE_ALIGN(x)	ALIGN(x, L1_CACHE_BYTES)
#define ____cacheline_aligned	__aligned(SMP_CACHE_BYTES)
#define __cacheline_aligned	__aligned(SMP_CACHE_BYTES)
#define ____cacheline_aligned_in_smp	____cacheline_aligned
#define __cacheline_aligned_in_smp	__cacheline_aligned
#define ____cacheline_internodealigned_in_smp	____cacheline_aligned

/* Nothing is moved for being read often, or made constant after the start. */
#define __read_mostly
#define __ro_after_init

#define cache_line_size()	L1_CACHE_BYTES

#endif
