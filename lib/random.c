/* SPDX-License-Identifier: MIT */
/*
 * random.c - random numbers below a limit, and sequences that a seed repeats.
 */
#include <octavo/minmax.h>
#include <octavo/random.h>
#include <octavo/string.h>

u32 get_random_u32_below(u32 ceil)
{
	u64 product;
	u32 reject;

	if (!ceil)
		return get_random_u32();
	/* Of 2^32 numbers, 2^32 mod ceil are too many to share out evenly. */
	reject = -ceil % ceil;
	do {
		product = (u64)get_random_u32() * ceil;
	} while ((u32)product < reject);
	return (u32)(product >> 32);
}

/* One of the four registers: shifted by @b and @c, its low bits masked out. */
static u32 step(u32 s, unsigned int a, unsigned int b, u32 mask, unsigned int c)
{
	return ((s & mask) << c) ^ (((s << a) ^ s) >> b);
}

u32 prandom_u32_state(struct rnd_state *state)
{
	state->s1 = step(state->s1, 6, 13, ~1u, 18);
	state->s2 = step(state->s2, 2, 27, ~7u, 2);
	state->s3 = step(state->s3, 13, 21, ~15u, 7);
	state->s4 = step(state->s4, 3, 12, ~127u, 13);
	return state->s1 ^ state->s2 ^ state->s3 ^ state->s4;
}

void prandom_seed_state(struct rnd_state *state, u64 seed)
{
	u32 s = (u32)((seed >> 32) ^ (seed << 10) ^ seed);

	/* Each register needs a bit above those that are masked out. */
	state->s1 = s < 2 ? s + 2 : s;
	state->s2 = s < 8 ? s + 8 : s;
	state->s3 = s < 16 ? s + 16 : s;
	state->s4 = s < 128 ? s + 128 : s;
	for (int i = 0; i < 10; i++)
		prandom_u32_state(state);
}

void prandom_bytes_state(struct rnd_state *state, void *buf, size_t len)
{
	u8 *p = buf;

	while (len) {
		u32 v = prandom_u32_state(state);
		size_t n = min(len, sizeof(v));

		memcpy(p, &v, n);
		p += n;
		len -= n;
	}
}
