/* SPDX-License-Identifier: MIT */
/*
 * linux/cpu.h - CPUs do not come and go.
 */
#ifndef DOOR_LINUX_CPU_H
#define DOOR_LINUX_CPU_H

#include <linux/cpumask.h>

#define cpus_read_lock()		((void)0)
#define cpus_read_unlock()		((void)0)
#define get_online_cpus()		((void)0)
#define put_online_cpus()		((void)0)

#endif
