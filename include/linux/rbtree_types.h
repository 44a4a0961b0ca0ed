/* SPDX-License-Identifier: MIT */
/*
 * rbtree_types.h - the structures of balanced trees.
 */
#ifndef DOOR_LINUX_RBTREE_TYPES_H
#define DOOR_LINUX_RBTREE_TYPES_H

#include <octavo/rbtree.h>

#endif
