/* SPDX-License-Identifier: MIT */
/*
 * sort.h - arrays put in order.
 */
#ifndef DOOR_LINUX_SORT_H
#define DOOR_LINUX_SORT_H

#include <linux/types.h>
#include <octavo/sort.h>

#endif
