/* SPDX-License-Identifier: MIT */
/*
 * init.c - the buses of the kernel itself.
 */
#include <octavo/driver.h>
#include "init.h"

int drivers_base_init(void)
{
	bus_core_init();
	return platform_bus_init();
}

void drivers_base_exit(void)
{
	platform_bus_exit();
}
