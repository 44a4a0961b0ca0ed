/* SPDX-License-Identifier: MIT */
/*
 * pci.h - devices on the PCI bus.
 */
#ifndef DOOR_LINUX_PCI_H
#define DOOR_LINUX_PCI_H

#include <linux/types.h>
#include <linux/init.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mod_devicetable.h>
#include <linux/pci_ids.h>
#include <octavo/pci.h>

#endif
