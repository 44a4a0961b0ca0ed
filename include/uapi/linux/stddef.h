/* SPDX-License-Identifier: MIT */
/*
 * stddef.h - structure groups, flexible arrays.
 */
#ifndef DOOR_UAPI_LINUX_STDDEF_H
#define DOOR_UAPI_LINUX_STDDEF_H

#include <linux/stddef.h>

#endif
