/* SPDX-License-Identifier: MIT */
/*
 * drivers.h - the drivers that a kernel has built in.
 */
#ifndef OCTAVO_DRIVERS_H
#define OCTAVO_DRIVERS_H

/**
 * drivers_init() - find devices and have their drivers take them
 *
 * Called by a machine after kernel_boot(), before kernel_run(). A device that
 * does not work is said on the log and left alone.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 * Pairs with: drivers_exit().
 */
int drivers_init(void);

/**
 * drivers_exit() - take the drivers away again
 *
 * Before kernel_exit(), when no program runs. Waits for what devices still do.
 *
 * Context: May sleep.
 */
void drivers_exit(void);

#endif
