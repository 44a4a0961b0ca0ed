/* SPDX-License-Identifier: MIT */
/*
 * bus.h - buses.
 */
#ifndef DOOR_LINUX_DEVICE_BUS_H
#define DOOR_LINUX_DEVICE_BUS_H

#include <linux/device.h>
#include <octavo/driver.h>

#endif
