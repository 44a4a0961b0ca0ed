/* SPDX-License-Identifier: MIT */
/*
 * nospec.h - indices that are bounded also where the CPU guesses ahead.
 */
#ifndef OCTAVO_NOSPEC_H
#define OCTAVO_NOSPEC_H

#include <octavo/types.h>

/* All ones if @index is below @size, else 0; without a branch. */
static inline unsigned long array_index_mask_nospec(unsigned long index,
						    unsigned long size)
{
	__asm__("" : "+r"(index));
	return (unsigned long)(~(long)(index | (size - 1 - index)) >>
			       (8 * sizeof(long) - 1));
}

/* @index if it is below @size, else 0. */
#define array_index_nospec(index, size)					\
	({								\
		__typeof__(index) ain_i = (index);			\
		(__typeof__(index))((unsigned long)ain_i &		\
			array_index_mask_nospec((unsigned long)ain_i,	\
						size));			\
	})

#define barrier_nospec()	__asm__ __volatile__("lfence" ::: "memory")

#endif
