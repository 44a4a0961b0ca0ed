/* SPDX-License-Identifier: MIT */
/*
 * irqreturn.h - what a handler says.
 */
#ifndef DOOR_LINUX_IRQRETURN_H
#define DOOR_LINUX_IRQRETURN_H

#include <octavo/interrupt.h>

#endif
