/* SPDX-License-Identifier: MIT */
#ifndef DOOR_LINUX_KMOD_H
#define DOOR_LINUX_KMOD_H

#include <octavo/module.h>
#include <octavo/errno.h>

#endif
