/* SPDX-License-Identifier: MIT */
/*
 * access.c - every load and store of a driver, looked at before it happens.
 *
 * Drivers are compiled so that each access calls one of the functions below
 * (-fsanitize=kernel-address, calls instead of shadow memory). What an address
 * may be used for is asked of the allocators themselves:
 *
 *	below TASK_SIZE		a program's: only by user copies
 *	slab memory		a live object, within the bytes asked for
 *	other low memory	a page that somebody holds
 *	anything else		not looked at
 *
 * A report is made once for each place in the code; then the access happens.
 * With AddressSanitizer the host's runtime answers the same calls.
 */
#include <octavo/cpu.h>
#include <octavo/page.h>
#include <octavo/printk.h>
#include <octavo/slab.h>
#include <octavo/stacktrace.h>
#include <octavo/track.h>
#include <asm/page.h>
#include "hosted.h"

#define NR_REPORTED	256u
#define RED_ZONE	8u		/* before an object, at least */

struct access {
	unsigned long addr;
	size_t size;
	bool write;
	unsigned long ip;		/* returns there */
};

/* Places that were reported. */
static unsigned long reported[NR_REPORTED];

/* What the frame of a driver's function is filled with (fentry.S); 0: nothing. */
u64 hosted_stack_fill;

static bool first_time(unsigned long ip)
{
	unsigned long *at = &reported[ip * 0x9e3779b97f4a7c15ul >> 56];

	if (*at == ip)
		return false;
	*at = ip;
	return true;
}

static const char *verb(const struct access *a)
{
	return a->write ? "write to" : "read from";
}

static __cold void user_access(const struct access *a)
{
	if (a->addr < TASK_SIZE_MIN || !first_time(a->ip))
		return;			/* NULL: the machine says so */
	octavo_report("user pointer dereferenced: %s %#lx, %zu bytes, without copy_%s_user()",
		      verb(a), a->addr, a->size, a->write ? "to" : "from");
}

static __cold void bad_object(const struct access *a,
			      const struct slab_place *o)
{
	const long offset = (long)(a->addr - (unsigned long)o->obj);
	char text[160];

	if (!first_time(a->ip))
		return;
	if (!o->live)
		snprintf(text, sizeof(text),
			 "use after free: %s offset %ld, %zu bytes, of a freed object of cache %s",
			 verb(a), offset, a->size, kmem_cache_name((void *)o->cache));
	else
		snprintf(text, sizeof(text),
			 "out of bounds: %s offset %ld, %zu bytes, of an object of %zu bytes of cache %s",
			 verb(a), offset, a->size, o->size,
			 kmem_cache_name((void *)o->cache));
	slab_report_object(o, text);
}

/* Is all of it the object's? */
static bool fits(const struct access *a, const struct slab_place *o)
{
	const unsigned long offset = a->addr - (unsigned long)o->obj;

	return o->live && offset <= o->size && a->size <= o->size - offset;
}

static void low_memory(const struct access *a)
{
	const struct page *page = virt_to_page(a->addr);
	struct slab_place o = { 0 };

	if (!PageSlab(compound_head(page))) {
		if (page_ref_count(compound_head(page)) == 0 &&
		    page_is_free(page) && first_time(a->ip))
			octavo_report("use after free: %s %#lx, %zu bytes, in a page that nobody has",
				      verb(a), a->addr, a->size);
		return;
	}
	if (slab_find_object((const void *)a->addr, &o) && fits(a, &o))
		return;
	/* In the zone before an object, it is that one's. */
	if (slab_find_object((const void *)(a->addr + RED_ZONE), &o) &&
	    a->addr >= (unsigned long)o.obj)
		slab_find_object((const void *)a->addr, &o);
	if (o.obj)
		bad_object(a, &o);
}

static __always_inline void check(unsigned long addr, size_t size, bool write,
				  void *ip)
{
	const struct access a = { addr, size, write, (unsigned long)ip };

	if (!tracker())
		return;
	if (addr - PAGE_OFFSET < hosted_lowmem_size)
		low_memory(&a);
	else if (unlikely(addr < TASK_SIZE))
		user_access(&a);
}

void hosted_watch_drivers(bool on)
{
	hosted_stack_fill = on ? UNINIT_WORD : 0;
	for (unsigned int i = 0; i < NR_REPORTED; i++)
		reported[i] = 0;
}

#if !OCTAVO_ASAN

/* The compiler's names: those with N take the size, and with some flags they
 * say that a report is not the end. */
#define ONE(name, is_write, bytes, ...)					\
	void name(unsigned long addr, ##__VA_ARGS__);			\
	void name(unsigned long addr, ##__VA_ARGS__)			\
	{								\
		check(addr, bytes, is_write, __builtin_return_address(0)); \
	}
#define BOTH(way, size, is_write, bytes, ...)				\
	ONE(__asan_##way##size, is_write, bytes, ##__VA_ARGS__)		\
	ONE(__asan_##way##size##_noabort, is_write, bytes, ##__VA_ARGS__)
#define ACCESS(size, bytes, ...)					\
	BOTH(load, size, false, bytes, ##__VA_ARGS__)			\
	BOTH(store, size, true, bytes, ##__VA_ARGS__)

ACCESS(1, 1)
ACCESS(2, 2)
ACCESS(4, 4)
ACCESS(8, 8)
ACCESS(16, 16)
ACCESS(N, size, size_t size)

void __asan_handle_no_return(void);

/* Stacks are not watched. */
void __asan_handle_no_return(void)
{
}

#endif
