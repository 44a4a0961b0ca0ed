/* SPDX-License-Identifier: MIT */
/*
 * math64.c - division of 64 bits for 32-bit machines, and a square root.
 */
#include <octavo/bitops.h>
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

unsigned long int_sqrt(unsigned long n)
{
	unsigned long root = 0, bit;

	if (!n)
		return 0;
	/* From the highest power of 4 in n, decide one bit of the root after
	 * the other. */
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
