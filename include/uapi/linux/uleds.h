/* SPDX-License-Identifier: MIT */
/*
 * uleds.h - what a program writes to /dev/uleds to make a LED.
 */
#ifndef DOOR_UAPI_LINUX_ULEDS_H
#define DOOR_UAPI_LINUX_ULEDS_H

#define LED_MAX_NAME_SIZE	64

struct uleds_user_dev {
	char name[LED_MAX_NAME_SIZE];
	int max_brightness;
};

#endif
