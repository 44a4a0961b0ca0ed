/* SPDX-License-Identifier: MIT */
/*
 * linux/in.h - addresses of the Internet.
 */
#ifndef DOOR_LINUX_IN_H
#define DOOR_LINUX_IN_H

#include <linux/types.h>
#include <uapi/in.h>

#endif
