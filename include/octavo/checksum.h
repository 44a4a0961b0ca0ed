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

/* Of a whole buffer. */
static inline __sum16 ip_compute_csum(const void *buff, int len)
{
	return csum_fold(csum_partial(buff, len, 0));
}

/* Of an IPv4 header of @ihl 32-bit words. */
static inline __sum16 ip_fast_csum(const void *iph, unsigned int ihl)
{
	return ip_compute_csum(iph, (int)ihl * 4);
}

/* @sum and what TCP and UDP add of the addresses, which lies before their
 * header in nobody's memory; @len bytes of header and data. */
static inline __wsum csum_tcpudp_nofold(__be32 saddr, __be32 daddr, u32 len,
					u8 proto, __wsum sum)
{
	const u8 rest[4] = { 0, proto, (u8)(len >> 8), (u8)len };

	sum = csum_add(csum_add(sum, saddr), daddr);
	return csum_partial(rest, sizeof(rest), sum);
}

static inline __sum16 csum_tcpudp_magic(__be32 saddr, __be32 daddr, u32 len,
					u8 proto, __wsum sum)
{
	return csum_fold(csum_tcpudp_nofold(saddr, daddr, len, proto, sum));
}

#endif
