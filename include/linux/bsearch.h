/* SPDX-License-Identifier: MIT */
/*
 * bsearch.h - looking up in arrays that are in order.
 */
#ifndef DOOR_LINUX_BSEARCH_H
#define DOOR_LINUX_BSEARCH_H

#include <linux/types.h>
#include <octavo/sort.h>

#endif
