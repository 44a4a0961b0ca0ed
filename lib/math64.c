/* SPDX-License-Identifier: MIT */
/*
 * math64.c - division of 64 bits for 32-bit machines, roots, powers, divisors.
 */
#include <octavo/bitops.h>
#include <octavo/math.h>
#include <octavo/math64.h>

#if __SIZEOF_POINTER__ == 4

u64 div64_u64_rem(u64 n, u64 d, u64 *rem)
{
	u64 q = 0, r = 0;

	/* 32 bits by 32 bits the machine can do. */
	if (!(n >> 32) && !(d >> 32)) {
		*rem = (u32)n % (u32)d;
		return (u32)n / (u32)d;
	}
	for (int bit = fls64(n) - 1; bit >= 0; bit--) {
		bool carry = r >> 63;

		r = (r << 1) | ((n >> bit) & 1);
		if (carry || r >= d) {
			r -= d;
			q |= 1ull << bit;
		}
	}
	*rem = r;
	return q;
}

#endif

/*
 * From the highest power of 4 in n, decide one bit of the root after the
 * other.
 */
unsigned long int_sqrt(unsigned long n)
{
	unsigned long root = 0, bit;

	if (!n)
		return 0;
	for (bit = 1ul << (__fls(n) & ~1u); bit; bit >>= 2) {
		if (n >= root + bit) {
			n -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return root;
}

u32 int_sqrt64(u64 n)
{
	u64 root = 0;

	if (!n)
		return 0;
	for (u64 bit = 1ull << ((fls64(n) - 1) & ~1); bit; bit >>= 2) {
		if (n >= root + bit) {
			n -= root + bit;
			root = (root >> 1) + bit;
		} else {
			root >>= 1;
		}
	}
	return (u32)root;
}

u64 int_pow(u64 base, unsigned int exp)
{
	u64 result = 1;

	for (; exp; exp >>= 1, base *= base) {
		if (exp & 1)
			result *= base;
	}
	return result;
}

unsigned long gcd(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

unsigned long lcm(unsigned long a, unsigned long b)
{
	return a && b ? a / gcd(a, b) * b : 0;
}

unsigned long lcm_not_zero(unsigned long a, unsigned long b)
{
	return a && b ? lcm(a, b) : a + b;
}
