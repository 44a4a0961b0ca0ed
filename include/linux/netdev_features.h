/* SPDX-License-Identifier: MIT */
/*
 * netdev_features.h - what a network device does by itself.
 */
#ifndef DOOR_LINUX_NETDEV_FEATURES_H
#define DOOR_LINUX_NETDEV_FEATURES_H

#include <octavo/netdev_features.h>

#endif
