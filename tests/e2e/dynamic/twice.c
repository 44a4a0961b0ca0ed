/* SPDX-License-Identifier: MIT */
/*
 * twice.c - a shared library.
 */
int twice(int n);

int twice(int n)
{
	return 2 * n;
}
