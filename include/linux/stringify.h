/* SPDX-License-Identifier: MIT */
/*
 * stringify.h - a macro's argument as a string.
 */
#ifndef DOOR_LINUX_STRINGIFY_H
#define DOOR_LINUX_STRINGIFY_H

#include <octavo/compiler.h>

#endif
