/* SPDX-License-Identifier: MIT */
/*
 * base.h - what the files of this folder share: classes and devices.
 */
#ifndef DRIVERS_BASE_BASE_H
#define DRIVERS_BASE_BASE_H

#include <octavo/device.h>

/* What there is of a registered class besides what its owner wrote. */
struct class_private {
	struct kset subsys;		/* /sys/class/NAME */
	struct kset glue;		/* NAME, below devices that are parents */
	const struct class *class;
	struct list_head link;		/* all classes */
	struct mutex lock;
	struct list_head devices;	/* by dev->class_node */
};

/* NULL: not registered. */
struct class_private *class_private(const struct class *cls);

#endif
