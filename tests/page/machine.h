/* SPDX-License-Identifier: MIT */
/*
 * machine.h - a second, small machine inside the one that runs the tests.
 *
 * Its RAM is a run of large blocks of the real one. While it is on, the page
 * layer knows nothing but it; what was there is kept aside and put back by
 * machine_off(), which a suite's exit() calls in any case. Nothing that
 * allocates from the real machine (kmalloc, kunit actions) may be used while
 * it is on.
 */
#ifndef TESTS_PAGE_MACHINE_H
#define TESTS_PAGE_MACHINE_H

#include <kunit/test.h>
#include <octavo/gfp.h>
#include <octavo/init.h>
#include <octavo/mmzone.h>
#include <octavo/page.h>
#include <octavo/vmstat.h>

#define MIB(n)		((phys_addr_t)(n) << 20)
#define CHUNK		(PAGE_SIZE << (MAX_ORDER - 1))

/* Physical address of @chunks times 4 MiB of RAM for it; filled with @fill.
 * Skips the test if the real machine is too small. */
phys_addr_t machine_ram(struct kunit *test, unsigned int chunks, int fill);

/* Turn it on: page_init(), whose result this is; not on if that fails. */
int machine_on(const struct mm_boot *boot);
void machine_off(void);

/* machine_off(), and its RAM goes back: for a suite's exit(). */
void machine_exit(struct kunit *test);

/* The usual one: DMA 8 MiB, Normal 16 MiB, HighMem 8 MiB. */
void machine_usual(struct kunit *test, unsigned int nr_cpus);

/* The zone of a type on node 0. */
struct zone *machine_zone(enum zone_type type);

/* Take all that @gfp can get in blocks of @order, in a list through private;
 * how many there were. */
unsigned long machine_exhaust(gfp_t gfp, unsigned int order,
			      struct page **list);
void machine_release(struct page *list, unsigned int order);

/* buddy_check() of all zones. */
unsigned int machine_check(void);

/* Is every zone's free memory in blocks as large as they get? */
void machine_expect_merged(struct kunit *test);

#endif
