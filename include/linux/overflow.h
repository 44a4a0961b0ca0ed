/* SPDX-License-Identifier: MIT */
/*
 * overflow.h - arithmetic that says when it does not fit.
 */
#ifndef DOOR_LINUX_OVERFLOW_H
#define DOOR_LINUX_OVERFLOW_H

#include <linux/compiler.h>
#include <linux/limits.h>
#include <octavo/overflow.h>

#endif
