/* SPDX-License-Identifier: MIT */
/*
 * aer.h - errors on PCI Express, which there is none of.
 */
#ifndef DOOR_LINUX_AER_H
#define DOOR_LINUX_AER_H

#include <linux/pci.h>

#endif
