/* SPDX-License-Identifier: MIT */
/*
 * container_of.h - from a member to the structure around it.
 */
#ifndef DOOR_LINUX_CONTAINER_OF_H
#define DOOR_LINUX_CONTAINER_OF_H

#include <linux/build_bug.h>
#include <linux/err.h>

#endif
