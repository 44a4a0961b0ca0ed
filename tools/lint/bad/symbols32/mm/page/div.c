/* SPDX-License-Identifier: MIT */
unsigned long long half(unsigned long long a, unsigned long long b);
unsigned long long half(unsigned long long a, unsigned long long b)
{
	return a / b;
}
