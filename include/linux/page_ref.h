/* SPDX-License-Identifier: MIT */
/*
 * linux/page_ref.h - references of a page.
 */
#ifndef DOOR_LINUX_PAGE_REF_H
#define DOOR_LINUX_PAGE_REF_H

#include <octavo/page.h>

#endif
