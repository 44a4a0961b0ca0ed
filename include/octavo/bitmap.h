/* SPDX-License-Identifier: MIT */
/*
 * bitmap.h - arrays of bits of any length.
 *
 * Bits behind the length within the last word belong to the bitmap but mean
 * nothing: they are ignored when read and may be changed by filling.
 *
 * Locking: the caller's; nothing here is atomic.
 */
#ifndef OCTAVO_BITMAP_H
#define OCTAVO_BITMAP_H

#include <octavo/types.h>
#include <octavo/bitops.h>
#include <octavo/string.h>

#define DECLARE_BITMAP(name, nbits)	unsigned long name[BITS_TO_LONGS(nbits)]

/* The bits of word @start's tail, and of a length's last word. */
#define BITMAP_FIRST_WORD_MASK(start)	\
	(~0ul << ((start) & (8 * sizeof(long) - 1)))
#define BITMAP_LAST_WORD_MASK(nbits)	\
	(~0ul >> (-(nbits) & (8 * sizeof(long) - 1)))

/**
 * find_next_bit() - first set bit at or after a place
 * @map: the bits
 * @nbits: how many
 * @start: where to begin, may be @nbits or more
 *
 * Context: Any context.
 * Return: its number, @nbits if there is none.
 */
unsigned long find_next_bit(const unsigned long *map, unsigned long nbits,
			    unsigned long start);

/**
 * find_next_zero_bit() - first clear bit at or after a place
 *
 * Context: Any context.
 * Return: its number, @nbits if there is none.
 */
unsigned long find_next_zero_bit(const unsigned long *map,
				 unsigned long nbits, unsigned long start);

/**
 * find_last_bit() - last set bit
 *
 * Context: Any context.
 * Return: its number, @nbits if there is none.
 */
unsigned long find_last_bit(const unsigned long *map, unsigned long nbits);

/**
 * bitmap_find_next_zero_area() - first run of clear bits
 * @map: the bits
 * @nbits: how many
 * @start: where to begin
 * @nr: how long the run must be
 * @align_mask: its first bit & @align_mask is 0 (a power of two less one)
 *
 * Context: Any context.
 * Return: the run's first bit; @nbits + 1 if there is none.
 */
unsigned long bitmap_find_next_zero_area(const unsigned long *map,
					 unsigned long nbits,
					 unsigned long start, unsigned long nr,
					 unsigned long align_mask);

/**
 * bitmap_set() - set a run of bits
 * @map: the bits
 * @start: the first
 * @nr: how many, may be 0
 *
 * Context: Any context.
 */
void bitmap_set(unsigned long *map, unsigned long start, unsigned long nr);

/**
 * bitmap_clear() - clear a run of bits
 * @map: the bits
 * @start: the first
 * @nr: how many, may be 0
 *
 * Context: Any context.
 */
void bitmap_clear(unsigned long *map, unsigned long start, unsigned long nr);

/**
 * bitmap_weight() - how many bits are set
 *
 * Context: Any context.
 * Return: the number.
 */
unsigned long bitmap_weight(const unsigned long *map, unsigned long nbits);

/**
 * bitmap_and() - @dst becomes @a & @b
 *
 * Context: Any context.
 * Return: true if a bit is set in the result.
 */
bool bitmap_and(unsigned long *dst, const unsigned long *a,
		const unsigned long *b, unsigned long nbits);

/**
 * bitmap_andnot() - @dst becomes @a & ~@b
 *
 * Context: Any context.
 * Return: true if a bit is set in the result.
 */
bool bitmap_andnot(unsigned long *dst, const unsigned long *a,
		   const unsigned long *b, unsigned long nbits);

/**
 * bitmap_or() - @dst becomes @a | @b
 *
 * Context: Any context.
 */
void bitmap_or(unsigned long *dst, const unsigned long *a,
	       const unsigned long *b, unsigned long nbits);

/**
 * bitmap_xor() - @dst becomes @a ^ @b
 *
 * Context: Any context.
 */
void bitmap_xor(unsigned long *dst, const unsigned long *a,
		const unsigned long *b, unsigned long nbits);

/**
 * bitmap_complement() - @dst becomes ~@src
 *
 * Context: Any context.
 */
void bitmap_complement(unsigned long *dst, const unsigned long *src,
		       unsigned long nbits);

/**
 * bitmap_equal() - are two bitmaps the same?
 *
 * Context: Any context.
 * Return: true if so.
 */
bool bitmap_equal(const unsigned long *a, const unsigned long *b,
		  unsigned long nbits);

/**
 * bitmap_intersects() - is some bit set in both?
 *
 * Context: Any context.
 * Return: true if so.
 */
bool bitmap_intersects(const unsigned long *a, const unsigned long *b,
		       unsigned long nbits);

/**
 * bitmap_subset() - is every bit of @a set in @b?
 *
 * Context: Any context.
 * Return: true if so.
 */
bool bitmap_subset(const unsigned long *a, const unsigned long *b,
		   unsigned long nbits);

#define find_first_bit(map, nbits)	find_next_bit(map, nbits, 0)
#define find_first_zero_bit(map, nbits)	find_next_zero_bit(map, nbits, 0)

static inline void bitmap_zero(unsigned long *map, unsigned long nbits)
{
	memset(map, 0, BITS_TO_LONGS(nbits) * sizeof(long));
}

static inline void bitmap_fill(unsigned long *map, unsigned long nbits)
{
	memset(map, 0xff, BITS_TO_LONGS(nbits) * sizeof(long));
}

static inline void bitmap_copy(unsigned long *dst, const unsigned long *src,
			       unsigned long nbits)
{
	memcpy(dst, src, BITS_TO_LONGS(nbits) * sizeof(long));
}

static inline bool bitmap_empty(const unsigned long *map, unsigned long nbits)
{
	return find_first_bit(map, nbits) == nbits;
}

static inline bool bitmap_full(const unsigned long *map, unsigned long nbits)
{
	return find_first_zero_bit(map, nbits) == nbits;
}

#define for_each_set_bit(bit, map, nbits)				\
	for ((bit) = find_first_bit(map, nbits); (bit) < (nbits);	\
	     (bit) = find_next_bit(map, nbits, (bit) + 1))
#define for_each_set_bit_from(bit, map, nbits)				\
	for ((bit) = find_next_bit(map, nbits, bit); (bit) < (nbits);	\
	     (bit) = find_next_bit(map, nbits, (bit) + 1))
#define for_each_clear_bit(bit, map, nbits)				\
	for ((bit) = find_first_zero_bit(map, nbits); (bit) < (nbits);	\
	     (bit) = find_next_zero_bit(map, nbits, (bit) + 1))

#endif
