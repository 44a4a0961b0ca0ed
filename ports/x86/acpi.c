/* SPDX-License-Identifier: MIT */
/*
 * acpi.c - how many CPUs there are, from the firmware's tables.
 */
#include "x86.h"

unsigned int acpi_find_cpus(void)
{
	return 1;
}
