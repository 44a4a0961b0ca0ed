/* SPDX-License-Identifier: MIT */
/*
 * int-ll64.h - integer types.
 */
#ifndef DOOR_UAPI_ASM_GENERIC_INT_LL64_H
#define DOOR_UAPI_ASM_GENERIC_INT_LL64_H

#include <linux/types.h>

#endif
