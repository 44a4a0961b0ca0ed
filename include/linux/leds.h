/* SPDX-License-Identifier: MIT */
/*
 * leds.h - lights.
 */
#ifndef DOOR_LINUX_LEDS_H
#define DOOR_LINUX_LEDS_H

#include <linux/device.h>
#include <linux/types.h>
#include <octavo/leds.h>

#endif
