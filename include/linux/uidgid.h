/* SPDX-License-Identifier: MIT */
/*
 * linux/uidgid.h - numbers of users and groups.
 */
#ifndef DOOR_LINUX_UIDGID_H
#define DOOR_LINUX_UIDGID_H

#include <linux/types.h>
#include <octavo/cred.h>

#endif
