/* SPDX-License-Identifier: MIT */
/*
 * linux/smp.h - CPUs: drivers' code runs on one.
 */
#ifndef DOOR_LINUX_SMP_H
#define DOOR_LINUX_SMP_H

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/list.h>
#include <linux/preempt.h>
#include <linux/types.h>

#define raw_smp_processor_id()		smp_processor_id()
#define get_cpu()	({ preempt_disable(); smp_processor_id(); })
#define put_cpu()	preempt_enable()
#define on_each_cpu(fn, arg, wait)					\
	do {								\
		unsigned long smp_flags;				\
		local_irq_save(smp_flags);				\
		(fn)(arg);						\
		local_irq_restore(smp_flags);				\
	} while (0)
#define smp_call_function(fn, arg, wait)	((void)(fn), (void)(arg))
#define smp_call_function_single(cpu, fn, arg, wait)			\
	({ on_each_cpu(fn, arg, wait); 0; })

#endif
