/* SPDX-License-Identifier: MIT */
/*
 * bitmap.c - arrays of bits, a word at a time.
 */
#include <octavo/bitmap.h>

#define BITS	(8 * sizeof(long))

/* First bit at or after @start in the words of @map, each xored with
 * @invert. */
static unsigned long find_next(const unsigned long *map, unsigned long nbits,
			       unsigned long start, unsigned long invert)
{
	unsigned long word;

	if (start >= nbits)
		return nbits;
	word = (map[start / BITS] ^ invert) & BITMAP_FIRST_WORD_MASK(start);
	start -= start % BITS;
	while (!word) {
		start += BITS;
		if (start >= nbits)
			return nbits;
		word = map[start / BITS] ^ invert;
	}
	return min(start + __ffs(word), nbits);
}

unsigned long find_next_bit(const unsigned long *map, unsigned long nbits,
			    unsigned long start)
{
	return find_next(map, nbits, start, 0);
}

unsigned long find_next_zero_bit(const unsigned long *map, unsigned long nbits,
				 unsigned long start)
{
	return find_next(map, nbits, start, ~0ul);
}

unsigned long find_last_bit(const unsigned long *map, unsigned long nbits)
{
	unsigned long i = BITS_TO_LONGS(nbits), mask;

	for (mask = BITMAP_LAST_WORD_MASK(nbits); i--; mask = ~0ul)
		if (map[i] & mask)
			return i * BITS + __fls(map[i] & mask);
	return nbits;
}

unsigned long bitmap_find_next_zero_area(const unsigned long *map,
					 unsigned long nbits,
					 unsigned long start, unsigned long nr,
					 unsigned long align_mask)
{
	unsigned long end, used;

	for (;; start = used + 1) {
		start = find_next_zero_bit(map, nbits, start);
		start = (start + align_mask) & ~align_mask;
		end = start + nr;
		if (end > nbits || end < start)
			return nbits + 1;
		used = find_next_bit(map, end, start);
		if (used == end)
			return start;
	}
}

/* The bits of one word that [start, start + nr) covers. */
static unsigned long word_mask(unsigned long start, unsigned long nr)
{
	unsigned long mask = BITMAP_FIRST_WORD_MASK(start);

	if (start % BITS + nr < BITS)
		mask &= BITMAP_LAST_WORD_MASK(start + nr);
	return mask;
}

void bitmap_set(unsigned long *map, unsigned long start, unsigned long nr)
{
	while (nr) {
		unsigned long n = min(nr, BITS - start % BITS);

		map[start / BITS] |= word_mask(start, n);
		start += n;
		nr -= n;
	}
}

void bitmap_clear(unsigned long *map, unsigned long start, unsigned long nr)
{
	while (nr) {
		unsigned long n = min(nr, BITS - start % BITS);

		map[start / BITS] &= ~word_mask(start, n);
		start += n;
		nr -= n;
	}
}

/* Word @i of a bitmap without the bits behind its length. */
static unsigned long masked(unsigned long word, unsigned long i,
			    unsigned long nbits)
{
	return i == nbits / BITS ? word & BITMAP_LAST_WORD_MASK(nbits) : word;
}

unsigned long bitmap_weight(const unsigned long *map, unsigned long nbits)
{
	unsigned long weight = 0;

	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++)
		weight += hweight_long(masked(map[i], i, nbits));
	return weight;
}

bool bitmap_and(unsigned long *dst, const unsigned long *a,
		const unsigned long *b, unsigned long nbits)
{
	unsigned long any = 0;

	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++) {
		dst[i] = a[i] & b[i];
		any |= masked(dst[i], i, nbits);
	}
	return any;
}

bool bitmap_andnot(unsigned long *dst, const unsigned long *a,
		   const unsigned long *b, unsigned long nbits)
{
	unsigned long any = 0;

	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++) {
		dst[i] = a[i] & ~b[i];
		any |= masked(dst[i], i, nbits);
	}
	return any;
}

void bitmap_or(unsigned long *dst, const unsigned long *a,
	       const unsigned long *b, unsigned long nbits)
{
	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = a[i] | b[i];
}

void bitmap_xor(unsigned long *dst, const unsigned long *a,
		const unsigned long *b, unsigned long nbits)
{
	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = a[i] ^ b[i];
}

void bitmap_complement(unsigned long *dst, const unsigned long *src,
		       unsigned long nbits)
{
	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++)
		dst[i] = ~src[i];
}

bool bitmap_equal(const unsigned long *a, const unsigned long *b,
		  unsigned long nbits)
{
	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++)
		if (masked(a[i] ^ b[i], i, nbits))
			return false;
	return true;
}

bool bitmap_intersects(const unsigned long *a, const unsigned long *b,
		       unsigned long nbits)
{
	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++)
		if (masked(a[i] & b[i], i, nbits))
			return true;
	return false;
}

bool bitmap_subset(const unsigned long *a, const unsigned long *b,
		   unsigned long nbits)
{
	for (unsigned long i = 0; i < BITS_TO_LONGS(nbits); i++)
		if (masked(a[i] & ~b[i], i, nbits))
			return false;
	return true;
}
