/* SPDX-License-Identifier: MIT */
/*
 * bug.h - what to do when something that cannot be is.
 */
#ifndef DOOR_ASM_BUG_H
#define DOOR_ASM_BUG_H

#include <linux/bug.h>

#endif
