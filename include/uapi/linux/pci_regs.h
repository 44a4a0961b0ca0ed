/* SPDX-License-Identifier: MIT */
/*
 * pci_regs.h - the configuration space.
 */
#ifndef DOOR_UAPI_LINUX_PCI_REGS_H
#define DOOR_UAPI_LINUX_PCI_REGS_H

#include <octavo/pci.h>

#endif
