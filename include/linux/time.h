/* SPDX-License-Identifier: MIT */
/*
 * linux/time.h - times.
 */
#ifndef DOOR_LINUX_TIME_H
#define DOOR_LINUX_TIME_H

#include <linux/time64.h>
#include <linux/types.h>

#endif
