/* SPDX-License-Identifier: MIT */
/*
 * bug.h - what to do when something that cannot be is.
 */
#ifndef DOOR_LINUX_BUG_H
#define DOOR_LINUX_BUG_H

#include <linux/compiler.h>
#include <linux/build_bug.h>
#include <linux/printk.h>
#include <octavo/bug.h>

#endif
