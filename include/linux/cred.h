/* SPDX-License-Identifier: MIT */
/*
 * linux/cred.h - for whom a task works.
 */
#ifndef DOOR_LINUX_CRED_H
#define DOOR_LINUX_CRED_H

#include <linux/capability.h>
#include <linux/sched.h>
#include <linux/uidgid.h>
#include <octavo/cred.h>

#endif
