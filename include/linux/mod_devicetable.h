/* SPDX-License-Identifier: MIT */
/*
 * mod_devicetable.h - tables of what a driver is for.
 */
#ifndef DOOR_LINUX_MOD_DEVICETABLE_H
#define DOOR_LINUX_MOD_DEVICETABLE_H

#include <linux/types.h>
#include <octavo/pci.h>
#include <octavo/platform_device.h>
#include <octavo/property.h>

/* Tables for buses that there are not. */
struct acpi_device_id {
	u8 id[16];
	unsigned long driver_data;
	u32 cls, cls_msk;
};

struct i2c_device_id {
	char name[20];
	unsigned long driver_data;
};

struct spi_device_id {
	char name[32];
	unsigned long driver_data;
};

struct usb_device_id {
	u16 match_flags, idVendor, idProduct, bcdDevice_lo, bcdDevice_hi;
	u8 bDeviceClass, bDeviceSubClass, bDeviceProtocol;
	u8 bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol;
	u8 bInterfaceNumber;
	unsigned long driver_info;
};

#endif
