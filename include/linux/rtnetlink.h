/* SPDX-License-Identifier: MIT */
/*
 * rtnetlink.h - the lock of the network and kinds of devices.
 */
#ifndef DOOR_LINUX_RTNETLINK_H
#define DOOR_LINUX_RTNETLINK_H

#include <linux/if_link.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <octavo/rtnetlink.h>

#endif
