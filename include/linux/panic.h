/* SPDX-License-Identifier: MIT */
/*
 * panic.h - stopping the machine.
 */
#ifndef DOOR_LINUX_PANIC_H
#define DOOR_LINUX_PANIC_H

#include <octavo/bug.h>
#include <linux/types.h>

#endif
