/* SPDX-License-Identifier: MIT */
/*
 * barrier.h - the order in which others see loads and stores.
 */
#ifndef DOOR_ASM_BARRIER_H
#define DOOR_ASM_BARRIER_H

#include <linux/compiler.h>
#include <octavo/atomic.h>

#endif
