/* SPDX-License-Identifier: MIT */
/*
 * kunit/visibility.h - symbols that only tests may see: here they always may.
 */
#ifndef KUNIT_VISIBILITY_H
#define KUNIT_VISIBILITY_H

#define VISIBLE_IF_KUNIT
#define EXPORT_SYMBOL_IF_KUNIT(symbol)	EXPORT_SYMBOL(symbol)

#endif
