/* SPDX-License-Identifier: MIT */
/*
 * rbtree.h - balanced trees.
 */
#ifndef DOOR_LINUX_RBTREE_H
#define DOOR_LINUX_RBTREE_H

#include <linux/container_of.h>
#include <linux/stddef.h>
#include <octavo/rbtree.h>

#endif
