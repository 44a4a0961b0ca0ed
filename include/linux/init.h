/* SPDX-License-Identifier: MIT */
#ifndef DOOR_LINUX_INIT_H
#define DOOR_LINUX_INIT_H

#include <octavo/modinit.h>

#endif
