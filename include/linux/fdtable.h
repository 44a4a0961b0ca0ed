/* SPDX-License-Identifier: MIT */
/*
 * linux/fdtable.h - descriptors.
 */
#ifndef DOOR_LINUX_FDTABLE_H
#define DOOR_LINUX_FDTABLE_H

#include <linux/file.h>

#endif
