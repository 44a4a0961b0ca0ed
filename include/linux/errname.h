/* SPDX-License-Identifier: MIT */
/*
 * errname.h - the names of error numbers.
 */
#ifndef DOOR_LINUX_ERRNAME_H
#define DOOR_LINUX_ERRNAME_H

#include <octavo/errname.h>

#endif
