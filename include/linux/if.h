/* SPDX-License-Identifier: MIT */
/*
 * if.h - network interfaces as programs see them.
 */
#ifndef DOOR_LINUX_IF_H
#define DOOR_LINUX_IF_H

#include <linux/types.h>
#include <uapi/if.h>

#endif
