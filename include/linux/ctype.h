/* SPDX-License-Identifier: MIT */
/*
 * ctype.h - kinds of characters.
 */
#ifndef DOOR_LINUX_CTYPE_H
#define DOOR_LINUX_CTYPE_H

#include <octavo/ctype.h>

#endif
