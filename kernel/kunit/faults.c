/* SPDX-License-Identifier: MIT */
/*
 * faults.c - failures on the paths of a driver, and of nobody else.
 *
 *	kmalloc			innermost
 *	driver_read		<- the first code of a module: the driver's point
 *	vfs_read
 *	u_syscall --------------- depth: what is further out is the program
 *	a_test
 *	kunit_run_all		outermost
 *
 * A point is a driver's if from the inside the first code of a module on the
 * stack is a driver's, and it comes before the program that made the call. What
 * the kernel does for the program by itself never fails.
 *
 * A signal that interrupts a wait is sent for real: the driver may ask whether
 * one is pending.
 */
#include <kunit/driver.h>
#include <octavo/module.h>
#include <octavo/stacktrace.h>
#include "../internal.h"
#include "internal.h"

#define MAX_DEPTH	64u
#define MAX_TOLD	4u		/* failing points, of one run */

bool kunit_outside;

static const struct kunit_faults *plan;
static struct task_struct *tester;	/* the task that tests run on */
static unsigned int depth;		/* of its stack where a call began; 0 */
static unsigned int told;

void kunit_enter_user(void)
{
	unsigned long entries[MAX_DEPTH];

	if (plan && current == tester)
		depth = stack_trace_save(entries, MAX_DEPTH, 1);
}

void kunit_leave_user(void)
{
	depth = 0;
}

/* The calls to here that are not the program's. */
static unsigned int trace(unsigned long *entries)
{
	unsigned int n = stack_trace_save(entries, MAX_DEPTH, 2);

	return current == tester && depth < n ? n - depth : n;
}

static bool is_drivers(const struct module *mod)
{
	for (unsigned int i = 0; i < plan->nr_drivers; i++)
		if (plan->drivers[i] == mod)
			return true;
	return !plan->nr_drivers;
}

static bool belongs(enum fault_kind kind)
{
	unsigned long entries[MAX_DEPTH];
	unsigned int n;

	if (kunit_outside || (kind == FAULT_SIGNAL && current != tester))
		return false;
	n = trace(entries);
	for (unsigned int i = 0; i < n; i++) {
		const struct module *mod = module_text_address(entries[i] - 1);

		if (mod)
			return is_drivers(mod);
	}
	return false;
}

static void tell_point(enum fault_kind kind, unsigned long nr, bool fails)
{
	unsigned long entries[MAX_DEPTH];
	unsigned int n = trace(entries);
	char line[64 + MAX_DEPTH * 18];
	int len = scnprintf(line, sizeof(line), "point %s %lu %d",
			    fault_inject_name(kind), nr, fails);

	for (unsigned int i = 0; i < n; i++)
		len += scnprintf(line + len, sizeof(line) - (size_t)len,
				 " %lx", entries[i]);
	line[len++] = '\n';
	plan->tell(line, (size_t)len);
}

static void note(enum fault_kind kind, unsigned long nr, bool fails)
{
	if (plan->tell && (plan->tell_all || (fails && told++ < MAX_TOLD)))
		tell_point(kind, nr, fails);
	if (fails && kind == FAULT_SIGNAL)
		send_signal(current_task(), SIGUSR1);
}

static const struct fault_inject_watch watch = {
	.belongs = belongs, .note = note,
};

void kunit_faults_begin(const struct kunit_faults *faults)
{
	plan = faults;
	tester = current;
	told = 0;
	fault_inject_set_watch(&watch);
	/* Half of all seeds let the driver start first. */
	fault_inject_random(faults->seed, faults->seed & 1 ? 0 :
						     faults->one_in);
	for (unsigned int kind = 0; kind < NR_FAULT_KINDS; kind++)
		if (faults->kinds & 1u << kind)
			fault_inject_arm(kind, 0, false);
	for (unsigned int i = 0; i < faults->nr; i++)
		fault_inject_arm(faults->faults[i].kind, faults->faults[i].nth,
				 faults->faults[i].sticky);
}

void kunit_faults_phase(const char *name)
{
	char line[32];
	int len = scnprintf(line, sizeof(line), "phase %s\n", name);

	if (plan && plan->one_in && strcmp(name, "load"))
		fault_inject_random(plan->seed, plan->one_in);
	if (plan && plan->tell)
		plan->tell(line, (size_t)len);
}

void kunit_faults_end(void)
{
	fault_inject_disarm();
	fault_inject_random(0, 0);
	fault_inject_set_watch(NULL);
	plan = NULL;
}

bool kunit_has_faults(void)
{
	return plan != NULL;
}
