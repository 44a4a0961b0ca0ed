/* SPDX-License-Identifier: MIT */
/*
 * checksum.h - the Internet's checksum: the one's complement sum of 16-bit
 * words, kept in 32 bits until it is folded.
 *
 * Sums are of words as they lie in memory; bytes at an odd offset are summed
 * the other way round, see csum_block_add(). Source: RFC 1071.
 */
#ifndef OCTAVO_CHECKSUM_H
#define OCTAVO_CHECKSUM_H

#include <octavo/types.h>

/**
 * csum_partial() - add the words of a buffer
 * @buff: any alignment
 * @len: bytes, at least 0
 * @sum: what to add them to
 *
 * Context: Any context.
 * Return: the sum, not folded.
 */
__wsum csum_partial(const void *buff, int len, __wsum sum);

static inline __wsum csum_add(__wsum a, __wsum b)
{
	__wsum sum = a + b;

	return sum + (sum < b);
}

static inline __wsum csum_sub(__wsum a, __wsum b)
{
	return csum_add(a, ~b);
}

/* @sum is of a block that begins @offset bytes behind the start. */
static inline __wsum csum_shift(__wsum sum, int offset)
{
	return offset & 1 ? sum >> 8 | sum << 24 : sum;
}

static inline __wsum csum_block_add(__wsum a, __wsum b, int offset)
{
	return csum_add(a, csum_shift(b, offset));
}

static inline __wsum csum_block_sub(__wsum a, __wsum b, int offset)
{
	return csum_block_add(a, ~b, offset);
}

/* What is put into a header. */
static inline __sum16 csum_fold(__wsum sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return (__sum16)~sum;
}

static inline __wsum csum_unfold(__sum16 sum)
{
	return sum;
}

#endif
