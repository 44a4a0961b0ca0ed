/* SPDX-License-Identifier: MIT */
/*
 * linux/page-flags.h - marks of a page.
 */
#ifndef DOOR_LINUX_PAGE_FLAGS_H
#define DOOR_LINUX_PAGE_FLAGS_H

#include <octavo/page.h>

#endif
