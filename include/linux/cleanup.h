/* SPDX-License-Identifier: MIT */
/*
 * cleanup.h - what is undone at the end of a scope.
 */
#ifndef DOOR_LINUX_CLEANUP_H
#define DOOR_LINUX_CLEANUP_H

#include <linux/compiler.h>
#include <octavo/cleanup.h>

#endif
