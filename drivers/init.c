/* SPDX-License-Identifier: MIT */
/*
 * init.c - the drivers there are.
 */
#include <octavo/drivers.h>
#include <octavo/pci.h>
#include "internal.h"

static struct pci_driver *const pci_drivers[] = {
	&edu_driver, &virtnet_driver, NULL,
};

int drivers_init(void)
{
	int err = pci_init();

	for (size_t i = 0; pci_drivers[i] && !err; i++)
		err = pci_register_driver(pci_drivers[i]);
	return err;
}

void drivers_exit(void)
{
	for (size_t i = 0; pci_drivers[i]; i++)
		pci_unregister_driver(pci_drivers[i]);
	pci_exit();
}
