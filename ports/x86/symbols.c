/* SPDX-License-Identifier: MIT */
/*
 * symbols.c - names of functions, for backtraces.
 *
 * The image is linked twice: once without names, then with a table made from
 * the first one's (tools/symbols.awk). It lies behind the code, so that it
 * moves no function. Sorted by address:
 *
 *	LEB128: bytes since the entry before | name | NUL    ...    0 | NUL
 *
 * A byte of a name from 128 on stands for a word: of the 128 in symbol_words,
 * each with a NUL behind it.
 *
 * Looking a name up means reading it from the start; nobody is in a hurry when
 * it is needed.
 *
 * Source: LEB128, DWARF 4, section 7.6.
 */
#include <octavo/printk.h>
#include <octavo/string.h>
#include "x86.h"

extern const u8 symbol_words[], symbol_table[];

static const u8 *read_leb128(const u8 *p, u32 *n)
{
	unsigned int shift = 0;

	*n = 0;
	do {
		*n |= (u32)(*p & 0x7f) << shift;
		shift += 7;
	} while (*p++ & 0x80);
	return p;
}

static const char *word(unsigned int nr)
{
	const char *w = (const char *)symbol_words;

	while (nr--)
		w += strlen(w) + 1;
	return w;
}

/* Write a name out, NUL included; answers its length. */
static size_t spell(char *buf, size_t size, const u8 *name)
{
	size_t len = 0;

	for (; *name; name++) {
		const char plain[] = { (char)*name, '\0' };
		const char *from = *name & 0x80 ? word(*name & 0x7f) : plain;

		while (*from && len + 1 < size)
			buf[len++] = *from++;
	}
	buf[len] = '\0';
	return len;
}

/* The last entry at or below @addr; what is beyond the last one has none. */
void arch_symbol_name(unsigned long addr, char *buf, size_t size)
{
	const u8 *p = symbol_table, *name = NULL;
	u32 start = 0, next = 0, delta;
	size_t len;

	for (;;) {
		p = read_leb128(p, &delta);
		next += delta;
		if (!*p || next > (u32)addr)
			break;
		start = next;
		name = p;
		p += strlen((const char *)p) + 1;
	}
	if (name && *p) {
		len = spell(buf, size, name);
		snprintf(buf + len, size - len, "+0x%x/0x%x", (u32)addr - start,
			 next - start);
	} else {
		snprintf(buf, size, "?");
	}
}

void arch_function_name(unsigned long addr, char *buf, size_t size)
{
	char *end;

	arch_symbol_name(addr, buf, size);
	end = strchr(buf, '+');
	if (end)
		*end = '\0';
}
