/* SPDX-License-Identifier: MIT */
/*
 * random.c - random bytes: a ChaCha20 generator that forgets its past.
 *
 *	RDRAND, time-stamp counter at boot --+
 *	counter at each interrupt -> pool ---+--> key --ChaCha20--> 64 bytes:
 *						   ^ 32: next key  | 32: answer
 *						   +---------------+
 *
 * The key is replaced by output before an answer is given, so that nobody who
 * sees the state later learns earlier answers.
 *
 * How good: where the CPU has RDRAND, as good as that. Without it the only
 * secret is when interrupts and the first instructions happened, to the
 * cycle: fine for stacks and hash seeds, too little for keys in the first
 * seconds. A machine that counts instructions instead of time has no secrets
 * at all: the same run gives the same bytes.
 *
 * Locking: `lock`, interrupts off. stir words are added to without it.
 * Source: D. J. Bernstein, ChaCha, a variant of Salsa20 (2008), and Fast-key-
 * erasure random-number generators (2017).
 */
#include <octavo/port.h>
#include <octavo/spinlock.h>
#include <octavo/string.h>
#include "x86.h"

#define KEY_WORDS	8u
#define BLOCK_WORDS	16u
#define SEED_ROUNDS	64u

static u32 key[KEY_WORDS];
static u32 stir[KEY_WORDS];		/* written by interrupts */
static unsigned int stirred;
static bool seeded;
static DEFINE_SPINLOCK(lock);

/* ---- ChaCha20 ------------------------------------------------------------------- */

static inline u32 rotate(u32 v, unsigned int n)
{
	return v << n | v >> (32 - n);
}

static inline void quarter_round(u32 *x, unsigned int a, unsigned int b,
				 unsigned int c, unsigned int d)
{
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 7);
}

/* The key's block; the counter and the nonce are 0, for each key serves once. */
static void chacha_block(u32 *out)
{
	const u32 in[BLOCK_WORDS] = {
		0x61707865, 0x3320646e, 0x79622d32, 0x6b206574,
		key[0], key[1], key[2], key[3], key[4], key[5], key[6], key[7],
	};

	memcpy(out, in, sizeof(in));
	for (unsigned int i = 0; i < 10; i++) {
		for (unsigned int n = 0; n < 4; n++)
			quarter_round(out, n, 4 + n, 8 + n, 12 + n);
		for (unsigned int n = 0; n < 4; n++)
			quarter_round(out, n, 4 + (n + 1) % 4, 8 + (n + 2) % 4,
				      12 + (n + 3) % 4);
	}
	for (unsigned int i = 0; i < BLOCK_WORDS; i++)
		out[i] += in[i];
}

/* ---- what nobody knows -------------------------------------------------------------- */

static inline u32 tsc_low(void)
{
	u32 low, high;

	__asm__ __volatile__("rdtsc" : "=a"(low), "=d"(high));
	return low ^ rotate(high, 16);
}

/* A word of the CPU's own generator, or 0: none now. */
static u32 hardware_word(void)
{
	unsigned long word = 0;

	if (x86_features.rdrand)
		for (unsigned int tries = 0; tries < 10 && !word; tries++)
			__asm__ __volatile__("rdrand %0\n\tjc 1f\n\t"
					     "xor %0, %0\n1:"
					     : "=r"(word) : : "cc");
	return (u32)word;
}

void random_stir(void)
{
	unsigned int n = stirred++ % KEY_WORDS;

	stir[n] = rotate(stir[n], 7) ^ tsc_low();
}

static void next_key(u32 *block)
{
	chacha_block(block);
	for (unsigned int i = 0; i < KEY_WORDS; i++)
		key[i] = block[i] ^ stir[i];
}

static void seed(void)
{
	u32 block[BLOCK_WORDS];

	for (unsigned int i = 0; i < SEED_ROUNDS; i++) {
		key[i % KEY_WORDS] ^= hardware_word() ^ tsc_low();
		next_key(block);
	}
	seeded = true;
}

void arch_random(void *buf, size_t len)
{
	u32 block[BLOCK_WORDS];
	unsigned long flags;
	u8 *to = buf;

	spin_lock_irqsave(&lock, flags);
	if (!seeded)
		seed();
	while (len) {
		size_t n = min(len, sizeof(block) / 2);

		next_key(block);
		memcpy(to, block + KEY_WORDS, n);
		to += n;
		len -= n;
	}
	memset(block, 0, sizeof(block));
	barrier();			/* or that is left out */
	spin_unlock_irqrestore(&lock, flags);
}
