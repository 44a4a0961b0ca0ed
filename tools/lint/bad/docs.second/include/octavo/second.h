/* SPDX-License-Identifier: MIT */
/**
 * f() - does a thing
 *
 * Context: Any context.
 */
void f(void);
void g(void);
