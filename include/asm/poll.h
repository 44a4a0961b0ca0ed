/* SPDX-License-Identifier: MIT */
/*
 * asm/poll.h - events.
 */
#ifndef DOOR_ASM_POLL_H
#define DOOR_ASM_POLL_H

#include <uapi/poll.h>

#endif
