/* SPDX-License-Identifier: MIT */
/*
 * const.h - typed constants.
 */
#ifndef DOOR_UAPI_LINUX_CONST_H
#define DOOR_UAPI_LINUX_CONST_H

#include <linux/const.h>

#endif
