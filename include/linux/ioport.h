/* SPDX-License-Identifier: MIT */
/*
 * ioport.h - who has which addresses.
 */
#ifndef DOOR_LINUX_IOPORT_H
#define DOOR_LINUX_IOPORT_H

#include <linux/types.h>
#include <octavo/ioport.h>

#endif
