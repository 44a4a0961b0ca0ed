/* SPDX-License-Identifier: MIT */
/*
 * linux/timex.h - the counter of the CPU.
 */
#ifndef DOOR_LINUX_TIMEX_H
#define DOOR_LINUX_TIMEX_H

#include <asm/timex.h>

#endif
