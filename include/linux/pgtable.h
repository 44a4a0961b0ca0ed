/* SPDX-License-Identifier: MIT */
/*
 * linux/pgtable.h - entries of page tables and their rights.
 */
#ifndef DOOR_LINUX_PGTABLE_H
#define DOOR_LINUX_PGTABLE_H

#include <octavo/mm.h>
#include <asm/pgtable.h>

#endif
