/* SPDX-License-Identifier: MIT */
/* mm/page is below the slab and may not know it. */
#include <octavo/slab.h>
