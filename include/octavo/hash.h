/* SPDX-License-Identifier: MIT */
/*
 * hash.h - spreading keys: by multiplication, and Jenkins' mixing.
 */
#ifndef OCTAVO_HASH_H
#define OCTAVO_HASH_H

#include <octavo/bitops.h>
#include <octavo/types.h>

/* 2^32 and 2^64 divided by the golden ratio, but prime to the power of two. */
#define GOLDEN_RATIO_32		0x61c88647u
#define GOLDEN_RATIO_64		0x61c8864680b583ebull

static inline u32 __hash_32(u32 v)
{
	return v * GOLDEN_RATIO_32;
}

/* The high bits are the well-mixed ones. */
static inline u32 hash_32(u32 v, unsigned int bits)
{
	return __hash_32(v) >> (32 - bits);
}

static inline u32 hash_64(u64 v, unsigned int bits)
{
	return (u32)((v * GOLDEN_RATIO_64) >> (64 - bits));
}

#if __SIZEOF_LONG__ == 8
#define GOLDEN_RATIO_PRIME	GOLDEN_RATIO_64
#define hash_long(v, bits)	hash_64(v, bits)
#else
#define GOLDEN_RATIO_PRIME	GOLDEN_RATIO_32
#define hash_long(v, bits)	hash_32((u32)(v), bits)
#endif

static inline u32 hash_ptr(const void *ptr, unsigned int bits)
{
	return hash_long((unsigned long)ptr, bits);
}

static inline u32 hash32_ptr(const void *ptr)
{
	unsigned long v = (unsigned long)ptr;

	return (u32)v ^ (u32)((u64)v >> 32);
}

/* ---- Jenkins' hash ------------------------------------------------------------- */

#define JHASH_INITVAL	0xdeadbeef

/**
 * jhash() - hash of bytes
 * @key: the bytes
 * @length: how many
 * @initval: an earlier hash, or anything
 *
 * Context: Any context.
 * Return: 32 bits.
 * Source: B. Jenkins, "lookup3.c", 2006, public domain: hashlittle().
 */
u32 jhash(const void *key, u32 length, u32 initval);

/**
 * jhash2() - hash of 32-bit words
 * @key: the words
 * @length: how many
 * @initval: an earlier hash, or anything
 *
 * Context: Any context.
 * Return: 32 bits.
 * Source: as jhash(): hashword().
 */
u32 jhash2(const u32 *key, u32 length, u32 initval);

/**
 * jhash_3words() - hash of three words
 *
 * Context: Any context.
 * Return: 32 bits.
 */
u32 jhash_3words(u32 a, u32 b, u32 c, u32 initval);

static inline u32 jhash_2words(u32 a, u32 b, u32 initval)
{
	const u32 key[] = { a, b };

	return jhash2(key, 2, initval);
}

static inline u32 jhash_1word(u32 a, u32 initval)
{
	return jhash2(&a, 1, initval);
}

#endif
