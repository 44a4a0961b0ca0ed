/* SPDX-License-Identifier: MIT */
/**
 * f() - does a thing
 * @a: a thing
 *
 * Context: Any context.
 */
int *f(int a);
