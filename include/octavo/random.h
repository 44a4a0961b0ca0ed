/* SPDX-License-Identifier: MIT */
/*
 * random.h - random numbers: the machine's, and sequences that a seed repeats.
 */
#ifndef OCTAVO_RANDOM_H
#define OCTAVO_RANDOM_H

#include <octavo/port.h>
#include <octavo/types.h>

/* ---- the machine's ---------------------------------------------------------- */

static inline void get_random_bytes(void *buf, size_t len)
{
	arch_random(buf, len);
}

static inline u8 get_random_u8(void)
{
	u8 v;

	arch_random(&v, sizeof(v));
	return v;
}

static inline u16 get_random_u16(void)
{
	u16 v;

	arch_random(&v, sizeof(v));
	return v;
}

static inline u32 get_random_u32(void)
{
	u32 v;

	arch_random(&v, sizeof(v));
	return v;
}

static inline u64 get_random_u64(void)
{
	u64 v;

	arch_random(&v, sizeof(v));
	return v;
}

static inline unsigned long get_random_long(void)
{
	unsigned long v;

	arch_random(&v, sizeof(v));
	return v;
}

/**
 * get_random_u32_below() - a number below another, each as likely
 * @ceil: the number; 0 means 2^32
 *
 * Context: Any context.
 * Return: 0 to @ceil - 1.
 * Source: D. Lemire, "Fast random integer generation in an interval", 2019.
 */
u32 get_random_u32_below(u32 ceil);

static inline u32 get_random_u32_above(u32 floor)
{
	return floor + 1 + get_random_u32_below(~floor);
}

static inline u32 get_random_u32_inclusive(u32 floor, u32 ceil)
{
	return floor + get_random_u32_below(ceil - floor + 1);
}

/* Random from the start, so nothing is waited for and always true. */
static inline bool rng_is_initialized(void)
{
	return true;
}

static inline int wait_for_random_bytes(void)
{
	return 0;
}

static inline int get_random_bytes_wait(void *buf, size_t len)
{
	get_random_bytes(buf, len);
	return 0;
}

/* The older names. */
#define prandom_u32()		get_random_u32()
#define prandom_u32_max(ceil)	((u32)(((u64)get_random_u32() * (u32)(ceil)) >> 32))
#define prandom_bytes(buf, len)	get_random_bytes(buf, len)
#define get_random_int()	get_random_u32()

/* ---- sequences --------------------------------------------------------------- */

struct rnd_state {
	u32 s1, s2, s3, s4;
};

/**
 * prandom_seed_state() - begin a sequence
 * @state: the sequence
 * @seed: the same seed, the same sequence
 *
 * Context: Any context.
 */
void prandom_seed_state(struct rnd_state *state, u64 seed);

/**
 * prandom_u32_state() - the next number of a sequence
 * @state: the sequence
 *
 * Not for secrets.
 *
 * Context: Any context.
 * Return: 32 bits.
 * Source: P. L'Ecuyer, "Tables of maximally equidistributed combined LFSR
 *	generators", 1999: LFSR113.
 */
u32 prandom_u32_state(struct rnd_state *state);

/**
 * prandom_bytes_state() - the next bytes of a sequence
 * @state: the sequence
 * @buf: filled
 * @len: bytes
 *
 * Context: Any context.
 */
void prandom_bytes_state(struct rnd_state *state, void *buf, size_t len);

/* The step between two numbers of a simple generator. */
static inline u32 next_pseudo_random32(u32 seed)
{
	return seed * 1664525 + 1013904223;
}

#endif
