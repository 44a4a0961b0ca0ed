/* SPDX-License-Identifier: MIT */
/*
 * kunit/device.h - devices that a test has until it ends.
 *
 * Unlike Linux: they are on no bus; a driver that is given is only noted.
 */
#ifndef KUNIT_DEVICE_H
#define KUNIT_DEVICE_H

#include <kunit/test.h>
#include <octavo/device.h>
#include <octavo/driver.h>

static inline void kunit_action_device_unregister(void *dev)
{
	root_device_unregister(dev);
}

/* A driver with a name, for kunit_device_register_with_driver(); or ERR_PTR. */
static inline struct device_driver *kunit_driver_create(struct kunit *test,
							const char *name)
{
	struct device_driver *drv = kunit_kzalloc(test, sizeof(*drv),
						  GFP_KERNEL);

	if (!drv)
		return ERR_PTR(-ENOMEM);
	drv->name = name;
	return drv;
}

/* A device, until the end of @test; or ERR_PTR. */
static inline struct device *kunit_device_register(struct kunit *test,
						   const char *name)
{
	struct device *dev = root_device_register(name);
	int err;

	if (IS_ERR(dev))
		return dev;
	err = kunit_add_action_or_reset(test, kunit_action_device_unregister,
					dev);
	return err ? ERR_PTR(err) : dev;
}

static inline struct device *
kunit_device_register_with_driver(struct kunit *test, const char *name,
				  const struct device_driver *drv)
{
	struct device *dev = kunit_device_register(test, name);

	if (!IS_ERR(dev))
		dev->driver = (struct device_driver *)drv;
	return dev;
}

/* Take it away before the end. */
static inline void kunit_device_unregister(struct kunit *test,
					   struct device *dev)
{
	kunit_release_action(test, kunit_action_device_unregister, dev);
}

#endif
