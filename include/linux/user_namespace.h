/* SPDX-License-Identifier: MIT */
/*
 * linux/user_namespace.h - there is one.
 */
#ifndef DOOR_LINUX_USER_NAMESPACE_H
#define DOOR_LINUX_USER_NAMESPACE_H

#include <linux/cred.h>

#endif
