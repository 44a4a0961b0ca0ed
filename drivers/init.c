/* SPDX-License-Identifier: MIT */
/*
 * init.c - the drivers there are.
 */
#include <octavo/drivers.h>
#include <octavo/leds.h>
#include <octavo/pci.h>
#include "internal.h"

static struct pci_driver *const pci_drivers[] = {
	&edu_driver, &virtnet_driver, NULL,
};

int drivers_init(void)
{
	int err = drivers_base_init();

	if (err)
		return err;
	err = leds_init();
	if (err) {
		drivers_base_exit();
		return err;
	}
	err = pci_init();
	if (err) {
		leds_exit();
		drivers_base_exit();
		return err;
	}
	for (size_t i = 0; pci_drivers[i] && !err; i++)
		err = __pci_register_driver(pci_drivers[i], NULL, "octavo");
	if (err)
		drivers_exit();
	return err;
}

void drivers_exit(void)
{
	for (size_t i = 0; pci_drivers[i]; i++)
		if (pci_drivers[i]->driver.p)
			pci_unregister_driver(pci_drivers[i]);
	pci_exit();
	leds_exit();
	drivers_base_exit();
}
