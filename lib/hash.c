/* SPDX-License-Identifier: MIT */
/*
 * hash.c - Jenkins' hash, see octavo/hash.h.
 *
 * Three words of state; twelve bytes are added at a time and mixed, the rest
 * is mixed more thoroughly.
 */
#include <octavo/hash.h>
#include <octavo/minmax.h>
#include <octavo/string.h>

struct state {
	u32 a, b, c;
};

static void mix(struct state *s)
{
	u32 a = s->a, b = s->b, c = s->c;

	a -= c; a ^= rol32(c, 4); c += b;
	b -= a; b ^= rol32(a, 6); a += c;
	c -= b; c ^= rol32(b, 8); b += a;
	a -= c; a ^= rol32(c, 16); c += b;
	b -= a; b ^= rol32(a, 19); a += c;
	c -= b; c ^= rol32(b, 4); b += a;
	*s = (struct state){ a, b, c };
}

static u32 finish(struct state *s)
{
	u32 a = s->a, b = s->b, c = s->c;

	c ^= b; c -= rol32(b, 14);
	a ^= c; a -= rol32(c, 11);
	b ^= a; b -= rol32(a, 25);
	c ^= b; c -= rol32(b, 16);
	a ^= c; a -= rol32(c, 4);
	b ^= a; b -= rol32(a, 14);
	c ^= b; c -= rol32(b, 24);
	return c;
}

static void add(struct state *s, const u32 w[3])
{
	s->a += w[0];
	s->b += w[1];
	s->c += w[2];
}

u32 jhash(const void *key, u32 length, u32 initval)
{
	u32 start = JHASH_INITVAL + length + initval;
	struct state s = { start, start, start };
	const u8 *p = key;
	u32 w[3];

	for (; length > 12; length -= 12, p += 12) {
		memcpy(w, p, sizeof(w));
		add(&s, w);
		mix(&s);
	}
	if (!length)
		return s.c;
	memset(w, 0, sizeof(w));
	memcpy(w, p, min(length, 12u));
	add(&s, w);
	return finish(&s);
}

u32 jhash2(const u32 *key, u32 length, u32 initval)
{
	u32 start = JHASH_INITVAL + (length << 2) + initval;
	struct state s = { start, start, start };
	u32 w[3] = { 0, 0, 0 };

	for (; length > 3; length -= 3, key += 3) {
		add(&s, key);
		mix(&s);
	}
	if (!length)
		return s.c;
	for (u32 i = 0; i < length; i++)
		w[i] = key[i];
	add(&s, w);
	return finish(&s);
}

u32 jhash_3words(u32 a, u32 b, u32 c, u32 initval)
{
	const u32 key[] = { a, b, c };

	return jhash2(key, 3, initval);
}
