/* SPDX-License-Identifier: MIT */
/*
 * symbols.c - names of functions, for backtraces.
 */
#include <octavo/printk.h>
#include "x86.h"

void symbol_name(unsigned long addr, char *buf, size_t size)
{
	snprintf(buf, size, "%#lx", addr);
}
