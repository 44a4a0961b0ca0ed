/* SPDX-License-Identifier: MIT */
/*
 * list_sort.h - lists put in order.
 */
#ifndef DOOR_LINUX_LIST_SORT_H
#define DOOR_LINUX_LIST_SORT_H

#include <linux/types.h>
#include <octavo/sort.h>

#endif
