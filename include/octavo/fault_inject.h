/* SPDX-License-Identifier: MIT */
/*
 * fault_inject.h - make the n-th allocation (copy, fault, pin) fail.
 *
 * Every place that can fail for a reason outside of it asks should_fail() and
 * takes its failure path when told so. A test counts the points a scenario
 * passes, then runs it once per point with that one failing, and looks for
 * what leaked. Nothing armed costs one load and one predicted branch.
 */
#ifndef OCTAVO_FAULT_INJECT_H
#define OCTAVO_FAULT_INJECT_H

#include <octavo/types.h>

enum fault_kind {
	FAULT_PAGE_ALLOC,	/* a block of pages: no memory */
	FAULT_SLAB_ALLOC,	/* a slab object: no memory */
	FAULT_NODE_ALLOC,	/* an xarray node: no memory */
	FAULT_USER_COPY,	/* a user copy stops: bytes left over */
	FAULT_FAULT_IN,		/* handling a page fault: no memory */
	FAULT_PIN,		/* pinning one more user page */
	FAULT_KMAP,		/* no free window at the first look */
	FAULT_DMA_MAP,		/* a mapping for a device */
	FAULT_VMALLOC,		/* no room among the kernel's addresses */
	/* A wait that may be interrupted is: asked when it begins, whether or not
	 * it would sleep, since it might have. Who is told so answers
	 * -ERESTARTSYS (-EINTR), or as if so much time were left. */
	FAULT_SIGNAL,
	FAULT_TIMEOUT,		/* a wait with a limit: asked as it begins */
	NR_FAULT_KINDS,
};

/* Bit k: kind k is counted or armed. Read by should_fail() and what stands in
 * for it on fast paths. */
extern unsigned int fault_inject_mask;

/* Not a kind: user pointers are no use, see uaccess_set_mode(). In the same
 * word so that a user access has one thing to look at. */
#define FAULT_INJECT_PINNED	(1u << 31)
/* Nor this: some pages are watched, see fault_inject_touch(). */
#define FAULT_INJECT_TOUCH	(1u << 30)

/* Nor this: drivers are loaded, whose pages and copies are looked at. */
#define FAULT_INJECT_DRIVERS	(1u << 29)

/**
 * fault_inject_arm() - let the @nth point of a kind fail from now on
 * @kind: which
 * @nth: 1 the next one, 2 the one after it ...; 0: only count
 * @sticky: fail all that follow as well
 *
 * Starts counting the points of @kind from 0. Kinds are independent.
 *
 * Context: Any context.
 * Pairs with: fault_inject_disarm().
 */
void fault_inject_arm(enum fault_kind kind, unsigned long nth, bool sticky);

/**
 * fault_inject_random() - let points fail by chance
 * @seed: the same one, the same points
 * @one_in: on average one of so many; 0: none
 *
 * Besides what fault_inject_arm() says, and only kinds that are armed.
 *
 * Context: Any context.
 */
void fault_inject_random(u64 seed, unsigned int one_in);

/* Who wants to know of points. The functions are called in the context of the
 * point, allocate nothing and touch no user memory. */
struct fault_inject_watch {
	/* Is this point one that counts? NULL: all are. */
	bool (*belongs)(enum fault_kind kind);
	/* Point number @nr was passed; @fails: as it was told to. */
	void (*note)(enum fault_kind kind, unsigned long nr, bool fails);
};

/**
 * fault_inject_set_watch() - have points looked at
 * @watch: by whom; must stay valid; NULL: by nobody
 *
 * Context: Any context.
 */
void fault_inject_set_watch(const struct fault_inject_watch *watch);

/**
 * fault_inject_touch() - let the @nth copy that touches a user page fault
 * @addr: a user address in the page; 0: no page any more
 * @nth: 1 the next one ...; those that follow fault, too. 0: none any more
 *
 * As if the page were unmapped at that moment. Four pages at a time.
 *
 * Context: Any context.
 * Return: 0, -ENOSPC.
 */
int fault_inject_touch(unsigned long addr, unsigned long nth);

/**
 * fault_inject_touched() - a copy touches a user page: may it?
 * @addr: a user address in the page
 *
 * Asked by user copies while FAULT_INJECT_TOUCH is set.
 *
 * Context: Any context.
 * Return: true if it faults.
 */
bool fault_inject_touched(unsigned long addr);

/**
 * fault_inject_kind() - the kind of a name
 * @name: as fault_inject_name() says it
 *
 * Context: Any context.
 * Return: the kind; NR_FAULT_KINDS if there is none.
 */
enum fault_kind fault_inject_kind(const char *name);

/**
 * fault_inject_disarm() - let everything succeed again
 *
 * The counts stay and can still be read.
 *
 * Context: Any context.
 */
void fault_inject_disarm(void);

/**
 * fault_inject_points() - how many points were passed since arming
 * @kind: which
 *
 * Context: Any context.
 * Return: the number, failed ones included.
 */
unsigned long fault_inject_points(enum fault_kind kind);

/**
 * fault_inject_failed() - how many points were made to fail since arming
 * @kind: which
 *
 * Context: Any context.
 * Return: the number.
 */
unsigned long fault_inject_failed(enum fault_kind kind);

/**
 * fault_inject_name() - a kind in words
 * @kind: which
 *
 * Context: Any context.
 * Return: the name, as in "page_alloc"; never NULL.
 */
const char *fault_inject_name(enum fault_kind kind);

/**
 * fault_inject_point() - count a point and decide
 * @kind: which
 *
 * What should_fail() calls when its kind is armed.
 *
 * Context: Any context.
 * Return: true if this one is to fail.
 */
__cold bool fault_inject_point(enum fault_kind kind);

/* Is this point to fail? */
static inline bool should_fail(enum fault_kind kind)
{
	unsigned int mask = __atomic_load_n(&fault_inject_mask,
					    __ATOMIC_RELAXED);

	return unlikely(mask & (1u << kind)) && fault_inject_point(kind);
}

/* Is a copy to or from the user page of @addr to fail? */
static inline bool should_fail_copy(unsigned long addr)
{
	unsigned int mask = __atomic_load_n(&fault_inject_mask,
					    __ATOMIC_RELAXED);

	if (unlikely(mask & FAULT_INJECT_TOUCH) && fault_inject_touched(addr))
		return true;
	return unlikely(mask & (1u << FAULT_USER_COPY)) &&
	       fault_inject_point(FAULT_USER_COPY);
}

#endif
