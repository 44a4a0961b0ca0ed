/* SPDX-License-Identifier: MIT */
/**
 * f() - does a thing
 *
 * Return: 0.
 */
int f(void);
