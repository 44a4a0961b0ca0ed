/* SPDX-License-Identifier: MIT */
/*
 * list.h - doubly linked lists and hash chains.
 */
#ifndef DOOR_LINUX_LIST_H
#define DOOR_LINUX_LIST_H

#include <linux/container_of.h>
#include <linux/types.h>
#include <linux/stddef.h>
#include <linux/poison.h>
#include <octavo/list_walk.h>

#endif
