/* SPDX-License-Identifier: MIT */
/*
 * poison.h - values that say by their look what was there.
 */
#ifndef DOOR_LINUX_POISON_H
#define DOOR_LINUX_POISON_H

#include <octavo/list.h>

#define POISON_INUSE		0x5a	/* allocated, not yet written */
#define POISON_FREE		0x6b	/* freed */
#define POISON_END		0xa5	/* the last byte of either */

#endif
