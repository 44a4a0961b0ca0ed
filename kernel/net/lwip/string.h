/* SPDX-License-Identifier: MIT */
/*
 * string.h - the functions of C's header of that name that lwIP calls.
 */
#ifndef LWIP_STRING_H
#define LWIP_STRING_H

#include <octavo/string.h>

#endif
