/* SPDX-License-Identifier: MIT */
/*
 * linux/vmstat.h - counters of memory.
 */
#ifndef DOOR_LINUX_VMSTAT_H
#define DOOR_LINUX_VMSTAT_H

#include <linux/mmzone.h>
#include <octavo/vmstat.h>

#endif
