/* SPDX-License-Identifier: MIT */
/*
 * linux/highmem-internal.h - kmap and its relatives.
 */
#ifndef DOOR_LINUX_HIGHMEM_INTERNAL_H
#define DOOR_LINUX_HIGHMEM_INTERNAL_H

#include <octavo/highmem.h>

#endif
