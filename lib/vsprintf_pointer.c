/* SPDX-License-Identifier: MIT */
/*
 * vsprintf_pointer.c - what %p shows if letters follow: what is pointed to.
 *
 *	%px %pK			the value, as %p
 *	%pe			an error: -ENOMEM
 *	%pS %ps %pB %pF %pf	code: its address; names are the debugger's affair
 *	%pM %pm %pMR %pMF	a hardware address
 *	%pI4 %pi4 %pI6 %pi6 %pI6c	an Internet address; i without its dots,
 *				c the short way
 *	%pa %pap %pad		the phys_addr_t or dma_addr_t
 *	%*ph %*phC %*phD %*phN	as many bytes as the width says
 *	%*pb %*pbl		as many bits as the width says; l as a list
 *	%pU %pUl %pUb, B L	a UUID; B and L with large letters
 *
 * %pV, a format of its own, is vsprintf.c's.
 */
#include <octavo/bitmap.h>
#include <octavo/byteorder.h>
#include <octavo/ctype.h>
#include <octavo/err.h>
#include <octavo/errname.h>
#include <octavo/hexdump.h>
#include <octavo/minmax.h>
#include <octavo/printk.h>
#include <octavo/vsprintf_pointer.h>

static int show_mac(char *buf, const u8 *p, const char *kind)
{
	bool reverse = kind[1] == 'R';
	char sep = kind[0] == 'm' ? 0 : kind[1] == 'F' ? '-' : ':';
	char *s = buf;

	for (int i = 0; i < 6; i++) {
		if (i && sep)
			*s++ = sep;
		s = hex_byte_pack(s, p[reverse ? 5 - i : i]);
	}
	return (int)(s - buf);
}

/* The longest run of at least two zero words: its first; 8 if there is none. */
static int zero_run(const __be16 *w, int *len)
{
	int best = 8;

	*len = 1;
	for (int i = 0; i < 8; i++) {
		int n = 0;

		while (i + n < 8 && !w[i + n])
			n++;
		if (n > *len) {
			best = i;
			*len = n;
		}
		i += n;
	}
	return best;
}

static int show_ip6_short(char *buf, const __be16 *w)
{
	int run, len, at = 0;

	run = zero_run(w, &len);
	for (int i = 0; i < 8; i++) {
		if (i == run) {
			at += sprintf(buf + at, "::");
			i += len - 1;
			continue;
		}
		at += sprintf(buf + at, "%s%x",
			      i && i != run + len ? ":" : "", ntohs(w[i]));
	}
	return at;
}

static int show_ip(char *buf, const void *p, const char *kind)
{
	const u8 *b = p;
	const __be16 *w = p;
	int at = 0;

	if (kind[1] == '4')
		return sprintf(buf, kind[0] == 'i' ? "%03u.%03u.%03u.%03u" :
						     "%u.%u.%u.%u",
			       b[0], b[1], b[2], b[3]);
	if (kind[2] == 'c')
		return show_ip6_short(buf, w);
	for (int i = 0; i < 8; i++)
		at += sprintf(buf + at, "%s%04x",
			      i && kind[0] == 'I' ? ":" : "", ntohs(w[i]));
	return at;
}

static int show_bytes(char *buf, size_t size, const u8 *p, int nr, char sep)
{
	char *s = buf;

	nr = min(nr, (int)size / 3);
	for (int i = 0; i < nr; i++) {
		if (i && sep)
			*s++ = sep;
		s = hex_byte_pack(s, p[i]);
	}
	return (int)(s - buf);
}

static int show_hex(char *buf, size_t size, const u8 *p, int nr,
		    const char *kind)
{
	static const char seps[] = "C:D-N\0";	/* N: none */

	nr = clamp(nr, 1, 64);
	for (const char *s = seps; *s; s += 2) {
		if (kind[1] == *s)
			return show_bytes(buf, size, p, nr, s[1]);
	}
	return show_bytes(buf, size, p, nr, ' ');
}

/* Words of 32 bits, the highest first. */
static int show_bitmap(char *buf, size_t size, const unsigned long *map, int nr)
{
	int at = 0, chunk = (nr - 1) / 32, bits = (nr - 1) % 32 + 1;

	for (; chunk >= 0 && at + 10 < (int)size; chunk--, bits = 32) {
		int bit = 32 * chunk;
		u32 v = (u32)(map[BIT_WORD(bit)] >> (bit % BITS_PER_LONG));

		if (bits < 32)
			v &= (1u << bits) - 1;
		at += sprintf(buf + at, "%0*x%s", (bits + 3) / 4, v,
			      chunk ? "," : "");
	}
	return at;
}

static int show_bit_list(char *buf, size_t size, const unsigned long *map,
			 int nr)
{
	unsigned long first, end, bits = (unsigned long)nr;
	int at = 0;

	for (first = find_first_bit(map, bits);
	     first < bits && at + 24 < (int)size;
	     first = find_next_bit(map, bits, end)) {
		end = find_next_zero_bit(map, bits, first);
		at += sprintf(buf + at, first + 1 == end ? "%s%lu" : "%s%lu-%lu",
			      at ? "," : "", first, end - 1);
	}
	return at;
}

static int show_uuid(char *buf, const u8 *p, const char *kind)
{
	static const u8 big[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
				  14, 15 };
	static const u8 little[] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12,
				     13, 14, 15 };
	const u8 *order = (kind[1] | 0x20) == 'l' ? little : big;
	bool upper = kind[1] == 'B' || kind[1] == 'L';
	char *s = buf;

	for (int i = 0; i < 16; i++) {
		u8 byte = p[order[i]];

		if (i == 4 || i == 6 || i == 8 || i == 10)
			*s++ = '-';
		s = upper ? hex_byte_pack_upper(s, byte) : hex_byte_pack(s, byte);
	}
	return (int)(s - buf);
}

static int show_error(char *buf, const void *p)
{
	const char *name = IS_ERR(p) ? errname((int)-PTR_ERR(p)) : NULL;

	return name ? sprintf(buf, "-%s", name) : sprintf(buf, "%p", p);
}

static int show_kind(char *buf, size_t size, const char *kind, const void *p,
		     int width)
{
	switch (kind[0]) {
	case 'M':
	case 'm':
		return show_mac(buf, p, kind);
	case 'I':
	case 'i':
		return show_ip(buf, p, kind);
	case 'h':
		return show_hex(buf, size, p, width, kind);
	case 'b':
		return kind[1] == 'l' ? show_bit_list(buf, size, p, width) :
					show_bitmap(buf, size, p, width);
	case 'U':
		return show_uuid(buf, p, kind);
	case 'a':
		return sprintf(buf, "0x%0*llx", 2 * (int)sizeof(phys_addr_t),
			       *(const phys_addr_t *)p);
	default:
		return sprintf(buf, "%p", p);
	}
}

/* An address where nothing can be. */
static bool bad_pointer(const void *p)
{
	return (unsigned long)p < 4096 || IS_ERR(p);
}

int format_pointer(char *buf, size_t size, const char *kind, const void *p,
		   int width)
{
	if (kind[0] == 'e')
		return show_error(buf, p);
	if (!strchr("MmIihbUa", kind[0]))
		return sprintf(buf, "%p", p);
	if (bad_pointer(p))
		return sprintf(buf, p ? "(efault)" : "(null)");
	return show_kind(buf, size, kind, p, width);
}

int pointer_letters(const char *kind)
{
	int n = 0;

	if (!*kind || !strchr("eSsBFfxKMmIihbUaV", *kind))
		return 0;
	while (isalnum((unsigned char)kind[n]))
		n++;
	return n;
}
