/* SPDX-License-Identifier: MIT */
/*
 * random.h - random numbers.
 */
#ifndef DOOR_LINUX_RANDOM_H
#define DOOR_LINUX_RANDOM_H

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <octavo/random.h>

#endif
