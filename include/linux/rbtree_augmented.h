/* SPDX-License-Identifier: MIT */
/*
 * rbtree_augmented.h - balanced trees, with what each node knows of its subtree.
 */
#ifndef DOOR_LINUX_RBTREE_AUGMENTED_H
#define DOOR_LINUX_RBTREE_AUGMENTED_H

#include <linux/compiler.h>
#include <linux/rbtree.h>

#endif
