/* SPDX-License-Identifier: MIT */
#ifndef DOOR_LINUX_STAT_H
#define DOOR_LINUX_STAT_H

#include <octavo/types.h>
#include <uapi/stat.h>

#endif
