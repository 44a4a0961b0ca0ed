/* SPDX-License-Identifier: MIT */
/*
 * init.h - the beginnings and ends of the files of this folder.
 */
#ifndef DRIVERS_BASE_INIT_H
#define DRIVERS_BASE_INIT_H

struct device;

void bus_core_init(void);
/* A software node that goes with its device goes. */
void property_device_goes(struct device *dev);
int platform_bus_init(void);
void platform_bus_exit(void);

#endif
