/* SPDX-License-Identifier: MIT */
/*
 * string.c - user memory that is looked at while it is read.
 *
 * Everything here reads aligned words. An aligned word lies in one page, so
 * looking at bytes before the start or behind the end of what was asked for
 * cannot fault where the bytes asked for do not:
 *
 *	        |--- asked for ---|
 *	[.......x][xxxxxxxx][xxx.....]		x looked at, . masked out
 *
 * A cursor gives the words: by one load with an exception table entry each,
 * or out of the pinned page, which stays mapped until the next is needed.
 *
 * Bytes are numbered from the low end of a word: little-endian machines.
 *
 * Locking: in pinned mode the mmap lock is held for read while a page is.
 * Source: finding a zero byte in a word, L. Lamport, CACM 18 (1975).
 */
#include <octavo/bug.h>
#include "internal.h"

#define WORD		sizeof(unsigned long)
#define ONES		(~0ul / 0xff)		/* 0x0101... */
#define HIGHS		(ONES * 0x80)		/* 0x8080... */

struct user_cursor {
	unsigned long page;		/* the page being read, 1: none yet */
	bool pinned;
	bool mapped;
	struct pinned_page pin;
};

static bool cursor_enter_page(struct user_cursor *c, unsigned long page)
{
	c->page = page;
	if (!c->pinned)
		return !should_fail_copy(page);
	if (c->mapped)
		pinned_end(&c->pin, false);
	c->mapped = pinned_possible() && pinned_begin(&c->pin, page, false);
	return c->mapped;
}

/* The word at @addr, which is aligned. False: it cannot be read. */
static bool cursor_word(struct user_cursor *c, unsigned long addr,
			unsigned long *word)
{
	int err = 0;

	if (unlikely((addr & PAGE_MASK) != c->page) &&
	    !cursor_enter_page(c, addr & PAGE_MASK))
		return false;
	if (unlikely(c->pinned)) {
		memcpy(word, c->pin.kaddr + (addr & ~PAGE_MASK), WORD);
		return true;
	}
	__get_user_size(*word, addr, WORD, err);
	return err == 0;
}

static void cursor_start(struct user_cursor *c)
{
	c->page = 1;
	c->mapped = false;
	c->pinned = octavo_uaccess_mode != UACCESS_DIRECT;
	if (!c->pinned)
		count_vm_event(UACCESS_DIRECT_COPY);
}

static void cursor_stop(struct user_cursor *c)
{
	if (c->mapped)
		pinned_end(&c->pin, false);
}

/* The high bit of each byte that is zero is set; above the lowest such byte
 * others may be set too. */
static unsigned long zero_bytes(unsigned long w)
{
	return (w - ONES) & ~w & HIGHS;
}

/* The high bit of each byte that is not zero is set. */
static unsigned long nonzero_bytes(unsigned long w)
{
	return (((w & ~HIGHS) + ~HIGHS) | w) & HIGHS;
}

/* Bytes [@from, @to) of a word, all bits. */
static unsigned long byte_mask(unsigned long from, unsigned long to)
{
	unsigned long below = to >= WORD ? ~0ul : (1ul << (8 * to)) - 1;

	return below & (~0ul << (8 * from));
}

/* Bytes [@from, @to) of @w. */
static inline void copy_bytes(char *dst, unsigned long w, unsigned long from,
			      unsigned long to)
{
	if (likely(to - from == WORD))
		memcpy(dst, &w, WORD);
	else
		memcpy(dst, (char *)&w + from, to - from);
}

/*
 * Look for the first byte that @find marks in @n > 0 bytes at @addr, and copy
 * what is looked at, that byte included, to @dst unless it is NULL. Returns how
 * many bytes come before it, @n if there is none, -EFAULT if one before it
 * cannot be read.
 */
static __always_inline long user_scan(unsigned long addr, unsigned long n,
				      unsigned long (*find)(unsigned long w),
				      char *dst)
{
	unsigned long from = addr % WORD;
	unsigned long base = addr - from;
	unsigned long end = from + n;
	unsigned long w, hit, to;
	struct user_cursor c;
	long ret = -EFAULT;

	cursor_start(&c);
	for (unsigned long pos = 0; cursor_word(&c, base + pos, &w); ) {
		to = min(end - pos, WORD);
		hit = find(w | ~byte_mask(from, WORD)) & byte_mask(from, to);
		if (hit)
			to = (unsigned long)__builtin_ctzl(hit) / 8 + 1;
		if (dst)
			copy_bytes(dst + (pos + from - addr % WORD), w, from,
				   to);
		pos += to;
		if (hit || pos == end) {
			ret = (long)(pos - addr % WORD - (hit != 0));
			break;
		}
		from = 0;
	}
	cursor_stop(&c);
	if (ret < 0)
		count_vm_event(UACCESS_FIXUP);
	return ret;
}

/* How many of @n bytes at @addr are below TASK_SIZE. */
static unsigned long user_bytes(unsigned long addr, unsigned long n)
{
	return addr < TASK_SIZE ? min(n, TASK_SIZE - addr) : 0;
}

/*
 * The usual string: it ends before @n bytes and within its page, which can be
 * read. Its length, or -1: look again, more carefully.
 */
static long copy_short(char *dst, unsigned long addr, unsigned long n)
{
	unsigned long w, hit, pos;
	int err = 0;

	n = min(n, PAGE_SIZE - (addr & ~PAGE_MASK));
	for (pos = 0; pos + WORD <= n; pos += WORD) {
		__get_user_size(w, addr + pos, WORD, err);
		if (unlikely(err))
			return -1;
		hit = zero_bytes(w);
		if (!hit) {
			memcpy(dst + pos, &w, WORD);
			continue;
		}
		for (; w & 0xff; w >>= 8)
			dst[pos++] = (char)w;
		dst[pos] = 0;
		count_vm_event(UACCESS_DIRECT_COPY);
		return (long)pos;
	}
	return -1;
}

long __strncpy_from_user(char *dst, const char __user *src, long count)
{
	unsigned long addr = (unsigned long)src;
	unsigned long n;
	long len;

	might_fault();
	n = user_bytes(addr, (unsigned long)count);
	if (!n)
		return -EFAULT;
	len = user_access_unusual() ? -1 : copy_short(dst, addr, n);
	if (unlikely(len < 0))
		len = user_scan(addr, n, zero_bytes, dst);
	/* It ran into the end of the user half. */
	if (len == (long)n && len < count)
		return -EFAULT;
	return len;
}

long strnlen_user(const char __user *s, long count)
{
	unsigned long addr = (unsigned long)s;
	unsigned long n;
	long len;

	if (count <= 0)
		return 0;
	might_fault();
	n = user_bytes(addr, (unsigned long)count);
	if (!n)
		return 0;
	len = user_scan(addr, n, zero_bytes, NULL);
	if (len < 0 || (len == (long)n && len < count))
		return 0;
	return len + 1;
}

int check_zeroed_user(const void __user *from, size_t n)
{
	long len;

	if (n == 0)
		return 1;
	if (!access_ok(from, n))
		return -EFAULT;
	might_fault();
	len = user_scan((unsigned long)from, n, nonzero_bytes, NULL);
	if (len < 0)
		return -EFAULT;
	return len == (long)n;
}

int copy_struct_from_user(void *dst, size_t ksize, const void __user *src,
			  size_t usize)
{
	size_t size = min(ksize, usize);
	int zeroed;

	if (usize > ksize) {
		zeroed = check_zeroed_user((const char __user *)src + size,
					   usize - size);
		if (zeroed < 0)
			return zeroed;
		if (!zeroed)
			return -E2BIG;
	}
	if (copy_from_user(dst, src, size))
		return -EFAULT;
	if (ksize > size)
		memset((char *)dst + size, 0, ksize - size);
	return 0;
}
