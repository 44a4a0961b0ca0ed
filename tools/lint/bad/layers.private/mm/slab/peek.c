/* SPDX-License-Identifier: MIT */
/* Another subsystem's private header. */
#include "../page/internal.h"
