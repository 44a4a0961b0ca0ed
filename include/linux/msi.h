/* SPDX-License-Identifier: MIT */
/*
 * msi.h - interrupts that are messages.
 */
#ifndef DOOR_LINUX_MSI_H
#define DOOR_LINUX_MSI_H

#include <linux/pci.h>

#endif
