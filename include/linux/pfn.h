/* SPDX-License-Identifier: MIT */
/*
 * linux/pfn.h - frame numbers and addresses.
 */
#ifndef DOOR_LINUX_PFN_H
#define DOOR_LINUX_PFN_H

#include <octavo/page.h>

#endif
