/* SPDX-License-Identifier: MIT */
#ifndef DOOR_LINUX_MODULEPARAM_H
#define DOOR_LINUX_MODULEPARAM_H

#include <octavo/moduleparam.h>
#include <linux/stat.h>

#endif
