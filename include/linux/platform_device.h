/* SPDX-License-Identifier: MIT */
/*
 * platform_device.h - devices that somebody has to name.
 */
#ifndef DOOR_LINUX_PLATFORM_DEVICE_H
#define DOOR_LINUX_PLATFORM_DEVICE_H

#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/io.h>
#include <linux/mod_devicetable.h>
#include <octavo/platform_device.h>

#endif
