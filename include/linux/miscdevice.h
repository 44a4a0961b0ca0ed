/* SPDX-License-Identifier: MIT */
/*
 * linux/miscdevice.h - devices with a name and little else.
 */
#ifndef DOOR_LINUX_MISCDEVICE_H
#define DOOR_LINUX_MISCDEVICE_H

#include <linux/major.h>
#include <linux/device.h>
#include <linux/list.h>
#include <linux/types.h>
#include <octavo/miscdevice.h>

/* Minor numbers that are given away. */
#define PSMOUSE_MINOR		1
#define WATCHDOG_MINOR		130
#define TEMP_MINOR		131
#define RTC_MINOR		135
#define HWRNG_MINOR		183
#define TUN_MINOR		200
#define UINPUT_MINOR		223
#define HPET_MINOR		228
#define FUSE_MINOR		229
#define KVM_MINOR		232
#define BTRFS_MINOR		234
#define AUTOFS_MINOR		235
#define LOOP_CTRL_MINOR		237
#define VHOST_NET_MINOR		238
#define UHID_MINOR		239
#define USERIO_MINOR		240
#define VHOST_VSOCK_MINOR	241

#endif
