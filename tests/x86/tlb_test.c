/* SPDX-License-Identifier: MIT */
/*
 * tlb_test.c - what one CPU takes away, another must not see any more.
 *
 *	CPU 0				CPU 1, same address space
 *	  map, write, say PRESENT	  reads the page all the time
 *	  wait for some reads		  PRESENT: it sees the value
 *	  unmap, say ABSENT		  ABSENT before and after the read: the
 *	  wait for some reads		    read must have failed
 */
#include <octavo/uaccess.h>
#include "../vm/vm_test.h"
#include "../../ports/x86/x86.h"

#define ROUNDS		300u
#define FLUSHES		200u

enum state { PRESENT, ABSENT, CHANGING, OVER };

struct watch {
	struct mm_struct *mm;
	unsigned int state;		/* 4 * round + enum state */
	unsigned int reads;		/* that began in the present state */
	unsigned int stale, missed;
};

static unsigned int state_of(const struct watch *w)
{
	return __atomic_load_n(&w->state, __ATOMIC_ACQUIRE);
}

static void load_mm(struct mm_struct *mm)
{
	current->mm = mm;
	arch_switch_mm(mm);
}

static void reader(struct watch *w)
{
	unsigned int before, after;
	u32 val = 0;

	while (before = state_of(w), before % 4 != OVER) {
		bool ok;

		pagefault_disable();
		ok = get_user(val, (u32 __user *)BASE) == 0;
		pagefault_enable();
		after = state_of(w);
		if (after != before || before % 4 == CHANGING)
			continue;
		if (before % 4 == ABSENT)
			w->stale += ok;
		else
			w->missed += !ok || val != before / 4;
		__atomic_fetch_add(&w->reads, 1, __ATOMIC_RELAXED);
	}
}

static void say(struct watch *w, unsigned int round, enum state state)
{
	unsigned int seen;

	__atomic_store_n(&w->reads, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&w->state, 4 * round + state, __ATOMIC_SEQ_CST);
	if (state >= CHANGING)
		return;
	do {
		cpu_relax_long();
		seen = __atomic_load_n(&w->reads, __ATOMIC_RELAXED);
	} while (seen < 3);
}

static void changer(struct watch *w)
{
	for (u32 i = 1; i <= ROUNDS; i++) {
		say(w, i, CHANGING);
		map(w->mm, BASE, PAGE_SIZE, RW, ANON | MAP_FIXED);
		put_user(i, (u32 __user *)BASE);
		say(w, i, PRESENT);
		say(w, i, CHANGING);
		vm_munmap(w->mm, BASE, PAGE_SIZE);
		say(w, i, ABSENT);
	}
	say(w, 0, OVER);
}

static void watch_cpu(void *arg, unsigned int cpu)
{
	struct watch *w = arg;
	struct mm_struct *old = current->mm;

	load_mm(w->mm);
	if (cpu)
		reader(w);
	else
		changer(w);
	load_mm(old);
}

static void unmapped_is_gone(struct kunit *test)
{
	struct watch w = { .mm = test_mm(test), .state = ABSENT };

	if (nr_cpu_ids < 2)
		kunit_skip(test, "one CPU");
	kunit_run_on_cpus(test, 2, watch_cpu, &w);
	KUNIT_EXPECT_EQ(test, w.stale, 0u);
	KUNIT_EXPECT_EQ(test, w.missed, 0u);
}

/* Everybody shoots at everybody, with interrupts off: it ends. */
static void shoot(void *arg, unsigned int cpu)
{
	struct mm_struct *mm = arg, *old = current->mm;

	load_mm(mm);
	for (unsigned int i = 0; i < FLUSHES; i++) {
		unsigned long flags = arch_irq_save();

		arch_flush_tlb_range(mm, BASE, BASE + PAGES(i % 64 + 1));
		arch_irq_restore(flags);
	}
	load_mm(old);
}

static void crossfire_ends(struct kunit *test)
{
	struct mm_struct *mm = test_mm(test);

	kunit_run_on_cpus(test, NR_CPUS, shoot, mm);
	KUNIT_EXPECT_EQ(test, mm->arch.cpus, 0ul);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(unmapped_is_gone),
	KUNIT_CASE(crossfire_ends),
	{}
};

static struct kunit_suite suite = { .name = "x86_tlb", .test_cases = cases };
kunit_test_suites(&suite);
