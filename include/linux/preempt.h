/* SPDX-License-Identifier: MIT */
/*
 * linux/preempt.h - keeping the CPU.
 */
#ifndef DOOR_LINUX_PREEMPT_H
#define DOOR_LINUX_PREEMPT_H

#include <octavo/cpu.h>
#include <octavo/lockcheck.h>

#define preempt_enable_no_resched()	preempt_enable()
#define preempt_disable_notrace()	preempt_disable()
#define preempt_enable_notrace()	preempt_enable()
#define preemptible()			(!preempt_count() && !irqs_disabled())
#define in_nmi()			0
#define in_irq()			in_hardirq()
#define migrate_disable()		preempt_disable()
#define migrate_enable()		preempt_enable()

#endif
