/* SPDX-License-Identifier: MIT */
/*
 * octavo.c - the payload that runs one program.
 */
#include "../x86.h"

int x86_payload(const struct boot_info *boot)
{
	return 0;
}
