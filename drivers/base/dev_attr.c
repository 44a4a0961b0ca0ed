/* SPDX-License-Identifier: MIT */
/*
 * dev_attr.c - attributes that are variables, see DEVICE_INT_ATTR().
 */
#include <octavo/device.h>
#include <octavo/errno.h>
#include <octavo/kstrtox.h>

static void *var_of(struct device_attribute *attr)
{
	return container_of(attr, struct dev_ext_attribute, attr)->var;
}

ssize_t device_show_ulong(struct device *dev, struct device_attribute *attr,
			  char *buf)
{
	return sysfs_emit(buf, "%lx\n", *(unsigned long *)var_of(attr));
}

ssize_t device_store_ulong(struct device *dev, struct device_attribute *attr,
			   const char *buf, size_t count)
{
	unsigned long val;
	int err = kstrtoul(buf, 0, &val);

	if (err)
		return err;
	*(unsigned long *)var_of(attr) = val;
	return (ssize_t)count;
}

ssize_t device_show_int(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	return sysfs_emit(buf, "%d\n", *(int *)var_of(attr));
}

ssize_t device_store_int(struct device *dev, struct device_attribute *attr,
			 const char *buf, size_t count)
{
	int val, err = kstrtoint(buf, 0, &val);

	if (err)
		return err;
	*(int *)var_of(attr) = val;
	return (ssize_t)count;
}

ssize_t device_show_bool(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	return sysfs_emit(buf, "%d\n", *(bool *)var_of(attr));
}

ssize_t device_store_bool(struct device *dev, struct device_attribute *attr,
			  const char *buf, size_t count)
{
	return kstrtobool(buf, var_of(attr)) < 0 ? -EINVAL : (ssize_t)count;
}
