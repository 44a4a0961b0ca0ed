/* SPDX-License-Identifier: MIT */
/*
 * fault_inject.c - counting the places that can fail, failing chosen ones.
 *
 * Each kind has a plan and two counts. A point takes a ticket from the count;
 * the plan says which tickets fail. So with several CPUs exactly one point is
 * the n-th.
 */
#include <octavo/fault_inject.h>

struct plan {
	unsigned long nth;		/* 0: none */
	bool sticky;
	unsigned long points, failed;
};

static struct plan plans[NR_FAULT_KINDS];
unsigned int fault_inject_mask;

void fault_inject_arm(enum fault_kind kind, unsigned long nth, bool sticky)
{
	struct plan *plan = &plans[kind];

	__atomic_fetch_and(&fault_inject_mask, ~(1u << kind), __ATOMIC_RELAXED);
	__atomic_store_n(&plan->nth, nth, __ATOMIC_RELAXED);
	__atomic_store_n(&plan->sticky, sticky, __ATOMIC_RELAXED);
	__atomic_store_n(&plan->points, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&plan->failed, 0, __ATOMIC_RELAXED);
	__atomic_fetch_or(&fault_inject_mask, 1u << kind, __ATOMIC_RELEASE);
}

void fault_inject_disarm(void)
{
	__atomic_fetch_and(&fault_inject_mask, FAULT_INJECT_PINNED,
			   __ATOMIC_RELEASE);
}

bool fault_inject_point(enum fault_kind kind)
{
	struct plan *plan = &plans[kind];
	unsigned long nth = __atomic_load_n(&plan->nth, __ATOMIC_RELAXED);
	unsigned long ticket = __atomic_add_fetch(&plan->points, 1,
						  __ATOMIC_RELAXED);

	if (!nth || ticket < nth)
		return false;
	if (ticket > nth && !__atomic_load_n(&plan->sticky, __ATOMIC_RELAXED))
		return false;
	__atomic_fetch_add(&plan->failed, 1, __ATOMIC_RELAXED);
	return true;
}

unsigned long fault_inject_points(enum fault_kind kind)
{
	return __atomic_load_n(&plans[kind].points, __ATOMIC_RELAXED);
}

unsigned long fault_inject_failed(enum fault_kind kind)
{
	return __atomic_load_n(&plans[kind].failed, __ATOMIC_RELAXED);
}

const char *fault_inject_name(enum fault_kind kind)
{
	static const char *const names[NR_FAULT_KINDS] = {
		[FAULT_PAGE_ALLOC] = "page_alloc",
		[FAULT_SLAB_ALLOC] = "slab_alloc",
		[FAULT_NODE_ALLOC] = "node_alloc",
		[FAULT_USER_COPY] = "user_copy",
		[FAULT_FAULT_IN] = "fault_in",
		[FAULT_PIN] = "pin",
		[FAULT_KMAP] = "kmap",
	};

	return kind < NR_FAULT_KINDS ? names[kind] : "unknown";
}
