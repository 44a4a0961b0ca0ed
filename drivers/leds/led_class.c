/* SPDX-License-Identifier: MIT */
/*
 * led_class.c - /sys/class/leds, see octavo/leds.h.
 */
#include <octavo/bug.h>
#include <octavo/devres.h>
#include <octavo/err.h>
#include <octavo/kstrtox.h>
#include <octavo/leds.h>

static struct class *leds_class;

void led_set_brightness(struct led_classdev *led, unsigned int brightness)
{
	led->brightness = min(brightness, led->max_brightness);
	if (led->brightness_set)
		led->brightness_set(led, (enum led_brightness)led->brightness);
	else if (led->brightness_set_blocking)
		led->brightness_set_blocking(
			led, (enum led_brightness)led->brightness);
}

static ssize_t brightness_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	struct led_classdev *led = dev_get_drvdata(dev);

	if (led->brightness_get)
		led->brightness = (unsigned int)led->brightness_get(led);
	return sysfs_emit(buf, "%u\n", led->brightness);
}

static ssize_t brightness_store(struct device *dev,
				struct device_attribute *attr, const char *buf,
				size_t count)
{
	unsigned long val;
	int err = kstrtoul(buf, 10, &val);

	if (err)
		return err;
	led_set_brightness(dev_get_drvdata(dev),
			   (unsigned int)min(val, (unsigned long)UINT_MAX));
	return (ssize_t)count;
}

static ssize_t max_brightness_show(struct device *dev,
				   struct device_attribute *attr, char *buf)
{
	const struct led_classdev *led = dev_get_drvdata(dev);

	return sysfs_emit(buf, "%u\n", led->max_brightness);
}

static DEVICE_ATTR_RW(brightness);
static DEVICE_ATTR_RO(max_brightness);

static struct attribute *attrs[] = {
	&dev_attr_brightness.attr, &dev_attr_max_brightness.attr, NULL,
};
static const struct attribute_group group = { .attrs = attrs };
static const struct attribute_group *groups[] = { &group, NULL };

int led_classdev_register_ext(struct device *parent, struct led_classdev *led,
			      struct led_init_data *init_data)
{
	const char *name = init_data && init_data->default_label ?
				   init_data->default_label : led->name;
	struct device *dev;
	int err = 0;

	if (!name || !leds_class)
		return -EINVAL;
	if (!led->max_brightness)
		led->max_brightness = LED_FULL;
	dev = device_create(leds_class, parent, 0, led, "%s", name);
	if (IS_ERR(dev))
		return (int)PTR_ERR(dev);
	err = device_add_groups(dev, groups);
	if (!err && led->groups)
		err = device_add_groups(dev, led->groups);
	if (err) {
		device_unregister(dev);
		return err;
	}
	led->dev = dev;
	return 0;
}

void led_classdev_unregister(struct led_classdev *led)
{
	if (IS_ERR_OR_NULL(led->dev))
		return;
	if (!(led->flags & (int)LED_RETAIN_AT_SHUTDOWN))
		led_set_brightness(led, LED_OFF);
	device_unregister(led->dev);
	led->dev = NULL;
}

static void release_led(struct device *dev, void *res)
{
	led_classdev_unregister(*(struct led_classdev **)res);
}

static int same_led(struct device *dev, void *res, void *data)
{
	return *(struct led_classdev **)res == data;
}

int devm_led_classdev_register_ext(struct device *parent,
				   struct led_classdev *led,
				   struct led_init_data *init_data)
{
	struct led_classdev **p = devres_alloc(release_led, sizeof(*p),
					       GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	err = led_classdev_register_ext(parent, led, init_data);
	if (err) {
		devres_free(p);
		return err;
	}
	*p = led;
	devres_add(parent, p);
	return 0;
}

void devm_led_classdev_unregister(struct device *parent,
				  struct led_classdev *led)
{
	WARN_ON(devres_release(parent, release_led, same_led, led));
}

int leds_init(void)
{
	struct class *cls = class_create_named("leds");

	if (IS_ERR(cls))
		return (int)PTR_ERR(cls);
	leds_class = cls;
	return 0;
}

void leds_exit(void)
{
	class_destroy(leds_class);
	leds_class = NULL;
}
