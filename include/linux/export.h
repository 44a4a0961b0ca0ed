/* SPDX-License-Identifier: MIT */
#ifndef DOOR_LINUX_EXPORT_H
#define DOOR_LINUX_EXPORT_H

#include <octavo/modinit.h>

#endif
