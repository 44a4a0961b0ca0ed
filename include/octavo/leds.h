/* SPDX-License-Identifier: MIT */
/*
 * leds.h - lights, and the class that programs set them by.
 *
 *	/sys/class/leds/NAME/brightness -> brightness_set() of the driver
 *
 * Brightness is from 0, off, to max_brightness.
 */
#ifndef OCTAVO_LEDS_H
#define OCTAVO_LEDS_H

#include <octavo/device.h>
#include <octavo/list.h>

enum led_brightness {
	LED_OFF		= 0,
	LED_ON		= 1,
	LED_HALF	= 127,
	LED_FULL	= 255,
};

#define LED_SUSPENDED		(1ul << 0)
#define LED_UNREGISTERING	(1ul << 1)
#define LED_CORE_SUSPENDRESUME	(1ul << 16)
#define LED_RETAIN_AT_SHUTDOWN	(1ul << 22)

struct led_classdev {
	const char *name;
	unsigned int brightness, max_brightness;
	unsigned int color;
	int flags;
	/* Must not sleep. */
	void (*brightness_set)(struct led_classdev *led_cdev,
			       enum led_brightness brightness);
	/* May sleep; asked if the other is NULL. 0 or -errno. */
	int (*brightness_set_blocking)(struct led_classdev *led_cdev,
				       enum led_brightness brightness);
	/* What the hardware has; NULL: what was set last. */
	enum led_brightness (*brightness_get)(struct led_classdev *led_cdev);
	int (*blink_set)(struct led_classdev *led_cdev, unsigned long *delay_on,
			 unsigned long *delay_off);
	struct device *dev;		/* the class's */
	const struct attribute_group **groups;
	struct list_head node;
	const char *default_trigger;	/* there are no triggers */
};

struct led_init_data {
	struct fwnode_handle *fwnode;
	const char *default_label, *devicename;
	bool devname_mandatory;
};

/**
 * led_classdev_register_ext() - have a light appear
 * @parent: of its device; may be NULL
 * @led_cdev: stays the caller's; its name is set
 * @init_data: ignored but for its default_label; may be NULL
 *
 * Context: May sleep.
 * Return: 0, -EINVAL without a name, -EEXIST, -ENOMEM.
 * Pairs with: led_classdev_unregister().
 */
int led_classdev_register_ext(struct device *parent,
			      struct led_classdev *led_cdev,
			      struct led_init_data *init_data);

/**
 * led_classdev_unregister() - have it disappear; it is switched off
 * @led_cdev: registered
 *
 * Context: May sleep.
 */
void led_classdev_unregister(struct led_classdev *led_cdev);

/**
 * devm_led_classdev_register_ext() - the same until the driver goes
 * @parent: the device whose driver it is
 * @led_cdev: as there
 * @init_data: as there
 *
 * Context: May sleep.
 * Return: as led_classdev_register_ext().
 */
int devm_led_classdev_register_ext(struct device *parent,
				   struct led_classdev *led_cdev,
				   struct led_init_data *init_data);

/**
 * devm_led_classdev_unregister() - undo it before the driver goes
 * @parent: the device
 * @led_cdev: registered
 *
 * Context: May sleep.
 */
void devm_led_classdev_unregister(struct device *parent,
				  struct led_classdev *led_cdev);

/**
 * led_set_brightness() - set a light
 * @led_cdev: registered
 * @brightness: what is more than max_brightness is that
 *
 * Context: May sleep.
 */
void led_set_brightness(struct led_classdev *led_cdev, unsigned int brightness);

#define led_classdev_register(parent, led)				\
	led_classdev_register_ext(parent, led, NULL)
#define devm_led_classdev_register(parent, led)				\
	devm_led_classdev_register_ext(parent, led, NULL)

/**
 * leds_init() - make the class
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: leds_exit().
 */
int leds_init(void);

/**
 * leds_exit() - take the class away; there are no lights any more
 *
 * Context: May sleep.
 */
void leds_exit(void);

#endif
