/* SPDX-License-Identifier: MIT */
/*
 * uaccess.h - reading and writing user memory without risk to the kernel.
 */
#ifndef OCTAVO_UACCESS_H
#define OCTAVO_UACCESS_H

#include <octavo/types.h>
#include <octavo/cpu.h>
#include <asm/page.h>
#include <asm/uaccess.h>

/* Owned by mm/uaccess: access_ok, copy_to_user and the chain under it. */

#endif
