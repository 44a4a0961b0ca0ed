/* SPDX-License-Identifier: MIT */
/*
 * linux/numa.h - numbers of memory nodes.
 */
#ifndef DOOR_LINUX_NUMA_H
#define DOOR_LINUX_NUMA_H

#include <octavo/gfp.h>
#include <octavo/mmzone.h>

#endif
