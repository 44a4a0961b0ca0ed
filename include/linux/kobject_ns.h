/* SPDX-License-Identifier: MIT */
/*
 * linux/kobject_ns.h - name spaces of objects: there is one.
 */
#ifndef DOOR_LINUX_KOBJECT_NS_H
#define DOOR_LINUX_KOBJECT_NS_H

struct kobj_ns_type_operations;

#endif
