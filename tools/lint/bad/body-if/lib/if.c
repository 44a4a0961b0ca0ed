/* SPDX-License-Identifier: MIT */
int f(void)
{
#ifdef FAST
	return 1;
#endif
	return 0;
}
