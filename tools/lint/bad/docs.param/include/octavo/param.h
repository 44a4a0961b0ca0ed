/* SPDX-License-Identifier: MIT */
/**
 * f() - does a thing
 * @a: a thing
 *
 * Context: Any context.
 */
void f(int a, const char *b);
