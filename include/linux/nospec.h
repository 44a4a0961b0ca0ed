/* SPDX-License-Identifier: MIT */
/*
 * nospec.h - indices that are bounded also where the CPU guesses.
 */
#ifndef DOOR_LINUX_NOSPEC_H
#define DOOR_LINUX_NOSPEC_H

#include <linux/compiler.h>
#include <octavo/nospec.h>

#endif
