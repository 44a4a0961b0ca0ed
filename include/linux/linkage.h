/* SPDX-License-Identifier: MIT */
/*
 * linkage.h - how functions are called from assembler.
 */
#ifndef DOOR_LINUX_LINKAGE_H
#define DOOR_LINUX_LINKAGE_H

#include <linux/compiler_types.h>
#include <linux/stringify.h>

#ifdef __i386__
#define asmlinkage		__attribute__((__regparm__(0)))
#else
#define asmlinkage
#endif

#endif
