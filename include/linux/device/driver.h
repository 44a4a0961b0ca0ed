/* SPDX-License-Identifier: MIT */
/*
 * driver.h - drivers on buses.
 */
#ifndef DOOR_LINUX_DEVICE_DRIVER_H
#define DOOR_LINUX_DEVICE_DRIVER_H

#include <linux/device.h>
#include <octavo/driver.h>

#endif
