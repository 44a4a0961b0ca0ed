/* SPDX-License-Identifier: MIT */
/*
 * linux/cpumask.h - which CPUs there are for drivers: one.
 */
#ifndef DOOR_LINUX_CPUMASK_H
#define DOOR_LINUX_CPUMASK_H

#include <linux/bitmap.h>
#include <linux/kernel.h>
#include <linux/types.h>

#ifndef for_each_possible_cpu
#define for_each_possible_cpu(cpu)	for ((cpu) = 0; (cpu) < 1; (cpu)++)
#define for_each_online_cpu(cpu)	for_each_possible_cpu(cpu)
#define for_each_present_cpu(cpu)	for_each_possible_cpu(cpu)
#define num_online_cpus()		1u
#define num_possible_cpus()		1u
#define num_present_cpus()		1u
#define num_active_cpus()		1u
#define cpu_online(cpu)			((cpu) == 0)
#define cpu_possible(cpu)		((cpu) == 0)
#endif

#endif
