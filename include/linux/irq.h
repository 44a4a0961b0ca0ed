/* SPDX-License-Identifier: MIT */
/*
 * irq.h - interrupts, for who does not only handle them.
 */
#ifndef DOOR_LINUX_IRQ_H
#define DOOR_LINUX_IRQ_H

#include <linux/interrupt.h>

#endif
