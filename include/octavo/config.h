/* SPDX-License-Identifier: MIT */
/*
 * config.h - the few limits that are fixed when the library is compiled.
 */
#ifndef OCTAVO_CONFIG_H
#define OCTAVO_CONFIG_H

/* Most CPUs of a machine; what is used is given to mm_init(). */
#define NR_CPUS			32

/* Most memory nodes of a machine. */
#define MAX_NUMNODES		4

/* The unit that false sharing is avoided by. */
#define L1_CACHE_BYTES		64

/* Orders 0 to 10: the largest block is 4 MiB with pages of 4 KiB. */
#define MAX_ORDER		11

#endif
