/* SPDX-License-Identifier: MIT */
/*
 * linux/hardirq.h - in which context code runs.
 */
#ifndef DOOR_LINUX_HARDIRQ_H
#define DOOR_LINUX_HARDIRQ_H

#include <linux/preempt.h>

#endif
