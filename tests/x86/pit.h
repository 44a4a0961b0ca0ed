/* SPDX-License-Identifier: MIT */
/*
 * pit.h - an interrupt that comes often and at no foreseeable place.
 *
 * Channel 0 of the interval timer is free where ticks come from the local
 * APIC. It interrupts CPU 0.
 */
#ifndef TESTS_X86_PIT_H
#define TESTS_X86_PIT_H

#include <kunit/test.h>
#include "../../ports/x86/x86.h"

#define PIT_HZ		1193182u
#define PIT_CHANNEL0	0x40
#define PIT_COMMAND	0x43
#define PIT_PERIODIC	0x34		/* channel 0, both bytes, mode 2 */

/* Have @fn called @hz times a second, 19 to 100,000; skips the test if the
 * channel is in use. */
static inline void pit_start(struct kunit *test, unsigned int hz,
			     void (*fn)(void *arg), void *arg)
{
	const unsigned int count = PIT_HZ / hz;

	if (request_isa_irq(0, "test", fn, arg))
		kunit_skip(test, "the interval timer is in use");
	outb(PIT_PERIODIC, PIT_COMMAND);
	outb((u8)count, PIT_CHANNEL0);
	outb((u8)(count >> 8), PIT_CHANNEL0);
}

static inline void pit_stop(void)
{
	free_isa_irq(0);
}

#endif
