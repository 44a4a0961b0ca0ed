/* SPDX-License-Identifier: MIT */
/*
 * u64_stats_sync.h - counters of 64 bits.
 */
#ifndef DOOR_LINUX_U64_STATS_SYNC_H
#define DOOR_LINUX_U64_STATS_SYNC_H

#include <octavo/net_stats.h>
#include <octavo/percpu.h>

#endif
