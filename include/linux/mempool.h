/* SPDX-License-Identifier: MIT */
/*
 * linux/mempool.h - a reserve of objects.
 */
#ifndef DOOR_LINUX_MEMPOOL_H
#define DOOR_LINUX_MEMPOOL_H

#include <octavo/mempool.h>

#endif
