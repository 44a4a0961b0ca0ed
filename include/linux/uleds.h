/* SPDX-License-Identifier: MIT */
/*
 * uleds.h - what a program writes to /dev/uleds to make a LED.
 */
#ifndef DOOR_LINUX_ULEDS_H
#define DOOR_LINUX_ULEDS_H

#include <uapi/linux/uleds.h>

#endif
