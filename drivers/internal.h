/* SPDX-License-Identifier: MIT */
/*
 * internal.h - what the drivers say to the table of them.
 */
#ifndef DRIVERS_INTERNAL_H
#define DRIVERS_INTERNAL_H

struct pci_driver;

extern struct pci_driver edu_driver;	/* edu.c */
extern struct pci_driver virtnet_driver;	/* net/virtio_net.c */

#endif
