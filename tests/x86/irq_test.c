/* SPDX-License-Identifier: MIT */
/*
 * irq_test.c - allocating in interrupts, wherever they strike.
 *
 * An interrupt handler allocates and frees pages and objects while every CPU
 * does the same. Each thing is filled with a mark of its own: one that was
 * handed out twice has the wrong mark when it is freed, one that was lost is
 * missed by the leak check behind every test.
 */
#include <octavo/gfp.h>
#include <octavo/slab.h>
#include <octavo/string.h>
#include "pit.h"

#define HELD		32u
#define INTERRUPTS	3000u
#define HANDLER_HZ	5000u
#define MOST_ROUNDS	2000000u	/* if interrupts do not come */

struct thing {
	void *addr;
	size_t size;			/* PAGE_SIZE: a page */
	u8 mark;
};

/* Somebody who allocates: a CPU, or the handler. */
struct user {
	struct thing held[HELD];
	gfp_t gfp;
	u64 random;
	unsigned long done, wrong;
};

static struct {
	struct user cpus[NR_CPUS], handler;
	unsigned int interrupts, outside;
} load;

static void give_back(struct user *u, struct thing *t)
{
	if (!t->addr)
		return;
	u->wrong += memchr_inv(t->addr, t->mark, t->size) != NULL;
	memset(t->addr, 0x6b, t->size);
	if (t->size == PAGE_SIZE)
		free_page((unsigned long)t->addr);
	else
		kfree(t->addr);
	t->addr = NULL;
}

static void take(struct user *u, struct thing *t, u32 r)
{
	t->size = r & 1 ? PAGE_SIZE : 32u << (r >> 1 & 3);
	t->mark = (u8)(r >> 8 | 1);
	t->addr = t->size == PAGE_SIZE ? (void *)__get_free_page(u->gfp) :
					 kmalloc(t->size, u->gfp);
	if (t->addr)
		memset(t->addr, t->mark, t->size);
}

static void step(struct user *u)
{
	u32 r = kunit_random_next(&u->random);
	struct thing *t = &u->held[r >> 24 & (HELD - 1)];

	if (t->addr)
		give_back(u, t);
	else
		take(u, t, r);
	u->done++;
}

static void handler(void *arg)
{
	load.outside += !in_hardirq() || !arch_irqs_disabled();
	for (unsigned int i = 0; i < 4; i++)
		step(&load.handler);
	__atomic_store_n(&load.interrupts, load.interrupts + 1,
			 __ATOMIC_RELAXED);
}

static bool go_on(const struct user *u)
{
	return __atomic_load_n(&load.interrupts, __ATOMIC_RELAXED) <
		       INTERRUPTS && u->done < MOST_ROUNDS;
}

static void busy_cpu(void *arg, unsigned int cpu)
{
	struct user *u = &load.cpus[cpu];

	while (go_on(u))
		step(u);
	for (unsigned int i = 0; i < HELD; i++)
		give_back(u, &u->held[i]);
}

static void allocating_in_interrupts(struct kunit *test)
{
	memset(&load, 0, sizeof(load));
	for (unsigned int i = 0; i < NR_CPUS; i++)
		load.cpus[i] = (struct user){ .gfp = GFP_KERNEL, .random = i };
	load.handler = (struct user){ .gfp = GFP_ATOMIC, .random = NR_CPUS };
	pit_start(test, HANDLER_HZ, handler, NULL);
	kunit_run_on_cpus(test, NR_CPUS, busy_cpu, NULL);
	pit_stop();
	for (unsigned int i = 0; i < HELD; i++)
		give_back(&load.handler, &load.handler.held[i]);
	KUNIT_EXPECT_GE(test, load.interrupts, INTERRUPTS);
	KUNIT_EXPECT_EQ(test, load.outside, 0u);
	KUNIT_EXPECT_EQ(test, load.handler.wrong, 0ul);
	for (unsigned int i = 0; i < NR_CPUS; i++)
		KUNIT_EXPECT_EQ(test, load.cpus[i].wrong, 0ul);
	KUNIT_EXPECT_EQ(test, preempt_count(), 0u);
	kunit_info(test, "%u interrupts, %lu steps in them, %lu on CPU 0",
		   load.interrupts, load.handler.done, load.cpus[0].done);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_SLOW(allocating_in_interrupts),
	{}
};

static struct kunit_suite suite = { .name = "x86_irq", .test_cases = cases };
kunit_test_suites(&suite);
